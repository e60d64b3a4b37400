"""The time expressions of a document, resolved in the order in which the text tells them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from dateline.coding.dates.expressions import CalendarDate, Expression, Fixed
from dateline.coding.dates.grammar import Grammar
from dateline.coding.dates.joining import joined
from dateline.coding.dates.lexicon import Lexicon, lexicon
from dateline.coding.dates.resolve import Anchors, Point, Resolved, resolve
from dateline.coding.dates.rules_calendar import CALENDAR_RULES
from dateline.coding.dates.rules_relative import RELATIVE_RULES
from dateline.coding.dates.scan import Alphabet, scan
from dateline.coding.dates.tense import direction
from dateline.coding.mentions import Dates
from dateline.parse import ParsedDocument, Segment
from dateline.records import When

_STRONG = (
    "month", "weekday", "weekdays", "season", "part", "unit", "units", "today", "single", "year", "clock", "numdate",
    "decade", "ampm", "oclock", "holiday", "repeat", "era",
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HEADINGS = frozenset({"dateline", "headline", "heading"})


@lru_cache(maxsize=4)
def _machinery(language: str) -> tuple[Lexicon, Alphabet, Grammar]:
    words = lexicon(language)
    alphabet = Alphabet(words.kinds)
    return words, alphabet, Grammar(CALENDAR_RULES + RELATIVE_RULES, alphabet, _STRONG)


def find_dates(parsed: ParsedDocument) -> Dates:
    """The document's time expressions in order, ids d1, d2 ..., and from each of their tokens the id."""
    words, alphabet, grammar = _machinery("en")
    scanned = scan(parsed.doc, words, alphabet)
    expressions = joined(grammar.read(scanned, parsed.doc), parsed.doc, scanned)
    story = _Story(parsed)
    dates, by_token = [], {}
    for number, expression in enumerate(expressions, start=1):
        resolved = story.read(expression)
        date_id = f"d{number}"
        dates.append(
            When(
                id=date_id,
                value=resolved.value,
                start=resolved.start.isoformat() if resolved.start else None,
                end=resolved.end.isoformat() if resolved.end else None,
                type=resolved.type,
                mention=parsed.tokens_span(expression.first, expression.last),
            )
        )
        by_token.update(dict.fromkeys(range(expression.first, expression.last + 1), date_id))
    return Dates(tuple(dates), by_token)


class _Story:
    """Where the story stands while its expressions are read: the anchors of the next one."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self.parsed = parsed
        self.published = publication_day(parsed.document.published)
        self.given = self.published is not None
        self.reference: Point | None = None
        self.context: Point | None = None
        self.segment: Segment | None = None
        hint = _YEAR.search(parsed.document.text)
        self.year_hint = int(hint.group()) if hint else None

    def read(self, expression: Expression) -> Resolved:
        """The expression resolved; the story goes on from it."""
        doc = self.parsed.doc
        segment = self.parsed.segment_at(doc[expression.first].idx)
        if segment is not self.segment:
            self.segment, self.context = segment, None
        way = self._way(expression)
        resolved = resolve(
            expression.meaning, Anchors(self.published, self.reference, self.context, way, self.year_hint)
        )
        if resolved.moves is not None:
            self._move(expression, resolved.moves)
        return resolved

    def _way(self, expression: Expression) -> int:
        if isinstance(expression.meaning, Fixed):
            return -1
        if self.segment is not None and self.segment.kind in _HEADINGS:
            return -1
        return direction(self.parsed.doc, expression.first, expression.last)

    def _move(self, expression: Expression, point: Point) -> None:
        self.reference = point
        if point.explicit and (self.published is None or point.day.year != self.published.year):
            self.context = point
        if not self.given and point.unit == "D" and self._heads(expression):
            self.published = point.day

    def _heads(self, expression: Expression) -> bool:
        """Whether the date stands in a dateline or headline, or is what a heading is there for."""
        meaning, segment = expression.meaning, self.segment
        if segment is None or not isinstance(meaning, CalendarDate) or segment.kind not in _HEADINGS:
            return False
        span = self.parsed.tokens_span(expression.first, expression.last)
        return segment.kind != "heading" or span.end - span.start > 0.6 * (segment.end - segment.start)


def publication_day(published: str | None) -> date | None:
    """The publication day; None when it is not known to the day."""
    if published is None or len(published) != 10:
        return None
    try:
        return date.fromisoformat(published)
    except ValueError:
        return None
