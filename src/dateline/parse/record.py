"""What parsing hands on: a document, its tokens, its segments and its quotations."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from dateline.parse.reading.record import Reading
from dateline.parse.tokens import Doc, SpacySpan, Token
from dateline.records import Document, Span

SegmentKind = Literal["headline", "heading", "dateline", "paragraph"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text that no sentence crosses: character offsets, end exclusive."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted words, without their quotation marks: character offsets, end exclusive.

    ``closed`` is false when the closing mark is missing, as in a quotation that the next paragraph continues.
    """

    start: int
    end: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with its parse. Every ``token.idx`` of ``doc`` is an offset into ``document.text``.

    ``doc.text`` has the length of ``document.text`` and all its letters and digits; quotation marks, apostrophes, hyphens,
    spaces and markup are plainer, so that the parser meets what it was trained on. Spans take their words from the document.
    """

    document: Document
    doc: Doc
    segments: tuple[Segment, ...]
    quotes: tuple[Quote, ...]
    reading: Reading | None = None
    """What the reader marked on the tokens, where the settings want its view."""
    _starts: tuple[int, ...] = field(init=False, repr=False)
    _quote_starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(s.start for s in self.segments))
        object.__setattr__(self, "_quote_starts", tuple(q.start for q in self.quotes))

    def span(self, start: int, end: int) -> Span:
        """The characters from ``start`` to ``end`` of the document."""
        return Span.of(self.document.text, start, end)

    def tokens_span(self, first: int, last: int) -> Span:
        """The characters from token number ``first`` to token number ``last``, the last included."""
        end = self.doc[last]
        return self.span(self.doc[first].idx, end.idx + len(end.text))

    def segment_at(self, char: int) -> Segment | None:
        """The segment that the character stands in; None between segments."""
        i = bisect_right(self._starts, char) - 1
        return self.segments[i] if i >= 0 and char < self.segments[i].end else None

    def quote_at(self, char: int) -> Quote | None:
        """The innermost quotation that the character stands in."""
        i = bisect_right(self._quote_starts, char) - 1
        return self.quotes[i] if i >= 0 and char < self.quotes[i].end else None

    def kind_of(self, token: Token) -> SegmentKind:
        """The kind of segment that the token stands in."""
        segment = self.segment_at(token.idx)
        return segment.kind if segment else "paragraph"

    def sentences(self) -> list[SpacySpan]:
        """The sentences in order, those of spaces alone left out."""
        return [s for s in self.doc.sents if any(not token.is_space for token in s)]
