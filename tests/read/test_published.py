"""The day of publication in the shapes that feeds, pages and people write."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read import parse_published
from dateline.read.published import why_senseless

DAY = "2024-12-03"


@pytest.mark.parametrize(
    ("value", "day", "reason"),
    [
        ("2024-12-03", DAY, "ISO 8601"),
        (" 2024-12-03\n", DAY, "white space around it"),
        ("20241203", DAY, "ISO 8601, basic"),
        ("2024-12-03T23:30:00Z", DAY, "time is cut off"),
        ("2024-12-03T23:30:00-08:00", DAY, "in its own time zone, not in UTC"),
        ("2024-12-03 10:00:00.123", DAY, "databases' form"),
        ("2024-12", "2024-12", "no more is said than the month"),
        ("2024", "2024", "no more is said than the year"),
        ("2024/12/03", DAY, "slashes after a year are not ambiguous"),
        ("Tue, 03 Dec 2024 10:00:00 GMT", DAY, "RSS and mail"),
        ("3 Dec 2024 10:00", DAY, "mail without the weekday"),
        ("3 December 2024", DAY, "in words"),
        ("Tuesday, 3rd December, 2024", DAY, "in words, with weekday and ordinal"),
        ("December 3, 2024", DAY, "in words, American"),
        ("Dec. 3, 2024", DAY, "abbreviated"),
        ("Sept. 3, 2024", "2024-09-03", "the abbreviation that no library knows"),
        ("3-Dec-2024", DAY, "spreadsheets"),
        ("25/12/2024", "2024-12-25", "only a day can be 25"),
        ("12/25/2024", "2024-12-25", "only a day can be 25"),
        ("25.12.2024", "2024-12-25", "dots"),
        ("1733220000", DAY, "seconds since 1970"),
        ("1733220000000", DAY, "milliseconds since 1970"),
        ("03/04/2024", None, "March to some, April to others"),
        ("2024-13", None, "no such month"),
        ("2024-02-30", None, "no such day"),
        ("31/31/2024", None, "no such day"),
        ("0000", None, "no such year"),
        ("yesterday", None, "relative to nothing"),
        ("10:00", None, "no day"),
        ("", None, "nothing"),
    ],
)
def test_shapes(value: str, day: str | None, reason: str) -> None:
    assert parse_published(value) == day, reason


@given(
    st.datetimes(min_value=datetime(1000, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y %H:%M:%S +0000"]),
)
def test_every_day_is_read_in_every_shape(moment: datetime, shape: str) -> None:
    assert parse_published(moment.strftime(shape)) == moment.date().isoformat()


@given(st.text() | st.from_regex(r"[\d/., :TZ-]{1,20}"))
def test_anything_is_a_date_or_none(value: str) -> None:
    day = parse_published(value)
    assert day is None or date.fromisoformat(f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10])


@pytest.mark.parametrize(
    ("day", "sensible", "reason"),
    [
        ("2024-12-03", True, "the day itself"),
        ("2024-12-04", True, "it may be a day later there than here"),
        ("2024-12-05", False, "in the future"),
        ("2024-12", True, "this month"),
        ("2025-01", False, "a month that has not begun"),
        ("2024", True, "this year"),
        ("2025", False, "a year that has not begun"),
        ("1900-01-01", True, "old, and there are archives"),
        ("1899-12-31", False, "a spreadsheet's zero, or a typing error"),
        ("0001-01-01", False, "what programs write for none"),
    ],
)
def test_days_on_which_nothing_can_have_been_published(day: str, sensible: bool, reason: str) -> None:
    assert (why_senseless(day, date(2024, 12, 3)) is None) is sensible, reason
