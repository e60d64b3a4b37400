"""Texts rewritten: every span still says what the new text has there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import RecordError
from dateline.export.responsibility.masking import Edit, Rewritten, apart, left_out
from dateline.records import Span


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, list[Edit], list[Span]]:
    text = draw(st.text(min_size=1, max_size=60))
    stretch = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(
        lambda s: (s[0], min(len(text), s[0] + s[1]))
    )
    edits = [
        Edit(a, b, draw(st.text(min_size=1, max_size=20)), "names") for a, b in draw(st.lists(stretch, max_size=5))
    ]
    return text, edits, [Span.of(text, a, b) for a, b in draw(st.lists(stretch, max_size=5))]


@given(_edited())
def test_spans_are_slices_of_the_new_text(case: tuple[str, list[Edit], list[Span]]) -> None:
    text, edits, spans = case
    rewritten = Rewritten(text, apart(edits), " tail")
    for span in spans:
        moved = rewritten.span(span)
        assert rewritten.new[moved.start : moved.end] == moved.text != ""
        if not any(e.start < span.end and span.start < e.end for e in edits):
            assert moved.text == span.text, "what no edit touches stays as it was"


@given(_edited())
def test_what_is_left_out_is_gone_and_what_is_kept_is_there(case: tuple[str, list[Edit], list[Span]]) -> None:
    text, edits, spans = case
    rewritten = Rewritten(text, left_out(text, [(s.start, s.end) for s in spans], edits))
    for span in spans:
        moved = rewritten.span(span)
        assert rewritten.new[moved.start : moved.end] == moved.text
    if not spans:
        assert not any(c.isalnum() for c in rewritten.new)


def test_only_the_kept_words_and_the_edits_in_them_are_left() -> None:
    text = "At dawn Ana Petrov fled. Nobody saw it. Ivo stayed."
    edits = [Edit(8, 18, "[name withheld]", "names"), Edit(40, 43, "[name withheld]", "names")]
    rewritten = Rewritten(text, left_out(text, [(12, 24)], edits))
    assert rewritten.new == "[…] [name withheld] fled. […]", "a name of which a part is kept is withheld whole"


def test_a_span_of_another_text_is_refused() -> None:
    with pytest.raises(RecordError, match="not of the text"):
        Rewritten("abc", ()).span(Span(start=0, end=2, text="xy"))
