"""Saved searches and what helps to search, on both databases."""

from __future__ import annotations

import pytest

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.intake.linking import link_all
from dateline.store import Query, Store
from dateline.store.saved import (
    Searches,
    count_up_to,
    incident_passages,
    is_behind,
    look,
    names_beginning,
    news_of,
    passages,
)
from tests.contracts.made import At, Did, Who, coded
from tests.contracts.stores import count, keep


def tell(store: Store, place: str, killed: int, *, source: str | None = None) -> None:
    """Keep and link a report of a raid."""
    words = f"Raid on {place} killed {killed} people"
    did = Did(
        words, mode="aerial", at=At(place, 6.2, 31.5, "SSD"), by=Who(f"Army of {place}"), days=("2024-12-03", "2024-12-03"),
        tolls=(("killed", killed),),
    )  # fmt: skip
    keep(store, coded(f"Before it, nothing. {words}. After it, nothing more.", did, source=source))
    link_all(store)


def said(incident: Incident) -> dict[str, str] | None:
    return {"title": incident.title, "figures": str([toll.best for toll in incident.tolls])}


@pytest.mark.parametrize("long", ["x" * 5000, "ز" * 3000, "🕊️" * 1500])
def test_a_name_of_any_length_is_kept_and_suggested(store: Store, long: str) -> None:
    tell(store, f"Bor {long}", 4, source=f"Radio {long}")
    for what, start in (("place", "bor"), ("source", "RADIO"), ("actor", "army of")):
        [found] = names_beginning(store, what, start)
        assert long in found


def test_names_come_in_order_each_once_and_no_sign_means_anything(store: Store) -> None:
    for place in ("Bor", "Bor", "Bentiu", "Borj", "Juba", "B%r"):
        tell(store, place, 4 + len(place))
    assert names_beginning(store, "place", "bo") == ["Bor", "Borj"]
    assert names_beginning(store, "place", "b", limit=2) == ["B%r", "Bentiu"]
    assert names_beginning(store, "place", "%") == names_beginning(store, "place", "_") == []


def test_the_words_around_the_evidence_are_cut_out_of_the_text(store: Store) -> None:
    tell(store, "Bor", 4, source="Radio A")
    [toll] = store.tolls()
    passage = passages(store, [toll.row])[toll.row]
    assert passage.before.endswith("Raid on Bor killed ")
    assert (passage.marked, passage.source, passage.review) == ("4", "Radio A", None)
    assert passage.after.startswith(" people. After")
    [incident] = store.incidents()
    assert incident_passages(store, [incident.id])[incident.id].document == toll.document


def test_counting_ends_where_it_is_enough(store: Store) -> None:
    for place in ("Bor", "Bentiu", "Juba"):
        tell(store, place, 4 + len(place))
    assert count_up_to(store, "incidents", {}, 10) == len(list(store.incidents()))
    assert count_up_to(store, "events", {}, 10) == 3
    assert count_up_to(store, "events", {"place": "Bor"}, 10) == 1
    assert count_up_to(store, "documents", {}, 1) == 2, "one more than the most says that there are more"


def test_what_was_found_the_first_time_is_no_news_and_news_come_once(store: Store) -> None:
    searches = Searches(store)
    number = searches.save("Bor", "Reviewer", {"place": "Bor"}, kind="incidents")
    searches.set_feed(number, on=True)
    tell(store, "Bor", 4)
    assert is_behind(store)
    look(store, searches.one(number), Query(place="Bor"), said)
    assert not is_behind(store)
    assert (count(store, "search_matches"), news_of(store, number)) == (1, [])
    tell(store, "Bor", 9)
    before = searches.one(number)
    first = look(store, before, Query(place="Bor"), said)
    assert first.first is not None
    again = look(store, before, Query(place="Bor"), said)
    assert again.first is None, "another worker that looked at the same time tells nothing twice"
    told = len(news_of(store, number))
    assert look(store, searches.one(number), Query(place="Bor"), said).first is None
    assert len(news_of(store, number)) == told


def test_what_may_not_be_said_is_no_news(store: Store) -> None:
    searches = Searches(store)
    number = searches.save("All", "Reviewer", {}, kind="incidents")
    look(store, searches.one(number), Query(), lambda incident: None)
    tell(store, "Bor", 4)
    assert look(store, searches.one(number), Query(), lambda incident: None).first is None


def test_a_search_is_seen_by_its_owner_and_by_others_once_it_is_shared(store: Store) -> None:
    searches = Searches(store)
    number = searches.save("  Bor \n now ", "Reviewer", {"place": "Bor"}, kind="incidents")
    assert searches.one(number, "Reviewer").name == "Bor now"
    with pytest.raises(StoreError, match="no saved search"):
        searches.one(number, "Another")
    searches.rename(number, "Bor", shared=True)
    assert [search.name for search in searches.of("Another")] == ["Bor"]
    for name in ("", " \0 ", "x" * 201):
        with pytest.raises(StoreError):
            searches.save(name, "Reviewer", {}, kind="incidents")


def test_a_key_of_a_feed_is_new_each_time_and_ends(store: Store) -> None:
    searches = Searches(store)
    number = searches.save("Bor", "Reviewer", {}, kind="incidents")
    one, other = searches.set_feed(number, on=True), searches.set_feed(number, on=True)
    assert one
    assert other
    assert one != other
    assert searches.by_feed(one) is None
    found = searches.by_feed(other)
    assert found
    assert found.number == number
    searches.delete(number)
    assert searches.by_feed(other) is None
