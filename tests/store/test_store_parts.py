"""The parts of a store that need no database: row numbers, terms, facts as JSON, plans, boxes."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.link.facts import EventFacts, facts_of
from dateline.store import facts_json
from dateline.store.address import hidden, url_of
from dateline.store.engine import distance_km
from dateline.store.geometry import boxes_around
from dateline.store.keys import LAST, after, first_of, row_number
from dateline.store.plan import plan_of
from dateline.store.query import Circle, Query, Term
from dateline.store.rows import LONG_DAYS, Days, day_of, decade
from dateline.store.rows import _time_codes as time_codes
from dateline.store.terms import code, code_start, fold_words, power_of, powers
from tests.contracts.made import At, Did, Who, coded

DAYS = st.dates(date(1850, 1, 2), date(2199, 12, 31))
NEAR_DAYS = st.integers(0, 900).map(lambda n: date(2023, 1, 1) + timedelta(days=n))


@given(one=DAYS, other=DAYS, numbers=st.tuples(st.integers(1, 2**30 - 1), st.integers(0, 2**16 - 1)))
def test_row_numbers_are_in_the_order_of_days(one: date, other: date, numbers: tuple[int, int]) -> None:
    first, second = row_number(one, *numbers), row_number(other, 1, 0)
    assert (first > second) == (one > other or (one == other and numbers > (1, 0)))
    assert first_of(one) < first < after(one) <= LAST


def test_a_store_that_is_full_says_so() -> None:
    with pytest.raises(StoreError, match="the store is full"):
        row_number(date(2024, 1, 1), 2**30, 0)
    with pytest.raises(StoreError, match="the store is full"):
        row_number(date(2024, 1, 1), 1, 2**16)


@pytest.mark.parametrize(
    ("text", "folded", "why"),
    [
        ("Tall Rif‘at", "tall rifat", "a mark of transliteration"),
        ("al-Shabaab's", "al shabaabs", "a hyphen parts, an apostrophe does not"),
        ("Nariño, BOGOTÁ", "narino bogota", "accents and case"),
        ("Łódź Straße Ærø", "lodz strasse aero", "letters that no decomposition reaches"),
        ("snake_case", "snake case", "the sign that codes are made with"),
        ("حلب", "حلب", "other scripts stay"),
        (" -- ", "", "no word at all"),
    ],
)
def test_words_are_folded(text: str, folded: str, why: str) -> None:
    assert fold_words(text) == folded, why


@given(st.text())
def test_folding_twice_changes_nothing_and_leaves_no_sign(text: str) -> None:
    once = fold_words(text)
    assert fold_words(once) == once
    assert "_" not in once
    assert '"' not in once


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_code_is_one_token_and_the_same_for_the_same_value(one: str, other: str) -> None:
    made = code("a", one)
    assert made.startswith("a_")
    assert made.endswith("0")
    assert made.isascii()
    assert made.replace("_", "").isalnum()
    if one.casefold() == other.casefold():
        assert made == code("a", other)


def test_codes_of_parts_begin_with_that_of_the_whole() -> None:
    assert code("a", "syr-air-force").startswith(code_start("a", "syr"))
    assert not code("a", "syria-tv").startswith(code_start("a", "syr"))


@given(figure=st.integers(1, 10**10), wanted=st.integers(1, 10**10))
def test_every_figure_of_at_least_so_many_has_the_code(figure: int, wanted: int) -> None:
    if figure >= wanted:
        assert power_of("h_killed", wanted) in set(powers("h_killed", figure))


def test_facts_come_back_from_json() -> None:
    record = coded(
        "Gunmen killed 12 people in Bor, the mayor said.",
        Did("killed 12 people", at=At("Bor", 6.2, 31.5, "SSD"), by=Who("Gunmen"), cited=Who("the mayor"),
            days=("2024-12-01", "2024-12-02"), tolls=(("killed", 12),)),
    )  # fmt: skip
    (facts,) = facts_of(record)
    assert facts_json.from_json(EventFacts, facts_json.to_json(facts)) == facts


@pytest.mark.parametrize("text", ["{}", "[1]", "no json", '{"document": "x"}'])
def test_facts_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises(StoreError, match="no EventFacts of this version"):
        facts_json.from_json(EventFacts, text)


class NoNames:
    """Knows no name."""

    def actor(self, name: str, prefix: str) -> tuple[Term, ...]:
        return (Term(code(prefix, name)),)

    def country(self, name: str) -> str:
        return name

    def place(self, name: str) -> tuple[Term, ...]:
        return (Term(code("l", name)),)


@given(
    first=NEAR_DAYS,
    length=st.sampled_from([0, 1, LONG_DAYS - 1, LONG_DAYS, LONG_DAYS + 1, 400]),
    known=NEAR_DAYS,
    since=st.none() | NEAR_DAYS,
    until=st.none() | NEAR_DAYS,
    as_of=st.none() | NEAR_DAYS,
)
def test_the_stretches_of_a_plan_hold_every_row_that_answers_and_hold_it_once(
    first: date, length: int, known: date, since: date | None, until: date | None, as_of: date | None
) -> None:
    """Against the plain reading of the conditions, row by row."""
    if since and until and since > until:
        return
    last = first + timedelta(days=length)
    answers = (not since or last >= since) and (not until or first <= until) and (not as_of or known <= as_of)
    plan = plan_of(Query(since=since, until=until, as_of=as_of), "event", NoNames())
    row, codes = row_number(first, 1, 1), set(time_codes(Days(first, last, None), known))
    inside = [
        segment
        for segment in plan.segments
        if segment.low <= row < segment.high and all(codes & {t.code for t in group} for group in segment.terms)
    ]
    assert len(inside) <= 1
    checked = (not since or last >= since) and (not as_of or known <= as_of)
    assert bool(inside and checked) == answers
    ends = [(segment.low, segment.high) for segment in plan.segments]
    assert all(later[0] >= earlier[1] for later, earlier in pairwise(ends)), "newest first, apart"


@given(lat=st.floats(-89, 89), lon=st.floats(-180, 180), km=st.floats(0.1, 5000), bearing=st.floats(0, 2 * math.pi))
def test_the_boxes_around_a_circle_hold_its_edge(lat: float, lon: float, km: float, bearing: float) -> None:
    arc = km / 6371.0088 * 0.999
    a = math.radians(lat)
    to_lat = math.asin(math.sin(a) * math.cos(arc) + math.cos(a) * math.sin(arc) * math.cos(bearing))
    turned = math.atan2(math.sin(bearing) * math.sin(arc) * math.cos(a), math.cos(arc) - math.sin(a) * math.sin(to_lat))
    to_lat, to_lon = math.degrees(to_lat), (lon + math.degrees(turned) + 540) % 360 - 180
    assert distance_km(lat, lon, to_lat, to_lon) == pytest.approx(km * 0.999, rel=1e-3, abs=1e-3)
    boxes = boxes_around(Circle(lat, lon, km))
    slack = 1e-6
    assert any(
        box.south - slack <= to_lat <= box.north + slack and box.west - slack <= to_lon <= box.east + slack
        for box in boxes
    )


@pytest.mark.parametrize(
    ("text", "last", "expected", "why"),
    [
        ("2024-02", True, date(2024, 2, 29), "the last day of a month"),
        ("2024-02", False, date(2024, 2, 1), "and its first"),
        ("2024", True, date(2024, 12, 31), "a year"),
        ("2024-12-03T10:00", True, date(2024, 12, 3), "a time of day is left out"),
        ("2023-02-30", True, None, "no such day"),
        ("-0044-03-15", True, None, "before the year 1"),
        (None, True, None, "no day"),
    ],
)
def test_days_of_dates(text: str | None, last: bool, expected: date | None, why: str) -> None:
    assert day_of(text, last=last) == expected, why


def test_decades_of_the_far_past_and_future_have_a_code() -> None:
    assert decade(date(1200, 1, 1)) == decade(date(1850, 1, 1))
    assert decade(date(9999, 1, 1)) == decade(date(2105, 1, 1))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("reports.db", "reports.db"),
        ("sqlite:////tmp/a.db".replace("/tmp", "/x"), "/x/a.db"),
        ("postgresql://ann:secret@host:5433/reports", "postgresql+psycopg://ann:***@host:5433/reports"),
    ],
)
def test_addresses_are_shown_without_their_passwords(address: str, shown: str) -> None:
    assert hidden(url_of(address)) == shown


@pytest.mark.parametrize("address", ["mysql://host/x", "sqlite://", "http://host/x"])
def test_addresses_that_are_no_store(address: str) -> None:
    with pytest.raises(StoreError, match="cannot be a store"):
        url_of(address)
