"""Boxes on the sphere, split where they cross the 180th meridian."""

from __future__ import annotations

import math

from dateline.store.query import Box, Circle

_KM_A_DEGREE = 111.195


def boxes_of(box: tuple[float, float, float, float]) -> tuple[Box, ...]:
    """The box (south, west, north, east) as one or, across the 180th meridian, two."""
    south, west, north, east = box
    if west <= east:
        return (Box(south, west, north, east),)
    return (Box(south, west, north, 180.0), Box(south, -180.0, north, east))


def boxes_around(circle: Circle) -> tuple[Box, ...]:
    """Boxes that hold all of the circle."""
    height = circle.km / _KM_A_DEGREE
    south, north = circle.lat - height, circle.lat + height
    if south <= -90 or north >= 90:
        return (Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0),)
    # The widest parallel that the circle touches lies a little nearer to the pole than its middle.
    ratio = math.sin(math.radians(height)) / math.cos(math.radians(circle.lat))
    if ratio >= 1:
        return (Box(south, -180.0, north, 180.0),)
    width = math.degrees(math.asin(ratio))
    west, east = circle.lon - width, circle.lon + width
    return boxes_of((south, west + 360 if west < -180 else west, north, east - 360 if east > 180 else east))
