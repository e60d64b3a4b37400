"""One place of the gazetteer, as a look-up gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Matched = Literal["name", "alternate", "skeleton"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer: WGS 84 degrees, ``country`` alpha-3, ``feature`` a GeoNames feature code (PPLC, ADM1, PCLI …).

    ``matched`` says how the name that was looked up is one of the place's: its main name, another one, or a
    spelling with the same consonants. ``geonames_id`` is None for places of our own. Of a place that a user added,
    ``added`` says in which file and line, and ``precision`` (UCDP's where_prec) follows its kind; both are else None.
    """

    number: int
    geonames_id: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    population: int
    matched: Matched = "name"
    precision: int | None = None
    added: str | None = None

    @property
    def is_area(self) -> bool:
        """Whether it is a country or an area with an administration."""
        return self.feature.startswith(("ADM", "PCL"))
