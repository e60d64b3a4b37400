"""Quotations, as reports really punctuate them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.parse.quotes import quotes_of
from dateline.parse.segments import segments_of
from dateline.parse.text import plain


def quoted(text: str) -> list[tuple[str, bool]]:
    """The quotations, and whether their closing mark is there."""
    read = plain(text)
    return [(text[q.start : q.end], q.closed) for q in quotes_of(read, segments_of(read))]


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("“We won,” he said.", [("We won,", True)], "one quotation"),
        ("“We won,” he said, “and left.”", [("We won,", True), ("and left.", True)], "in two halves"),
        ("He said: “We won. We left.” She left.", [("We won. We left.", True)], "two sentences in one"),
        ("He said: “We won. We left.", [("We won. We left.", False)], "no closing mark"),
        ("“One.\n“Two.”", [("One.", False), ("Two.", True)], "it goes on in the next paragraph"),
        ("“One.\n\n“Two.\n\n“Three.”", [("One.", False), ("Two.", False), ("Three.", True)], "over three paragraphs"),
        (
            "“One. “Two. “Three,” he said.",
            [("One.", False), ("Two.", False), ("Three,", True)],
            "whose line ends are lost",
        ),
        ("“They said ‘go home’ to us,” he said.", [("They said ‘go home’ to us,", True)], "single marks inside"),
        ("“They cried ‘go.’” He left.", [("They cried ‘go.’", True)], "and both end together"),
        ("He said ''we won'' twice.", [("we won", True)], "two apostrophes"),
        ("''We won,'' he said, ''and left.''", [("We won,", True), ("and left.", True)], "two apostrophes, two halves"),
        ('He said ""we won"" twice.', [("we won", True)], "doubled by a CSV export"),
        ('"He said ""we won"" twice."', [("we won", True)], "in a CSV field"),
        ("He said «we won» and „so“.", [("we won", True), ("so", True)], "marks of other languages"),
        ('He called it a "war crime"and left.', [("war crime", True)], "a closing mark glued to the next word"),
        (
            '"We know it from our sources. "Police came.',
            [("We know it from our sources.", True)],
            "glued to the next sentence",
        ),
        (
            '"We know it. "Police came," he said.',
            [("We know it.", False), ("Police came,", True)],
            "the same, but it opens",
        ),
        ("(“We won”)", [("We won", True)], "in brackets"),
        ("He said:“We won.”", [("We won.", True)], "no space before it"),
        ("He said—“We won.”", [("We won.", True)], "a dash before it"),
        ('A 12" gun fired. "We won," he said.', [("We won,", True)], "inches open nothing"),
        ("'He cried 'go'' twice", [], "a quotation within a quotation, and both end"),
        ("``We won,'' he said.", [("We won,", True)], "two grave accents open what two apostrophes close"),
        ("The rebels' and soldiers' camps", [], "apostrophes"),
        ('"', [], "a mark alone"),
        ('""', [], "nothing between"),
        ('" "', [], "a space between"),
    ],
)
def test_quotations(text: str, wanted: list[tuple[str, bool]], reason: str) -> None:
    assert quoted(text) == wanted, reason


@given(st.lists(st.sampled_from(['"', "“", "”", "''", " ", "\n", "a", "B.", ",", "(", "—"])).map("".join) | st.text())
def test_quotations_are_in_order_and_tight(text: str) -> None:
    read = plain(text)
    segments = segments_of(read)
    at = 0
    for quote in quotes_of(read, segments):
        assert at <= quote.start < quote.end <= len(text)
        assert '"' not in read[quote.start : quote.end]
        assert read[quote.start : quote.end].strip() == read[quote.start : quote.end]
        assert any(s.start <= quote.start and quote.end <= s.end for s in segments), "no quotation leaves its segment"
        at = quote.end
