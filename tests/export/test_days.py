"""Dates in words."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.export.words.days import day_words, first_day, interval_words, last_day


@pytest.mark.parametrize(
    ("iso", "words", "reason"),
    [
        ("2024-03-05", "5 Mar 2024", "a day, without a leading zero"),
        ("2024-03", "Mar 2024", "a month is not made a day"),
        ("2024", "2024", "a year is not made a day"),
        ("2024-02-31", "2024-02-31", "a day that no calendar has comes back as it was written"),
        ("soon", "soon", "words that are no date come back as they are"),
    ],
)
def test_day_words(iso: str, words: str, reason: str) -> None:
    assert day_words(iso) == words, reason


@pytest.mark.parametrize(
    ("start", "end", "precision", "words", "reason"),
    [
        ("2024-03-05", "2024-03-05", "day", "5 Mar 2024", "one day is said once"),
        ("2024-03-05", "2024-03-09", "day", "5–9 Mar 2024", "a shared month is said once"),
        ("2024-02-28", "2024-03-02", "day", "28 Feb – 2 Mar 2024", "a shared year is said once"),
        ("2023-12-31", "2024-01-01", "day", "31 Dec 2023 – 1 Jan 2024", "nothing is shared"),
        ("2024-03-01", "2024-03-31", "month", "Mar 2024", "no days are pretended where the month is all that is known"),
        ("2024-01-01", "2024-12-31", "year", "2024", "no days are pretended where the year is all that is known"),
        ("2024-03-05", None, "day", "from 5 Mar 2024", "an open end is said"),
        (None, "2024-03-05", "day", "until 5 Mar 2024", "an open start is said"),
        (None, None, "unknown", "date not given", "no date is said to be none"),
    ],
)
def test_interval_words(start: str | None, end: str | None, precision: str, words: str, reason: str) -> None:
    assert interval_words(start, end, precision) == words, reason


def test_days_of_a_month_know_leap_years() -> None:
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))


def test_times_of_day_are_left_out() -> None:
    assert first_day("2024-02-03T04:05") == date(2024, 2, 3)
