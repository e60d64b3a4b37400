"""Calendar arithmetic and the days that TIMEX3 values cover."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.dates.calendars import (
    days_of,
    easter,
    feast_days,
    hijri_days,
    narrowed,
    orthodox_easter,
    shift,
    unit_value,
    weekday_near,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
UNITS = st.sampled_from(["D", "W", "M", "Q", "Y", "DE", "CE"])

VALUES = [
    ("2024-11-26", "2024-11-26", "2024-11-26", "a day is itself"),
    ("2024-W48", "2024-11-25", "2024-12-01", "ISO weeks start on Monday"),
    ("2024-W48-WE", "2024-11-30", "2024-12-01", "a weekend is Saturday and Sunday"),
    ("2024-02", "2024-02-01", "2024-02-29", "a leap year"),
    ("2023-WI", "2023-12-01", "2024-02-29", "winter runs into the next year"),
    ("2024-H2", "2024-07-01", "2024-12-31", "half a year"),
    ("199", "1990-01-01", "1999-12-31", "a decade"),
    ("2024-11-26TMO", "2024-11-26", "2024-11-26", "a part of a day lies in the day"),
]


@pytest.mark.parametrize(("value", "start", "end", "why"), VALUES, ids=[v[0] for v in VALUES])
def test_days_of(value: str, start: str, end: str, why: str) -> None:
    assert days_of(value) == (date.fromisoformat(start), date.fromisoformat(end)), why


@pytest.mark.parametrize("value", ["XXXX-11", "PXM", "PRESENT_REF", "2024-02-30", "-0489", "9999-W52", "9999-12"])
def test_values_without_days(value: str) -> None:
    """The last ones end after the last day that Python has."""
    assert days_of(value) is None


@given(DAYS, UNITS)
def test_a_unit_covers_its_day(day: date, unit: str) -> None:
    days = days_of(unit_value(day, unit))
    assert days is not None
    assert days[0] <= day <= days[1]


@given(DAYS, st.integers(min_value=1, max_value=7))
def test_weekday_near_is_that_weekday_within_a_week(day: date, weekday: int) -> None:
    back, ahead = weekday_near(day, weekday, -1), weekday_near(day, weekday, 1)
    assert back.isoweekday() == ahead.isoweekday() == weekday
    assert 0 <= (day - back).days < 7
    assert 0 <= (ahead - day).days < 7


@given(DAYS, st.sampled_from(["START", "MID", "END"]))
def test_a_narrowed_month_lies_in_the_month(day: date, mod: str) -> None:
    month = days_of(unit_value(day, "M"))
    assert month is not None
    start, end = narrowed(*month, mod)
    assert month[0] <= start <= end <= month[1]


def test_shift_clips_to_the_end_of_the_month() -> None:
    assert shift(date(2024, 3, 31), "M", -1) == date(2024, 2, 29)


@pytest.mark.parametrize(("year", "day"), [(1999, "1999-04-04"), (2019, "2019-04-21"), (2038, "2038-04-25")])
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


def test_islamic_feasts_move_through_our_year() -> None:
    assert feast_days("hijri 09", 2024) == (date(2024, 3, 11), date(2024, 4, 9))
    assert feast_days("hijri 10-01 +3", 2023) == (date(2023, 4, 21), date(2023, 4, 23))


@pytest.mark.parametrize(("year", "day"), [(2021, "2021-05-02"), (2024, "2024-05-05"), (2025, "2025-04-20")])
def test_orthodox_easter(year: int, day: str) -> None:
    assert orthodox_easter(year).isoformat() == day


def test_days_of_the_hijra() -> None:
    assert hijri_days(9, 1445) == (date(2024, 3, 11), date(2024, 4, 9))
    assert hijri_days(9, 1445, 15) == (date(2024, 3, 25), date(2024, 3, 25))
    assert hijri_days(1, 1446, 30) is None, "that month has 29 days"
    assert hijri_days(1, 900) is None, "before the tables begin"


@given(DAYS, UNITS)
def test_around_covers_more_than_the_unit(day: date, unit: str) -> None:
    days = days_of(unit_value(day, unit))
    assert days is not None
    start, end = narrowed(*days, "APPROX")
    assert start < days[0] <= days[1] < end
