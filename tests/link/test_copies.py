"""Copies of texts: found however they were edited, never dropped, and new figures said to be new."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.link.copies import Article, copies_of, find_copies, signature

HEAD = "Bus hits mine near river crossing"
BODY = (
    "A passenger bus hit a mine near the river crossing at Tessit on Thursday and 11 people were killed, the regional "
    "governor said. The bus was on its way from the weekly market when the blast threw it off the track. Nine of the "
    "wounded were flown to the hospital in Gao by a helicopter of the peacekeepers. No group has said that it laid the "
    "mine, the third on this road since the rains ended. Drivers have asked for weeks that the road be searched."
)
OTHER = (
    "Teachers in the capital began a strike on Monday over unpaid wages and marched to the ministry of education, where "
    "a delegation handed over a letter. The minister promised to answer within a week. Schools in the south stay open."
)
FIRST = Article("first", f"{HEAD}\n\n{BODY}", date(2024, 3, 7))
LATER = date(2024, 3, 8)
CASES = (
    ("republished word for word", f"{HEAD}\n\n{BODY}", "copy"),
    ("under another headline", f"Eleven dead in Mali\n\n{BODY}", "copy"),
    ("trimmed to half", f"{HEAD}\n\n{BODY[: BODY.index('No group')]}", "copy"),
    ("with a line added", f"{HEAD}\n\n{BODY}\nAdditional reporting by our correspondent in Bamako.", "copy"),
    ("with another figure", f"{HEAD}\n\n{BODY.replace('11 people', '14 people')}", "version"),
    ("another story", OTHER, None),
    (
        "another story with the same closing line",
        OTHER + " Drivers have asked for weeks that the road be searched.",
        None,
    ),
)


@pytest.mark.parametrize(("text", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_a_copy(text: str, kind: str | None) -> None:
    found = copies_of(Article("second", text, LATER), [FIRST])
    assert [(c.document, c.original, c.kind) for c in found] == ([("second", "first", kind)] if kind else [])


@pytest.mark.parametrize(("text", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_copy_shares_a_band(text: str, kind: str | None) -> None:
    if kind:
        assert set(signature(text).bands) & set(signature(FIRST.text).bands)


def test_a_version_says_which_figures_changed() -> None:
    (found,) = copies_of(Article("second", FIRST.text.replace("11 people", "14 people"), LATER), [FIRST])
    assert found.changed == (("11", "14"),)


def test_the_earliest_is_the_original_whatever_came_first() -> None:
    found = copies_of(Article("early", FIRST.text, date(2024, 3, 1)), [FIRST])
    assert [(c.document, c.original) for c in found] == [("first", "early")]


def test_a_copy_of_a_version_is_a_version_of_the_first() -> None:
    newer = FIRST.text.replace("11 people", "14 people")
    found = find_copies(
        [FIRST, Article("b", newer, LATER), Article("c", newer, date(2024, 3, 9)), Article("d", OTHER, LATER)]
    )
    assert [(c.document, c.original, c.kind) for c in found] == [("b", "first", "version"), ("c", "first", "version")]


@given(st.text(max_size=400))
def test_any_text_has_a_signature_that_is_its_own(text: str) -> None:
    mark = signature(text)
    assert mark == signature(text)
    assert len(mark.values) == 8 * 128


def test_of_one_day_the_text_that_came_first_is_the_original() -> None:
    again = Article("again", FIRST.text + "\nThis report was first published elsewhere.", FIRST.published)
    assert [(c.document, c.original) for c in find_copies([FIRST, again])] == [("again", "first")]
    assert [(c.document, c.original) for c in find_copies([again, FIRST])] == [("first", "again")]
    assert [(c.document, c.original) for c in copies_of(again, [FIRST])] == [("again", "first")]
