"""Incidents by month as bars, drawn by the server; a table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateline.export.words.days import day_words
from dateline.store.overview import Bin

WIDTH, HEIGHT = 640, 120
_LEFT, _BOTTOM, _TOP = 34, 20, 10
_MOST = 120
"""The latest months that are drawn; the table has them all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A month; in the units of a viewBox of WIDTH by HEIGHT."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars, the words under the first and the last of them, and the highest number."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    most: int
    left_out: int
    table: tuple[tuple[str, int], ...]


def month_bars(bins: Sequence[Bin]) -> Bars | None:
    """The bars of what was counted by month and kind; None where nothing was."""
    counts: dict[date, int] = {}
    for one in bins:
        counts[one.day] = counts.get(one.day, 0) + one.incidents
    if not counts:
        return None
    first, last = min(counts), max(counts)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    shown = min(months, _MOST)
    start = _add(last, 1 - shown)
    most = max(count for day, count in counts.items() if day >= start)
    step = (WIDTH - _LEFT) / max(shown, 12)
    bars = []
    for n in range(shown):
        day = _add(start, n)
        if count := counts.get(day):
            height = round(count / most * (HEIGHT - _BOTTOM - _TOP), 1)
            x, words = round(_LEFT + n * step, 1), f"{_words(day)}: {count:,}"
            bars.append(Bar(x, HEIGHT - _BOTTOM - height, round(max(step - 1, 1), 1), height, words))
    table = tuple((_words(day), counts[day]) for day in sorted(counts, reverse=True))
    return Bars(tuple(bars), _words(start), _words(last), most, months - shown, table)


def _add(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _words(day: date) -> str:
    return day_words(f"{day:%Y-%m}")
