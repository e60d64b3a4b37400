"""What speaks for a candidate: the numbers that the ranking weighs, each with its name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.coding.places.evidence import Evidence, distance_km
from dateline.ontology.gazetteer import Entry, fold

FEATURES = (
    "people", "fame", "largest", "country", "capital", "first_level", "second_level", "seat", "region", "other_kind",
    "alternate_name", "as_written", "country_share", "country_first", "area_share", "near_certain", "near_candidates",
    "fits_word", "area_beside_city", "adjective", "within_said", "holds_named", "article",
)  # fmt: skip
"""The names of the numbers of a row, in order; ``ontology/data/places/ranking.yaml`` says what each is worth, and
``docs/explanation/place-ranking.md`` what each is."""
_WELL_KNOWN = 200_000
_MOST_SUPPORT = 1.5
_REGIONS = frozenset({"CONT", "RGN", "OCN", "SEA", "GULF", "MTS", "PEN"})
_KINDS = {"PCLI": "country", "PPLC": "capital", "ADM1": "first_level", "ADM2": "second_level"}
_WITHIN_KM = 150.0
_PLACE_OF = {name: number for number, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Asked:
    """One name to resolve, with all its mentions taken together.

    ``features`` are those that a word beside it calls for, ``countries`` those that adjectives beside it name, and
    ``within`` the numbers of the names that it is said to lie in, and ``holds`` of those said to lie in it. ``article``:
    "the" stands before the name itself. ``governments`` of the mentions stand for a government.
    """

    name: str
    features: tuple[str, ...]
    countries: tuple[str, ...]
    within: tuple[int, ...]
    holds: tuple[int, ...]
    mentions: int
    candidates: tuple[Entry, ...]
    article: bool = False
    governments: int = 0

    @property
    def folded(self) -> str:
        """The name as it is compared."""
        return fold(self.name)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the document says around one name: the places that hold it, those it holds, and how near the others lie."""

    holders: Sequence[Entry]
    held: Sequence[Sequence[Entry]]
    support: Sequence[float]


def rows_of(asked: Asked, evidence: Evidence, around: Surroundings) -> list[list[float]]:
    """One row of numbers for each candidate, in the order of :data:`FEATURES`."""
    countries, areas = evidence.apart_from(asked.folded)
    first = max(countries, key=lambda c: countries[c]) if countries else None
    cities = {
        (e.country, e.admin1)
        for e in asked.candidates
        if e.feature.startswith("PPL") and (e.matched == "name" or e.population > 1e6)
    }
    out = []
    for number, e in enumerate(asked.candidates):
        row = [0.0] * len(FEATURES)
        _of_itself(row, e, asked, number)
        share = countries.get(e.country or "", 0.0)
        area = share if e.feature == "PCLI" else areas.get((e.country or "", e.admin1 or ""), 0.0)
        row[_PLACE_OF["country_share"]] = share
        row[_PLACE_OF["country_first"]] = float(first is not None and e.country == first)
        row[_PLACE_OF["area_share"]] = area
        if e.feature not in ("PCLI", "ADM1"):
            row[_PLACE_OF["near_certain"]] = evidence.nearness(e)
        row[_PLACE_OF["near_candidates"]] = min(float(around.support[number]), _MOST_SUPPORT)
        if asked.features:
            row[_PLACE_OF["fits_word"]] = _fit(e.feature, asked.features)
        elif e.feature in ("ADM1", "ADM2") and (e.country, e.admin1) in cities:
            row[_PLACE_OF["area_beside_city"]] = 1.0
        row[_PLACE_OF["article"]] = float(asked.article and not asked.features and e.feature[:3] in ("PPL", "ADM"))
        row[_PLACE_OF["adjective"]] = float(e.country in asked.countries)
        row[_PLACE_OF["within_said"]] = float(any(lies_in(e, h) for h in around.holders))
        row[_PLACE_OF["holds_named"]] = float(any(any(lies_in(i, e) for i in inside) for inside in around.held))
        out.append(row)
    return out


def _of_itself(row: list[float], e: Entry, asked: Asked, number: int) -> None:
    """What can be said of the place whatever the document: its size, its kind and its name."""
    row[_PLACE_OF["people"]] = math.log10(e.population + 10)
    is_town = e.feature.startswith("PPL")
    if is_town:
        row[_PLACE_OF["fame"]] = max(0.0, math.log10((e.population + 1) / _WELL_KNOWN))
    row[_PLACE_OF["largest"]] = float(number == 0)
    kind = _KINDS.get(e.feature) or ("region" if e.feature in _REGIONS else "")
    if not kind and e.feature != "PPL":
        kind = "seat" if is_town else "other_kind"
    if kind:
        row[_PLACE_OF[kind]] = 1.0
    row[_PLACE_OF["alternate_name"]] = float(e.matched != "name")
    row[_PLACE_OF["as_written"]] = float(e.name == asked.name)


def _fit(feature: str, wanted: Sequence[str]) -> float:
    """1 for the kind that the word beside the name calls for first, less further down; kinds of towns all fit alike."""
    if feature not in wanted:
        return 0.0
    return 1.0 if wanted[0].startswith("PPL") else 1.0 - wanted.index(feature) / 3.0


def lies_in(e: Entry, holder: Entry) -> bool:
    """Whether the place lies in the other, as far as the gazetteer can tell."""
    if e.number == holder.number or (holder.country and e.country != holder.country):
        return False
    if holder.feature == "PCLI":
        return e.feature != "PCLI"
    if holder.feature == "ADM1":
        return e.feature not in ("PCLI", "ADM1") and (e.admin1 == holder.admin1 or e.admin1 == holder.name)
    return e.feature not in ("PCLI", "ADM1") and distance_km(e, holder) < _WITHIN_KM
