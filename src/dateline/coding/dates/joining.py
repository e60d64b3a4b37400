"""What neighbouring expressions lend one another: "10 p.m. on Thursday" is one, "3 and 7 April" are of one month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.coding.dates.expressions import CalendarDate, Deictic, Expression, Meaning, PartOfDay, Shifted
from dateline.coding.dates.lexicon import cue_words
from dateline.coding.dates.scan import Scan
from dateline.parse import Doc

_PART_BEFORE = {(), ("on",), ("of",), (",",), ("on", "the")}
_CLOCK_AFTER = {(), (",",), ("at",), ("at", "about"), ("at", "around"), (",", "at")}


def joined(expressions: Iterable[Expression], doc: Doc, scan: Scan) -> list[Expression]:
    """The expressions in order, neighbours joined, days spread over shared months, and years over shared ranges."""
    spread: list[Expression] = []
    for expression in expressions:
        if spread and expression.first <= spread[-1].last:
            continue
        spread += _spread(expression, doc, scan, spread[-1].last if spread else -1)
    out: list[Expression] = []
    for expression in spread:
        one = _one(out[-1], expression, doc) if out else None
        if one is not None:
            out[-1] = one
        else:
            out.append(expression)
    return _with_years(out, doc)


def _gap(a: Expression, b: Expression, doc: Doc) -> tuple[str, ...]:
    return tuple(doc[i].lower_ for i in range(a.last + 1, min(b.first, a.last + 4)))


def _one(a: Expression, b: Expression, doc: Doc) -> Expression | None:
    """The two as one expression: a part of the day or clock time with its day, before or after it."""
    if b.first - a.last > 3 or any(doc[i].is_sent_start for i in range(a.last + 1, b.first + 1)):
        return None
    gap = _gap(a, b, doc)
    if isinstance(a.meaning, PartOfDay) and not a.meaning.shift and gap in _PART_BEFORE:
        meaning = _with_part(b.meaning, a.meaning.part)
        return Expression(a.first, b.last, meaning) if meaning and (gap != (",",) or ":" in a.meaning.part) else None
    if isinstance(b.meaning, PartOfDay) and gap in _CLOCK_AFTER and (":" in b.meaning.part or gap == ()):
        meaning = _with_part(a.meaning, b.meaning.part)
        return Expression(a.first, b.last, meaning) if meaning else None
    return None


def _with_part(meaning: Meaning, part: str) -> Meaning | None:
    """A day with the part of the day; None for what is no single day."""
    if isinstance(meaning, CalendarDate) and (meaning.day or meaning.weekday):
        return replace(meaning, part=part)
    if isinstance(meaning, Deictic):
        return replace(meaning, part=part)
    if isinstance(meaning, Shifted) and meaning.unit == "D":
        return replace(meaning, part=part)
    if isinstance(meaning, PartOfDay) and ":" in part and ":" not in meaning.part:
        return replace(meaning, part=part)
    return None


def _spread(expression: Expression, doc: Doc, scan: Scan, limit: int) -> Iterator[Expression]:
    """The expression, and the days beside it that share its month: "3 and 7 April", "November 12-17, 2024"."""
    meaning = expression.meaning
    if not isinstance(meaning, CalendarDate) or not meaning.day or not meaning.month:
        yield expression
        if isinstance(meaning, CalendarDate) and (short := _short_year(expression, doc, scan)):
            yield Expression(expression.last + 2, expression.last + 2, CalendarDate(year=short))
        return
    day_first = scan.codes[expression.first].kind in ("day", "ordinal")
    if day_first:
        before = _day_before(expression.first, doc, scan, limit)
        if before is not None:
            yield Expression(before, before, replace(meaning, day=_day(scan, before), weekday=None))
            expression = replace(expression, meaning=_in_that_year(meaning))
        yield expression
        return
    after = _day_after(expression.last, doc, scan)
    if after is None:
        yield expression
        return
    year, last = meaning.year, after
    if year is None and after + 2 < len(doc) and doc[after + 1].text == "," and _kind(scan, after + 2) == "year":
        year, last = int(str(scan.codes[after + 2].value)), after + 2
    yield Expression(expression.first, expression.last, replace(meaning, year=year))
    yield Expression(after, last, _in_that_year(replace(meaning, year=year, day=_day(scan, after), weekday=None)))


def _in_that_year(second: CalendarDate) -> CalendarDate:
    """The second day of a pair, in the year of the first where none is said."""
    return second if second.year is not None or second.year_relation else replace(second, year_relation="that")


def _short_year(expression: Expression, doc: Doc, scan: Scan) -> int | None:
    """The second year of "1995-96"."""
    year, i = expression.meaning.year if isinstance(expression.meaning, CalendarDate) else None, expression.last + 2
    if (
        year is None
        or i >= len(doc)
        or doc[i - 1].text not in "-–/"
        or doc[i - 2].whitespace_
        or doc[i - 1].whitespace_
    ):
        return None
    if len(doc[i]) != 2 or not doc[i].is_digit or int(doc[i].text) <= year % 100 or _kind(scan, i + 1) == "month":
        return None
    return year // 100 * 100 + int(doc[i].text)


def _kind(scan: Scan, i: int) -> str:
    return scan.codes[i].kind if i in scan.codes else ""


def _day(scan: Scan, i: int) -> int:
    return int(str(scan.codes[i].value))


def _day_before(first: int, doc: Doc, scan: Scan, limit: int) -> int | None:
    i = first - 2
    if (
        i <= limit
        or i < 0
        or _kind(scan, i) not in ("day", "ordinal")
        or doc[first - 1].lower_ not in cue_words("range")
    ):
        return None
    if doc[first - 1].lower_ == "and" and (i == 0 or doc[i - 1].lower_ not in ("between", "on", "the", ",", "of")):
        return None
    return i


def _day_after(last: int, doc: Doc, scan: Scan) -> int | None:
    i = last + 2
    if i >= len(doc) or _kind(scan, i) not in ("day", "ordinal") or doc[i - 1].lower_ not in cue_words("range"):
        return None
    follows = doc[i + 1] if i + 1 < len(doc) else None
    if follows is not None and (
        follows.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or _kind(scan, i + 1) in ("month", "ampm", "units", "unit")
    ):
        return None
    return i


def _with_years(expressions: list[Expression], doc: Doc) -> list[Expression]:
    """A month or day that is joined to a later one with its year is of that year: "between June and August 2010"."""
    out = list(expressions)
    for i in range(len(out) - 2, -1, -1):
        a, b = out[i].meaning, out[i + 1].meaning
        if not (isinstance(a, CalendarDate) and isinstance(b, CalendarDate)):
            continue
        if (
            not (((a.month and b.month) or (a.season and b.season)) and b.year)
            or a.year
            or a.relation
            or a.year_relation
        ):
            continue
        gap = _gap(out[i], out[i + 1], doc)
        if len(gap) == 1 and gap[0] in cue_words("range"):
            out[i] = replace(out[i], meaning=replace(a, year=b.year - ((a.month or 0) > (b.month or 0))))
    return out
