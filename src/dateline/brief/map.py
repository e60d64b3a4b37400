"""The map of a brief: incidents by place over outlines of countries and areas, or over a grid where there are no outlines."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.brief.charts import INK, ORANGE, figure_of, png
from dateline.brief.count import Counted
from dateline.ontology.boundaries import Boundaries

_SMALLEST = 1.6
"""Degrees: a map of a single town still shows some of what lies around it."""
_WIDTH, _HEIGHT = 7.2, 2.6
_LABELS = 10
_COUNTRY = 6
_POINT = 2
"""The coarsest precision of a place that is drawn as a point."""
_AREAS_WIDE = 30
"""Degrees: on a wider map the lines of first-level areas are a tangle."""
_CHAR = 0.0092
"""The width of a letter of a label, as a share of the map's width."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, with how many incidents happened there and how closely it is known (UCDP's 1 to 7)."""

    name: str
    lat: float
    lon: float
    incidents: int
    precision: int


def spots_of(counted: Iterable[Counted]) -> tuple[Spot, ...]:
    """The places of incidents, those with the most first; without those that are known only as a country."""
    found: dict[tuple[float, float], list[Counted]] = {}
    for one in counted:
        if one.lat is not None and one.lon is not None and (one.precision or 1) < _COUNTRY:
            found.setdefault((one.lat, one.lon), []).append(one)
    spots = [Spot(m[0].place, lat, lon, len(m), m[0].precision or 1) for (lat, lon), m in found.items()]
    return tuple(sorted(spots, key=lambda s: (-s.incidents, s.name, s.lat)))


def draw(spots: Sequence[Spot], boundaries: Boundaries | None) -> bytes:
    """The map as PNG: circles by the number of incidents, hollow where only an area is known.

    Raises OntologyError where the outlines are damaged.
    """
    figure, axes = figure_of(_WIDTH, _HEIGHT)
    for side in axes.spines.values():
        side.set_visible(True)
        side.set_color("#999999")
    west, south, east, north = frame(spots)
    if boundaries is not None:
        outlines(axes, boundaries, (west, south, east, north))
    else:
        axes.grid(color="#cccccc", linewidth=0.5)
    most = max(spot.incidents for spot in spots)
    for close, style in (
        (False, {"facecolor": "none", "edgecolor": ORANGE, "linewidth": 1.3}),
        (True, {"facecolor": ORANGE, "edgecolor": INK, "linewidth": 0.6}),
    ):
        drawn = [spot for spot in reversed(spots) if (spot.precision <= _POINT) is close]
        places = [longitude(spot.lon, west) for spot in drawn], [spot.lat for spot in drawn]
        areas = [18 + 160 * spot.incidents / most for spot in drawn]
        axes.scatter(*places, s=areas, alpha=0.85, zorder=5, **style)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set(xlabel="", ylabel="")
    axes.set_aspect(1 / max(0.1, math.cos(math.radians((south + north) / 2))))
    axes.xaxis.set_major_formatter(
        lambda x, _: f"{abs((x + 180) % 360 - 180):g}°{'E' if (x + 180) % 360 >= 180 else 'W'}"
    )
    axes.yaxis.set_major_formatter(lambda y, _: f"{abs(y):g}°{'N' if y >= 0 else 'S'}")
    axes.tick_params(labelsize=6.5, colors="#666666")
    label(axes, spots, (west, south, east, north))
    return png(figure, cut=True)


def frame(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """West, south, east, north around all places, in the shape of the picture; east may pass 180."""
    lons = sorted(spot.lon for spot in spots)
    over = sorted(lon % 360 for lon in lons)
    if over[-1] - over[0] < lons[-1] - lons[0] - 1e-6:
        lons = over  # The places lie across the 180th meridian.
    lats = [spot.lat for spot in spots]
    lat = (min(lats) + max(lats)) / 2
    squeeze = max(0.1, math.cos(math.radians(lat)))
    high = max(max(lats) - min(lats), _SMALLEST) * 1.3
    wide = max((lons[-1] - lons[0]) * 1.25, _SMALLEST)
    wide = max(wide, high * _WIDTH / _HEIGHT / squeeze)
    high = max(high, wide * squeeze * _HEIGHT / _WIDTH)
    wide, high = min(wide, 360.0), min(high, 178.0)
    lon = (lons[0] + lons[-1]) / 2
    lat = min(max(lat, high / 2 - 89), 89 - high / 2)
    return lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2


def longitude(lon: float, west: float) -> float:
    """The longitude, counted on past 180 where the frame does."""
    return lon + 360 if lon < west else lon


def outlines(axes: Any, boundaries: Boundaries, box: tuple[float, float, float, float]) -> None:
    """The outlines of countries and areas within west, south, east, north."""
    axes.set_facecolor("#eaf1f6")
    styles = (
        ("countries", {"facecolor": "#fbfaf7", "edgecolor": "#777777", "linewidth": 0.7, "zorder": 1}),
        ("areas", {"facecolor": "none", "edgecolor": "#c4c4c4", "linewidth": 0.5, "zorder": 2}),
        ("disputed", {"color": "#777777", "linewidth": 1.0, "linestyle": (0, (3, 2)), "zorder": 3}),
    )
    west, south, east, north = box
    parts = [(box, 0)] if east <= 180 else [((west, south, 180, north), 0), ((-180, south, east - 360, north), 360)]
    for layer, style in styles:
        if layer == "areas" and east - west > _AREAS_WIDE:
            continue
        for part, shift in parts:
            shapes = boundaries.read(layer, part)  # type: ignore[arg-type]
            if shapes is None or not len(shapes):
                continue
            cut = shapes.geometry.clip_by_rect(*part).translate(xoff=shift)
            with warnings.catch_warnings():
                # A shape that only touches the frame leaves an empty one, of which the plot warns.
                warnings.simplefilter("ignore", UserWarning)
                cut[~cut.is_empty].plot(ax=axes, **style)


def label(axes: Any, spots: Sequence[Spot], box: tuple[float, float, float, float]) -> None:
    """Names beside the largest spots, where they cover no other name or spot."""
    west, south, east, north = box
    wide, high = east - west, north - south
    taken = [_around(longitude(s.lon, west), s.lat, wide, high) for s in spots]
    named = 0
    for spot in spots:
        if named == _LABELS:
            return
        x, y, width = longitude(spot.lon, west), spot.lat, min(len(spot.name), 30) * _CHAR * wide
        for dx, dy, side in ((0.017, 0, "left"), (-0.017, 0, "right"), (0, 0.05, "center"), (0, -0.05, "center")):
            left = x + dx * wide - {"left": 0.0, "right": width, "center": width / 2}[side]
            label = (left, y + dy * high - 0.02 * high, left + width, y + dy * high + 0.02 * high)
            inside = label[0] > west and label[2] < east and label[1] > south and label[3] < north
            own = _around(x, y, wide, high)
            if inside and not any(_meet(label, other) for other in taken if other != own):
                taken.append(label)
                axes.text(
                    x + dx * wide, y + dy * high, spot.name[:30], fontsize=7.5, ha=side, va="center", color=INK, zorder=6,
                    parse_math=False, bbox={"facecolor": "white", "alpha": 0.65, "edgecolor": "none", "pad": 0.6},
                )  # fmt: skip
                named += 1
                break


def _around(x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    return x - 0.008 * wide, y - 0.014 * high, x + 0.008 * wide, y + 0.014 * high


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
