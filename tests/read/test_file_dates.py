"""Which day a PDF or an office document was published on: what its head says, and never the day of the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read import FieldNames, ReadOptions
from dateline.read.file_dates import FILE_DATE, day_of_file
from dateline.read.published import parse_published

HEADS = [
    ("a line of its own", ["Situation report no. 14", "5 March 2024"], "2024-03-05"),
    ("with its weekday", ["Tuesday, 5 March 2024"], "2024-03-05"),
    ("in a header, beside the name", ["Northern Monitor | 5 March 2024"], "2024-03-05"),
    ("in brackets behind the title, as relief agencies do", ["Flash update 3 (as of 5 March 2024)"], "2024-03-05"),
    ("announced", ["Issued on March 5th, 2024 at 18:00"], "2024-03-05"),
    ("in figures", ["DATE: 2024-03-05"], "2024-03-05"),
    ("with the place", ["Kellim, 5 March 2024"], "2024-03-05"),
    ("of a period, its end", ["Weekly review: 27 February – 5 March 2024"], "2024-03-05"),
    ("of two that it says of itself, the later: an update", ["Issued 4 March 2024", "Updated 5 March 2024"], "2024-03-05"),
    ("who made it stands in the next cell", ["Prepared by the desk | 5 March 2024"], "2024-03-05"),
    ("an event in the title", ["The massacre of 5 March 2014: ten years on"], None),
    ("a sentence", ["Shelling killed ten people in Darma on Tuesday, 5 March 2024."], None),
    ("a sentence that goes on", ["On 5 March 2024 saw the heaviest shelling of the war"], None),
    ("a period that has a beginning only", ["Displacement since 27 November 2024"], None),
    ("the next report", ["Next report: 12 March 2024"], None),
    ("a deadline", ["Deadline for comments: 12 March 2024"], None),
    ("a day that is one in March to some and in April to others", ["03/04/2024"], None),
    ("no day of any calendar", ["31 February 2024"], None),
    ("a month is no day", ["March 2024"], None),
    ("deep in the text it is someone else's", [*["Some words of the report"] * 12, "5 March 2024"], None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "day"), [case[1:] for case in HEADS], ids=[case[0] for case in HEADS])
def test_the_day_at_the_head(head: list[str], day: str | None) -> None:
    found = day_of_file(head, "2013-12-23", ReadOptions())
    assert found.published == day
    assert found.extra == {FILE_DATE: "2013-12-23"}, "the day of the file is kept, whatever else is known"
    assert [note.code for note in found.notes] == ["W114"]


def test_the_day_of_the_file_is_taken_only_where_a_user_says_so() -> None:
    asked = ReadOptions(fields=FieldNames(published=FILE_DATE))
    assert day_of_file(["Raid"], "2024-03-05T10:00:00Z", ReadOptions()).published is None
    assert day_of_file(["Raid"], "2024-03-05T10:00:00Z", asked).published == "2024-03-05"
    assert day_of_file(["Raid"], None, asked).published is None


def test_nothing_is_noted_where_the_user_gives_the_day_or_the_file_none() -> None:
    assert day_of_file(["Raid"], "2013-12-23", ReadOptions(published="2024-03-05")).notes == ()
    assert day_of_file(["Raid"], None, ReadOptions()).notes == ()


@given(st.lists(st.text() | st.dates().map(str)), st.none() | st.text())
def test_any_head(head: list[str], file_date: str | None) -> None:
    """It ends, and what it finds is a day."""
    found = day_of_file(head, file_date, ReadOptions())
    assert found.published is None or parse_published(found.published) == found.published
