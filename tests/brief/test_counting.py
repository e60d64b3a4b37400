"""What may be added: bands of incidents, rows of periods, and figures that may be the same people twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.brief.count import counted, periods, without_repeats
from dateline.brief.tally import Gathered, added, tally
from dateline.incidents import ClaimRef, Incident, IncidentPlace, IncidentTime, IncidentToll, Report
from dateline.store.overview.adding import Band, band_of

REF = ClaimRef(document="d1", claim="t1")


def toll(harm: str = "killed", **fields: Any) -> IncidentToll:
    figures = {"low": 5, "best": 5, "high": 5} | fields
    return IncidentToll.model_validate(
        {"harm": harm, "rule": "one-source", "claims": (REF,), "unit": "person"} | figures, strict=False
    )


def incident(number: int = 1, *tolls: IncidentToll, **fields: Any) -> Incident:
    base: dict[str, Any] = {
        "id": f"i{number}", "title": "x", "type": "ASSAULT", "sources": 1, "independent_sources": 1, "grade": "weak",
        "reports": (Report(document="d1", event="e1", published="2024-03-02", source="S"),), "tolls": tolls,
        "when": IncidentTime(start="2024-03-01", end="2024-03-01", precision="day"),
    }  # fmt: skip
    return Incident(**(base | fields))


def gathered(*incidents: Incident, since: date | None = None, until: date | None = None) -> Gathered:
    return Gathered(tuple(without_repeats(map(counted, incidents))), (), (), since, until)


@pytest.mark.parametrize(
    ("tolls", "band", "why"),
    [
        ([toll()], Band(5, 5, 5), "one figure is itself"),
        ([toll(high=None)], Band(5, 5, None), "at least stays open"),
        ([toll(), toll(low=2, best=2, high=2, within=0)], Band(5, 5, 5), "a part of the dead is not added to them"),
        ([toll(scope="cumulative")], None, "a running total is of many incidents"),
        ([toll(unit="household")], None, "households are not people"),
        ([toll(low=None, best=None, high=None, phrase="dozens")], None, "a word for a number adds nothing"),
        ([toll(low=None, best=None, high=30, rule="enemy-claim-alone")], Band(0, None, 30), "a party's word is a top only"),
        (
            [toll(victims="civilian"), toll(victims="combatant", low=3, best=3, high=4)],
            Band(5, 5, 9),
            "classes without a whole: the largest is known, their sum is the most",
        ),
        (
            [toll(victims="civilian"), toll(victims="combatant", low=3, best=3, high=None)],
            Band(5, 5, None),
            "one open class leaves the top open",
        ),
        ([toll(rule="nothing-counted")], None, "what is denied is not counted"),
        ([toll("injured")], None, "another harm"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_an_incident_adds(tolls: list[IncidentToll], band: Band | None, why: str) -> None:
    assert band_of(incident(1, *tolls), "killed") == band, why


def test_a_summary_adds_nothing() -> None:
    assert band_of(incident(1, toll(), aggregate=True), "killed") is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)).map(sorted), min_size=1))
def test_a_sum_of_ranges_is_the_range_of_sums(ranges: list[list[int]]) -> None:
    total = added([Band(*three) for three in ranges])
    assert (total.low, total.best, total.high) == tuple(map(sum, zip(*ranges, strict=True)))


@given(st.lists(st.tuples(st.integers(0, 99), st.one_of(st.none(), st.integers(99, 200))), min_size=1))
def test_one_open_figure_leaves_the_sum_open(bands: list[tuple[int, int | None]]) -> None:
    total = added([Band(low, low, high) for low, high in bands])
    assert (total.high is None) is any(high is None for _, high in bands)


PLACES = {
    "town": IncidentPlace(name="Djugu", admin1="Ituri", country="COD", precision=1),
    "province": IncidentPlace(name="Ituri", admin1="Ituri", country="COD", precision=4),
    "country": IncidentPlace(name="Congo", country="COD", precision=6),
    "other town": IncidentPlace(name="Bukavu", admin1="South Kivu", country="COD", precision=1),
    "none": None,
}


@pytest.mark.parametrize(
    ("places", "days", "best", "why"),
    [
        (("town", "country"), (1, 1), 31, "the vaguer telling of one report repeats the figure"),
        (("town", "none"), (1, 1), 31, "so does one without a place"),
        (("town", "province"), (1, 1), 31, "a province contains its towns"),
        (("town", "other town"), (1, 1), 62, "two towns are two incidents"),
        (("town", "country"), (1, 9), 62, "two days are two incidents"),
    ],
)
def test_one_report_s_figure_is_not_added_twice(
    places: tuple[str, str], days: tuple[int, int], best: int, why: str
) -> None:
    two = [
        incident(n, toll(low=31, best=31, high=31), place=PLACES[place],
                 when=IncidentTime(start=f"2024-03-0{day}", end=f"2024-03-0{day}", precision="day"))
        for n, (place, day) in enumerate(zip(places, days, strict=True))
    ]  # fmt: skip
    found = tally(gathered(*two), "killed").total
    assert (found.best, found.repeated) == (best, 2 - best // 31), why


@pytest.mark.parametrize(
    ("place", "when", "best", "why"),
    [
        (
            "none",
            IncidentTime(start=None, end=None, precision="unknown"),
            41,
            "it may be another count of the same dead",
        ),
        ("none", IncidentTime(start="2024-03-02", end="2024-03-02", precision="day"), 108, "a day of its own"),
        ("other town", IncidentTime(start=None, end=None, precision="unknown"), 108, "a place of its own"),
    ],
)
def test_a_figure_of_nowhere_and_no_day_is_not_added(place: str, when: IncidentTime, best: int, why: str) -> None:
    strike = incident(1, toll(low=41, best=41, high=41), place=PLACES["town"],
                      when=IncidentTime(start="2024-03-01", end="2024-03-01", precision="day"))  # fmt: skip
    vague = incident(2, toll(low=67, best=67, high=67), place=PLACES[place], when=when)
    assert tally(gathered(strike, vague), "killed").total.best == best, why


def test_another_report_s_same_figure_is_added() -> None:
    second = incident(2, toll(), reports=(Report(document="d2", event="e1"),))
    assert tally(gathered(incident(1, toll()), second), "killed").total.best == 10


def test_empty_days_between_are_rows_and_undated_is_one() -> None:
    undated = incident(3, when=IncidentTime())
    late = incident(2, when=IncidentTime(start="2024-03-04", end="2024-03-04", precision="day"))
    found = tally(gathered(incident(1), late, undated), "incidents", "day")
    assert [(row.key, row.incidents) for row in found.rows] == [
        ("2024-03-01", 1), ("2024-03-02", 0), ("2024-03-03", 0), ("2024-03-04", 1), ("", 1),
    ]  # fmt: skip
    assert (found.undated, found.unplaced, found.without_actor) == (1, 3, 3)


def test_a_day_that_only_the_publication_gives_is_no_day() -> None:
    when = IncidentTime(start="2024-03-01", end="2024-03-01", precision="unknown")
    found = tally(gathered(incident(1, when=when)), "incidents", "day")
    assert (found.undated, found.delay.known) == (1, 0)


def test_an_incident_longer_than_the_period_is_in_no_period() -> None:
    long = incident(1, when=IncidentTime(start="2024-03-01", end="2024-03-31", precision="month"))
    assert [row.key for row in tally(gathered(long), "incidents", "day").rows if row.incidents] == [""]
    assert [row.key for row in tally(gathered(long), "incidents", "month").rows] == ["2024-03"]


def test_delay_is_from_the_day_to_the_first_report() -> None:
    found = tally(gathered(incident(1)), "incidents", "day")
    assert (found.delay.known, found.delay.median, found.delay.within_a_day) == (1, 1, 1)
    foretold = incident(1, when=IncidentTime(start="2024-03-09", end="2024-03-09", precision="day"))
    assert tally(gathered(foretold), "incidents").delay.unknown == 1


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_periods_are_in_order_and_each_once(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    for by in ("day", "week", "month"):
        made = periods(first, last, by)  # type: ignore[arg-type]
        assert made == sorted(set(made))


def test_a_stretch_of_centuries_is_not_filled() -> None:
    old = incident(1, when=IncidentTime(start="1204-04-12", end="1204-04-12", precision="day"))
    found = tally(gathered(old, incident(2)), "incidents", "day")
    assert len(found.rows) == 2
    assert not found.filled
