"""Rising figures as steps: a line for each source, from the day on which it gave a figure to its next one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 14, 30
SERIES = 6
_TICKS = 5
_STEPS = (1, 2, 5)


class Said(NamedTuple):
    """One source's figure on one day; ``counted`` is false where it was set aside."""

    who: str
    day: date
    value: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in the chart."""

    x: float
    y: float
    counted: bool
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one source: the path of its steps, and its points. ``style`` numbers its look, from 0."""

    who: str
    style: int
    path: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its words."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The chart, in the units of a viewBox of WIDTH by HEIGHT.

    ``latest`` is the path of whatever was said last, the highest of one day; ``left_out`` counts sources beyond those drawn.
    """

    latest: str
    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]
    left_out: int


def steps(said: Sequence[Said]) -> Steps | None:
    """The chart of what was said; None where fewer than two figures, or figures of one day alone, would be drawn."""
    days = sorted({s.day for s in said})
    if len(said) < 2 or len(days) < 2:
        return None
    by_source: dict[str, list[Said]] = {}
    for one in sorted(said, key=lambda s: (s.day, s.value)):
        by_source.setdefault(one.who, []).append(one)
    order = sorted(by_source, key=lambda who: (-len(by_source[who]), by_source[who][0].day, who))
    scale = _Scale(days[0], days[-1], max(s.value for s in said))
    lines = (_line(who, n, by_source[who], scale) for n, who in enumerate(order[:SERIES]))
    return Steps(
        _path(_latest(said), scale),
        tuple(lines),
        tuple(scale.days()),
        tuple(scale.values()),
        max(0, len(order) - SERIES),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    most: int

    def x(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        """Where a figure stands."""
        share = value / self._top
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    @property
    def _step(self) -> int:
        """The distance of two lines of the grid: 1, 2 or 5 times a power of ten."""
        rough = max(self.most, 1) / _TICKS
        power = 10 ** max(0, math.floor(math.log10(rough))) if rough >= 1 else 1
        return next((s * power for s in _STEPS if s * power >= rough), 10 * power)

    @property
    def _top(self) -> int:
        return max(1, math.ceil(max(self.most, 1) / self._step)) * self._step

    def values(self) -> Iterator[Tick]:
        """The lines across."""
        for value in range(0, self._top + 1, self._step):
            yield Tick(self.y(value), f"{value:,}")

    def days(self) -> Iterator[Tick]:
        """The days below."""
        length = (self.last - self.first).days
        shown = min(_TICKS, length + 1)
        for n in range(shown):
            day = date.fromordinal(self.first.toordinal() + round(n * length / max(shown - 1, 1)))
            yield Tick(self.x(day), f"{day.day} {day:%b}")


def _latest(said: Sequence[Said]) -> list[Said]:
    """The highest figure of each day among those that count, or of all where none does."""
    counted = [one for one in said if one.counted] or list(said)
    highest = {one.day: one for one in sorted(counted, key=lambda s: s.value)}
    return [highest[day] for day in sorted(highest)]


def _path(said: Sequence[Said], scale: _Scale) -> str:
    path = f"M{scale.x(said[0].day)} {scale.y(said[0].value)}"
    for one in said[1:]:
        path += f"H{scale.x(one.day)}V{scale.y(one.value)}"
    return f"{path}H{scale.x(scale.last)}"


def _line(who: str, style: int, said: Sequence[Said], scale: _Scale) -> Line:
    points = (
        Point(
            scale.x(one.day),
            scale.y(one.value),
            one.counted,
            f"{who}, {one.day.day} {one.day:%b %Y}: {one.value:,}{'' if one.counted else ' (set aside)'}",
        )
        for one in said
    )
    return Line(who, style, _path(said, scale), tuple(points))
