"""What neighbouring expressions lend one another: "10 p.m. on Thursday" is one, "3 and 7 April" are of one month."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dateline.coding.dates.expressions import CalendarDate, Deictic, Expression, Meaning, PartOfDay, Shifted, Stretch
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
    return [_vague(e, doc, scan) for e in _with_days(_with_years(out, doc), doc)]


def _vague(expression: Expression, doc: Doc, scan: Scan) -> Expression:
    """A day, month or year with the "around" before it: not the "about" of "spoke about March 2023"."""
    meaning, i = expression.meaning, expression.first - 1
    if not isinstance(meaning, CalendarDate) or meaning.mod or meaning.part or meaning.relation or i < 0:
        return expression
    if not (meaning.month or meaning.year) or _kind(scan, i) != "approx":
        return expression
    after_preposition = i > 0 and doc[i - 1].lower_ in cue_words("temporal_prepositions")
    if doc[i].lower_ in cue_words("around") or (doc[i].lower_ == "about" and after_preposition):
        return Expression(i, expression.last, replace(meaning, mod="APPROX"))
    return expression


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


def _with_days(expressions: list[Expression], doc: Doc) -> list[Expression]:
    """A clock time that is joined to a later one with its day is of that day: "from 6 a.m. to 9 p.m. on Friday"."""
    out = list(expressions)
    for i, (a, b) in enumerate(itertools.pairwise(expressions)):
        clock = isinstance(a.meaning, PartOfDay) and not a.meaning.shift and ":" in a.meaning.part
        later = isinstance(b.meaning, CalendarDate | Deictic) and ":" in (b.meaning.part or "")
        if clock and later and len(gap := _gap(a, b, doc)) == 1 and gap[0] in cue_words("range"):
            meaning = _with_part(b.meaning, a.meaning.part) if isinstance(a.meaning, PartOfDay) else None
            out[i] = replace(a, meaning=meaning) if meaning else a
    return out


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
    """The expression, and the days beside it that share its month: "3, 5 and 7 April", "November 12-17, 2024"."""
    meaning = expression.meaning
    if isinstance(meaning, Stretch):
        yield from _halves(expression, meaning, scan)
        return
    if not isinstance(meaning, CalendarDate) or not meaning.day or not meaning.month:
        yield expression
        if isinstance(meaning, CalendarDate) and (short := _short_year(expression, doc, scan)):
            yield Expression(expression.last + 2, expression.last + 2, CalendarDate(year=short))
        return
    kind = _kind(scan, expression.first)
    if kind in ("day", "ordinal"):
        before = _days_before(expression.first, doc, scan, limit)
        for i in before:
            yield Expression(i, i, replace(meaning, day=_day(scan, i), weekday=None))
        yield replace(expression, meaning=_in_that_year(meaning)) if before else expression
        return
    after = _days_after(expression.last, doc, scan)
    if not after or kind in ("wholedate", "group"):
        yield expression
        return
    year, last = meaning.year, after[-1]
    if year is None and last + 2 < len(doc) and doc[last + 1].text == "," and _kind(scan, last + 2) == "year":
        year, last = int(str(scan.codes[last + 2].value)), last + 2
    yield Expression(expression.first, expression.last, replace(meaning, year=year))
    for i in after:
        day = _in_that_year(replace(meaning, year=year, day=_day(scan, i), weekday=None))
        yield Expression(i, last if i == after[-1] else i, day)


def _halves(expression: Expression, stretch: Stretch, scan: Scan) -> Iterator[Expression]:
    """The two dates of "26–28 November" and "2011–24", whose figures are one token."""
    joint = next(i for i in range(expression.first, expression.last + 1) if _kind(scan, i) == "span")
    yield Expression(expression.first, joint, stretch.first, half=1)
    last = stretch.last if stretch.last.month is None else _in_that_year(stretch.last)
    yield Expression(joint, expression.last, last, half=2)


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


def _days_before(first: int, doc: Doc, scan: Scan, limit: int) -> list[int]:
    """The days before "and 14 November": the 12 and 13 of "12, 13 and 14 November", in order."""
    i = first - 2
    if i <= limit or not _is_day(scan, i) or doc[first - 1].lower_ not in cue_words("range"):
        return []
    found = [i]
    while i - 2 > limit and doc[i - 1].text == "," and _is_day(scan, i - 2):
        i -= 2
        found.insert(0, i)
    opening = doc[i - 1].lower_ if i else ""
    if doc[first - 1].lower_ == "and" and len(found) == 1 and opening not in cue_words("before_days"):
        return []
    return found


def _days_after(last: int, doc: Doc, scan: Scan) -> list[int]:
    """The days after "November 12": the 14 and 17 of "November 12, 14 and 17". A comma needs an "and" later on."""
    found: list[int] = []
    i = last
    while i + 2 < len(doc) and _is_day(scan, i + 2) and (doc[i + 1].text == "," or _in_range(doc, i + 1)):
        i += 2
        found.append(i)
        if _in_range(doc, i - 1):
            break
    if not found or not _in_range(doc, i - 1) or _counts(doc, scan, i + 1):
        return []
    return found


def _in_range(doc: Doc, i: int) -> bool:
    return doc[i].lower_ in cue_words("range")


def _is_day(scan: Scan, i: int) -> bool:
    return i >= 0 and _kind(scan, i) in ("day", "ordinal")


def _counts(doc: Doc, scan: Scan, i: int) -> bool:
    """Whether the word at ``i`` is one that a figure before it counts: then the figure is no day."""
    return i < len(doc) and (
        doc[i].pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or _kind(scan, i) in ("month", "ampm", "units", "unit")
    )


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
