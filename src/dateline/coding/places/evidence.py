"""What the whole document says of where it plays: countries and first-level areas, weighed by how often they are named."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TypeVar

from dateline.ontology import earth
from dateline.ontology.gazetteer import Entry

_NEAR_KM = 80.0
_DOUBT = 0.3
"""Weight of all that a short text does not say: one name of a country proves less than ten."""
_Area = tuple[str, str]
_Key = TypeVar("_Key")


@dataclass(slots=True)
class Evidence:
    """Weights of countries (alpha-3) and of first-level areas (country, name); ``points`` are places held certain.

    What a name itself has brought in is kept under its folded name, so that no name is evidence for itself.
    """

    countries: dict[str, float] = field(default_factory=dict)
    areas: dict[_Area, float] = field(default_factory=dict)
    points: list[Entry] = field(default_factory=list)
    of_name: dict[str, list[tuple[str, _Area | None, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Entry, weight: float, name: str) -> None:
        """The document speaks of the place, under that folded name; so of its country and area."""
        if not entry.country:
            return
        area = (entry.country, entry.admin1) if entry.admin1 and entry.feature != "PCLI" else None
        self._count(entry.country, area, weight, name)
        if entry.feature not in ("PCLI", "CONT", "RGN", "OCN", "SEA"):
            self.points.append(entry)

    def add_country(self, country: str, weight: float, name: str) -> None:
        """The document speaks of the country, or of some place in it, under that folded name."""
        self._count(country, None, weight, name)

    def _count(self, country: str, area: _Area | None, weight: float, name: str) -> None:
        self.countries[country] = self.countries.get(country, 0.0) + weight
        if area is not None:
            self.areas[area] = self.areas.get(area, 0.0) + weight
        self.of_name[name].append((country, area, weight))

    def copy(self) -> Evidence:
        """An evidence that can be added to without changing this one."""
        of_name = defaultdict(list, {name: list(rows) for name, rows in self.of_name.items()})
        return Evidence(dict(self.countries), dict(self.areas), list(self.points), of_name)

    def apart_from(self, name: str) -> tuple[dict[str, float], dict[_Area, float]]:
        """Shares, 0 to 1, of the countries and of the areas in what all other names say."""
        countries, areas = self.countries, self.areas
        if own := self.of_name.get(name):
            countries, areas = dict(countries), dict(areas)
            for country, area, weight in own:
                countries[country] -= weight
                if area is not None:
                    areas[area] -= weight
        return _shares(countries), _shares(areas)

    def most(self, number: int) -> list[str]:
        """The countries that the document speaks of most, most first."""
        return [country for country, _ in Counter(self.countries).most_common(number)]

    def nearness(self, entry: Entry) -> float:
        """1 where another certain place is at hand, falling to 0 some hundred kilometres away."""
        near = [
            distance_km(entry, p)
            for p in self.points
            if p.country == entry.country and p.name != entry.name and p.number != entry.number
        ]
        return math.exp(-min(near) / _NEAR_KM) if near else 0.0


def _shares(weights: dict[_Key, float]) -> dict[_Key, float]:
    total = sum(weights.values()) + _DOUBT
    return {key: weight / total for key, weight in weights.items()}


def distance_km(a: Entry, b: Entry) -> float:
    """Great-circle distance."""
    return earth.distance_km(a.lat, a.lon, b.lat, b.lon)
