"""Days, and TIMEX3 values of days, weeks, months and longer units: arithmetic, and from a value to the days it covers.

Years are astronomical (1 BC is 0) and values of years before 1000 have four digits and a sign where negative.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal

from hijridate import Gregorian, Hijri

Unit = Literal["TS", "TM", "TH", "D", "W", "WE", "F", "M", "Q", "H", "SEASON", "Y", "DE", "CE", "ML"]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_MONTHS_IN = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
PARTS_OF_DAY = frozenset({"TS", "TM", "TH"})
"""Seconds, minutes and hours."""
_DAYS_IN = {"D": 1, "W": 7, "WE": 7, "F": 14}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-W(?P<week>\d\d)(?P<weekend>-WE|-(?P<weekday>\d))?|"
    r"-(?P<season>SP|SU|FA|WI)|-Q(?P<quarter>[1-4])|-H(?P<half>[12]))?(?:T.*)?"
)
_LONG = re.compile(r"\d{2,3}")


def shift(day: date, unit: str, amount: float) -> date:
    """The day moved by so many units, clipped to the month's end; days out of Python's calendar give the day itself."""
    try:
        if unit in _DAYS_IN:
            return day + timedelta(days=round(amount * _DAYS_IN[unit]))
        if unit in _MONTHS_IN:
            return _add_months(day, round(amount * _MONTHS_IN[unit]))
        seconds = {"TS": 1, "TM": 60, "TH": 3600}[unit] * amount
        return day + timedelta(days=int(seconds / 86400))
    except (OverflowError, ValueError):
        return day


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def year_text(year: int) -> str:
    """A year as ISO 8601 writes it."""
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def unit_value(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit that the day is in: "2024-W48" for its week, "2024-11" for its month."""
    iso_year, week, _ = day.isocalendar()
    if unit in ("W", "F"):
        return f"{iso_year:04d}-W{week:02d}"
    if unit == "WE":
        return f"{iso_year:04d}-W{week:02d}-WE"
    if unit == "M":
        return day.isoformat()[:7]
    if unit == "Q":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if unit == "Y":
        return f"{day.year:04d}"
    if unit == "DE":
        return f"{day.year // 10:03d}"
    if unit == "CE":
        return f"{day.year // 100:02d}"
    return day.isoformat()


def length_value(unit: str, amount: float | None) -> str:
    """The TIMEX3 value of a length of time: "PT24H", "P14Y", "PXM", "P2.5Y"."""
    if unit == "F":
        unit, amount = "W", None if amount is None else amount * 2
    if unit == "TH" and amount is not None and amount != int(amount):
        unit, amount = "TM", amount * 60
    figure = "X" if amount is None else f"{amount:.10g}"
    return f"PT{figure}{unit[1]}" if unit in PARTS_OF_DAY else f"P{figure}{unit}"


def days_of(value: str) -> tuple[date, date] | None:
    """The first and last day that a TIMEX3 value of a calendar date covers; None when it names no such days."""
    if _LONG.fullmatch(value):
        span = 10 if len(value) == 3 else 100
        start = int(value) * span
        return (date(start, 1, 1), date(start + span - 1, 12, 31)) if start else None
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        return _days_of_parts({k: v for k, v in match.groupdict().items() if v})
    except (ValueError, OverflowError):  # the last weeks of 9999 end out of Python's calendar
        return None


def _days_of_parts(parts: dict[str, str]) -> tuple[date, date]:
    year = int(parts["year"])
    if "day" in parts:
        day = date(year, int(parts["month"]), int(parts["day"]))
        return day, day
    if "month" in parts:
        return _months(year, int(parts["month"]), 1)
    if "week" in parts:
        monday = date.fromisocalendar(year, int(parts["week"]), 1)
        if "weekday" in parts:
            day = monday + timedelta(days=int(parts["weekday"]) - 1)
            return day, day
        return monday + timedelta(days=5 if "weekend" in parts else 0), monday + timedelta(days=6)
    if "season" in parts:
        return _months(year, SEASONS[parts["season"]], 3)
    if "quarter" in parts:
        return _months(year, int(parts["quarter"]) * 3 - 2, 3)
    if "half" in parts:
        return _months(year, int(parts["half"]) * 6 - 5, 6)
    return date(year, 1, 1), date(year, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = date(year, month, 1)
    return first, _add_months(first, count) - timedelta(days=1)


def narrowed(start: date, end: date, mod: str | None) -> tuple[date, date]:
    """The first, middle or last third of a stretch longer than a week, for "early", "mid" and "late"; for "around", a
    third more to either side, a day at least.
    """
    length = (end - start).days + 1
    third = length // 3
    if mod == "APPROX":
        return shift(start, "D", -max(third, 1)), shift(end, "D", max(third, 1))
    if mod not in ("START", "MID", "END") or length <= 7:
        return start, end
    if mod == "START":
        return start, start + timedelta(days=third - 1)
    if mod == "END":
        return end - timedelta(days=third - 1), end
    return start + timedelta(days=third), end - timedelta(days=third)


def weekday_near(day: date, weekday: int, direction: int) -> date:
    """The latest such weekday (1 Monday to 7 Sunday) up to the day, it included; the next one for direction +1."""
    back = (day.isoweekday() - weekday) % 7
    ahead = (weekday - day.isoweekday()) % 7
    return shift(day, "D", ahead if direction > 0 else -back)


def feast_days(rule: str, year: int) -> tuple[date, date] | None:
    """The days of a feast in a year of ours, by its rule (see holidays.yaml); None when that cannot be said."""
    if not 1 <= year < 9999:
        return None
    if rule.startswith("easter"):
        day = easter(year) + timedelta(days=int(rule.removeprefix("easter")))
        return day, day
    if rule.startswith("orthodox"):
        day = orthodox_easter(year) + timedelta(days=int(rule.removeprefix("orthodox")))
        return day, day
    if rule.startswith("hijri"):
        return _islamic(rule.removeprefix("hijri").strip(), year)
    if rule.startswith("weekday"):
        day = _nth_weekday(year, rule.removeprefix("weekday").strip())
        return day, day
    if len(rule) == 10:
        day = date.fromisoformat(rule)
        return day, day
    day = date(year, int(rule[:2]), int(rule[3:]))
    return day, day


def _nth_weekday(year: int, rule: str) -> date:
    """The day of a rule such as "11-4 4", the fourth Thursday of November; "05-1 -1" is the last Monday of May."""
    of_month, _, number = rule.partition(" ")
    month, _, weekday = of_month.partition("-")
    first, last = _months(year, int(month), 1)
    if int(number) < 0:
        return weekday_near(last, int(weekday), -1)
    return shift(weekday_near(first, int(weekday), 1), "W", int(number) - 1)


def hijri_days(month: int, year: int, day: int | None = None) -> tuple[date, date] | None:
    """The days of a month, or of one of its days, in a year of the Hijra (1343 to 1500); None where there are none."""
    if not 1343 <= year <= 1500:
        return None
    length = Hijri(year, month, 1).month_length()
    if day is not None and not 1 <= day <= length:
        return None
    first = Hijri(year, month, day or 1).to_gregorian()
    start = date(first.year, first.month, first.day)
    return start, start + timedelta(days=0 if day else length - 1)


def hijri_rule(rule: str) -> tuple[int, int | None]:
    """Month and day, where there is one, of a rule such as "hijri 09-27"."""
    month, _, day = rule.removeprefix("hijri").strip().partition(" +")[0].partition("-")
    return int(month), int(day) if day else None


def easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian computus."""
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Eastern Easter Sunday in our calendar, by the Julian computus; for years from 1900 to 2099."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _islamic(rule: str, year: int) -> tuple[date, date] | None:
    on, _, length = rule.partition(" +")
    month, _, day_of_month = on.partition("-")
    if not 1925 <= year <= 2076:
        return None
    for hijri_year in (Gregorian(year, 1, 1).to_hijri().year, Gregorian(year, 12, 31).to_hijri().year):
        first = Hijri(hijri_year, int(month), int(day_of_month or 1)).to_gregorian()
        if first.year == year:
            start = date(first.year, first.month, first.day)
            days = int(length) if length else 1 if day_of_month else Hijri(hijri_year, int(month), 1).month_length()
            return start, start + timedelta(days=days - 1)
    return None
