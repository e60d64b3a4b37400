"""What the map is sent of many thousand incidents: columns of whole numbers, with lists of what they stand for.

A hundred thousand incidents come to a megabyte, packed. The same points make the tables beside the map.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from dateline.serve.geo.kinds import COUNTRY, GRADES, KINDS
from dateline.store import Store
from dateline.store.points import Found, Point, Points

DEGREE = 10_000
_KEPT = 400_000
"""So many points are held in memory, of all that were asked for of late."""
_COUNTS, _REVIEWED, _TWICE = 1, 2, 4
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Sent:
    """The points of a query, and their payload, packed by gzip; ``etag`` is another one whenever they are."""

    found: Found
    packed: bytes
    etag: str
    bounds: tuple[float, float, float, float] | None
    """West, south, east, north around nearly all that are drawn: one stray place far off does not make the rest small."""
    areas: tuple[AreaCount, ...]
    """The first-level areas of all of them."""
    drawn: int

    def text(self) -> bytes:
        """The payload as it is, for who takes no gzip."""
        return gzip.decompress(self.packed)


class Cache:
    """Payloads by store, its version and conditions: those asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Sent] = OrderedDict()
        self._lock = Lock()

    def sent(self, store: Store, conditions: dict[str, Any]) -> Sent:
        """The points of the store under these conditions."""
        version = Points(store).version()
        key = (store.where, version, tuple(sorted(conditions.items())))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = Points(store).found(**conditions)
        text = json.dumps(encoded(found), ensure_ascii=False, separators=(",", ":"))
        etag = hashlib.sha256(repr(key).encode("utf-8", "replace")).hexdigest()[:24]
        packed = gzip.compress(text.encode("utf-8", "replace"), 5, mtime=0)
        points = [point for point in found.points if drawn(point)]
        made = Sent(found, packed, f'"{etag}"', _bounds(points), tuple(by_area(points)), len(points))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > 1 and sum(len(kept.found.points) for kept in self._kept.values()) > _KEPT:
                self._kept.popitem(last=False)
        return made


def _bounds(points: Sequence[Point]) -> tuple[float, float, float, float] | None:
    """West, south, east, north around nearly all of the points; None where there are none."""
    if not points:
        return None
    (south, north), (west, east) = (
        _nearly_all([at for p in points if (at := getattr(p, axis)) is not None]) for axis in ("lat", "lon")
    )
    return west, south, east, north


def _nearly_all(values: list[float]) -> tuple[float, float]:
    values.sort()
    cut = len(values) // 100
    return values[cut], values[-1 - cut]


def drawn(point: Point) -> bool:
    """Whether the map can show the incident as a point or an area. A summary stands for several happenings: it cannot."""
    return point.lat is not None and (point.precision or 1) < COUNTRY and not point.summary


def encoded(found: Found) -> dict[str, Any]:
    """The points that can be drawn, as columns; ``left`` counts those that cannot."""
    points = [point for point in found.points if drawn(point)]
    places, areas = _Listed(), _Listed()
    start = min((point.first for point in points), default=date.min.toordinal())
    kinds = {kind.name: n for n, kind in enumerate(KINDS)}
    grades = {grade: n for n, (grade, _) in enumerate(GRADES)}
    other = len(KINDS) - 1
    return {
        "start": date.fromordinal(start).isoformat(),
        "kinds": [kind.id for kind in KINDS],
        "grades": [grade for grade, _ in GRADES],
        "more": found.more,
        "left": len(found.points) - len(points),
        "columns": {
            "number": [p.number for p in points],
            "first": [p.first - start for p in points],
            "last": [p.last - p.first for p in points],
            "kind": [kinds.get(p.kind, other) for p in points],
            "grade": [grades[p.grade] for p in points],
            "lat": [round((p.lat or 0) * DEGREE) for p in points],
            "lon": [round((p.lon or 0) * DEGREE) for p in points],
            "precision": [p.precision or 1 for p in points],
            "killed": [_figure(p) for p in points],
            "place": [places.number(p.place) for p in points],
            "area": [areas.number(area_key(p)) for p in points],
            "flags": [_COUNTS * p.counts | _REVIEWED * p.reviewed | _TWICE * p.twice for p in points],
        },
        "places": places.items,
        "areas": areas.items,
    }


def area_key(point: Point) -> str:
    """The first-level area as the outlines name it: "SYR/Aleppo"; empty where it is not known."""
    return f"{point.country}/{point.admin1}" if point.country and point.admin1 else ""


def _figure(point: Point) -> int:
    if point.best is not None:
        return point.best
    return _UNKNOWN if not point.low else point.low


class _Listed:
    """Each item once, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, item: str) -> int:
        """The number of the item in the list."""
        return self._numbers.setdefault(item, len(self._numbers))

    @property
    def items(self) -> list[str]:
        """The list."""
        return list(self._numbers)


@dataclass(frozen=True, slots=True)
class AreaCount:
    """A first-level area with its incidents and the figures of people killed that add up, in the days that are shown."""

    name: str
    country: str
    incidents: int
    killed: int


def by_area(points: Iterable[Point]) -> list[AreaCount]:
    """The areas of incidents that count, those with the most first."""
    counts: Counter[tuple[str, str]] = Counter()
    killed: Counter[tuple[str, str]] = Counter()
    for point in points:
        if point.counts and drawn(point) and point.admin1:
            key = (point.country, point.admin1)
            counts[key] += 1
            killed[key] += 0 if point.twice else max(_figure(point), 0)
    made = [AreaCount(area, country, n, killed[country, area]) for (country, area), n in counts.items()]
    return sorted(made, key=lambda a: (-a.incidents, -a.killed, a.country, a.name))


def within(points: Sequence[Point], first: date | None, last: date | None) -> Sequence[Point]:
    """Those that may have happened from one day to another, both included."""
    low = first.toordinal() if first else 0
    high = last.toordinal() if last else date.max.toordinal()
    return [point for point in points if point.last >= low and point.first <= high]
