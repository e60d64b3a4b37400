"""How many died in an incident, for formats that want one figure, or one for each class of victims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateline.export.event_data.codes import figure_of
from dateline.incidents import Incident, IncidentToll


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """The people killed in one incident.

    ``best`` is None where reports tell of deaths and give no figure that counts ("thousands", or the other side's word
    alone), 0 where none tells of any. ``low`` ≤ ``best`` ≤ ``high``; an open end is the best figure, as the formats
    have no open end. ``civilians`` + the figures of ``sides`` + ``unknown`` = ``best``. ``sides`` are combatants by the name of
    their side, ``""`` where it is not known.
    """

    low: int | None = 0
    best: int | None = 0
    high: int | None = 0
    civilians: int = 0
    sides: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class _Figure:
    low: int
    best: int
    high: int


def deaths_of(incident: Incident) -> Deaths:
    """The deaths of one incident, from its figures.

    The figure of all victims holds those of the classes. Where there is none, the classes, which have no one in common,
    are added up. Parts of a class ("three children") may overlap: alone, the largest is the lowest that is known.
    Cumulative figures are not of this incident, and never count.
    """
    tolls = [t for t in incident.tolls if t.harm == "killed" and t.scope == "incident" and t.unit == "person"]
    tolls = [t for t in tolls if t.rule != "nothing-counted"]
    if not tolls:
        return Deaths()
    whole = [t for t in tolls if t.group is None]
    everyone = _of(t for t in whole if t.victims not in ("civilian", "combatant"))
    civilians = _of(t for t in whole if t.victims == "civilian")
    fighters = [(t.side or "", f) for t in whole if t.victims == "combatant" for f in _of([t])]
    parts = _of(t for t in tolls if t.group is not None and t.within is None)
    classes = [*civilians, *(f for _, f in fighters)]
    sums = [*everyone, *_added(classes), *_overlapping(parts)]
    highest = _highest(t for t in tolls if t.within is None)
    if not sums:
        return Deaths(low=None, best=None, high=highest)
    best = max(f.best for f in sums)
    by_side: dict[str, int] = {}
    for side, figure in fighters:
        by_side[side] = by_side.get(side, 0) + figure.best
    known = sum(f.best for f in civilians)
    return Deaths(
        low=min(max(f.low for f in sums), best),
        best=best,
        high=max([f.high for f in sums] + [highest or 0]),
        civilians=known,
        sides=by_side,
        unknown=best - known - sum(by_side.values()),
    )


def _highest(tolls: Iterable[IncidentToll]) -> int | None:
    """The most that the figures leave room for: classes have no one in common, a figure of all holds them. None without any."""
    classes: list[int] = []
    others: list[int] = []
    for toll in tolls:
        if toll.high is not None or toll.best is not None:
            is_class = toll.group is None and toll.victims in ("civilian", "combatant")
            (classes if is_class else others).append(max(toll.high or 0, toll.best or 0))
    return max([*others, *([sum(classes)] if classes else [])], default=None)


def _of(tolls: Iterable[IncidentToll]) -> list[_Figure]:
    """The figures of those that give one, also as a word for a number."""
    figures = []
    for toll in tolls:
        best = toll.best if toll.best is not None else figure_of(toll.phrase)
        if best is not None:
            low = min(best, toll.low if toll.low is not None else best)
            figures.append(_Figure(low, best, max(best, toll.high or 0)))
    return figures


def _added(figures: list[_Figure]) -> list[_Figure]:
    if not figures:
        return []
    return [_Figure(sum(f.low for f in figures), sum(f.best for f in figures), sum(f.high for f in figures))]


def _overlapping(figures: list[_Figure]) -> list[_Figure]:
    if not figures:
        return []
    return [_Figure(max(f.low for f in figures), max(f.best for f in figures), sum(f.high for f in figures))]
