"""What the map is sent of many thousand incidents: columns of whole numbers, with lists of what they stand for.

Incidents of the same place share a spot, so that each is a handful of small numbers: a hundred thousand come to some
hundred kilobytes, packed. The same points make the tables beside the map.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from dateline.serve.geo.kinds import COUNTRY, GRADES, KINDS
from dateline.store.points import COUNTS, SUMMARY, TWICE, UNKNOWN, Columns, Numbers, Spot

DEGREE = 10_000


class Payload:
    """What is sent of some points: written when it is first asked for, and once."""

    def __init__(self, points: Columns, etag: str) -> None:
        self.etag = etag
        self._points = points
        self._lock = Lock()

    def written(self) -> bytes:
        """As JSON, packed by gzip."""
        with self._lock:
            return self._packed

    @cached_property
    def _packed(self) -> bytes:
        text = json.dumps(encoded(self._points), ensure_ascii=False, separators=(",", ":"))
        return gzip.compress(text.encode("utf-8", "replace"), 5, mtime=0)


def packed(request: Request, payload: Payload, headers: Mapping[str, str]) -> Response:
    """The response that holds the payload, as the asker takes it; without a body where the asker has it already."""
    headers = {"etag": payload.etag, "vary": "accept-encoding", **headers}
    if payload.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(payload.written()), media_type="application/json", headers=headers)
    return Response(payload.written(), media_type="application/json", headers={**headers, "content-encoding": "gzip"})


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The points of a query, the newest first, and what is said of all of them.

    ``bounds`` are west, south, east, north around nearly all that are drawn: one stray place far off does not make the rest
    small. ``areas`` are their first-level areas, ``drawn`` is how many the map can show. ``late`` says that the store has
    changed since they were read.
    """

    points: Columns
    payload: Payload
    bounds: tuple[float, float, float, float] | None
    areas: tuple[AreaCount, ...]
    drawn: int
    late: bool = False

    @classmethod
    def made(cls, points: Columns, key: Any) -> Shown:
        """What is shown of the points of a key, which holds their version."""
        etag = hashlib.sha256(repr(key).encode("utf-8", "replace")).hexdigest()[:24]
        return cls(
            points, Payload(points, f'"{etag}"'), bounds(points), tuple(by_area(points)), int(drawn(points).sum())
        )

    def of(self, *, late: bool) -> Shown:
        """The same, late or not."""
        return self if late == self.late else replace(self, late=late)


def drawn(points: Columns) -> Numbers:
    """Which of the incidents the map can show as a point or an area. A summary stands for several happenings: it cannot."""
    located = ~np.isnan(points.lat) & (points.precision < COUNTRY)
    mask: Numbers = located[points.spot] & (points.flags & SUMMARY == 0)
    return mask


def bounds(points: Columns) -> tuple[float, float, float, float] | None:
    """West, south, east, north around nearly all of the points that are drawn; None where there are none."""
    spots = points.spot[drawn(points)]
    if not len(spots):
        return None
    cut = len(spots) // 100
    lat, lon = np.sort(points.lat[spots]), np.sort(points.lon[spots])
    return float(lon[cut]), float(lat[cut]), float(lon[-1 - cut]), float(lat[-1 - cut])


def encoded(points: Columns) -> dict[str, Any]:
    """The points that can be drawn, as columns; ``left`` counts those that cannot. ``spots`` has columns of its own."""
    shown = points.at(drawn(points))
    spots, spot = np.unique(shown.spot, return_inverse=True)
    where = [points.spots[n] for n in spots]
    areas: dict[str, int] = {}
    start = int(shown.first.min()) if len(shown) else date.min.toordinal()
    columns = {
        "number": shown.number, "first": shown.first - start, "last": shown.last - shown.first,
        "kind": _renumbered(shown.kind, shown.kinds, [kind.name for kind in KINDS]),
        "grade": _renumbered(shown.grade, shown.grades, [grade for grade, _ in GRADES]),
        "spot": spot, "killed": figures(shown), "flags": shown.flags,
    }  # fmt: skip
    return {
        "start": date.fromordinal(start).isoformat(),
        "kinds": [kind.id for kind in KINDS],
        "grades": [grade for grade, _ in GRADES],
        "more": points.more,
        "left": len(points) - len(shown),
        "columns": {name: column.tolist() for name, column in columns.items()},
        "spots": {
            "lat": [round((one.lat or 0) * DEGREE) for one in where],
            "lon": [round((one.lon or 0) * DEGREE) for one in where],
            "precision": [one.precision or 1 for one in where],
            "place": [one.place for one in where],
            "area": [areas.setdefault(area_key(one), len(areas)) for one in where],
        },
        "areas": list(areas),
    }


def _renumbered(column: Numbers, names: Sequence[str], wanted: Sequence[str]) -> Numbers:
    """The column with the numbers that the names have in another list; those that are not there get its last one."""
    places = {name: n for n, name in enumerate(wanted)}
    new = np.array([places.get(name, len(wanted) - 1) for name in names] or [0], np.int64)
    found: Numbers = new[column]
    return found


def area_key(spot: Spot) -> str:
    """The first-level area as the outlines name it: "SYR/Aleppo"; empty where it is not known."""
    return f"{spot.country}/{spot.admin1}" if spot.country and spot.admin1 else ""


def figures(points: Columns) -> Numbers:
    """The people killed in each: the best figure, or the least that is known."""
    low = np.where(points.low > 0, points.low, UNKNOWN)
    return np.where(points.best != UNKNOWN, points.best, low)


@dataclass(frozen=True, slots=True)
class AreaCount:
    """A first-level area with its incidents and the figures of people killed that add up, in the days that are shown."""

    name: str
    country: str
    incidents: int
    killed: int


def by_area(points: Columns) -> list[AreaCount]:
    """The areas of incidents that count, those with the most first."""
    counted = points.at(drawn(points) & (points.flags & COUNTS != 0))
    keys: dict[tuple[str, str], int] = {}
    of_spot = np.array([keys.setdefault((s.country, s.admin1), len(keys)) for s in points.spots], np.int64)
    area = of_spot[counted.spot]
    incidents = np.bincount(area, minlength=len(keys))
    added = np.where(counted.flags & TWICE, 0, np.maximum(figures(counted), 0))
    killed = np.zeros(len(keys), np.int64)
    np.add.at(killed, area, added)
    made = [
        AreaCount(name, country, int(incidents[n]), int(killed[n]))
        for (country, name), n in keys.items()
        if name and incidents[n]
    ]
    return sorted(made, key=lambda a: (-a.incidents, -a.killed, a.country, a.name))


def within(points: Columns, first: date | None, last: date | None) -> Columns:
    """Those that may have happened from one day to another, both included."""
    low = first.toordinal() if first else 0
    high = last.toordinal() if last else date.max.toordinal()
    return points.at((points.last >= low) & (points.first <= high))
