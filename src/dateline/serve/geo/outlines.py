"""What lies under a small map: land, borders, first-level areas and disputed lines of the ground of the big map, as SVG paths."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from dateline.export.html.placemap import HEIGHT, WIDTH, Frame, PlaceMap, fits, label_box, taken_by
from dateline.serve.assets import VENDOR
from dateline.serve.geo.lines import read_lines, read_names

FOLDER = VENDOR / "map"
_WIDE = 40.0
"""Degrees: on a wider map the coarse outlines are enough, and lines of areas would be a tangle."""
_AROUND = 4.0
"""So many units beyond the edge lines go on, that no end of one is seen."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a country or a first-level area, where it begins and its baseline is."""

    text: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """The paths, in the units of the map's viewBox; empty where there is none. ``source`` is whose they are."""

    land: str
    borders: str
    areas: str
    disputed: str
    source: str
    names: tuple[Name, ...]


def outlines(map: PlaceMap) -> Outlines | None:
    """The outlines within the frame of a map; None where none were built."""
    frame = map.frame
    source = _source(FOLDER)
    if source is None:
        return None
    wide = WIDTH / (frame.px_per_degree * frame.squeeze)
    countries = list(_drawn(frame, "land" if wide > _WIDE else "countries"))
    areas = [] if wide > _WIDE else list(_drawn(frame, "areas"))
    return Outlines(
        land=" ".join(_path(_clipped(points), closed=True) for points in countries),
        borders=_lines(countries),
        areas=_lines(areas),
        disputed=_lines(_drawn(frame, "disputed")),
        source=source,
        names=tuple(_names(map, with_areas=wide <= _WIDE)),
    )


def _names(map: PlaceMap, *, with_areas: bool) -> Iterator[Name]:
    """The names that have room: those of countries first."""
    taken = taken_by(map)
    for text, kind, lon, lat in read_names(FOLDER):
        if kind == "area" and not with_areas:
            continue
        x, y = map.frame.project(lat, lon)
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        left, right = label_box(0, 0, text)[::2]
        box = label_box(x - (right - left) / 2, y, text)
        if fits(box, taken):
            taken.append(box)
            yield Name(text, kind, round(box[0], 1), round(y, 1))


@lru_cache(maxsize=1)
def _source(folder: Path) -> str | None:
    try:
        found = json.loads((folder / "about.json").read_text("utf-8"))["source"]
    except FileNotFoundError:
        return None
    return None if found is None else str(found)


def _drawn(frame: Frame, layer: str) -> Iterator[list[Point]]:
    """The lines that may touch the frame, as they are drawn; a world that goes on past 180 is drawn as one."""
    across, up = WIDTH / (frame.px_per_degree * frame.squeeze) / 2, HEIGHT / frame.px_per_degree / 2
    lines = read_lines(FOLDER, layer)
    for turn in (-360.0, 0.0, 360.0):
        west, east = frame.lon - across - turn, frame.lon + across - turn
        for points in lines.within(west, frame.lat - up, east, frame.lat + up):
            x = WIDTH / 2 + (points[:, 0] + turn - frame.lon) * frame.squeeze * frame.px_per_degree
            y = HEIGHT / 2 - (points[:, 1] - frame.lat) * frame.px_per_degree
            yield list(zip(x.tolist(), y.tolist(), strict=True))


def _lines(drawn: Sequence[list[Point]] | Iterator[list[Point]]) -> str:
    return " ".join(_path(run, closed=False) for points in drawn for run in _runs(points))


def _runs(points: list[Point]) -> Iterator[list[Point]]:
    """The stretches of a line that are seen, each with the points just beyond the edge."""
    run: list[Point] = []
    for one, other in pairwise(points):
        if _is_seen(one, other):
            run += [other] if run else [one, other]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_seen(one: Point, other: Point) -> bool:
    """Whether the box of a stretch between two points touches the map."""
    return (
        max(one[0], other[0]) >= -_AROUND
        and min(one[0], other[0]) <= WIDTH + _AROUND
        and max(one[1], other[1]) >= -_AROUND
        and min(one[1], other[1]) <= HEIGHT + _AROUND
    )


def _clipped(points: list[Point]) -> list[Point]:
    """The part of an area within the map, by cutting it off at one edge after another (Sutherland and Hodgman)."""
    for axis, edge, sign in ((0, -_AROUND, 1), (0, WIDTH + _AROUND, -1), (1, -_AROUND, 1), (1, HEIGHT + _AROUND, -1)):
        cut: list[Point] = []
        for before, here in zip(points[-1:] + points[:-1], points, strict=True):
            inside, was = (sign * (p[axis] - edge) >= 0 for p in (here, before))
            if inside != was:
                share = (edge - before[axis]) / (here[axis] - before[axis])
                cut.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if inside:
                cut.append(here)
        points = cut
    return points


def _path(points: list[Point], *, closed: bool) -> str:
    """The points as a path, to a tenth of a unit; those that fall together are one."""
    rounded: list[str] = []
    for x, y in points:
        at = f"{x:.1f} {y:.1f}"
        if not rounded or rounded[-1] != at:
            rounded.append(at)
    if len(rounded) < 2:
        return ""
    return f"M{'L'.join(rounded)}{'Z' if closed else ''}"
