"""Which place of the gazetteer a name means, by all that the document says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dateline.coding.names import NameWords
from dateline.coding.places.evidence import Evidence, distance_km, most
from dateline.ontology.gazetteer import Entry, Gazetteer, fold

_MOST_CANDIDATES = 80
_FEATURES: dict[str, float] = {
    "PCLI": 4.5, "PPLC": 2.5, "CONT": 6.0, "RGN": 4.5, "ADM1": 1.4, "PPLA": 0.6, "PPLA2": 0.6, "ADM2": -0.6, "PCLH": 2.0,
    "OCN": 6.0, "SEA": 6.0, "GULF": 4.5, "ISL": 3.5, "STM": 3.0,
}  # fmt: skip
_PEOPLE, _COUNTRY, _AREA, _NEAR, _SUPPORT = 0.6, 5.0, 2.0, 1.5, 3.0
"""Weights of population (its decimal logarithm), of the shares of evidence for country and first-level area, of the nearest
certain place, and of the names that have a candidate near by. Chosen on news with known places."""
_FAME, _WELL_KNOWN = 1.0, 200_000
"""A city that all the world knows is meant unless much speaks for a namesake."""
_OWN_FEATURES = 4.0
_SMALL, _CITY = 15_000, 100_000
_WITHIN_KM = 150.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One name to resolve, with all its mentions taken together.

    ``features`` are those that a word beside it calls for, ``countries`` those that adjectives beside it name, and
    ``within`` the numbers of the names that it is said to lie in, and ``holds`` of those said to lie in it.
    """

    name: str
    features: tuple[str, ...]
    countries: tuple[str, ...]
    within: tuple[int, ...]
    holds: tuple[int, ...]
    mentions: int
    candidates: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The place, or None with the reason; ``country`` and ``admin1`` of the area that it is said to lie in, where known."""

    entry: Entry | None
    reason: str = ""
    country: str | None = None
    admin1: str | None = None


def candidates_of(text: str, generic: str, gazetteer: Gazetteer, words: NameWords) -> tuple[Entry, ...]:
    """The places that bear the name, with or without the word for what it is."""
    found = gazetteer.find(text)
    with_people = any(f.startswith(("ADM", "PPL")) for f in words.administrative.get(generic, ()))
    if not found and with_people and text.lower().endswith(" " + generic):
        found = gazetteer.find(text[: -len(generic) - 1])
    if not found and generic:
        found = gazetteer.find(f"{text} {generic}")
    if not found and " of " in text and text.split()[0].lower() in words.area | words.administrative.keys():
        found = gazetteer.find(text.split(" of ", 1)[1])
    return found[:_MOST_CANDIDATES]


def resolve(asked: Sequence[Asked], evidence: Evidence, gazetteer: Gazetteer) -> list[Answer]:
    """An answer for each name asked for. Twice over: the second time with what the first has found as evidence."""
    chosen: list[Entry | None] = [None] * len(asked)
    support = _support(asked)
    for last in (False, True):
        settled = _with_choices(evidence, asked, chosen)
        chosen = [_best(a, settled, chosen, asked, support[n]) for n, a in enumerate(asked)]
        if last:
            chosen = [c or _alike(a, settled, gazetteer) for a, c in zip(asked, chosen, strict=True)]
    final = _with_choices(evidence, asked, chosen)
    return [_answer(a, c, final, chosen, _own_weight(a, c, asked, chosen)) for a, c in zip(asked, chosen, strict=True)]


def _own_weight(a: Asked, entry: Entry | None, asked: Sequence[Asked], chosen: Sequence[Entry | None]) -> float:
    """How much of the evidence for the entry's country comes from the name itself."""
    if entry is None:
        return 0.0
    same = [
        o
        for o, c in zip(asked, chosen, strict=True)
        if c is not None and c.country == entry.country and fold(o.name) == fold(a.name)
    ]
    return sum(1.0 + math.log2(o.mentions) for o in same)


def _support(asked: Sequence[Asked]) -> list[np.ndarray[Any, Any]]:
    """For each candidate of each name, how many of the other names have a candidate at hand (falling off over some 50 km).

    What is said of one happening lies together: of two towns of a name, the one whose county, neighbours and roads are named too
    is meant. Names with many candidates count for less.
    """
    entries = [e for a in asked for e in a.candidates]
    owners = np.array([n for n, a in enumerate(asked) for _ in a.candidates], dtype=np.intp)
    total = np.zeros(len(entries))
    if entries:
        lat, lon = np.radians([e.lat for e in entries]), np.radians([e.lon for e in entries])
        local = np.array([e.feature[:3] in ("PPL", "ADM") for e in entries])
        for number, a in enumerate(asked):
            own = (owners == number) & local
            if not own.any() or len({n.name for n in asked}) < 2:
                continue
            km = 6371 * np.hypot(lat[:, None] - lat[own], (lon[:, None] - lon[own]) * np.cos(lat)[:, None])
            near = np.exp(-km.min(axis=1) / 50.0) / (1.0 + math.log2(len(a.candidates)))
            near[owners == number] = 0.0
            for other, b in enumerate(asked):
                if other != number and fold(b.name).split()[0] == fold(a.name).split()[0]:
                    near[owners == other] = 0.0
            total += near
    return np.split(total, np.cumsum([len(a.candidates) for a in asked])[:-1]) if asked else []


def _with_choices(evidence: Evidence, asked: Sequence[Asked], chosen: Sequence[Entry | None]) -> Evidence:
    """The evidence of the text, and of the names chosen so far; before any choice, of those that can mean one place only."""
    out = Evidence(evidence.countries.copy(), evidence.areas.copy(), list(evidence.points))
    for a, c in zip(asked, chosen, strict=True):
        if c is not None:
            out.add(c, 1.0 + math.log2(a.mentions))
        elif a.candidates and a.candidates[0].feature == "PCLI" and len(a.candidates) == 1:
            out.add(a.candidates[0], float(a.mentions))
        elif a.candidates and (len({(e.country, e.admin1) for e in a.candidates}) == 1):
            out.add(a.candidates[0], 1.0)
        elif a.candidates and a.candidates[0].country and len({e.country for e in a.candidates}) == 1:
            out.countries[a.candidates[0].country] += 1.0  # type: ignore[assignment]
    return out


def _best(
    a: Asked, evidence: Evidence, chosen: Sequence[Entry | None], asked: Sequence[Asked], support: np.ndarray[Any, Any]
) -> Entry | None:
    if not a.candidates:
        return None
    cities = {
        (e.country, e.admin1)
        for e in a.candidates
        if e.feature.startswith("PPL") and (e.matched == "name" or e.population > 1e6)
    }
    holders = [h for n in a.within for h in ([chosen[n]] if chosen[n] else asked[n].candidates[:4]) if h is not None]
    held = [asked[n].candidates for n in a.holds]
    scores = [
        _score(e, a, evidence, holders, cities) + _SUPPORT * min(float(near), 1.5)
        for e, near in zip(a.candidates, support, strict=True)
    ]
    for n, e in enumerate(a.candidates):
        scores[n] += 3.0 * any(any(lies_in(inner, e) for inner in inside) for inside in held)
    return a.candidates[scores.index(max(scores))]


def _score(
    e: Entry, a: Asked, evidence: Evidence, holders: Sequence[Entry], cities: set[tuple[str | None, str | None]]
) -> float:
    """How well the place fits: how large and known it is, and how well it goes with the rest of the document."""
    score = _PEOPLE * math.log10(e.population + 10) + _FEATURES.get(
        e.feature, 0.0 if e.feature.startswith("PPL") else _OWN_FEATURES
    )
    score += _FAME * max(0.0, math.log10((e.population + 1) / _WELL_KNOWN)) if e.feature.startswith("PPL") else 0.0
    score -= 0.0 if e.matched == "name" else 0.8
    share = evidence.country_share(e.country)
    score += _COUNTRY * share + _AREA * (share if e.feature == "PCLI" else evidence.area_share(e))
    if e.feature not in ("PCLI", "ADM1"):
        score += _NEAR * evidence.nearness(e, e.name)
    if a.features:
        score += 3.0 - _rank(e.feature, a.features) if e.feature in a.features else 0.0
    elif e.feature in ("ADM1", "ADM2") and (e.country, e.admin1) in cities:
        score -= 2.5
    if a.countries and e.country in a.countries:
        score += 4.0
    if holders:
        score += 5.0 if any(lies_in(e, h) for h in holders) else 0.0
    return score


def _rank(feature: str, features: Sequence[str]) -> float:
    """How far down the list of fitting features this one stands; kinds of towns all fit alike."""
    return 0.0 if features[0].startswith("PPL") else float(features.index(feature))


def lies_in(e: Entry, holder: Entry) -> bool:
    """Whether the place lies in the other, as far as the gazetteer can tell."""
    if e.number == holder.number or (holder.country and e.country != holder.country):
        return False
    if holder.feature == "PCLI":
        return e.feature != "PCLI"
    if holder.feature == "ADM1":
        return e.feature not in ("PCLI", "ADM1") and (e.admin1 == holder.admin1 or e.admin1 == holder.name)
    return e.feature not in ("PCLI", "ADM1") and distance_km(e, holder) < _WITHIN_KM


def _alike(a: Asked, evidence: Evidence, gazetteer: Gazetteer) -> Entry | None:
    """A place with the same consonants, in the countries that the document speaks of most."""
    for country in (*a.countries, *most(evidence.countries, 2)):
        found = gazetteer.find_alike(a.name, country)
        if found:
            fitting = (
                [e for e in found if e.feature in a.features]
                or [e for e in found if e.feature.startswith("PPL")]
                or list(found)
            )
            return max(fitting, key=lambda e: e.population + 1e6 * evidence.area_share(e))
    return None


def _answer(
    a: Asked, entry: Entry | None, evidence: Evidence, chosen: Sequence[Entry | None], own_weight: float
) -> Answer:
    """The choice, unless nothing but its name speaks for it."""
    holders = [h for n in a.within if (h := chosen[n]) is not None]
    country = next((h.country for h in holders if h.country), None) or next(iter(a.countries), None)
    admin1 = next((h.admin1 for h in holders if h.admin1), None)
    if entry is None:
        return Answer(None, "the gazetteer does not have the name", country, admin1)
    within_said = [h for h in holders if h.feature in ("PCLI", "ADM1") and h.number != entry.number]
    outside = within_said and not any(lies_in(entry, h) for h in within_said)
    if outside and entry.population < _CITY and entry.feature.startswith("PPL"):
        return Answer(None, f"no place of this name is known in {within_said[0].name}", country, admin1)
    alone = evidence.countries.get(entry.country or "", 0) <= own_weight + 0.01
    if alone and len(evidence.countries) > 1 and entry.feature in ("PPL", "ADM2") and entry.population < _SMALL:
        return Answer(None, "the only places of this name are small and far from all else in the text", country, admin1)
    return Answer(entry)
