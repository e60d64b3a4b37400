"""Incidents in a store: linked, judged, undone, coded anew and asked as of a day, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.intake.linking import link_waiting
from dateline.records import CodedDocument
from dateline.store import Store
from dateline.store.engine import reading, write
from dateline.store.incidents import told_by
from tests.contracts.made import FIRST, SECOND, At, Did, Who, arrival, coded
from tests.contracts.stores import count, keep, wrong

CITY = At("Kasubi", 1.5, 30.2, "UGA", "Western", 501)
FAR = At("Moroto", 2.53, 34.66, "UGA", "Northern", 502)
GUNMEN = Who("Red Lake Front")
STRIKE = {"type": "ASSAULT", "mode": "aerial", "acled": ("Explosions/Remote violence", "Air/drone strike")}


def report(
    number: int, killed: int, *, at: At = CITY, day: str = "2024-11-30", published: str = "2024-12-01"
) -> CodedDocument:
    """A report of an air strike with this toll."""
    words = f"an air strike on the {at.name} market killed {killed} people on 30 November"
    event = Did(words, at=at, by=GUNMEN, days=(day, day), tolls=(("killed", killed),), **STRIKE)  # type: ignore[arg-type]
    openings = ("Officials said that", "Residents told reporters that", "According to a doctor,", "The radio said that")
    return coded(f"{openings[number % 4]} {words}, the {number}th account.", event, published=published,
                 source=f"Wire {number}")  # fmt: skip


ONE, SAME, LATER = report(1, 14), report(2, 14), report(3, 21, published="2024-12-04")
ELSEWHERE = report(4, 3, at=FAR)


@pytest.fixture
def linked(store: Store) -> Store:
    keep(store, ONE, SAME, LATER, ELSEWHERE)
    link(store)
    return store


def link(store: Store) -> int:
    with store.run("link", FIRST) as run:
        return link_waiting(store, run).incidents


def sizes(store: Store) -> list[int]:
    """How many reports each incident has."""
    return sorted(len(incident.reports) for incident in store.incidents())


def largest(store: Store) -> str:
    return max(store.incidents(), key=lambda incident: len(incident.reports)).id


def test_reports_of_one_strike_become_one_incident(linked: Store) -> None:
    assert sizes(linked) == [1, 3]
    incident = linked.incident(largest(linked))
    assert incident.place is not None
    assert incident.place.name == "Kasubi"
    assert incident.when.start == "2024-11-30"
    assert {claim.document for toll in incident.tolls for claim in toll.claims} <= {
        record.document.id for record in (ONE, SAME, LATER)
    }
    assert wrong(linked) == []


def test_nothing_waits_after_linking_and_linking_again_changes_nothing(linked: Store) -> None:
    before = {incident.id: incident for incident in linked.incidents()}
    assert linked.waiting(10).rows == ()
    assert link(linked) == 0
    assert {incident.id: incident for incident in linked.incidents()} == before


def test_incidents_are_found_by_what_their_reports_say(linked: Store) -> None:
    found = list(linked.incidents("strike market", country="UGA", harm="killed", at_least=20))
    assert [len(incident.reports) for incident in found] == [3]
    assert [i.place.name for i in linked.incidents(near=(2.5, 34.6)) if i.place] == ["Moroto"]
    assert list(linked.incidents(grade="confirmed")) == []
    assert list(linked.incidents("drought")) == []


def test_events_know_their_incident_and_its_grade(linked: Store) -> None:
    (grade,) = {incident.grade for incident in linked.incidents() if len(incident.reports) == 3}
    events = list(linked.events(grade=grade, place="Kasubi"))
    assert {event.incident for event in events} == {largest(linked)}
    assert [e.row for e in linked.events_of(largest(linked))] == sorted(e.row for e in events)


def test_an_incident_as_of_a_day_is_made_of_what_was_known(linked: Store) -> None:
    """The later report, with the higher toll, came on 4 December."""
    assert list(linked.incidents(as_of=date(2024, 11, 30))) == []
    (then,) = linked.incidents(as_of=date(2024, 12, 3), place="Kasubi")
    assert len(then.reports) == 2
    assert {toll.high for toll in then.tolls} == {14}
    (now,) = linked.incidents(as_of=date(2024, 12, 4), place="Kasubi")
    assert len(now.reports) == 3
    assert 21 in {toll.high for toll in now.tolls}


def test_why_events_are_linked_is_kept(linked: Store) -> None:
    pairs = linked.pairs_of(largest(linked))
    links = [pair for pair in pairs if pair.kind == "link"]
    assert len(links) >= 2
    assert all(pair.levels for pair in links)
    assert [pair.weight for pair in pairs] == sorted((pair.weight for pair in pairs), reverse=True)


def test_a_later_report_joins_the_incident_that_is_there(store: Store) -> None:
    keep(store, ONE, ELSEWHERE)
    link(store)
    before = {incident.id for incident in store.incidents()}
    keep(store, SAME)
    assert link(store) == 1
    assert sizes(store) == [1, 2]
    assert {incident.id for incident in store.incidents()} == before


def refs(store: Store, record: CodedDocument) -> list[tuple[str, str]]:
    return [(record.document.id, event.id) for event in record.events]


def test_a_merge_wins_and_is_undone_in_one_step(linked: Store) -> None:
    number = linked.judge("merge", "A. Analyst", sides=[refs(linked, ONE), refs(linked, ELSEWHERE)], reason="one raid")
    link(linked)
    assert sizes(linked) == [4]
    merged = linked.incident(largest(linked))
    assert merged.reviewed
    assert [(step.by, step.what, step.why) for step in merged.history] == [("A. Analyst", "merge", "one raid")]
    linked.undo(number, "A. Analyst", "two after all")
    link(linked)
    assert sizes(linked) == [1, 3]
    assert [(j.kind, j.undone) for j in linked.judgements()] == [("merge", True), ("undo", False)]
    assert wrong(linked) == []


def test_a_split_holds_when_more_reports_come_and_after_coding_anew(linked: Store) -> None:
    linked.judge("split", "A. Analyst", sides=[refs(linked, LATER), [*refs(linked, ONE), *refs(linked, SAME)]])
    link(linked)
    assert sizes(linked) == [1, 1, 2]
    again = LATER.model_copy(
        update={"events": (LATER.events[0].model_copy(update={"id": "e9"}),), "tolls": ()}
    )  # the newer coding calls the event something else
    with linked.run("recode", SECOND) as run:
        assert linked.add([arrival(again)], run, recode=True) == ["recoded"]
    link(linked)
    assert sizes(linked) == [1, 1, 2], "the judgement is about the words"
    (line,) = linked.judgements()
    assert (LATER.document.id, "e9") in line.sides[0]
    assert line.lost == 0
    assert wrong(linked) == []


def test_a_judgement_whose_words_are_coded_no_more_says_so(linked: Store) -> None:
    linked.judge("review", "A. Analyst", sides=[refs(linked, ELSEWHERE)], content={"status": "checked"})
    empty = ELSEWHERE.model_copy(update={"events": (), "tolls": ()})
    with linked.run("recode", SECOND) as run:
        linked.add([arrival(empty)], run, recode=True)
    link(linked)
    (line,) = linked.judgements()
    assert (line.sides, line.lost, line.content) == ((), 1, {"status": "checked"})
    assert sizes(linked) == [3]
    assert wrong(linked) == []


def test_coding_anew_makes_incidents_anew(linked: Store) -> None:
    with linked.run("recode", SECOND) as run:
        linked.add([arrival(LATER)], run, recode=True)
    assert linked.waiting(10).rows, "the other reports of the incident wait too"
    link(linked)
    assert sizes(linked) == [1, 3]
    assert wrong(linked) == []


def test_what_cannot_be_judged(linked: Store) -> None:
    with pytest.raises(StoreError, match="no claim e7"):
        linked.judge("merge", "A. Analyst", sides=[[(ONE.document.id, "e7")]])
    with pytest.raises(StoreError, match="no judgement 99"):
        linked.undo(99, "A. Analyst")
    with pytest.raises(StoreError, match="name of who made it"):
        linked.judge("review", " ")
    number = linked.judge("review", "A. Analyst")
    linked.undo(number, "A. Analyst")
    with pytest.raises(StoreError, match="undone already"):
        linked.undo(number, "A. Analyst")


@pytest.mark.parametrize("table", ["judgements", "judged_claims"])
def test_the_log_of_judgements_cannot_be_changed(linked: Store, table: str) -> None:
    linked.judge("review", "A. Analyst", sides=[refs(linked, ONE)])
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET {'person' if table == 'judgements' else 'claim'} = 'x'"):
        with pytest.raises(StoreError, match="never changed"):
            write(linked.engine, lambda connection, sql=sql: connection.execute(sa.text(sql)))


def test_who_linked_on_an_older_state_links_again(linked: Store) -> None:
    """Two runs read the same state; the one that comes second must not keep what it made of it."""
    keep(linked, report(5, 14))
    seen = linked.waiting(10)
    with linked.run("link", FIRST) as run:
        from dateline.link.links import Linked
        from dateline.store.linking import Neighbours

        link_waiting(linked, run)
        assert linked.keep_linked(run, seen, Neighbours((), {}), Linked((), (), (), ()), {}) is None
    assert sizes(linked) == [1, 4]


def test_copies_are_found_as_they_arrive_and_count_as_one_source(store: Store) -> None:
    words = "an air strike on the Kasubi market killed 14 people on 30 November"
    body = (
        f"The provincial health office said that {words}. Ambulances took the wounded to two hospitals, where the beds"
        " ran out before dusk. Traders had come from the hills for the weekly fair, and the stalls were full when the"
        " planes came over a second time. The governor promised an inquiry and asked for blood."
    )
    event = Did(words, at=CITY, by=GUNMEN, days=("2024-11-30", "2024-11-30"), tolls=(("killed", 14),), **STRIKE)  # type: ignore[arg-type]
    first = coded(body, event, published="2024-12-01", source="Hill Wire")
    copy = coded(f"(Hill Wire) {body}", event, published="2024-12-02", source="Lake Daily")
    keep(store, first)
    link(store)
    keep(store, copy)
    link(store)
    assert count(store, "copies") == 1
    (incident,) = store.incidents()
    assert [(r.document == first.document.id, r.original) for r in incident.reports] == [(True, True), (False, False)]
    assert incident.independent_sources == 1


def test_a_source_profile_of_the_user_changes_the_incidents_of_that_source(linked: Store) -> None:
    before = linked.incident(largest(linked))
    assert linked.set_source_profile("Wire 9", standing=4) == 0, "nobody cites it"
    assert linked.set_source_profile("Wire 3", origin="Wire 1") == 1
    after = linked.incident(largest(linked))
    assert after.independent_sources == before.independent_sources - 1, "it passes on the word of the other"
    assert linked.set_source_profile("wire 3", ownership="state", side="UGA") in (0, 1)
    assert count(linked, "source_profiles") == 2, "one line a source, however it is spelt"
    profile = linked.source_profiles().of("Wire 3")
    assert (profile.origin, profile.side, profile.ownership) == ("Wire 1", "UGA", "state")
    assert wrong(linked) == []


def test_changed_files_of_source_profiles_count_after_a_refresh(
    linked: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the setting ``sources`` is no row of the store: nothing but a refresh learns that it has changed."""
    assert linked.compute_again() == 0, "nothing has changed"
    own = tmp_path / "mine.yaml"
    own.write_text("sources: [{name: Wire 3, origin: Wire 1}]", "utf-8")
    monkeypatch.setenv("DATELINE_SOURCES", str(own))
    before = linked.incident(largest(linked))
    assert linked.compute_again() == 1
    after = linked.incident(largest(linked))
    assert after.independent_sources == before.independent_sources - 1
    assert (linked.compute_again(), wrong(linked)) == (0, [])


def test_a_profile_finds_its_incidents_by_an_index(linked: Store) -> None:
    """Publishers and those they cite, by folded names; an incident that is computed anew keeps one line a source."""
    query = "SELECT source FROM incident_sources WHERE incident = :id ORDER BY source"
    with linked.engine.connect() as connection:
        found = list(connection.execute(sa.text(query), {"id": largest(linked)}).scalars())
    assert found == ["wire 1", "wire 2", "wire 3"]
    linked.set_source_profile("Wire 3", origin="Wire 1")
    assert count(linked, "incident_sources") == 4
    with reading(linked.engine) as connection:
        assert told_by(connection, "the WIRE 4") != told_by(connection, "Wire 1") == [largest(linked)]
        assert told_by(connection, "Wire 3") == [largest(linked)]
        assert len(told_by(connection, "the WIRE 4")) == 1
        assert told_by(connection, "Wire 9") == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"standing": 9}, "whole number from 0 to 4"),
        ({"ownership": "state"}, "has a side"),
        ({"kind": "newspaper"}, "no kind"),
    ],
)
def test_what_is_no_source_profile(linked: Store, fields: dict[str, object], told: str) -> None:
    with pytest.raises(StoreError, match=told):
        linked.set_source_profile("Wire 1", **fields)  # type: ignore[arg-type]
    assert count(linked, "source_profiles") == 0
