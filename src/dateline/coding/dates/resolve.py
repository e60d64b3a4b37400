"""From what an expression means to its value: read against the publication day, or the date that the story stands
under.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dateline.coding.dates.anchors import Anchors, Point, Resolved, dated
from dateline.coding.dates.calendars import PARTS_OF_DAY, days_of, length_value, shift, unit_value
from dateline.coding.dates.expressions import (
    CalendarDate,
    Deictic,
    Feast,
    Fixed,
    Length,
    Meaning,
    Offset,
    PartOf,
    PartOfDay,
    Shifted,
)
from dateline.coding.dates.resolve_calendar import calendar_date, feast, fixed, part_of

_SIZES = ("D", "W", "WE", "F", "M", "Q", "H", "SEASON", "Y", "DE", "CE", "ML")
_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "F": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
}


def resolve(meaning: Meaning, anchors: Anchors) -> Resolved:
    """The value of the meaning against the anchors. Of a stretch the two dates are resolved, not the stretch."""
    return _RESOLVERS[type(meaning)](meaning, anchors)


def _deictic(meaning: Deictic, anchors: Anchors) -> Resolved:
    if anchors.published is None:
        if meaning.days == 0 and meaning.part is None:
            return Resolved("PRESENT_REF")
        if anchors.reference is None or anchors.reference.unit != "D":
            return Resolved(f"XXXX-XX-XXT{meaning.part}", "TIME") if meaning.part else Resolved("XXXX-XX-XX")
    base = anchors.base("publication")
    day = shift(base.day, "D", meaning.days) if base else date.min
    out = dated(day.isoformat(), "D", None, meaning.part)
    # "Last night" and "overnight" end on the day that tells of them.
    return replace(out, end=base.day) if base and meaning.days == -1 and meaning.part == "NI" else out


def _shifted(meaning: Shifted, anchors: Anchors) -> Resolved:
    base = anchors.base(meaning.base)
    unknown = meaning.base == "reference" and anchors.reference is None and meaning.count > 0 and anchors.way <= 0
    if base is None or unknown:
        return Resolved(_UNKNOWN.get(meaning.unit, "XXXX"))
    if _size(base.unit) > _size(meaning.unit):
        return _within(meaning, base)
    day = shift(base.day, meaning.unit, meaning.count)
    if meaning.unit == "WE" and not meaning.count and anchors.way <= 0 and day.isoweekday() < 6:
        day = shift(day, "W", -1)
    out = dated(unit_value(day, meaning.unit), meaning.unit, meaning.mod, meaning.part)
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
    base = anchors.base(meaning.base)
    if meaning.amount is None:
        if meaning.unit in PARTS_OF_DAY and meaning.base == "reference" and base is not None and base.unit == "D":
            return dated(base.day.isoformat(), "D")
        return Resolved("PAST_REF" if meaning.sign < 0 else "FUTURE_REF")
    if base is None or (meaning.base == "reference" and anchors.reference is None and meaning.sign > 0):
        return Resolved(_UNKNOWN.get(meaning.unit, "XXXX-XX-XX"))
    day = shift(base.day, meaning.unit, meaning.sign * meaning.amount)
    unit = meaning.unit
    if meaning.amount != int(meaning.amount):
        unit = {"Y": "M", "M": "D", "DE": "Y", "CE": "DE"}.get(unit, unit)
    if _size(base.unit) > _size(unit):
        unit = base.unit if base.unit not in ("SEASON", "H") else "Y"
    if unit in PARTS_OF_DAY:
        return dated(day.isoformat(), "D")
    if unit in ("DE", "CE"):
        unit = "Y"
    return dated(unit_value(day, unit), unit)


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


def _part_of_day(meaning: PartOfDay, anchors: Anchors) -> Resolved:
    base = anchors.base(meaning.base)
    if base is None or _size(base.unit) > 0:
        in_month = base is not None and base.unit in ("M", "W", "WE")
        day = f"{unit_value(base.day, 'M')}-XX" if base is not None and in_month else "XXXX-XX-XX"
        return Resolved(f"{day}T{meaning.part}", "TIME")
    return dated(shift(base.day, "D", meaning.shift).isoformat(), "D", None, meaning.part)


def _part_of(meaning: PartOf, anchors: Anchors) -> Resolved:
    return part_of(meaning, resolve(meaning.whole, anchors))


_RESOLVERS: dict[type[Meaning], Callable[..., Resolved]] = {
    CalendarDate: calendar_date,
    Fixed: fixed,
    Deictic: _deictic,
    Shifted: _shifted,
    Offset: _offset,
    Length: _length,
    PartOfDay: _part_of_day,
    Feast: feast,
    PartOf: _part_of,
}
