"""The day of publication, out of the shapes in which feeds, pages and people write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate

_EARLIEST_YEAR = "1900"
_PARTIAL = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
_EPOCH = re.compile(r"[0-9]{10}|[0-9]{13}")
_MAIL = re.compile(r"([A-Za-z]{3,9}, )?[0-9]{1,2} [A-Za-z]{3} [0-9]{4} [0-9]{1,2}:[0-9]{2}")
_ORDINAL = re.compile(r"(?<=[0-9])(st|nd|rd|th)\b", re.IGNORECASE)
_SLASHED = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_SHAPES = ("%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d-%b-%Y", "%d-%B-%Y")


def parse_published(value: str) -> str | None:
    """The ISO 8601 day (or month, or year, if no more is said) that ``value`` names; None where it names none for sure.

    A time is cut off, in the time zone in which it is written: the date that stands there is the date.
    ``03/04/2024`` is None: it is a day in March to some and in April to others.
    """
    value = value.strip()
    if _PARTIAL.fullmatch(value):
        return value if value[:4] != "0000" else None
    for reading in (_iso, _epoch, _mail, _slashed, _in_words):
        if (day := reading(value)) is not None:
            return day.isoformat()
    return None


def _iso(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def _epoch(value: str) -> date | None:
    if not _EPOCH.fullmatch(value):
        return None
    return datetime.fromtimestamp(int(value[:10]), UTC).date()


def _mail(value: str) -> date | None:
    """As in mail and RSS: ``Tue, 05 Mar 2024 10:00:00 GMT``."""
    if not _MAIL.match(value):
        return None
    try:
        fields = parsedate(value)
        return date(*fields[:3]) if fields else None
    except (ValueError, TypeError, IndexError):
        return None


def _slashed(value: str) -> date | None:
    match = _SLASHED.fullmatch(value)
    if not match:
        return None
    first, second, year = map(int, match.groups())
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_words(value: str) -> date | None:
    plain = " ".join(_ORDINAL.sub("", value).replace(",", " ").replace(". ", " ").split())
    plain = re.sub(r"\bsept\b", "Sep", plain, flags=re.IGNORECASE)
    # A weekday in front says nothing more.
    plain = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]* ", "", plain, flags=re.IGNORECASE)
    for shape in _SHAPES:
        try:
            return datetime.strptime(plain, shape).date()
        except ValueError:
            continue
    return None


def why_senseless(day: str, latest: date) -> str | None:
    """Why no report can have been published on ``day`` (as :func:`parse_published` gives it); None where one can.

    ``latest`` is the day on which the report was had: until the day after, as it may be later there than here.
    """
    if day[:4] < _EARLIEST_YEAR:
        return f"is before {_EARLIEST_YEAR}, when nothing that is read here was published"
    if day > (latest + timedelta(days=1)).isoformat()[: len(day)]:
        return f"is after {latest.isoformat()}, when the report was had"
    return None
