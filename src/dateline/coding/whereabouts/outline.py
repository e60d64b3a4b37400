"""The outline of a document: its sentences by number, and what each of them stands as."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from dateline.coding.mentions import Mentions
from dateline.coding.whereabouts.nesting import most_specific
from dateline.parse import SegmentKind, SpacySpan, Token

_BULLET = re.compile(r"\s*(?:[-*•–·▪●]|\(?\d{1,2}[.)])\s*")
_LABEL = re.compile(r"(?:\S+\s+){0,5}\S+:")


class Outline:
    """Sentences by their number in the document, from 0."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        parsed = mentions.parsed
        self.sentences: tuple[SpacySpan, ...] = tuple(parsed.sentences())
        self._segments = [parsed.segment_at(s[0].idx) for s in self.sentences]
        self._starts = [s.start for s in self.sentences]

    def number(self, token: Token) -> int:
        """The number of the token's sentence."""
        return max(0, bisect_right(self._starts, token.i) - 1)

    def together(self, one: int, other: int) -> bool:
        """Whether two sentences stand in one segment."""
        return self._segments[one] == self._segments[other]

    def kind(self, number: int) -> SegmentKind:
        """What the sentence stands in; a few words and a colon ("Kherson region:") are a heading."""
        segment = self._segments[number]
        if segment is None:
            return "paragraph"
        if segment.kind == "paragraph" and _LABEL.fullmatch(self._text[segment.start : segment.end]):
            return "heading"
        return segment.kind

    def is_item(self, number: int) -> bool:
        """Whether the sentence stands in an item of a list."""
        segment = self._segments[number]
        if segment is None:
            return False
        return bool(_BULLET.fullmatch(self._text[self._text.rfind("\n", 0, segment.start) + 1 : segment.start]))

    def named_in(self, number: int) -> tuple[str, ...]:
        """The places in a heading or dateline, most specific only."""
        sentence, by_token = self.sentences[number], self._mentions.places.by_token
        named = [by_token[i] for i in range(sentence.start, sentence.end) if i in by_token]
        return most_specific(self._mentions, named)

    def heading(self, number: int) -> tuple[str, ...]:
        """The places in a heading; none in one that says when and where a text was written."""
        sentence, dated = self.sentences[number], self._mentions.dates.by_token
        return () if any(i in dated for i in range(sentence.start, sentence.end)) else self.named_in(number)

    @cached_property
    def is_roundup(self) -> bool:
        """Whether the document tells of several places, each under its own dateline: then they are where it happened."""
        seen = {self.named_in(n)[:1] for n in range(len(self.sentences)) if self.kind(n) == "dateline"}
        return len(seen - {()}) > 1

    @property
    def _text(self) -> str:
        return self._mentions.parsed.document.text
