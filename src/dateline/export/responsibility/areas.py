"""Coarser points: for a place, the point of the area that it lies in. The same place always gives the same point."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from dateline.export.responsibility.rules import LEVELS, Level
from dateline.ontology.gazetteer import Entry, Gazetteer

_KM_A_DEGREE = 111.195
_PRECISION = {"admin2": 3, "admin1": 4, "country": 6}
"""UCDP's where_prec of a point that stands for such an area."""
_LIMITED, _SECOND_LEVEL = 25.0, 100.0
"""Cells up to these sides, in km, have UCDP's where_prec 2 (near a known point) and 3 (a second-level area)."""
_AREA_PRECISION = 4
_COUNTRY_PRECISION = 6
_AROUND_KM = 110.0
_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where a record says that something was: WGS 84 degrees, ``precision`` UCDP's where_prec, ``radius_km`` as in a place."""

    lat: float
    lon: float
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
    radius_km: float | None = None


class Areas:
    """Finds the area that stands for a point. ``gazetteer`` is opened when it is first needed."""

    def __init__(self, gazetteer: Callable[[], Gazetteer]) -> None:
        self._open = gazetteer
        self._country = lru_cache(maxsize=512)(self._find_country)
        self._admin1 = lru_cache(maxsize=4096)(self._find_admin1)
        self._admin2 = lru_cache(maxsize=16384)(self._find_admin2)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return self._open()

    def coarse(self, point: Point, level: Level, grid_km: float) -> Point | None:
        """The point of the area of this level; None where the level is "none".

        A point that stands for a larger area already gives the point of that area. Where the gazetteer has no such
        area, the middle of a cell of a grid of ``grid_km`` stands for it: what comes back is never the point itself.
        """
        if level == "exact":
            return point
        if level == "none":
            return None
        wanted = self._level_of(point, level)
        found = self._area(point, wanted)
        if found is None:
            return cell(point, grid_km)
        precision = max(_PRECISION[wanted], point.precision or 1)
        return replace(point, lat=found.lat, lon=found.lon, precision=precision, radius_km=None)

    def _level_of(self, point: Point, level: Level) -> Level:
        """The level, or the coarser one that the point is of already."""
        own = point.precision or 1
        least: Level = "country" if own >= _COUNTRY_PRECISION else "admin1" if own >= _AREA_PRECISION else "grid"
        return max(level, least, key=LEVELS.index)

    def _area(self, point: Point, level: Level) -> Entry | None:
        if level == "grid" or point.country is None:
            return None
        if level == "country":
            return self._country(point.country)
        if point.admin1 is None:
            return None
        if level == "admin2" and (found := self._admin2(point.lat, point.lon, point.country, point.admin1)):
            return found
        return self._admin1(point.country, point.admin1)

    def _find_country(self, country: str) -> Entry | None:
        import pycountry

        known = pycountry.countries.get(alpha_3=country)
        for name in filter(None, (getattr(known, "common_name", None), getattr(known, "name", None))):
            for entry in self._gazetteer.find(name):
                if entry.country == country and entry.feature.startswith("PCL"):
                    return entry
        return None

    def _find_admin1(self, country: str, admin1: str) -> Entry | None:
        found = (e for e in self._gazetteer.find(admin1) if e.feature == "ADM1" and e.country == country)
        return min(found, key=lambda e: (e.admin1 != admin1, e.number), default=None)

    def _find_admin2(self, lat: float, lon: float, country: str, admin1: str) -> Entry | None:
        """The second-level area whose point is nearest: GeoNames has points of these areas, and no outlines."""
        for entry in self._gazetteer.around(lat, lon, _AROUND_KM):
            if entry.feature == "ADM2" and (entry.country, entry.admin1) == (country, admin1):
                return entry
        return None


def cell(point: Point, km: float) -> Point:
    """The middle of the cell in which the point lies: rows of ``km`` from the south pole, each cut into cells of about ``km``.

    The middle of a cell lies in the cell, so that doing it again changes nothing.
    """
    height = km / _KM_A_DEGREE
    row = math.floor((min(point.lat, 90 - 1e-9) + 90) / height)
    lat = min((row + 0.5) * height - 90, 90.0)
    count = max(1, round(360 * math.cos(math.radians(lat)) * _KM_A_DEGREE / km))
    width = 360 / count
    column = math.floor((point.lon + 180) / width) % count
    precision = 2 if km <= _LIMITED else 3 if km <= _SECOND_LEVEL else 4
    return replace(
        point,
        lat=round(lat, _DIGITS),
        lon=round((column + 0.5) * width - 180, _DIGITS),
        precision=max(precision, point.precision or 1),
        radius_km=math.ceil(km * math.sqrt(0.5) + (point.radius_km or 0)),
    )
