"""Features of a GeoJSON file of places: points as they are, lines and areas as their middle."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dateline.errors import OntologyError
from dateline.ontology.gazetteer.added.place import FieldError, field_of

_WGS_84 = ("CRS84", "EPSG::4326", "EPSG:4326")
Position = tuple[float, float]
"""Longitude, latitude."""


def geojson_rows(text: str, path: str) -> Iterator[tuple[str, dict[str, Any] | FieldError]]:
    """("feature 3", its values by field), or what is wrong with the feature as a whole.

    Names, kinds and the rest come from the properties, under the headings of the CSV; the point is that of the geometry: a
    Point itself, the middle of a line's length, the centroid of an area. Raises OntologyError for what is no GeoJSON in WGS 84.
    """
    for number, feature in enumerate(_features(text, path), 1):
        where = f"feature {number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            yield where, FieldError("type", "it is no Feature")
            continue
        properties = feature.get("properties")
        if not isinstance(properties, dict):
            yield where, FieldError("properties", "there are none; write at least the name")
            continue
        values = {field: value for key, value in properties.items() if (field := field_of(key))}
        try:
            values["lon"], values["lat"] = middle_of(feature.get("geometry"))
        except FieldError as error:
            yield where, error
            continue
        yield where, values


def _features(text: str, path: str) -> list[Any]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise OntologyError(
            f"{path}, line {error.lineno}, column {error.colno}", f"it is no JSON ({error.msg})"
        ) from error
    if not isinstance(whole, dict) or whole.get("type") not in ("FeatureCollection", "Feature"):
        raise OntologyError(path, "it is no GeoJSON FeatureCollection")
    named = str(((whole.get("crs") or {}).get("properties") or {}).get("name", "CRS84"))
    if not named.endswith(_WGS_84):
        raise OntologyError(path, f"its coordinates are in {named}; write them in WGS 84 (EPSG:4326)")
    if whole["type"] == "Feature":
        return [whole]
    features = whole.get("features")
    if not isinstance(features, list):
        raise OntologyError(path, "its 'features' are no list")
    return features


def middle_of(geometry: Any) -> Position:
    """The point that stands for the geometry. Raises FieldError."""
    if not isinstance(geometry, dict):
        raise FieldError("geometry", "there is none; give a Point")
    kind = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    try:
        if kind == "Point":
            return _position(coordinates)
        if kind == "MultiPoint":
            return _mean([_position(p) for p in coordinates])
        if kind == "LineString":
            return _middle_of_line([_position(p) for p in coordinates])
        if kind == "MultiLineString":
            lines = [[_position(p) for p in line] for line in coordinates]
            return _middle_of_line(max(lines, key=_length))
        if kind in ("Polygon", "MultiPolygon"):
            areas = [coordinates] if kind == "Polygon" else coordinates
            return _centroid([[_position(p) for p in area[0]] for area in areas])
    except (TypeError, ValueError, IndexError, KeyError):
        raise FieldError("geometry", f"the coordinates of this {kind} are not those of GeoJSON: [lon, lat]") from None
    raise FieldError("geometry", f"a geometry of type {kind!r} has no one point; give a Point")


def _position(pair: Any) -> Position:
    lon, lat = pair[:2]
    if isinstance(lon, bool) or not isinstance(lon, (int, float)) or not isinstance(lat, (int, float)):
        raise TypeError("a position is two numbers")
    return float(lon), float(lat)


def _mean(points: list[Position]) -> Position:
    if not points:
        raise FieldError("geometry", "it is empty; give a Point")
    return math.fsum(p[0] for p in points) / len(points), math.fsum(p[1] for p in points) / len(points)


def _length(line: list[Position]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def _middle_of_line(line: list[Position]) -> Position:
    left = _length(line) / 2
    for a, b in pairwise(line):
        step = math.dist(a, b)
        if step and left <= step:
            return a[0] + (b[0] - a[0]) * left / step, a[1] + (b[1] - a[1]) * left / step
        left -= step
    return _mean(line)


def _centroid(rings: list[list[Position]]) -> Position:
    """Of the outer rings, weighted by their areas; holes are left aside."""
    everything = [p for ring in rings for p in ring]
    lon, lat = _mean(everything)
    if max(p[0] for p in everything) - min(p[0] for p in everything) > 180:
        raise FieldError("geometry", "it crosses the 180th meridian; give a Point")
    doubled = x = y = 0.0
    for ring in rings:
        crosses = [
            ((a[0] - lon) * (b[1] - lat) - (b[0] - lon) * (a[1] - lat), a, b)
            for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
        ]
        turn = math.copysign(1.0, math.fsum(c for c, _, _ in crosses))
        doubled += turn * math.fsum(c for c, _, _ in crosses)
        x += turn * math.fsum(c * (a[0] + b[0] - 2 * lon) for c, a, b in crosses)
        y += turn * math.fsum(c * (a[1] + b[1] - 2 * lat) for c, a, b in crosses)
    return (lon, lat) if abs(doubled) < 1e-12 else (lon + x / (3 * doubled), lat + y / (3 * doubled))
