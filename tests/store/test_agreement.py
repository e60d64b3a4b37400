"""Agreement: the measure against published figures and another implementation, the units, and what is said of them."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.records import CodedDocument
from dateline.store.review.agreement import agreement, units_of
from dateline.store.review.alpha import interval, masi, measure, nominal
from tests.contracts.made import At, Did, Who, coded

NONE = None
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]
"""Four observers of twelve units, with gaps: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C."""
TEXT = "Shells hit Bor on Monday and killed 4 people. Rebels of the North seized Ayod. Police said 12 fled to Juba."
BOR, JUBA = At("Bor", geonames_id=1), At("Juba", geonames_id=2)
REBELS, POLICE = Who("Rebels of the North"), Who("Police")
SHELLS = Did("Shells hit Bor", mode="heavy-weapons", at=BOR, by=REBELS, tolls=(("killed", 4),))
SEIZED = Did("Rebels of the North seized Ayod", type="COERCE", mode="seize", by=REBELS)


@pytest.mark.parametrize(
    ("coders", "distance", "alpha", "why"),
    [
        (FOUR, nominal, 0.743, "example C, nominal"),
        (FOUR, interval, 0.849, "example C, interval"),
        ([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], nominal, 0.095, "example A, two values"),
        (["aabbdcccedda", "babbbccceddd"], nominal, 0.692, "example B, five values"),
    ],
)
def test_published_figures(coders: list[list[int | None]], distance: object, alpha: float, why: str) -> None:
    units = list(zip(*coders, strict=True))
    assert measure(units, distance).alpha == pytest.approx(alpha, abs=0.0006), why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "distance", "why"),
    [
        ("ab", "ab", 0, "the same"),
        ("abc", "ab", 1 - 2 / 3 * 2 / 3, "one holds the other"),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3, "each has something of its own"),
        ("ab", "cd", 1, "nothing shared"),
        ("", "a", 1, "nobody, and somebody"),
        ("", "", 0, "nobody, both"),
    ],
)
def test_the_distance_of_sets(one: str, other: str, distance: float, why: str) -> None:
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance), why
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(distance), why


VALUES = st.one_of(st.none(), st.integers(0, 6))


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=20), st.sampled_from(["nominal", "interval"]))
def test_it_agrees_with_another_implementation(units: list[tuple[int | None, ...]], level: str) -> None:
    got = measure(units, nominal if level == "nominal" else interval)
    pairable = [value for unit in units if sum(v is not None for v in unit) > 1 for value in unit if value is not None]
    if len(set(pairable)) < 2:
        assert got.alpha is None
        return
    data = np.array([[np.nan if value is None else value for value in unit] for unit in units], float).T
    assert got.alpha == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


SETS = st.frozensets(st.sampled_from("abc"), max_size=3)


@given(st.lists(st.tuples(SETS, SETS), min_size=2, max_size=12))
def test_sets_agree_with_another_implementation(units: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    domain = sorted({value for unit in units for value in unit}, key=sorted)

    def distances(one: np.ndarray, other: np.ndarray, **_: object) -> np.ndarray:
        return np.vectorize(lambda a, b: masi(domain[int(a)], domain[int(b)]))(one, other)

    got = measure(units, masi)
    if len(domain) < 2:
        assert got.alpha is None
        return
    data = np.array([[domain.index(value) for value in unit] for unit in units]).T
    wanted = krippendorff.alpha(
        reliability_data=data, level_of_measurement=distances, value_domain=list(range(len(domain)))
    )
    assert got.alpha == pytest.approx(wanted)


def _units(machine: CodedDocument, one: CodedDocument, other: CodedDocument) -> list[str]:
    found = units_of(machine, {"one": one, "other": other})
    return [
        f"{unit.kind} {unit.words}: {'m' if unit.machine else '-'}{''.join('x' if c else '-' for c in unit.coders.values())}"
        for unit in found
    ]


def test_claims_are_matched_by_their_words() -> None:
    """One rejected a claim of the machine, the other added one that it had missed; ids say nothing."""
    machine = coded(TEXT, SHELLS, SEIZED)
    one, other = coded(TEXT, SHELLS), coded(TEXT, SEIZED, SHELLS, Did("12 fled to Juba", type="RETREAT", at=JUBA))
    assert _units(machine, one, other) == [
        "event Shells hit Bor: mxx",
        "toll 4: mxx",
        "event Rebels of the North seized Ayod: m-x",
        "event 12 fled to Juba: --x",
    ]


def test_what_both_rejected_is_a_unit_on_which_they_agree() -> None:
    units = units_of(coded(TEXT, SHELLS, SEIZED), {"one": coded(TEXT, SHELLS), "other": coded(TEXT, SHELLS)})
    assert [unit.agreed for unit in units] == [True, True, True]
    assert units[-1].coders == {"one": None, "other": None}


def test_where_they_differ_is_said_in_words() -> None:
    machine = coded(TEXT, SHELLS, SEIZED)
    changed = Did("Shells hit Bor", mode="explosives", at=BOR, by=POLICE, tolls=(("injured", 4),))
    found = agreement(units_of(machine, {"one": machine, "other": coded(TEXT, changed)}))
    told = {(each.unit.words, each.title): dict(each.said) for each in found.differences}
    assert told == {
        ("Shells hit Bor", "Mode"): {None: "heavy-weapons", "one": "heavy-weapons", "other": "explosives"},
        ("Shells hit Bor", "Actors"): {
            None: "Rebels of the North", "one": "Rebels of the North", "other": "Police",
        },
        ("4", "Harm"): {None: "killed", "one": "killed", "other": "injured"},
        ("Rebels of the North seized Ayod", "The claim at all"): {None: "found", "one": "a claim", "other": "no claim"},
    }  # fmt: skip
    by_name = {each.name: each for each in found.fields}
    assert (by_name["mode"].units, by_name["mode"].percent) == (1, 0)
    assert (by_name["type"].units, by_name["type"].percent) == (1, 100)
    assert by_name["found"].percent == pytest.approx(100 * 2 / 3)
    assert by_name["mode"].alpha is None
    assert by_name["mode"].why == "too few to say: 1 of at least 10"


def test_full_agreement_is_one_and_no_variety_is_said() -> None:
    records = [
        coded(f"In Bor{n} {n} died.", Did(f"{n} died", mode="firearms" if n % 2 else "aerial", tolls=(("killed", n),)))
        for n in range(10, 22)
    ]
    found = agreement(unit for record in records for unit in units_of(record, {"one": record, "other": record}))
    by_name = {each.name: each for each in found.fields}
    assert by_name["mode"].alpha == by_name["figure"].alpha == found.overall.alpha == 1
    assert by_name["type"].alpha is None
    assert "all say the same" in (by_name["type"].why or "")
    assert found.differences == ()


def test_the_same_number_otherwise_bounded_is_a_difference() -> None:
    machine = coded(TEXT, SHELLS)
    least = machine.tolls[0].model_copy(update={"bound": "at_least", "high": None})
    other = machine.model_copy(update={"tolls": (least,)})
    found = agreement(units_of(machine, {"one": machine, "other": other}))
    assert [each.said for each in found.differences] == [{None: "4", "one": "4", "other": "4 (at least)"}]
