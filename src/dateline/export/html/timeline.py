"""The days that a document speaks of, as bars on one line of time with the day of publication marked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.export.words.claims import Names, one_line
from dateline.export.words.days import day_words, first_day, interval_words, last_day
from dateline.records import CodedDocument

WIDTH = 420
_LEFT, _RIGHT = 14, 14
_ROW, _TOP = 40, 34
_RECENT = timedelta(days=400)
"""Days that began longer than this before publication are background, and are drawn cut off at the left edge."""
_TICK_DAYS = (1, 2, 7, 14, 31, 62, 92, 183, 366)
_SMALLEST_BAR = 6.0
_EARLIEST, _LATEST = date(1000, 1, 1), date(2999, 12, 31)
"""What lies beyond is no day that a report speaks of, and has no place on a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One day or interval: its bar, and what the document puts there; ``is_earlier`` where it began off the chart."""

    x: float
    y: float
    width: float
    is_earlier: bool
    words: str
    claims: tuple[tuple[str, str], ...]
    mentions: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """What to write beside the bar."""
        names = list(dict.fromkeys(name for _, name in (*self.claims, *self.mentions)))
        told = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
        return told if len(told) <= 52 else told[:51] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What to draw, in the units of a viewBox of WIDTH by ``height``; ``undated`` are expressions without days."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]
    published: tuple[float, str] | None
    height: int
    undated: tuple[tuple[str, str], ...]


def draw_timeline(coded: CodedDocument) -> Timeline:
    """The timeline of the document's dates and of the events' days; without rows where there is neither."""
    intervals, undated = _intervals(coded)
    if not intervals:
        return Timeline(rows=(), ticks=(), published=None, height=0, undated=tuple(undated))
    published = first_day(coded.document.published)
    scale = _Scale.over(list(intervals), published)
    rows = []
    for number, ((start, end), (claims, mentions)) in enumerate(sorted(intervals.items())):
        left, right = scale.x(start), scale.x(end + timedelta(days=1))
        rows.append(
            Row(
                x=round(left, 1),
                y=_TOP + number * _ROW,
                width=round(max(right - left, _SMALLEST_BAR), 1),
                is_earlier=start < scale.first,
                words=_words(start, end),
                claims=tuple(claims),
                mentions=tuple(mentions),
            )
        )
    mark = (round(scale.x(published), 1), day_words(published.isoformat())) if published else None
    return Timeline(
        rows=tuple(rows),
        ticks=tuple(scale.ticks()),
        published=mark,
        height=_TOP + len(rows) * _ROW + 6,
        undated=tuple(undated),
    )


_Named = list[tuple[str, str]]


def _intervals(coded: CodedDocument) -> tuple[dict[tuple[date, date], tuple[_Named, _Named]], _Named]:
    """By first and last day: the claims and the expressions (id and name) there; and the expressions without days."""
    found: dict[tuple[date, date], tuple[_Named, _Named]] = defaultdict(lambda: ([], []))
    undated: _Named = []
    names = Names(coded)
    for event in coded.events:
        days = _days(event.when.start, event.when.end)
        if days:
            found[days][0].append((event.id, names.short_events[event.id]))
    for when in coded.dates:
        days = _days(when.start, when.end)
        mention = (when.id, f"“{one_line(when.mention.text)}”")
        if days:
            found[days][1].append(mention)
        else:
            undated.append(mention)
    return dict(found), undated


def _days(start: str | None, end: str | None) -> tuple[date, date] | None:
    first, last = first_day(start) or first_day(end), last_day(end) or last_day(start)
    if first is None or last is None or not _EARLIEST <= first <= last <= _LATEST:
        return None
    return first, last


def _words(start: date, end: date) -> str:
    if start.month == start.day == 1 and (end.month, end.day) == (12, 31) and start.year == end.year:
        return str(start.year)
    return interval_words(start.isoformat(), end.isoformat())


@dataclass(frozen=True, slots=True)
class _Scale:
    """The days that the chart holds, ``first`` to ``last``, both included."""

    first: date
    last: date

    @classmethod
    def over(cls, intervals: list[tuple[date, date]], published: date | None) -> _Scale:
        reference = published or max(end for _, end in intervals)
        recent = [start for start, _ in intervals if start >= reference - _RECENT]
        starts = recent or [start for start, _ in intervals]
        ends = [end for _, end in intervals]
        first = min([*starts, reference]) if recent else min(starts)
        last = max([end for end in ends if end <= reference + _RECENT] + [reference])
        margin = timedelta(days=max((last - first).days // 20, 1))
        return cls(first - margin, last + margin)

    def x(self, day: date) -> float:
        """Where a day begins on the chart; days off the chart are at its edges."""
        share = (day - self.first) / (self.last + timedelta(days=1) - self.first)
        return _LEFT + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - _RIGHT)

    def ticks(self) -> list[tuple[float, str]]:
        """At most six days in words, at equal distances."""
        span = (self.last - self.first).days
        step = next((days for days in _TICK_DAYS if span / days <= 5), max(span // 5, 1))
        days = [self.first + timedelta(days=number) for number in range(0, span + 1, step)]
        return [(round(self.x(day), 1), self._tick_words(day, span)) for day in days if self.x(day) < WIDTH - 50]

    def _tick_words(self, day: date, span: int) -> str:
        return day_words(day.isoformat()[:7]) if span > 366 else " ".join(day_words(day.isoformat()).split()[:2])
