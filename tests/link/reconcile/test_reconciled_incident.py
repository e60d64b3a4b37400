"""Hand-worked incidents: grade, place, time, actors, type and the count of sources, each case with the rule that it follows."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from dateline.incidents import Incident
from dateline.link.facts import EventFacts
from dateline.link.reconcile import reconcile
from tests.link.reconcile.told import (
    ABROAD,
    AID,
    ARMY,
    COUNTRY,
    FAR_TOWN,
    FOREIGN,
    GUNMEN,
    HOSPITAL,
    MONITOR,
    NEAR_TOWN,
    OTHER_PROVINCE,
    PEOPLE,
    PROVINCE,
    REBELS,
    STATE,
    SUBURB,
    TOWN,
    UNKNOWN,
    WITNESS,
    report,
    said,
    scene,
)

DAY = date(2024, 3, 1)
WEEK = {"start": DAY - timedelta(days=6), "end": DAY, "when_precision": "week"}
WINDOW = {"start": DAY - timedelta(days=2), "end": DAY, "derived_by": "publication-window"}


def made(*events: EventFacts, copy_of: dict[str, str] | None = None) -> Incident:
    return reconcile("i1", scene(*events, copy_of=copy_of))


GRADES: list[tuple[str, list[EventFacts], str]] = [
    ("R8 one source: weak", [report("a", by=MONITOR)], "weak"),
    ("R8 one publisher's own word: weak", [report("a")], "weak"),
    ("R8 two publishers' own words: fair", [report("a"), report("b")], "fair"),
    ("R7 two publishers that cite one monitor: weak", [report("a", by=MONITOR), report("b", by=MONITOR)], "weak"),
    ("R8 two credible origins: fair", [report("a", by=MONITOR), report("b", by=AID)], "fair"),
    (
        "R8 a witness beside a monitor is not a second credible one",
        [report("a", by=MONITOR), report("b", by=WITNESS)],
        "weak",
    ),
    ("R8 the doer says so itself: confirmed", [report("a", by=ARMY)], "confirmed"),
    ("R8 another organ of the doer's state: confirmed", [report("a", by=STATE), report("b", by=MONITOR)], "confirmed"),
    ("R8 the other side's word does not confirm", [report("a", by=REBELS, recipients=(REBELS,))], "weak"),
    (
        "R8 the doer denies it, a monitor says it: contested",
        [report("a", by=MONITOR), report("b", by=ARMY, status="denied")],
        "contested",
    ),
    (
        "R8 a denial by the cue's word counts too",
        [report("a", by=MONITOR), report("b", by=ARMY, certainty="denied")],
        "contested",
    ),
    (
        "R8 each blames another: contested",
        [report("a", by=STATE, actors=(REBELS,)), report("b", by=REBELS, actors=(ARMY,))],
        "contested",
    ),
    (
        "R8 nameless gunmen may be the named rebels: no contest",
        [report("a", by=MONITOR, actors=(REBELS,)), report("b", by=AID, actors=(GUNMEN,))],
        "fair",
    ),
    (
        "R8 army and government are one side: no contest",
        [report("a", by=MONITOR), report("b", by=AID, actors=(STATE,))],
        "fair",
    ),
    (
        "R8 a report that names nobody contests nothing",
        [report("a", by=MONITOR), report("b", by=AID, actors=())],
        "fair",
    ),
    (
        "R8 a monitor finds against a party's claim: discounted",
        [report("a", by=REBELS, recipients=(REBELS,)), report("b", by=MONITOR, status="denied")],
        "discounted",
    ),
    (
        "R8 a party's denial discounts nothing",
        [report("a", by=WITNESS), report("b", by=ARMY, status="denied")],
        "contested",
    ),
    (
        "R8 the figure's source is the report's source",
        [report("a", said("5", MONITOR, doc="a")), report("b", said("5", MONITOR, doc="b"))],
        "weak",
    ),
]


@pytest.mark.parametrize(("reason", "events", "grade"), GRADES, ids=[c[0] for c in GRADES])
def test_grade(reason: str, events: list[EventFacts], grade: str) -> None:
    incident = made(*events)
    assert incident.grade == grade, incident.grade_reasons
    assert incident.grade_reasons


PLACES: list[tuple[str, list[EventFacts], str | None, list[str]]] = [
    (
        "the most specific named wins",
        [report("a", place=COUNTRY), report("b", place=PROVINCE), report("c", place=TOWN)],
        "Berek",
        [],
    ),
    (
        "a province that does not hold the town differs",
        [report("a"), report("b"), report("c", place=OTHER_PROVINCE)],
        "Berek",
        ["Kordofan"],
    ),
    ("two for one town, one for another", [report("a"), report("b"), report("c", place=FAR_TOWN)], "Berek", ["Sarif"]),
    (
        "one specific against two others: the two",
        [report("a", place=FAR_TOWN), report("b", place=NEAR_TOWN), report("c", place=NEAR_TOWN)],
        "Berek",
        ["Sarif"],
    ),
    (
        "a camp at the town's edge and the town agree",
        [report("a", place=SUBURB), report("b", place=SUBURB), report("c")],
        "Berek camp",
        [],
    ),
    (
        "one for one, by standing: the monitor",
        [report("a", by=WITNESS, place=FAR_TOWN), report("b", by=MONITOR)],
        "Berek",
        ["Sarif"],
    ),
    ("another country differs, however near", [report("a"), report("b"), report("c", place=ABROAD)], "Berek", ["Tine"]),
    (
        "an unresolved name yields to a resolved one",
        [report("a", place=UNKNOWN), report("b", place=PROVINCE), report("c", place=PROVINCE)],
        "Darfur",
        [],
    ),
    ("nobody says where", [report("a", place=None)], None, []),
    ("one who does not say where is not against", [report("a", place=None), report("b")], "Berek", []),
    (
        "two reports of one origin are one voice",
        [report("a", by=WITNESS, place=FAR_TOWN), report("b", by=WITNESS, place=FAR_TOWN), report("c", by=MONITOR)],
        "Berek",
        ["Sarif"],
    ),
]


@pytest.mark.parametrize(("reason", "events", "place", "others"), PLACES, ids=[c[0] for c in PLACES])
def test_place(reason: str, events: list[EventFacts], place: str | None, others: list[str]) -> None:
    incident = made(*events)
    assert (incident.place.name if incident.place else None) == place
    assert [v.value for d in incident.disagreements if d.field == "place" for v in d.values[1:]] == others


TIMES: list[tuple[str, list[EventFacts], tuple[str | None, str | None, str], int]] = [
    ("a day within a week is the day", [report("a", **WEEK), report("b")], ("2024-03-01", "2024-03-01", "day"), 0),
    (
        "a window read from no text yields",
        [report("a", **WINDOW), report("b", **WEEK)],
        ("2024-02-24", "2024-03-01", "week"),
        0,
    ),
    ("only windows: the narrowest", [report("a", **WINDOW)], ("2024-02-28", "2024-03-01", "week"), 0),
    (
        "two days: the one with more origins",
        [report("a"), report("b"), report("c", start=DAY + timedelta(days=1))],
        ("2024-03-01", "2024-03-01", "day"),
        1,
    ),
    (
        "two days, one origin each: by standing",
        [report("a", by=WITNESS, start=DAY - timedelta(days=1)), report("b", by=MONITOR)],
        ("2024-03-01", "2024-03-01", "day"),
        1,
    ),
    ("nobody says when", [report("a", start=None)], (None, None, "unknown"), 0),
]


@pytest.mark.parametrize(("reason", "events", "when", "differ"), TIMES, ids=[c[0] for c in TIMES])
def test_time(reason: str, events: list[EventFacts], when: tuple[str | None, str | None, str], differ: int) -> None:
    incident = made(*events)
    assert (incident.when.start, incident.when.end, incident.when.precision) == when
    assert sum(len(d.values) - 1 for d in incident.disagreements if d.field == "when") == differ


SOURCES: list[tuple[str, list[EventFacts], dict[str, str], tuple[int, int]]] = [
    ("R7 one report", [report("a")], {}, (1, 1)),
    ("R7 two publishers", [report("a"), report("b")], {}, (2, 2)),
    ("R7 a copy is no source", [report("a"), report("b")], {"b": "a"}, (1, 1)),
    ("R7 two publishers, one origin", [report("a", by=MONITOR), report("b", by=MONITOR)], {}, (2, 1)),
    ("R7 one publisher twice", [report("a"), report("b", publisher="Wire A")], {}, (1, 1)),
    (
        "R7 one publisher, two origins",
        [report("a", by=MONITOR), report("b", by=HOSPITAL, publisher="Wire A")],
        {},
        (1, 2),
    ),
    (
        "R7 a denial is not a source that it happened",
        [report("a", by=MONITOR), report("b", by=ARMY, status="denied")],
        {},
        (2, 1),
    ),
    (
        "R7 a publisher that cites others is no witness beside them",
        [report("a", by=MONITOR), report("a", by=None, event="e2")],
        {},
        (1, 1),
    ),
    (
        "R7 a pronoun that nobody resolved is nobody",
        [report("a", by=("it", "unknown", None)), report("b", by=MONITOR)],
        {},
        (2, 2),
    ),
    (
        "R7 a publisher without a name is its document",
        [report("a", publisher=None), report("b", publisher=None)],
        {},
        (2, 2),
    ),
]


@pytest.mark.parametrize(("reason", "events", "copies", "counts"), SOURCES, ids=[c[0] for c in SOURCES])
def test_sources(reason: str, events: list[EventFacts], copies: dict[str, str], counts: tuple[int, int]) -> None:
    incident = made(*events, copy_of=copies)
    assert (incident.sources, incident.independent_sources) == counts
    assert [r.document for r in incident.reports if not r.original] == list(copies)


TYPES: list[tuple[str, list[dict[str, Any]], tuple[Any, ...]]] = [
    (
        "most origins win",
        [{}, {}, {"type": "COERCE", "mode": "arrest", "acled": "Arrests"}],
        ("ASSAULT", "aerial", "Air/drone strike", ["type"]),
    ),
    (
        "a report without a mode is not against one",
        [{"mode": None, "acled": "Attack"}, {}],
        ("ASSAULT", "aerial", "Air/drone strike", []),
    ),
    (
        "two modes differ",
        [{}, {}, {"mode": "heavy-weapons", "acled": "Shelling/artillery/missile attack"}],
        ("ASSAULT", "aerial", "Air/drone strike", ["mode"]),
    ),
    (
        "statements have no ACLED type",
        [{"type": "REQUEST", "mode": "change", "acled": None}],
        ("REQUEST", "change", None, []),
    ),
]


@pytest.mark.parametrize(("reason", "fields", "expected"), TYPES, ids=[c[0] for c in TYPES])
def test_type(reason: str, fields: list[dict[str, Any]], expected: tuple[Any, ...]) -> None:
    incident = made(*(report(doc, **f) for doc, f in zip("abc", fields, strict=False)))
    differ = [d.field for d in incident.disagreements]
    acled = incident.acled.sub_event_type if incident.acled else None
    assert (incident.type, incident.mode, acled, differ) == expected


def test_actors_with_most_origins_come_first_and_rivals_are_marked() -> None:
    incident = made(report("a", by=MONITOR), report("b", by=AID), report("c", by=WITNESS, actors=(REBELS,)))
    assert [(a.authority_id, a.contested) for a in incident.actors] == [
        ("army-of-sudan", True),
        ("northern-front", True),
    ]
    assert [r.name for r in incident.recipients] == ["residents"]


def test_a_foreign_army_is_another_side() -> None:
    assert made(report("a", by=MONITOR), report("b", by=AID, actors=(FOREIGN,))).grade == "contested"


def test_the_order_of_reports_changes_nothing() -> None:
    events = [
        report("a", said("12", MONITOR, doc="a", day=1), by=MONITOR),
        report("b", said("19", AID, doc="b", day=2), place=PROVINCE, **WEEK),
        report("c", said("40", ARMY, doc="c", side=REBELS, victims="combatant"), by=ARMY, recipients=(REBELS, PEOPLE)),
    ]
    first = made(*events)
    for seed in range(6):
        shuffled = events[:]
        random.Random(seed).shuffle(shuffled)
        assert made(*shuffled) == first


def test_title_says_what_where_and_when() -> None:
    assert made(report("a")).title == "Air/drone strike, Berek, 2024-03-01"
    assert made(report("a", place=None, **WEEK)).title == "Air/drone strike, 2024-02-24/2024-03-01"
    talk = report("a", type="REJECT", mode="meet", acled=None, place=None, actors=(STATE,), recipients=(REBELS,))
    assert made(talk).title == "Reject (meet): the government → Northern Front, 2024-03-01"


def test_without_an_event_there_is_no_incident() -> None:
    with pytest.raises(ValueError, match="at least one event"):
        made()


def test_the_town_itself_is_not_a_disagreement() -> None:
    assert made(report("a"), report("b", place=TOWN._replace(name="Beriq"))).disagreements == ()


def test_a_toll_that_has_risen_is_that_of_its_day_and_of_a_summary_it_is_not() -> None:
    """R4: a rising toll replaces the earlier figure of its source; a count over time is never an incident's toll."""
    first = report("a", said("14", MONITOR, doc="a", day=1))
    risen = report("b", said("19", MONITOR, doc="b", day=2, scope="cumulative"))
    (killed,) = made(first, risen).tolls
    assert (killed.scope, killed.best, killed.rule) == ("incident", 19, "one-source-latest")
    since = report("b", said("19", MONITOR, doc="b", day=2, scope="cumulative", since="2024-01"))
    assert [t.scope for t in made(first, since).tolls] == ["incident", "cumulative"]
