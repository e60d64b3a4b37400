"""The period that a toll is counted over: "since November 26th", "so far this month", "in the 14-year war"."""

from __future__ import annotations

from datetime import timedelta

from dateline.coding.dates.attachment import DateMention, dates_in, range_partner
from dateline.coding.dates.calendars import shift
from dateline.coding.dates.distances import counted_from
from dateline.coding.dates.finder import publication_day
from dateline.coding.dates.lexicon import cue_words
from dateline.coding.mentions import Mentions
from dateline.coding.numbers import number_at
from dateline.coding.syntax import clause_root
from dateline.parse import Doc, Token
from dateline.records import When

Period = tuple[str | None, str | None, bool]
"""(since, until, cumulative): the ends as precise as the text has them; cumulative is whether the toll is one of a
period.
"""

_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
NO_PERIOD: Period = (None, None, False)


def toll_period(mentions: Mentions, number: int) -> Period:
    """The period that the toll with the number at token ``number`` is counted over; ``NO_PERIOD`` when it has none."""
    token = mentions.parsed.doc[number]
    found = [d for d in dates_in(mentions, token.sent) if _concerns(d, token)]
    for mention in found:
        period = _period_of(mention, found, mentions)
        if period != NO_PERIOD:
            return period
    return NO_PERIOD


def _concerns(found: DateMention, number: Token) -> bool:
    """Whether the date stands in the number's clause, or in one that governs it."""
    own = clause_root(found.governor)
    root = clause_root(number)
    for _ in range(6):
        if own == root:
            return True
        if root.head.i == root.i or root.dep_ in ("ccomp", "relcl"):
            break
        root = clause_root(root.head)
    return (
        own.head.i != own.i
        and clause_root(own.head) == clause_root(number)
        and own.dep_ in ("acl", "relcl", "xcomp", "advcl")
    )


def _period_of(found: DateMention, others: list[DateMention], mentions: Mentions) -> Period:
    date, published = found.date, mentions.dates.report_day
    if found.opens:
        return _as_said(date), None, True
    if (since := _start_of_stretch(found, mentions.parsed.doc)) is not None:
        return since, date.end, True
    partner = range_partner(found, others, mentions)
    if partner is not None and (date.start or "") <= (partner.date.end or ""):
        return _as_said(date), _as_said(partner.date), True
    if date.type == "DURATION":
        return _of_length(found, mentions)
    if date.type == "SET" or date.value.endswith("_REF") or not _is_period(date.value):
        return NO_PERIOD
    if _current(date, published) or found.preposition in cue_words("over_period"):
        since = _as_said(date)
        return since, None if _current(date, published) else since, True
    return NO_PERIOD


def _start_of_stretch(found: DateMention, doc: Doc) -> str | None:
    """The first day of "the week to 6 March", "the three months ending 31 May", from the date that it runs up to."""
    i, end = found.first - 2, publication_day(found.date.end)
    if i < 1 or doc[i + 1].lower_ not in cue_words("running_to") or end is None:
        return None
    unit = _UNITS.get(doc[i].lemma_)
    number = number_at(doc, i - 1)
    count = int(number.low) if number is not None and number.kind == "exact" else 1
    if unit is None or (number is None and doc[i - 1].lower_ not in ("the", "a")):
        return None
    return (shift(end, unit, -count) + timedelta(days=1)).isoformat()


def _as_said(date: When) -> str | None:
    """The value where it is a year, month or day, else the first day."""
    value = date.value.partition("T")[0]
    plain = len(value) in (4, 7, 10) and value.replace("-", "").isdigit()
    if not plain or (len(value) == 4 and date.start and date.end != f"{value}-12-31"):
        return date.start[:7] if plain and date.start else date.start  # "the start of the year" is its first month
    return value


def _is_period(value: str) -> bool:
    """Whether the value is longer than a week: a month, season, quarter, year or decade."""
    return "T" not in value and "W" not in value.replace("-WI", "") and len(value) != 10


def _current(date: When, published: str | None) -> bool:
    """Whether the period still runs at publication: "this year", "so far this month"."""
    return bool(
        published and date.start and date.end and date.start <= published <= date.end and _is_period(date.value)
    )


def _of_length(found: DateMention, mentions: Mentions) -> Period:
    """Such as "in the past three years" has its start; "in the 14-year war" a start in the year so long before the
    publication.
    """
    date = found.date
    if counted_from(mentions.parsed.doc, found.last) is not None:
        return NO_PERIOD
    if date.start is not None:
        return date.start, date.end, _is_long(date.value)
    long_thing = found.governor.lemma_ in cue_words("lasting") or any(
        t.lemma_ in cue_words("lasting") for t in mentions.parsed.doc[found.last + 1 : found.last + 5]
    )
    if not long_thing or not _is_long(date.value):
        return NO_PERIOD
    published = publication_day(mentions.dates.report_day)
    years = date.value[1:-1]
    if published and date.value.endswith("Y") and years.isdigit():
        return f"{shift(published, 'Y', -int(years)).year:04d}", None, True
    return None, None, True


def _is_long(value: str) -> bool:
    """Whether a length is longer than a few days: then its toll is no single incident's."""
    figure = value[1:-1]
    if value.startswith("PT"):
        return False
    return not (value.endswith("D") and figure.isdigit() and int(figure) <= 3)
