"""What the whole document says of where it plays: countries and first-level areas, weighed by how often they are named."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from dateline.ontology.gazetteer import Entry

_EARTH_KM = 6371.0


@dataclass(slots=True)
class Evidence:
    """Weights of countries (alpha-3) and of first-level areas (country, name); ``points`` are places held certain."""

    countries: Counter[str] = field(default_factory=Counter)
    areas: Counter[tuple[str, str]] = field(default_factory=Counter)
    points: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry, weight: float) -> None:
        """The document speaks of the place, so of its country and area."""
        if not entry.country:
            return
        self.countries[entry.country] += weight  # type: ignore[assignment]
        if entry.admin1 and entry.feature != "PCLI":
            self.areas[entry.country, entry.admin1] += weight  # type: ignore[assignment]
        if entry.feature not in ("PCLI", "CONT", "RGN", "OCN", "SEA"):
            self.points.append(entry)

    def country_share(self, country: str | None) -> float:
        """How much of the evidence is for the country, 0 to 1."""
        return _share(self.countries, country)

    def area_share(self, entry: Entry) -> float:
        """How much of the evidence is for the entry's first-level area, 0 to 1."""
        return _share(self.areas, (entry.country, entry.admin1)) if entry.admin1 else 0.0

    def nearness(self, entry: Entry, apart_from: str) -> float:
        """1 where another certain place is at hand, falling to 0 some hundred kilometres away."""
        near = [
            distance_km(entry, p)
            for p in self.points
            if p.country == entry.country and p.name != apart_from and p.number != entry.number
        ]
        return math.exp(-min(near) / 80.0) if near else 0.0


def _share(counts: Counter[str] | Counter[tuple[str, str]], key: object) -> float:
    total = sum(counts.values())
    return counts.get(key, 0) / total if total else 0.0  # type: ignore[call-overload]


def distance_km(a: Entry, b: Entry) -> float:
    """Great-circle distance."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def most(counts: Counter[str], number: int) -> list[str]:
    """The keys with the highest weights."""
    return [key for key, _ in counts.most_common(number)]
