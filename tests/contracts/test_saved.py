"""Saved searches and what helps to search, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.intake.linking import link_all
from dateline.store import Arrival, Query, Store, Versions
from dateline.store.review import Decision, Review
from dateline.store.saved import (
    Found,
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


def said(incident: Found) -> dict[str, str] | None:
    assert isinstance(incident, Incident)
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


def told_of(found: Found) -> dict[str, str] | None:
    """What may be said of a claim or a document: how many figures there are, and where it is."""
    assert not isinstance(found, Incident)
    record, claim = found
    where = {"document": record.document.id} | ({"claim": claim} if claim else {})
    figures = [toll.best for toll in record.tolls if claim in (None, toll.id)]
    reviews = [toll.review or "machine" for toll in record.tolls if claim in (None, toll.id)]
    return {"figures": str(figures), "reviews": str(reviews), **where}


@pytest.mark.parametrize("kind", ["tolls", "events", "statements", "relations", "documents"])
def test_claims_and_documents_are_news_once_and_again_when_they_are_judged(store: Store, kind: str) -> None:
    searches = Searches(store)
    number = searches.save("Bor", "Reviewer", {"place": "Bor"}, kind=kind)
    searches.set_feed(number, on=True)
    tell(store, "Bor", 4)
    look(store, searches.one(number), Query(place="Bor"), told_of)
    assert news_of(store, number) == [], "what was there when it began is not new"
    tell(store, "Bor", 9)
    tell(store, "Juba", 5)
    assert is_behind(store)
    before = searches.one(number)
    look(store, before, Query(place="Bor"), told_of)
    found = 0 if kind in ("statements", "relations") else 1
    assert [item.kind for item in news_of(store, number)] == ["new"] * found
    assert look(store, before, Query(place="Bor"), told_of).first is None, "another worker tells nothing twice"
    assert look(store, searches.one(number), Query(place="Bor"), told_of).first is None
    if kind not in ("tolls", "documents"):
        return
    document = news_of(store, number)[0].told["document"]
    Review(store).judge(document, "Reviewer", Decision("accepted", claim=store.document(document).tolls[0].id))
    assert is_behind(store), "a verdict counts, though nothing is linked anew"
    look(store, searches.one(number), Query(place="Bor"), told_of)
    assert [item.kind for item in news_of(store, number)] == ["changed", "new"]
    assert "accepted" in news_of(store, number)[0].told["reviews"]


def test_a_claim_that_a_new_coding_calls_otherwise_is_no_news(store: Store) -> None:
    searches = Searches(store)
    number = searches.save("Bor", "Reviewer", {"harm": "killed"}, kind="tolls")
    searches.set_feed(number, on=True)
    did = Did("Raid on Bor killed 4 people", at=At("Bor", 6.2, 31.5, "SSD"), tolls=(("killed", 4),))
    first = coded("Before it. Raid on Bor killed 4 people. After it.", did)
    keep(store, first)
    look(store, searches.one(number), Query(harm="killed"), told_of)
    again = first.model_copy(update={"tolls": tuple(t.model_copy(update={"id": "t9"}) for t in first.tolls)})
    with store.run("test", Versions({"code": "second"})) as run:
        store.add([Arrival(again, b"x", "again", datetime(2025, 3, 12, tzinfo=UTC))], run, recode=True)
    assert is_behind(store)
    assert look(store, searches.one(number), Query(harm="killed"), told_of).first is None


def test_what_cannot_be_searched_for_is_not_kept(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be searched for"):
        Searches(store).save("Bor", "Reviewer", {}, kind="poems")


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
