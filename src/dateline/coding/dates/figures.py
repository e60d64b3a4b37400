"""What a token that holds figures may be: a day, a year, a clock time, a whole date, a military date-time group."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dateline.coding.numbers import Number, number_at
from dateline.parse import Doc

FIGURE_KINDS = (
    "day", "year", "figure", "ordinal", "clock", "wholedate", "monthyear", "decade", "modyear", "span", "group", "isotime",
)  # fmt: skip
MOST_DIGITS = 15
"""A longer run of digits is a code or a mistake, and counts nothing."""

_DAY_AND_BRACKET = re.compile(r"(\d)\)")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d)?(am|pm|a\.m\.|p\.m\.)?(z)?\.?")
_HOURS = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:(z)\.?|(?:hrs|h))")
_NUMDATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_COMPACT = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)")
_WORD_DATE = re.compile(r"(\d{1,2})[-.]?([a-z]{3,9})[-.]?((?:19|20)\d\d)")
_MONTH_YEAR = re.compile(r"([a-z]{3,9})[-.]((?:19|20)\d\d)")
_DECADE = re.compile(r"(?:(early|mid|late)-)?(\d{1,3}0)s")
_MOD_YEAR = re.compile(r"(early|mid|late)-(\d{4})")
_SPAN = re.compile(r"(?:(\d{1,4})[–—](\d{1,4})|((?:19|20)\d\d)/(\d\d))")
_GROUP = re.compile(r"d?(\d\d)([01]\d|2[0-3])([0-5]\d)([a-z])(?:([a-z]{3})(\d\d(?:\d\d)?)?)?\.?")
_ISO_TIME = re.compile(r"(\d\d)t([01]\d|2[0-4]):?([0-5]\d)(?::?[0-5]\d(?:\.\d+)?)?(z)?\.?")
_MODS = {"early": "START", "mid": "MID", "late": "END"}

Months = dict[str, int]
Value = int | str | Number | tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the figures mean, and the last token that they reach."""

    kind: str
    value: Value
    last: int


def figures_at(doc: Doc, i: int, months: Months) -> Figures | None:
    """What the token, which holds a digit, means; None where that is no time, nor a number that counts units of time."""
    word = doc[i].lower_
    if word.isdecimal():
        return _plain(doc, i, word)
    for shape, read in _SHAPES:
        match = shape.fullmatch(word)
        found = read(match, i, months) if match is not None else None
        if found is not None:
            return found
    number = number_at(doc, i) if word[0].isdigit() else None
    return Figures("figure", number, number.last) if number is not None else None


def _plain(doc: Doc, i: int, word: str) -> Figures | None:
    number = number_at(doc, i)
    if number is not None and number.kind == "exact" and number.last > i:
        return Figures("figure", number, number.last)
    if len(word) > MOST_DIGITS:
        return None
    figure = int(word)
    if len(word) <= 2 and 1 <= figure <= 31:
        return Figures("day", figure, i)
    if len(word) == 4 and (figure < 2400 or word[0] == "0"):
        return Figures("year", word, i)
    if match := _COMPACT.fullmatch(word):
        return _whole(int(match[1]), int(match[2]), int(match[3]), i)
    return Figures("figure", Number(i, i, figure, figure), i)


def _whole(year: int, month: int, day: int, i: int) -> Figures | None:
    return Figures("wholedate", (year, month, day), i) if 1 <= month <= 12 and 1 <= day <= 31 else None


def date_of_figures(a: int, b: int, c: int) -> tuple[int, int, int] | None:
    """Year, month and day of three figures: year first where the first can be no day; else day first, unless only month
    first gives a date.
    """
    if a > 31:
        return (a, b, c) if 1 <= b <= 12 and 1 <= c <= 31 and a >= 1000 else None
    year = c if c > 99 else c + (2000 if c < 70 else 1900)
    if not 1000 <= year <= 2399 or a == 0:
        return None
    if 1 <= b <= 12:
        return year, b, a
    return (year, a, b) if 1 <= a <= 12 and b <= 31 else None


def _numeric_date(match: re.Match[str], i: int, _: Months) -> Figures | None:
    first, last = match[1], match[4]
    if 4 not in (len(first), len(last)) and not (match[2] == "/" and len(first) <= 2 and len(last) == 2):
        return None
    date = date_of_figures(int(first), int(match[3]), int(last))
    return Figures("wholedate", date, i) if date is not None else None


def _word_date(match: re.Match[str], i: int, months: Months) -> Figures | None:
    month = months.get(match[2])
    return _whole(int(match[3]), month, int(match[1]), i) if month else None


def _month_year(match: re.Match[str], i: int, months: Months) -> Figures | None:
    month = months.get(match[1])
    return Figures("monthyear", (int(match[2]), month), i) if month else None


def _group(match: re.Match[str], i: int, months: Months) -> Figures | None:
    """A military date-time group, DDHHMM and a zone letter, with or without its month and year: "061345DJUN10"."""
    month = months.get(match[5]) if match[5] else None
    if not 1 <= int(match[1]) <= 31 or (match[5] and month is None):
        return None
    year = int(match[6]) + (2000 if len(match[6]) == 2 else 0) if match[6] else None
    clock = f"{match[2]}:{match[3]}{military_zone(match[4])}"
    return Figures("group", (int(match[1]), clock, month, year), i)


def military_zone(letter: str) -> str:
    """The distance from UTC that a zone letter stands for, as ISO 8601 has it; "" for J, the local time."""
    if letter == "z":
        return "Z"
    if letter == "j":
        return ""
    place = "abcdefghiklm".find(letter)
    hours = place + 1 if place >= 0 else -("nopqrstuvwxy".index(letter) + 1)
    return f"{'+' if hours > 0 else '-'}{abs(hours):02d}:00"


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int, Months], Figures | None]], ...] = (
    (_DAY_AND_BRACKET, lambda m, i, _: Figures("day", int(m[1]), i) if m[1] != "0" else None),
    (_ORDINAL, lambda m, i, _: Figures("ordinal", int(m[1]), i) if 1 <= int(m[1]) <= 31 else None),
    (_CLOCK, lambda m, i, _: Figures("clock", (int(m[1]), int(m[2]), m[3], "Z" if m[4] else ""), i)),
    (_HOURS, lambda m, i, _: Figures("clock", (int(m[1]), int(m[2]), "24", "Z" if m[3] else ""), i)),
    (_NUMDATE, _numeric_date),
    (_WORD_DATE, _word_date),
    (_MONTH_YEAR, _month_year),
    (_DECADE, lambda m, i, _: Figures("decade", (_MODS.get(m[1]), int(m[2])), i)),
    (_MOD_YEAR, lambda m, i, _: Figures("modyear", (_MODS[m[1]], int(m[2])), i)),
    (_SPAN, lambda m, i, _: Figures("span", (int(m[1] or m[3]), int(m[2] or m[4])), i)),
    (_GROUP, _group),
    (_ISO_TIME, lambda m, i, _: Figures("isotime", (int(m[1]), f"{m[2]}:{m[3]}{'Z' if m[4] else ''}"), i)),
)
