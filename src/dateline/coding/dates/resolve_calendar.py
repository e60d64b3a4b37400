"""The values of what the calendar names: days, months, years, seasons, quarters, weekdays, feasts, and parts of them."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.coding.dates.anchors import Anchors, Point, Resolved, dated
from dateline.coding.dates.calendars import (
    days_of,
    feast_days,
    hijri_days,
    hijri_rule,
    length_value,
    narrowed,
    shift,
    unit_value,
    weekday_near,
    year_text,
)
from dateline.coding.dates.expressions import CalendarDate, Feast, Fixed, PartOf
from dateline.coding.dates.lexicon import lexicon

_NARRATIVE_BACK = 5
"""How many months back a month without a year may lie in a story; else it is the next one."""


def calendar_date(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    """The value of a day, month, season, quarter, weekday or year."""
    if meaning.day is not None and meaning.month is None:
        return _day_alone(meaning, anchors)
    if meaning.day is not None or meaning.month is not None:
        return _month_or_day(meaning, anchors)
    if meaning.weekday is not None:
        return _weekday(meaning, anchors)
    if meaning.season is not None or meaning.quarter is not None:
        return _season_or_quarter(meaning, anchors)
    return dated(year_text(meaning.year or 0), "Y", meaning.mod, explicit=True)


def _month_or_day(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    year = meaning.year if meaning.year is not None else _year_for(meaning, anchors)
    tail = f"-{meaning.month:02d}" + (f"-{meaning.day:02d}" if meaning.day else "")
    if year is None:
        return Resolved(
            "XXXX" + tail + (f"T{meaning.part}" if meaning.part else ""), "TIME" if meaning.part else "DATE"
        )
    unit = "D" if meaning.day else "M"
    return dated(year_text(year) + tail, unit, meaning.mod, meaning.part, explicit=meaning.year is not None)


def _day_alone(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    """The day of the month that is nearest to where the story stands, in the direction of the tense."""
    part = f"T{meaning.part}" if meaning.part else ""
    base = anchors.base("reference") if anchors.way <= 0 else anchors.base("publication")
    if base is None or base.unit not in ("D", "M"):
        return Resolved(f"XXXX-XX-{meaning.day:02d}{part}", "TIME" if part else "DATE")
    near = [_in_month(shift(base.day.replace(day=1), "M", step), meaning.day or 1) for step in (-1, 0, 1)]
    days = [day for day in near if day is not None]
    if base.unit == "M":
        days = [day for day in days if day.month == base.day.month]
    elif anchors.way > 0:
        days = [day for day in days if day >= base.day]
    elif anchors.published is not None:
        days = [day for day in days if day <= anchors.published]
    if not days:
        return Resolved(f"XXXX-XX-{meaning.day:02d}{part}", "TIME" if part else "DATE")
    return dated(min(days, key=lambda day: abs((day - base.day).days)).isoformat(), "D", meaning.mod, meaning.part)


def _in_month(month: date, day: int) -> date | None:
    try:
        return month.replace(day=day)
    except ValueError:
        return None


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
    day = shift(day, "W", -meaning.weeks)
    return dated(day.isoformat(), "D", None, meaning.part)


def _season_or_quarter(meaning: CalendarDate, anchors: Anchors) -> Resolved:
    name = meaning.season or meaning.quarter or ""
    if meaning.year is not None:
        return dated(f"{year_text(meaning.year)}-{name}", "SEASON", meaning.mod, explicit=True)
    if meaning.year_relation:
        year = _related_year(meaning.year_relation, anchors)
        return dated(f"{year:04d}-{name}", "SEASON", meaning.mod) if year else Resolved(f"XXXX-{name}")
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
    return dated(f"{year:04d}-{name}", "SEASON", meaning.mod)


def fixed(meaning: Fixed, anchors: Anchors) -> Resolved:
    """The value that the words name by themselves."""
    if meaning.type == "SET":
        return Resolved(meaning.value, "SET")
    days = days_of(meaning.value)
    if meaning.value == "PRESENT_REF" and anchors.published:
        return Resolved(meaning.value, start=anchors.published, end=anchors.published)
    if days is None:
        return Resolved(meaning.value)
    start, end = narrowed(*days, meaning.mod)
    return Resolved(meaning.value, "DATE", start, end, Point(start, "DE"))


def feast(meaning: Feast, anchors: Anchors) -> Resolved:
    """The value of a feast, or of a month of the Islamic calendar or a day of it."""
    rule = lexicon().holidays[meaning.name]
    base = anchors.base("publication")
    year = meaning.year or (int(rule[:4]) if len(rule) == 10 and rule[:4].isdigit() else None)
    if year is None and base is None:
        return Resolved("XXXX-" + rule if len(rule) == 5 else "XXXX-XX-XX")
    if meaning.hegira or meaning.day:
        days = _hegira(rule, meaning, base)
    elif year:
        days = feast_days(rule, year)
    else:
        days = _feast_near(rule, base.day, anchors.way, meaning.relation) if base else None
    if days is None:
        return Resolved(f"{year:04d}-XX-XX" if year and not meaning.hegira else "XXXX-XX-XX")
    start, end = narrowed(*days, meaning.mod)
    month = (days[1] - days[0]).days >= 7
    value = days[0].isoformat()[:7] if month else days[0].isoformat()
    return Resolved(value, "DATE", start, end, Point(start, "M" if month else "D"))


def _hegira(rule: str, meaning: Feast, base: Point | None) -> tuple[date, date] | None:
    """The days of a feast, month or day in a year of the Hijra; in the one that the anchor is in where none is said."""
    month, day = hijri_rule(rule)
    if meaning.year is not None and meaning.hegira:
        return hijri_days(month, meaning.year, meaning.day or day)
    year = meaning.year or (base.day.year if base else None)
    days = feast_days(rule, year) if year else None
    if days is None or meaning.day is None:
        return days
    start = shift(days[0], "D", meaning.day - 1)
    return (start, start) if start <= days[1] else None


def _feast_near(rule: str, base: date, way: int, relation: str | None) -> tuple[date, date] | None:
    near = [days for year in (base.year - 1, base.year, base.year + 1) if (days := feast_days(rule, year))]
    if relation == "this":
        return next((d for d in near if d[0].year == base.year), None)
    past = [d for d in near if (d[1] < base if relation == "last" else d[0] <= base)]
    ahead = [d for d in near if (d[0] > base if relation == "next" else d[1] >= base)]
    if relation == "next" or (way > 0 and relation != "last"):
        return ahead[0] if ahead else None
    return past[-1] if past else None


def part_of(meaning: PartOf, whole: Resolved) -> Resolved:
    """The value of a part, from what the whole is resolved to."""
    if whole.start is None or whole.end is None:
        return Resolved("XXXX-XX-XX" if meaning.unit == "D" else "XXXX")
    days = _part_days(meaning, whole.start, whole.end)
    if days is None:
        return Resolved(whole.value, "DATE", whole.start, whole.end)
    start, end = days
    if meaning.count is not None:
        return Resolved(length_value(meaning.unit, meaning.count), "DURATION", start, end)
    if meaning.unit == "HALF":
        return Resolved(whole.value, "DATE", start, end, Point(start, "M"))
    unit = "D" if meaning.unit.isdigit() else meaning.unit
    # Seven days that are no week of the calendar are called by the week that most of them are in.
    return Resolved(unit_value(start + (end - start) // 2, unit), "DATE", start, end, Point(start, unit))


def _part_days(meaning: PartOf, first: date, last: date) -> tuple[date, date] | None:
    """The first and last day of the part; None where the whole has no such part."""
    ordinal, unit, count = meaning.ordinal, meaning.unit, meaning.count
    if unit == "HALF":
        middle = first + timedelta(days=((last - first).days + 1) // 2 - 1)
        return (first, middle) if ordinal == 1 else (middle + timedelta(days=1), last)
    if unit.isdigit():
        day = weekday_near(first, int(unit), 1) if ordinal > 0 else weekday_near(last, int(unit), -1)
        day = shift(day, "W", max(ordinal - 1, 0))
        return (day, day) if first <= day <= last else None
    if ordinal < 0:
        end = last
        start = shift(last + timedelta(days=1), unit, -(count or 1))
    else:
        start = shift(first, unit, (ordinal - 1) * (count or 1))
        end = shift(start, unit, count or 1) - timedelta(days=1)
    return (start, end) if first <= start <= end <= last else None
