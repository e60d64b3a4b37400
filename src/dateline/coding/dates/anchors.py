"""What expressions are read against, and what comes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.coding.dates.calendars import days_of, narrowed
from dateline.records import DateType


@dataclass(frozen=True, slots=True)
class Point:
    """A day to read against, and how precisely it is known: "D" a day, "M" a month ... (its first day then)."""

    day: date
    unit: str = "D"
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class Anchors:
    """What an expression is read against. ``published`` is the publication day, ``reference`` the date that the story
    stands under, ``context`` a date with its year that the paragraph has named; ``way`` the direction of the
    clause's tense.
    """

    published: date | None
    reference: Point | None
    context: Point | None = None
    way: int = -1
    year_hint: int | None = None

    def base(self, name: str) -> Point | None:
        """The anchor of that name, or the other one where it is missing."""
        published = Point(self.published) if self.published else None
        if name == "none":
            return None
        return (published or self.reference) if name == "publication" else (self.reference or published)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A TIMEX3 value and type, and the days that it covers; ``moves`` is the point that the story goes on from."""

    value: str
    type: DateType = "DATE"
    start: date | None = None
    end: date | None = None
    moves: Point | None = None


def dated(
    value: str, unit: str, mod: str | None = None, part: str | None = None, *, explicit: bool = False
) -> Resolved:
    """The resolved date of a value, with a part of the day where there is one."""
    days = days_of(value)
    kind: DateType = "TIME" if part else "DATE"
    text = f"{value}T{part}" if part else value
    if days is None:
        return Resolved(text, kind)
    start, end = narrowed(*days, mod)
    return Resolved(text, kind, start, end, Point(days[0], unit, explicit))


def moved(resolved: Resolved, days: int) -> Resolved:
    """A resolved day so many days on; other values stay as they are."""
    if resolved.start is None or resolved.start != resolved.end:
        return resolved
    day = resolved.start + timedelta(days=days)
    return replace(resolved, value=day.isoformat() + resolved.value[10:], start=day, end=day)
