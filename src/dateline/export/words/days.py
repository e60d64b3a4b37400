"""Dates in words, for people: ``2024-11-26`` is ``26 Nov 2024``."""

from __future__ import annotations

import calendar
import re
from datetime import date

_ISO_START = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def day_words(iso: str) -> str:
    """An ISO 8601 date, as precise as it is: day, month or year. What is not such a date comes back as it is."""
    parts = _parts(iso)
    if parts is None:
        return iso
    year, month, day = parts
    words = [str(day)] if day else []
    words += [_MONTHS[month - 1]] if month else []
    return " ".join([*words, str(year)])


def interval_words(start: str | None, end: str | None, precision: str = "day") -> str:
    """The days from ``start`` to ``end``, both included, said no more precisely than ``precision``."""
    if start is None and end is None:
        return "date not given"
    if start is None or end is None:
        return f"from {day_words(start)}" if start else f"until {day_words(end or '')}"
    if precision in ("month", "year"):
        length = 7 if precision == "month" else 4
        start, end = start[:length], end[:length]
    first, last = day_words(start), day_words(end)
    if first == last:
        return first
    short = _without_repeats(first, last)
    return f"{short}–{last}" if short.isdigit() else f"{short} – {last}"


def first_day(iso: str | None) -> date | None:
    """The first day that an ISO date may mean; None where it is no date that a calendar holds."""
    parts = _parts(iso or "")
    return None if parts is None else date(parts[0], parts[1] or 1, parts[2] or 1)


def last_day(iso: str | None) -> date | None:
    """The last day that an ISO date may mean; None where it is no date that a calendar holds."""
    parts = _parts(iso or "")
    if parts is None:
        return None
    year, month = parts[0], parts[1] or 12
    return date(year, month, parts[2] or calendar.monthrange(year, month)[1])


def _without_repeats(first: str, last: str) -> str:
    """``first`` without the year, or the month and year, that it shares with ``last``."""
    ours, theirs = first.split(), last.split()
    while len(ours) > 1 and ours[-1] == theirs[-1]:
        ours, theirs = ours[:-1], theirs[:-1]
    return " ".join(ours)


def _parts(iso: str) -> tuple[int, int, int] | None:
    """Year, month and day, 0 for those left out; None for what no calendar holds."""
    match = _ISO_START.match(iso)
    if match is None:
        return None
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return year, month, day
