"""The time expressions of a document, resolved in the order in which the text tells them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from dateline.coding.dates.anchors import Anchors, Point, Resolved, moved
from dateline.coding.dates.attachment import attached_dates
from dateline.coding.dates.distances import tie_distances
from dateline.coding.dates.expressions import CalendarDate, Expression, Fixed, Length
from dateline.coding.dates.grammar import Grammar
from dateline.coding.dates.joining import joined
from dateline.coding.dates.lexicon import Lexicon, cue_words, lexicon
from dateline.coding.dates.narrative import carries_story
from dateline.coding.dates.resolve import resolve
from dateline.coding.dates.rules_calendar import CALENDAR_RULES
from dateline.coding.dates.rules_clock import CLOCK_RULES
from dateline.coding.dates.rules_periods import PERIOD_RULES
from dateline.coding.dates.rules_relative import RELATIVE_RULES
from dateline.coding.dates.scan import Alphabet, scan
from dateline.coding.dates.tense import direction, lasts_until_now
from dateline.coding.mentions import Dates
from dateline.parse import Doc, ParsedDocument, Segment
from dateline.records import Span, When

_STRONG = (
    "month", "weekday", "weekdays", "season", "part", "unit", "units", "today", "single", "year", "clock", "wholedate",
    "monthyear", "group", "span", "modyear", "decade", "ampm", "oclock", "holiday", "repeat", "era", "quartername",
    "past", "half", "ordinal", "then", "this", "lasting", "unitend",
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LATE = timedelta(days=7)
"""A report may be published so long after its dateline was written."""
_HEADINGS = frozenset({"dateline", "headline", "heading"})


@lru_cache(maxsize=4)
def _machinery(language: str) -> tuple[Lexicon, Alphabet, Grammar]:
    words = lexicon(language)
    alphabet = Alphabet(words.kinds)
    return words, alphabet, Grammar(CLOCK_RULES + CALENDAR_RULES + PERIOD_RULES + RELATIVE_RULES, alphabet, _STRONG)


def find_dates(parsed: ParsedDocument) -> Dates:
    """The document's time expressions in order, ids d1, d2 ..., and from each of their tokens the id: of the first of two
    that share the token.
    """
    words, alphabet, grammar = _machinery("en")
    scanned = scan(parsed.doc, words, alphabet)
    expressions = joined(grammar.read(scanned, parsed.doc), parsed.doc, scanned)
    story = _Story(parsed)
    resolved = [story.read(expression) for expression in expressions]
    _order_weekdays(expressions, resolved, parsed.doc)
    tie_distances(expressions, resolved, parsed.doc)
    found_dates: list[When] = []
    dating: list[tuple[When, int, int]] = []
    for number, (expression, found) in enumerate(zip(expressions, resolved, strict=True), start=1):
        when = When(
            id=f"d{number}",
            value=found.value,
            start=found.start.isoformat() if found.start else None,
            end=found.end.isoformat() if found.end else None,
            type=found.type,
            mention=_mention(parsed, expression),
        )
        found_dates.append(when)
        dating.append((when, expression.first, expression.last))
    by_token = {i: when.id for when, first, last in reversed(dating) for i in range(first, last + 1)}
    report_day = parsed.document.published or (story.published.isoformat() if story.published else None)
    return Dates(tuple(found_dates), by_token, attached_dates(parsed.doc, dating), report_day)


def _mention(parsed: ParsedDocument, expression: Expression) -> Span:
    """The words of the expression: without the full stop or bracket that the tokeniser has left on "0430Z." and "8)", and
    without the other date of a token that holds two ("26–28").
    """
    span = parsed.tokens_span(expression.first, expression.last)
    if expression.half:
        shared = parsed.doc[expression.last if expression.half == 1 else expression.first]
        dash = shared.idx + next(i for i, c in enumerate(shared.text) if c in "–—/")
        span = parsed.span(span.start, dash) if expression.half == 1 else parsed.span(dash + 1, span.end)
    last = parsed.doc[expression.last].text
    return parsed.span(span.start, span.end - 1) if last[-1] in ".)" and last[0].isdigit() else span


def _order_weekdays(expressions: list[Expression], resolved: list[Resolved], doc: Doc) -> None:
    """Put the ends of "from Monday to Thursday" in order: the earlier one a week back, of what is to come the later one a
    week on.
    """
    for n, (a, b) in enumerate(itertools.pairwise(expressions)):
        if b.first - a.last != 2 or not _bounds_range(doc, a.first - 1, a.last + 1):
            continue
        if not all(isinstance(e.meaning, CalendarDate) and e.meaning.weekday and not e.meaning.month for e in (a, b)):
            continue
        first, last = resolved[n], resolved[n + 1]
        if first.start is None or last.start is None or first.start <= last.start:
            continue
        if direction(doc, a.first, b.last) > 0:
            resolved[n + 1] = moved(last, 7)
        else:
            resolved[n] = moved(first, -7)


def _bounds_range(doc: Doc, before: int, joint: int) -> bool:
    """Whether the word at ``joint`` makes a range of the dates beside it, the first of which stands after ``before``."""
    if doc[joint].lower_ == "and":
        return before >= 0 and doc[before].lower_ == "between"
    return doc[joint].lower_ in cue_words("range") - {"or"}


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
        way, meaning = self._way(expression), expression.meaning
        if isinstance(meaning, Length) and not meaning.side and lasts_until_now(doc, expression.first, expression.last):
            meaning = replace(meaning, side=-1)
        resolved = resolve(meaning, Anchors(self.published, self.reference, self.context, way, self.year_hint))
        if resolved.moves is not None:
            self._move(expression, resolved.moves, way)
        return resolved

    def _way(self, expression: Expression) -> int:
        if isinstance(expression.meaning, Fixed):
            return -1
        if self.segment is not None and self.segment.kind in _HEADINGS:
            return -1 if self.given else 0
        return direction(self.parsed.doc, expression.first, expression.last)

    def _move(self, expression: Expression, point: Point, way: int) -> None:
        """Go on from the point, unless it is a plan, someone's words, or an aside."""
        quoted = self.parsed.quote_at(self.parsed.doc[expression.first].idx) is not None
        if way <= 0 and not quoted and carries_story(self.parsed.doc, expression.first, expression.last):
            self.reference = point
            if point.explicit and (self.published is None or point.day.year != self.published.year):
                self.context = point
        if point.unit == "D" and self._heads(expression) and self._tells_today(point.day):
            self.published = point.day

    def _tells_today(self, day: date) -> bool:
        """Whether "today" is the day of the heading: where no publication is known, or a dateline is of a few days before."""
        if not self.given or self.published is None:
            return True
        dateline = self.segment is not None and self.segment.kind == "dateline"
        return dateline and timedelta() < self.published - day <= _LATE

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
