"""How counts and sums are laid out as drawings: bars of stretches of time, and bands from low to high.

A drawing has no numbers of its own: a table with the same figures stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.brief.record import Amount
from dateline.brief.words import amount_words
from dateline.serve.geo.kinds import KINDS, Kind
from dateline.store.overview import Bin, Figures, Level

KIND_OF: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
_MOST: tuple[tuple[Level, int], ...] = (("day", 93), ("week", 740), ("month", 3660))
"""Up to so many days a level is shown; beyond, the next one."""
_OUTSIDE = 0.01
"""So much of the incidents may lie before the first bar, and after the last: one wrong year leaves room for the others."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar, from the bottom ``y`` up, in hundredths of the highest bar."""

    kind: Kind
    incidents: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time, its incidents by kind, and its last day."""

    day: date
    until: date
    words: str
    incidents: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars side by side: ``most`` is what the highest stands for; so many incidents lie ``before`` and ``after`` them."""

    level: Level
    bars: tuple[Bar, ...]
    kinds: tuple[Kind, ...]
    most: int
    before: int
    after: int

    def row(self, bar: Bar) -> list[int]:
        """How many incidents of each kind the bar has."""
        held = {part.kind.id: part.incidents for part in bar.parts}
        return [held.get(kind.id, 0) for kind in self.kinds]


def level_for(months: Sequence[Bin]) -> Level:
    """The level at which incidents that are counted by month are well seen."""
    if not months:
        return "day"
    first, last = middle(months)
    span = (next_of(last, "month") - first).days
    return next((level for level, most in _MOST if span <= most), "year")


def bars_of(bins: Sequence[Bin], level: Level) -> Bars:
    """The bars of counted incidents, with the empty ones between."""
    if not bins:
        return Bars(level, (), (), 0, 0, 0)
    first, last = middle(bins)
    held: dict[date, dict[str, int]] = {}
    for item in bins:
        held.setdefault(item.day, {})[item.kind] = item.incidents
    days = _between(first, last, level)
    shown = {item.kind for item in bins if first <= item.day <= last}
    kinds = tuple(kind for kind in KINDS if kind.name in shown)
    most = max(sum(held.get(day, {}).values()) for day in days)
    return Bars(
        level=level,
        bars=tuple(_bar(day, level, held.get(day, {}), kinds, most) for day in days),
        kinds=kinds,
        most=most,
        before=sum(item.incidents for item in bins if item.day < first),
        after=sum(item.incidents for item in bins if item.day > last),
    )


def _bar(day: date, level: Level, held: Mapping[str, int], kinds: Sequence[Kind], most: int) -> Bar:
    parts, below = [], 0
    for kind in kinds:
        if count := held.get(kind.name, 0):
            parts.append(Part(kind, count, 100 - 100 * (below + count) / most, 100 * count / most))
            below += count
    until = next_of(day, level) - timedelta(days=1)
    return Bar(day, until, stretch_words(day, level), below, tuple(parts))


def stretch_words(day: date, level: Level) -> str:
    """A stretch of time in words: "3 Dec 2024", "week of 2 Dec 2024", "Dec 2024", "2024"."""
    from dateline.export.words.days import day_words

    if level == "week":
        return f"week of {day_words(day.isoformat())}"
    return day_words(day.isoformat()[: {"day": 10, "month": 7, "year": 4}[level]])


def next_of(day: date, level: Level) -> date:
    """The first day of the next stretch."""
    if level in ("day", "week"):
        return day + timedelta(days=1 if level == "day" else 7)
    return date(day.year + (level == "year" or day.month == 12), 1 if level == "year" else day.month % 12 + 1, 1)


def _between(first: date, last: date, level: Level) -> list[date]:
    days = [first]
    while days[-1] < last:
        days.append(next_of(days[-1], level))
    return days


def middle(bins: Sequence[Bin]) -> tuple[date, date]:
    """The first and last stretch without those that hold next to nothing far out. There is at least one."""
    spare = int(sum(item.incidents for item in bins) * _OUTSIDE)
    return _beyond(bins, spare), _beyond(list(reversed(bins)), spare)


def _beyond(bins: Sequence[Bin], spare: int) -> date:
    passed = 0
    for item in bins:
        passed += item.incidents
        if passed > spare:
            return item.day
    return bins[-1].day


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sum of a harm in words, and as a band in hundredths of the width: ``open`` at the top where no bound is known."""

    harm: str
    figures: Figures
    words: str
    low: float
    best: float | None
    width: float
    open: bool


def drawn_figures(figures: Mapping[str, Figures], harms: Sequence[str]) -> list[Drawn]:
    """The sums of these harms, the largest first, on one scale."""
    found = [(harm, figures[harm]) for harm in harms if harm in figures]
    top = max((_top(sums) for _, sums in found), default=0) or 1
    made = [_drawn(harm, sums, top) for harm, sums in found]
    return sorted(made, key=lambda one: (-_top(one.figures), one.harm))


def _drawn(harm: str, sums: Figures, top: int) -> Drawn:
    low, width = 92 * sums.low / top, 92 * (_top(sums) - sums.low) / top
    best = None if sums.best is None else 92 * sums.best / top
    open_ = sums.incidents > 0 and sums.high is None
    return Drawn(harm, sums, figures_words(sums), low, best, width, open_)


def _top(sums: Figures) -> int:
    return max(sums.high or 0, sums.best or 0, sums.low)


def figures_words(sums: Figures) -> str:
    """A sum in words: "1,204", "1,100 to 1,500 (best-founded figure: 1,204)", "at least 88"."""
    if not sums.incidents:
        return "no figure"
    return amount_words(Amount(low=sums.low, best=sums.best, high=sums.high))
