"""The outlines and names of the map's ground as arrays, of which a part is found at once: what small maps are drawn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = "lines.npz"
LAYERS = ("land", "countries", "areas", "disputed")
Points = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lines:
    """The rings and lines of a layer: ``points`` of all, longitude and latitude; ``starts`` says where each begins.

    ``boxes`` are the west, south, east and north of each.
    """

    points: Points
    starts: npt.NDArray[np.int64]
    boxes: Points

    def within(self, west: float, south: float, east: float, north: float) -> Iterator[Points]:
        """Those whose box touches this one."""
        w, s, e, n = self.boxes.T
        for number in np.flatnonzero((w <= east) & (e >= west) & (s <= north) & (n >= south)):
            yield self.points[self.starts[number] : self.starts[number + 1]]


def write_lines(folder: Path) -> None:
    """Write the arrays beside the files of the map's ground that they are made of."""
    made: dict[str, Any] = {}
    for layer in LAYERS:
        features = json.loads((folder / f"{layer}.json").read_text("utf-8"))["features"]
        parts = [part for feature in features for part in _parts(feature["geometry"]["coordinates"])]
        boxes = [[*part.min(axis=0), *part.max(axis=0)] for part in parts]
        made[f"{layer}_points"] = np.concatenate(parts) if parts else np.empty((0, 2), np.float32)
        made[f"{layer}_starts"] = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        made[f"{layer}_boxes"] = np.array(boxes, np.float32).reshape(-1, 4)
    names = [f for f in json.loads((folder / "labels.json").read_text("utf-8"))["features"] if _is_named(f)]
    made["names"] = np.array([f["properties"]["name"] for f in names], np.str_)
    made["names_of"] = np.array([f["properties"]["kind"] for f in names], np.str_)
    made["names_at"] = np.array([f["geometry"]["coordinates"] for f in names], np.float32).reshape(-1, 2)
    aside = folder / f"part-{FILE}"
    np.savez(aside, **made)
    aside.replace(folder / FILE)


@lru_cache(maxsize=8)
def read_lines(folder: Path, layer: str) -> Lines:
    """The lines of a layer."""
    with np.load(folder / FILE) as kept:
        return Lines(kept[f"{layer}_points"], kept[f"{layer}_starts"], kept[f"{layer}_boxes"])


@lru_cache(maxsize=2)
def read_names(folder: Path) -> tuple[tuple[str, str, float, float], ...]:
    """The names of countries, then of first-level areas: the name, which of the two, longitude and latitude."""
    with np.load(folder / FILE) as kept:
        at = kept["names_at"].tolist()
        return tuple(
            (name, kind, lon, lat)
            for name, kind, (lon, lat) in zip(kept["names"].tolist(), kept["names_of"].tolist(), at, strict=True)
        )


def _is_named(feature: Any) -> bool:
    return feature["properties"]["kind"] in ("country", "area")


def _parts(coordinates: Any) -> Iterator[Points]:
    if isinstance(coordinates[0][0], (int, float)):
        yield np.asarray(coordinates, np.float32)[:, :2]
    else:
        for part in coordinates:
            yield from _parts(part)
