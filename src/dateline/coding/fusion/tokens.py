"""Between characters and tokens: where a span of the record stands in the parse, and what stands in a stretch of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.coding.mentions import Mentions
from dateline.parse import Doc, ParsedDocument
from dateline.parse.reading import Found
from dateline.records import Span

Tokens = tuple[int, int]
"""First and last token number, the last included."""


def tokens_of(parsed: ParsedDocument, span: Span) -> Tokens:
    """The tokens that a span touches."""
    found = parsed.doc.char_span(span.start, span.end, alignment_mode="expand")
    assert found is not None, "a span of the record lies in its text"
    return found.start, found.end - 1


def share_tokens(one: Tokens, other: Tokens) -> bool:
    """Whether the two stretches overlap."""
    return one[0] <= other[1] and other[0] <= one[1]


def gap(one: Tokens, other: Tokens) -> int:
    """How many tokens stand between the two; 0 when they overlap."""
    return max(0, one[0] - other[1] - 1, other[0] - one[1] - 1)


def stretch(found: Found) -> Tokens:
    """The tokens of what the reader found."""
    return found.first, found.last


def surest_over(tokens: Tokens, found: Iterable[Found]) -> Found | None:
    """Of what the reader found, that which shares most tokens with the stretch."""
    over = [f for f in found if share_tokens(tokens, stretch(f))]
    return max(over, key=lambda f: min(f.last, tokens[1]) - max(f.first, tokens[0]), default=None)


def nearest(tokens: Tokens, found: Iterable[Found]) -> Found | None:
    """Of what the reader found, that which stands nearest to the stretch without touching it; the earlier of two."""
    apart = [f for f in found if not share_tokens(tokens, stretch(f))]
    return min(apart, key=lambda f: gap(tokens, stretch(f)), default=None)


def sentences_between(doc: Doc, one: Tokens, other: Tokens, most: int) -> int:
    """How many sentence borders lie between the two; ``most`` at most."""
    early, late = sorted((one, other))
    borders = 0
    for i in range(early[1] + 1, late[0] + 1):
        borders += bool(doc[i].is_sent_start)
        if borders >= most:
            break
    return borders


def head_of(doc: Doc, tokens: Tokens) -> int:
    """The token on which the others of the stretch hang: the first whose own head stands outside."""
    first, last = tokens
    return next((t.i for t in doc[first : last + 1] if not first <= t.head.i <= last or t.head is t), last)


def actors_in(mentions: Mentions, tokens: Tokens) -> tuple[str, ...]:
    """The actors that the stretch stands for: those of its head, else of the first of its words that has any."""
    by_head = mentions.actors.by_head
    order: Sequence[int] = (head_of(mentions.parsed.doc, tokens), *range(tokens[0], tokens[1] + 1))
    return next((by_head[i] for i in order if by_head.get(i)), ())
