"""Hand-worked figures. Each case names the rule that it is worked by: R1–R10 are the project's coding rules for tolls."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.link.facts import ActorFacts, TollFacts
from dateline.link.reconcile.tolls import reconcile_tolls
from tests.link.reconcile.told import (
    AID,
    ARMY,
    FOREIGN,
    HOSPITAL,
    MONITOR,
    PEOPLE,
    REBELS,
    SOLDIERS,
    STATE,
    WITNESS,
    report,
    said,
    scene,
)

A, B, C = {"doc": "a"}, {"doc": "b"}, {"doc": "c"}
CIVIL, FIGHT = {"victims": "civilian"}, {"victims": "combatant"}

# reason; claims; rows as (harm, victims, low, best, high, rule)
CASES: list[tuple[str, list[TollFacts], list[tuple[Any, ...]]]] = [
    # R2: bounds
    ("R2 an exact figure alone is all three", [said("25")], [("killed", "unknown", 25, 25, 25, "one-source")]),
    ("R2 at least: low is N, high stays open", [said(">=25")], [("killed", "unknown", 25, 25, None, "one-source")]),
    ("R2 up to: high is N, low stays open", [said("<=25")], [("killed", "unknown", None, 25, 25, "one-source")]),
    ("R2 a range keeps both ends, best its low", [said("20-30")], [("killed", "unknown", 20, 20, 30, "one-source")]),
    ("R2 about N: it is the only figure there is", [said("~40")], [("killed", "unknown", 40, 40, 40, "one-source")]),
    ("R3 a bounded phrase stays a phrase", [said("dozens")], [("killed", "unknown", None, None, None, "phrase-only")]),
    (
        "R3 a number displaces a phrase, which is set aside",
        [said("dozens", **A), said(">=31", **B)],
        [("killed", "unknown", 31, 31, None, "one-source")],
    ),
    (
        "R1 no figure at all is a claim without figures",
        [said("?")],
        [("killed", "unknown", None, None, None, "nothing-counted")],
    ),
    ("R1 zero is a figure", [said("0", MONITOR)], [("killed", "unknown", 0, 0, 0, "one-source")]),
    # R4: rising and cumulative tolls
    (
        "R4 a later figure of the same source replaces its earlier one",
        [said("12", MONITOR, doc="a", day=1), said("19", MONITOR, doc="b", day=2)],
        [("killed", "unknown", 19, 19, 19, "one-source-latest")],
    ),
    (
        "R4 the earlier toll that a report says is raised does not count beside the new one, whoever gave it",
        [said(">=27", MONITOR, doc="a"), said("18", doc="a", text="an earlier toll of 18")],
        [("killed", "unknown", 27, 27, None, "one-source-latest")],
    ),
    (
        "R4 alone, an earlier toll is still a figure",
        [said("18", doc="a", text="an earlier toll of 18")],
        [("killed", "unknown", 18, 18, 18, "one-source")],
    ),
    (
        "R4 also when it falls: the source corrected itself",
        [said("19", MONITOR, doc="a", day=1), said("12", MONITOR, doc="b", day=3)],
        [("killed", "unknown", 12, 12, 12, "one-source-latest")],
    ),
    (
        "R4 a source's later figure does not replace another source's",
        [said("12", MONITOR, doc="a", day=1), said("19", AID, doc="b", day=2)],
        [("killed", "unknown", 12, 12, 19, "most-credible-latest")],
    ),
    (
        "R4 a rise from exact to at least opens the top",
        [said("12", MONITOR, doc="a", day=1), said(">=19", MONITOR, doc="b", day=2)],
        [("killed", "unknown", 19, 19, None, "one-source-latest")],
    ),
    (
        "R4 a report without a date is the earliest",
        [said("40", MONITOR, doc="a", day=None), said("44", MONITOR, doc="b", day=1)],
        [("killed", "unknown", 44, 44, 44, "one-source-latest")],
    ),
    (
        "R4 two figures of one source in one report: the higher, as a toll rises while it is written",
        [said("15", MONITOR, start=10), said("18", MONITOR, start=400)],
        [("killed", "unknown", 18, 18, 18, "one-source-latest")],
    ),
    (
        "R4 the headline's rounder, lower figure after the exact one does not win",
        [said("18", MONITOR, start=10), said(">=15", MONITOR, start=400)],
        [("killed", "unknown", 18, 18, 18, "one-source-latest")],
    ),
    (
        "R4 a cumulative toll is a row of its own and never the incident's",
        [said("7", **A), said("300", scope="cumulative", since="2024-01", **A)],
        [("killed", "unknown", 7, 7, 7, "one-source"), ("killed", "unknown", 300, 300, 300, "one-source")],
    ),
    (
        "R4 cumulative tolls since different days are different figures",
        [said("300", scope="cumulative", since="2024-01"), said("9000", scope="cumulative", since="2011")],
        [("killed", "unknown", 9000, 9000, 9000, "one-source"), ("killed", "unknown", 300, 300, 300, "one-source")],
    ),
    (
        "R4 a cumulative toll rises as any other",
        [
            said("300", MONITOR, scope="cumulative", since="2024", doc="a", day=1),
            said("340", MONITOR, scope="cumulative", since="2024", doc="b", day=9),
        ],
        [("killed", "unknown", 340, 340, 340, "one-source-latest")],
    ),
    # R5: several figures
    (
        "R5 two sources that agree",
        [said("25", MONITOR, **A), said("25", AID, **B)],
        [("killed", "unknown", 25, 25, 25, "sources-agree")],
    ),
    (
        "R5 best is the most credible source's: a monitor before a witness",
        [said("25", MONITOR, doc="a", day=1), said("60", WITNESS, doc="b", day=2)],
        [("killed", "unknown", 25, 25, 60, "most-credible-latest")],
    ),
    (
        "R5 a hospital before a witness, whichever is later",
        [said("9", HOSPITAL, doc="a", day=1), said("20", WITNESS, doc="b", day=4)],
        [("killed", "unknown", 9, 9, 20, "most-credible-latest")],
    ),
    (
        "R5 of two equally credible the later",
        [said("31", ("Rights Office", "igo", None), doc="b", day=3), said("25", MONITOR, doc="a", day=1)],
        [("killed", "unknown", 25, 31, 31, "most-credible-latest")],
    ),
    (
        "R5 what two equally credible origins say before what one says later",
        [
            said("25", MONITOR, doc="a"),
            said("25", ("Rights Office", "igo", None), doc="b"),
            said("31", ("Peace Mission", "igo", None), doc="c", day=5),
        ],
        [("killed", "unknown", 25, 25, 31, "most-credible-latest")],
    ),
    (
        "R5 low is the lowest, high the highest, of all that count",
        [said("10-14", MONITOR, **A), said("8", AID, **B), said("<=30", HOSPITAL, **C)],
        [("killed", "unknown", 8, 10, 30, "most-credible-latest")],
    ),
    (
        "R5 at least 20 beside exactly 31: closed at 31",
        [said(">=20", MONITOR, **A), said("31", AID, **B)],
        [("killed", "unknown", 20, 20, 31, "most-credible-latest")],
    ),
    (
        "R5 at least 40 beside exactly 31: open again",
        [said(">=40", MONITOR, **A), said("31", AID, **B)],
        [("killed", "unknown", 31, 40, None, "most-credible-latest")],
    ),
    (
        "R5 a publisher's own figure counts as the publisher's",
        [said("6", **A), said("6", **B)],
        [("killed", "unknown", 6, 6, 6, "sources-agree")],
    ),
    # R5: victims' classes are kept apart
    (
        "R5 civilians and combatants are rows of their own, never added",
        [said("8", MONITOR, toll="t1", **CIVIL), said("3", MONITOR, toll="t2", **FIGHT)],
        [("killed", "civilian", 8, 8, 8, "one-source"), ("killed", "combatant", 3, 3, 3, "one-source")],
    ),
    (
        "R5 the combatants of two sides are two rows",
        [said("3", MONITOR, toll="t1", side=ARMY, **FIGHT), said("5", MONITOR, toll="t2", side=REBELS, **FIGHT)],
        [("killed", "combatant", 3, 3, 3, "one-source"), ("killed", "combatant", 5, 5, 5, "one-source")],
    ),
    (
        "R2 'N, most of them civilians' is mixed, and no civilians' row",
        [said("25", MONITOR, victims="mixed")],
        [("killed", "mixed", 25, 25, 25, "one-source")],
    ),
    (
        "R5 mixed and unknown are one row: both count everyone",
        [said("25", MONITOR, victims="mixed", **A), said("27", AID, **B)],
        [("killed", "mixed", 25, 25, 27, "most-credible-latest")],
    ),
    (
        "R1 harms are kept apart",
        [said("5", toll="t1"), said("40", toll="t2", harm="injured")],
        [("killed", "unknown", 5, 5, 5, "one-source"), ("injured", "unknown", 40, 40, 40, "one-source")],
    ),
    (
        "R1 units are kept apart: households are not people",
        [said("500", toll="t1", harm="displaced"), said("90", toll="t2", harm="displaced", unit="household")],
        [("displaced", "unknown", 90, 90, 90, "one-source"), ("displaced", "unknown", 500, 500, 500, "one-source")],
    ),
    # R2: including
    (
        "R2 'including three children' is within the first and never added",
        [said("20", MONITOR, toll="t1"), said("3", MONITOR, toll="t2", part_of="t1", age="child")],
        [("killed", "unknown", 20, 20, 20, "one-source"), ("killed", "unknown", 3, 3, 3, "one-source")],
    ),
    (
        "R2 a part does not bring the total down when another report has only the part",
        [said("20", MONITOR, toll="t1", **A), said("3", AID, toll="t1", age="child", **B)],
        [("killed", "unknown", 20, 20, 20, "one-source"), ("killed", "unknown", 3, 3, 3, "one-source")],
    ),
    (
        "R2 parts of different kinds stay apart",
        [
            said("20", toll="t1"),
            said("3", toll="t2", part_of="t1", age="child"),
            said("2", toll="t3", part_of="t1", victims_text="nurses"),
        ],
        [
            ("killed", "unknown", 20, 20, 20, "one-source"),
            ("killed", "unknown", 3, 3, 3, "one-source"),
            ("killed", "unknown", 2, 2, 2, "one-source"),
        ],
    ),
    # R5: belligerents
    (
        "R5 the army's word about dead rebels sets no best figure alone",
        [said("40", ARMY, side=REBELS, **FIGHT)],
        [("killed", "combatant", None, None, 40, "enemy-claim-alone")],
    ),
    (
        "R5 beside a monitor's figure it is set aside",
        [said("40", ARMY, side=REBELS, doc="a", **FIGHT), said("11", MONITOR, side=REBELS, doc="b", **FIGHT)],
        [("killed", "combatant", 11, 11, 11, "one-source")],
    ),
    (
        "R5 the state's ministry speaks for its army",
        [said("40", STATE, side=REBELS, **FIGHT)],
        [("killed", "combatant", None, None, 40, "enemy-claim-alone")],
    ),
    (
        "R5 rebels about dead soldiers: the same rule for both sides",
        [said("200", REBELS, side=ARMY, **FIGHT)],
        [("killed", "combatant", None, None, 200, "enemy-claim-alone")],
    ),
    (
        "R5 a party about its own dead is a source like another",
        [said("4", ARMY, side=ARMY, **FIGHT)],
        [("killed", "combatant", 4, 4, 4, "one-source")],
    ),
    (
        "R5 'soldiers', as the army says, are its own",
        [said("4", ARMY, side=SOLDIERS, **FIGHT)],
        [("killed", "combatant", 4, 4, 4, "one-source")],
    ),
    (
        "R5 two parties, each of the other's dead: two rows, no best figure",
        [said("40", ARMY, side=REBELS, toll="t1", **FIGHT), said("200", REBELS, side=ARMY, toll="t2", **FIGHT)],
        [
            ("killed", "combatant", None, None, 200, "enemy-claim-alone"),
            ("killed", "combatant", None, None, 40, "enemy-claim-alone"),
        ],
    ),
    (
        "R6 the doer's word 'fighters' for nobody's named side is no better",
        [said("40", ARMY, **FIGHT)],
        [("killed", "combatant", None, None, 40, "enemy-claim-alone")],
    ),
    (
        "R5 a foreign army that is no party is no enemy of the dead civilians",
        [said("7", FOREIGN, **CIVIL)],
        [("killed", "civilian", 7, 7, 7, "one-source")],
    ),
    (
        "R5 the doer's figure of civilians counts: it is said against its own interest",
        [said("3", ARMY, doc="a", **CIVIL), said("9", MONITOR, doc="b", **CIVIL)],
        [("killed", "civilian", 3, 9, 9, "most-credible-latest")],
    ),
    # R7: copies and origins
    (
        "R7 two reports that cite one origin are one source",
        [said("25", MONITOR, **A), said("25", MONITOR, **B)],
        [("killed", "unknown", 25, 25, 25, "one-source")],
    ),
    (
        "R7 the same origin under another spelling of case and marks",
        [said("25", MONITOR, **A), said("25", ("conflict monitor", "igo", None), **B)],
        [("killed", "unknown", 25, 25, 25, "one-source")],
    ),
    (
        "R7 'police' of two countries are two sources",
        [said("4", ("police", "police", "KEN"), **A), said("5", ("police", "police", "TCD"), **B)],
        [("killed", "unknown", 4, 5, 5, "most-credible-latest")],
    ),
    # R10: what did not happen
    (
        "R10 nobody died in a threat",
        [said("100", status="threatened")],
        [("killed", "unknown", None, None, None, "nothing-counted")],
    ),
    (
        "R10 nor in a plan",
        [said("100", status="planned")],
        [("killed", "unknown", None, None, None, "nothing-counted")],
    ),
    (
        "R10 nor in what is denied",
        [said("100", status="denied")],
        [("killed", "unknown", None, None, None, "nothing-counted")],
    ),
    (
        "R10 a denied figure is set aside beside one that is stated",
        [said("100", REBELS, certainty="denied", **A), said("12", MONITOR, **B)],
        [("killed", "unknown", 12, 12, 12, "one-source")],
    ),
    (
        "R1 an estimate is a claim",
        [said("~5000", MONITOR, certainty="estimated", harm="displaced")],
        [("displaced", "unknown", 5000, 5000, 5000, "one-source")],
    ),
    (
        "R1 an ongoing harm is a harm",
        [said("300", harm="besieged", status="ongoing")],
        [("besieged", "unknown", 300, 300, 300, "one-source")],
    ),
]


@pytest.mark.parametrize(("reason", "claims", "expected"), CASES, ids=[c[0] for c in CASES])
def test_figures(reason: str, claims: list[TollFacts], expected: list[tuple[Any, ...]]) -> None:
    fought = any(c.victims == "combatant" for c in claims)
    recipients: tuple[ActorFacts, ...] = (REBELS,) if fought else (PEOPLE,)
    rows = reconcile_tolls(claims, scene(report("a", *claims, recipients=recipients)))
    assert [(r.harm, r.victims, r.low, r.best, r.high, r.rule) for r in rows] == expected, reason


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_every_claim_is_counted_or_set_aside_with_a_reason(case: tuple[str, list[TollFacts], Any]) -> None:
    claims = case[1]
    rows = reconcile_tolls(claims, scene(report("a", *claims)))
    kept = [c for r in rows for c in r.claims] + [a.claim for r in rows for a in r.set_aside]
    assert sorted((c.document, c.claim) for c in kept) == sorted((c.document, c.toll) for c in claims)


GRADES: list[tuple[str, list[TollFacts], str]] = [
    ("R8 one source is weak", [said("5", MONITOR)], "weak"),
    ("R8 two independent credible sources are fair", [said("5", MONITOR, **A), said("6", AID, **B)], "fair"),
    ("R8 two that cite one origin are weak", [said("5", MONITOR, **A), said("5", MONITOR, **B)], "weak"),
    (
        "R8 two witnesses are not credible enough",
        [said("5", WITNESS, **A), said("6", ("a villager", "civilians", None), **B)],
        "weak",
    ),
    ("R8 the responsible side accepts it", [said("5", ARMY, **A, **CIVIL), said("6", AID, **B, **CIVIL)], "confirmed"),
    ("R8 far apart and both credible", [said("5", MONITOR, **A), said("50", AID, **B)], "contested"),
    ("R8 a few more or less is no contest", [said("2", MONITOR, **A), said("5", AID, **B)], "fair"),
    ("R8 a party's enemy claim alone is weak", [said("5", REBELS, side=ARMY, **FIGHT)], "weak"),
]


@pytest.mark.parametrize(("reason", "claims", "grade"), GRADES, ids=[c[0] for c in GRADES])
def test_grade_of_a_figure(reason: str, claims: list[TollFacts], grade: str) -> None:
    recipients = (REBELS,) if any(c.victims == "combatant" for c in claims) else (PEOPLE,)
    assert reconcile_tolls(claims, scene(report("a", *claims, recipients=recipients)))[0].grade == grade, reason


def test_parts_point_at_the_whole_and_the_whole_at_nothing() -> None:
    rows = reconcile_tolls(
        [said("20", toll="t1"), said("3", toll="t2", part_of="t1", age="child"), said("12", toll="t3", **CIVIL)],
        scene(report()),
    )
    assert [(r.victims, r.group, r.within) for r in rows] == [
        ("unknown", None, None),
        ("civilian", None, 0),
        ("unknown", "child", 0),
    ]


def test_phrases_are_kept_in_the_words_of_the_text() -> None:
    (row,) = reconcile_tolls([said("dozens", **A), said("scores", AID, **B)], scene(report()))
    assert row.phrase == "dozens; scores"


def test_a_class_from_another_credible_source_supports_the_total() -> None:
    """R8: "25 civilians killed" also says that at least 25 people were killed."""
    rows = reconcile_tolls([said("25", MONITOR, **A), said("25", AID, **B, **CIVIL)], scene(report()))
    assert [(r.victims, r.grade) for r in rows] == [("unknown", "fair"), ("civilian", "weak")]
