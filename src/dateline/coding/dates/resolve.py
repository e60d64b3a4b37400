"""From what an expression means to its value: read against the publication day, or the date that the story stands
under.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.coding.dates.calendars import days_of, feast, narrowed, shift, unit_value, weekday_near, year_text
from dateline.coding.dates.expressions import (
    CalendarDate,
    Deictic,
    Feast,
    Fixed,
    Length,
    Meaning,
    Offset,
    PartOfDay,
    Shifted,
)
from dateline.coding.dates.lexicon import lexicon
from dateline.records import DateType

_SIZES = ("D", "W", "WE", "F", "M", "Q", "H", "SEASON", "Y", "DE", "CE", "ML")
_PARTS = frozenset({"TS", "TM", "TH"})
_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "F": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
}
_NARRATIVE_BACK = 5
"""How many months back a month without a year may lie in a story; else it is the next one."""


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


def resolve(meaning: Meaning, anchors: Anchors) -> Resolved:
    """The value of the meaning against the anchors."""
    return _RESOLVERS[type(meaning)](meaning, anchors)


def _dated(
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


def _calendar_date(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    if meaning.day is not None or meaning.month is not None:
        return _month_or_day(meaning, anchors)
    if meaning.weekday is not None:
        return _weekday(meaning, anchors)
    if meaning.season is not None or meaning.quarter is not None:
        return _season_or_quarter(meaning, anchors)
    return _dated(year_text(meaning.year or 0), "Y", meaning.mod, explicit=True)


def _month_or_day(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    year = meaning.year if meaning.year is not None else _year_for(meaning, anchors)
    tail = f"-{meaning.month:02d}" + (f"-{meaning.day:02d}" if meaning.day else "")
    if year is None:
        return Resolved(
            "XXXX" + tail + (f"T{meaning.part}" if meaning.part else ""), "TIME" if meaning.part else "DATE"
        )
    unit = "D" if meaning.day else "M"
    return _dated(year_text(year) + tail, unit, meaning.mod, meaning.part, explicit=meaning.year is not None)


def _year_for(meaning: CalendarDate, anchors: Anchors) -> int | None:
    """The year of a month or day that names none: by "of that year", by "last" and "next", by tense, by what is
    nearest.
    """
    if meaning.year_relation:
        return _related_year(meaning.year_relation, anchors)
    relation = (meaning.relation or "").removesuffix("-reference")
    base = anchors.base(
        "reference" if relation == "that" or (meaning.relation or "").endswith("-reference") else "publication"
    )
    if base is None:
        return anchors.year_hint
    if anchors.published is None or (anchors.context and anchors.way <= 0 and not relation):
        return _story_year(meaning.month or 1, anchors.context or base, relation)
    return _year_by_tense(meaning, base.day, relation, anchors.way)


def _related_year(relation: str, anchors: Anchors) -> int | None:
    base = anchors.base("reference" if relation.endswith("reference") or relation == "that" else "publication")
    step = {"last": -1, "next": 1}.get(relation.removesuffix("-reference"), 0)
    return base.day.year + step if base else None


def _story_year(month: int, base: Point, relation: str) -> int:
    """The year in which a story that stands at ``base`` gets to the month."""
    if relation == "last":
        return base.day.year - (month >= base.day.month)
    if base.unit not in ("D", "W", "WE", "M"):
        return base.day.year
    ahead = (month - base.day.month) % 12
    if relation != "next" and 12 - ahead <= _NARRATIVE_BACK:
        ahead -= 12
    return (base.day.year * 12 + base.day.month - 1 + ahead) // 12


def _year_by_tense(meaning: CalendarDate, base: date, relation: str, way: int) -> int:
    """The year that is nearest to the publication in the direction of the tense; a past date is never after it."""
    this = (meaning.month or 1, meaning.day or 0)
    now = (base.month, base.day if meaning.day else 0)
    if relation == "this":
        return base.year
    if relation == "last":
        return base.year - (this >= now)
    if relation == "next":
        return base.year + (this <= now)
    if way < 0:
        return base.year - (this > now)
    ahead = base.year + (this < now)
    if way > 0:
        return ahead
    months = (ahead * 12 + this[0]) - (base.year * 12 + now[0])
    return ahead if months <= 6 else ahead - 1


def _weekday(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    weekday = meaning.weekday or 1
    relation = meaning.relation or ""
    base = anchors.base("reference" if relation == "that" or relation.endswith("-reference") else "publication")
    if base is None or base.unit != "D":
        value = f"XXXX-WXX-{weekday}"
        return Resolved(f"{value}T{meaning.part}", "TIME") if meaning.part else Resolved(value)
    relation = relation.removesuffix("-reference")
    if relation == "last":
        day = weekday_near(base.day - timedelta(days=1), weekday, -1)
    elif relation == "next":
        day = weekday_near(base.day + timedelta(days=1), weekday, 1)
    elif relation == "this" and anchors.way < 0:
        day = weekday_near(base.day, weekday, -1)
    else:
        day = weekday_near(base.day, weekday, 1 if relation == "this" or anchors.way >= 0 else -1)
    return _dated(day.isoformat(), "D", None, meaning.part)


def _season_or_quarter(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    name = meaning.season or meaning.quarter or ""
    if meaning.year is not None:
        return _dated(f"{year_text(meaning.year)}-{name}", "SEASON", meaning.mod, explicit=True)
    if meaning.year_relation:
        year = _related_year(meaning.year_relation, anchors)
        return _dated(f"{year:04d}-{name}", "SEASON", meaning.mod) if year else Resolved(f"XXXX-{name}")
    relation = (meaning.relation or "").removesuffix("-reference")
    base = anchors.base("reference" if relation == "that" else "publication")
    if base is None:
        return Resolved(f"XXXX-{name}")
    year = base.day.year
    days = days_of(f"{year:04d}-{name}")
    if relation == "last" or (anchors.way < 0 and anchors.published and relation != "this"):
        year -= bool(days and (days[0] > base.day or (relation == "last" and days[1] >= base.day)))
    elif relation == "next" or (anchors.way > 0 and anchors.published):
        year += bool((days and days[1] < base.day) or (days and relation == "next" and days[0] <= base.day))
    return _dated(f"{year:04d}-{name}", "SEASON", meaning.mod)


def _fixed(meaning: Fixed, anchors: Anchors) -> Resolved:
    if meaning.type == "SET":
        return Resolved(meaning.value, "SET")
    days = days_of(meaning.value)
    if meaning.value == "PRESENT_REF" and anchors.published:
        return Resolved(meaning.value, start=anchors.published, end=anchors.published)
    if days is None:
        return Resolved(meaning.value)
    start, end = narrowed(*days, meaning.mod)
    return Resolved(meaning.value, "DATE", start, end, Point(start, "DE"))


def _deictic(meaning: Deictic, anchors: Anchors) -> Resolved:
    if anchors.published is None:
        if meaning.days == 0 and meaning.part is None:
            return Resolved("PRESENT_REF")
        if anchors.reference is None or anchors.reference.unit != "D":
            return Resolved(f"XXXX-XX-XXT{meaning.part}", "TIME") if meaning.part else Resolved("XXXX-XX-XX")
    base = anchors.base("publication")
    day = shift(base.day, "D", meaning.days) if base else date.min
    return _dated(day.isoformat(), "D", None, meaning.part)


def _shifted(meaning: Shifted, anchors: Anchors) -> Resolved:
    base = anchors.base(meaning.base)
    if base is None or (meaning.base == "reference" and anchors.reference is None and meaning.count > 0):
        return Resolved(_UNKNOWN.get(meaning.unit, "XXXX"))
    if _size(base.unit) > _size(meaning.unit):
        return _within(meaning, base)
    day = shift(base.day, meaning.unit, meaning.count)
    if meaning.unit == "WE" and not meaning.count and anchors.way <= 0 and day.isoweekday() < 6:
        day = shift(day, "W", -1)
    out = _dated(unit_value(day, meaning.unit), meaning.unit, meaning.mod, meaning.part)
    if meaning.edge and out.start and out.end and out.start <= base.day <= out.end:
        start, end = (out.start, base.day) if meaning.edge < 0 else (base.day, out.end)
        return replace(out, start=start, end=end)
    return out


def _size(unit: str) -> int:
    return _SIZES.index(unit) if unit in _SIZES else -1


def _within(meaning: Shifted, base: Point) -> Resolved:
    """Such as "the next day" after "in July 1943": some day of that month."""
    unit = "M" if base.unit in ("M", "W", "WE", "F") and meaning.unit == "D" else base.unit
    value = unit_value(base.day, unit if unit not in ("SEASON", "H") else "Y")
    days = days_of(value)
    return Resolved(value, "DATE", *(days or (None, None)))


def _offset(meaning: Offset, anchors: Anchors) -> Resolved:
    if meaning.amount is None:
        return Resolved("PAST_REF" if meaning.sign < 0 else "FUTURE_REF")
    base = anchors.base(meaning.base)
    if base is None or (meaning.base == "reference" and anchors.reference is None and meaning.sign > 0):
        return Resolved(_UNKNOWN.get(meaning.unit, "XXXX-XX-XX"))
    day = shift(base.day, meaning.unit, meaning.sign * meaning.amount)
    unit = meaning.unit
    if meaning.amount != int(meaning.amount):
        unit = {"Y": "M", "M": "D", "DE": "Y", "CE": "DE"}.get(unit, unit)
    if _size(base.unit) > _size(unit):
        unit = base.unit if base.unit not in ("SEASON", "H") else "Y"
    if unit in _PARTS:
        return _dated(day.isoformat(), "D")
    if unit in ("DE", "CE"):
        unit = "Y"
    return _dated(unit_value(day, unit), unit)


def _length(meaning: Length, anchors: Anchors) -> Resolved:
    value = length_value(meaning.unit, meaning.amount)
    base = anchors.base(meaning.base)
    if not meaning.side or base is None or meaning.amount is None:
        return Resolved(value, "DURATION")
    other = shift(
        base.day, meaning.unit, meaning.side * max(meaning.amount, 24 if meaning.unit == "TH" else meaning.amount)
    )
    start, end = sorted((base.day, other))
    return Resolved(value, "DURATION", start, end)


def length_value(unit: str, amount: float | None) -> str:
    """The TIMEX3 value of a length of time: "PT24H", "P14Y", "PXM", "P2.5Y"."""
    if unit == "F":
        unit, amount = "W", None if amount is None else amount * 2
    if unit == "TH" and amount is not None and amount != int(amount):
        unit, amount = "TM", amount * 60
    figure = "X" if amount is None else f"{amount:.10g}"
    return f"PT{figure}{unit[1]}" if unit in _PARTS else f"P{figure}{unit}"


def _part_of_day(meaning: PartOfDay, anchors: Anchors) -> Resolved:
    base = anchors.base(meaning.base)
    if base is None or _size(base.unit) > 0:
        in_month = base is not None and base.unit in ("M", "W", "WE")
        day = f"{unit_value(base.day, 'M')}-XX" if base is not None and in_month else "XXXX-XX-XX"
        return Resolved(f"{day}T{meaning.part}", "TIME")
    return _dated(shift(base.day, "D", meaning.shift).isoformat(), "D", None, meaning.part)


def _feast(meaning: Feast, anchors: Anchors) -> Resolved:
    rule = lexicon().holidays[meaning.name]
    base = anchors.base("publication")
    year = meaning.year or (int(rule[:4]) if len(rule) == 10 and rule[:4].isdigit() else None)
    if year is None and base is None:
        return Resolved("XXXX-" + rule if len(rule) == 5 else "XXXX-XX-XX")
    days = feast(rule, year) if year else _feast_near(rule, base.day, anchors.way, meaning.relation) if base else None
    if days is None:
        return Resolved(f"{year:04d}-XX-XX" if year else "XXXX-XX-XX")
    start, end = narrowed(*days, meaning.mod)
    value = days[0].isoformat() if (days[1] - days[0]).days < 7 else days[0].isoformat()[:7]
    return Resolved(value, "DATE", start, end, Point(start))


def _feast_near(rule: str, base: date, way: int, relation: str | None) -> tuple[date, date] | None:
    near = [days for year in (base.year - 1, base.year, base.year + 1) if (days := feast(rule, year))]
    if relation == "this":
        return next((d for d in near if d[0].year == base.year), None)
    past = [d for d in near if (d[1] < base if relation == "last" else d[0] <= base)]
    ahead = [d for d in near if (d[0] > base if relation == "next" else d[1] >= base)]
    if relation == "next" or (way > 0 and relation != "last"):
        return ahead[0] if ahead else None
    return past[-1] if past else None


_RESOLVERS: dict[type[Meaning], Callable[..., Resolved]] = {
    CalendarDate: _calendar_date,
    Fixed: _fixed,
    Deictic: _deictic,
    Shifted: _shifted,
    Offset: _offset,
    Length: _length,
    PartOfDay: _part_of_day,
    Feast: _feast,
}
