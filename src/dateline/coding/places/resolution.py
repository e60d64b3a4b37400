"""Which place of the gazetteer a name means, by all that the document says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dateline.coding.names import NameWords
from dateline.coding.places.evidence import Evidence, distance_km
from dateline.coding.places.features import Asked, Surroundings, lies_in, rows_of
from dateline.coding.places.ranking import Ranking
from dateline.ontology.gazetteer import Entry, Gazetteer

_MOST_CANDIDATES = 80
_WRITTEN_IN_ENGLISH = frozenset({"USA", "GBR", "CAN", "AUS", "NZL", "IRL"})
"""Where English texts have no names to transliterate, so that another spelling is another place."""
_MOST_ALTERNATIVES = 4
_LEAST_ALTERNATIVE = 0.001
_SAME_PLACE_KM = 161.0
_SMALL = 15_000
_SPOKEN_OF = 0.05
"""The least share of what other names say of the countries, for another spelling to be sought in one."""
_TOO_AMBIGUOUS = 0.1
_GOVERNMENT_WEIGHT = 0.15
"""What the name of a country or capital says of where the text plays, when it stands for the government alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The place, or None with the reason; ``country`` and ``admin1`` of the area that it is said to lie in, where known.

    ``confidence`` is the probability, 0 to 1, that the place lies within 161 km of the true one; ``others`` are the next
    best with theirs, best first. ``share`` is the share of the belief that all candidates around the place have together.
    """

    entry: Entry | None
    reason: str = ""
    country: str | None = None
    admin1: str | None = None
    confidence: float = 0.0
    others: tuple[tuple[Entry, float], ...] = ()
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """One name's candidates as the last round saw them: their rows of numbers and their shares of the belief."""

    rows: list[list[float]]
    shares: np.ndarray[Any, Any]


def candidates_of(text: str, generic: str, gazetteer: Gazetteer, words: NameWords) -> tuple[Entry, ...]:
    """The places that bear the name, with or without the word for what it is; those that the user added win."""
    found = gazetteer.find(text)
    with_people = any(f.startswith(("ADM", "PPL")) for f in words.administrative.get(generic, ()))
    if not found and with_people and text.lower().endswith(" " + generic):
        found = gazetteer.find(text[: -len(generic) - 1])
    if not found and generic:
        found = gazetteer.find(f"{text} {generic}")
    if not found and " of " in text and text.split()[0].lower() in words.area | words.administrative.keys():
        found = gazetteer.find(text.split(" of ", 1)[1])
    own = tuple(e for e in found if e.added)
    areas = {f for f in words.administrative.get(generic, ()) if f.startswith("ADM")}
    if own and any(e.feature in areas for e in found) and not any(e.feature in areas for e in own):
        return found[:_MOST_CANDIDATES]  # The user's town does not hide the province of its name.
    return own or found[:_MOST_CANDIDATES]


def resolve(asked: Sequence[Asked], evidence: Evidence, gazetteer: Gazetteer, ranking: Ranking) -> list[Answer]:
    """An answer for each name asked for."""
    chosen, weighed = weigh(asked, evidence, ranking)
    settled = _with_choices(evidence, asked, chosen)
    chosen = [
        (_alike(a, settled, gazetteer) or c) if c is None or _is_far_off(a, c, settled) else c
        for a, c in zip(asked, chosen, strict=True)
    ]
    final = _with_choices(evidence, asked, chosen)
    holders = [
        [h for i in a.within if (h := chosen[i]) is not None and not _is_far_off(asked[i], h, final)] for a in asked
    ]
    return [
        _answer(a, entry, final, held_by, w, ranking)
        for a, entry, held_by, w in zip(asked, chosen, holders, weighed, strict=True)
    ]


def weigh(asked: Sequence[Asked], evidence: Evidence, ranking: Ranking) -> tuple[list[Entry | None], list[Weighed]]:
    """The best candidate of each name, and how all were weighed. Twice over: the first round is evidence for the second."""
    chosen: list[Entry | None] = [None] * len(asked)
    weighed: list[Weighed] = []
    support = _support(asked)
    for _ in range(2):
        settled = _with_choices(evidence, asked, chosen)
        weighed = [_weighed(a, settled, chosen, asked, support[n], ranking) for n, a in enumerate(asked)]
        chosen = [
            a.candidates[int(w.shares.argmax())] if a.candidates else None for a, w in zip(asked, weighed, strict=True)
        ]
    return chosen, weighed


def _weighed(
    a: Asked,
    evidence: Evidence,
    chosen: Sequence[Entry | None],
    asked: Sequence[Asked],
    support: np.ndarray[Any, Any],
    ranking: Ranking,
) -> Weighed:
    if not a.candidates:
        return Weighed([], np.zeros(0))
    holders = [h for n in a.within for h in ([chosen[n]] if chosen[n] else asked[n].candidates[:4]) if h is not None]
    held = [asked[n].candidates for n in a.holds]
    rows = rows_of(a, evidence, Surroundings(holders, held, support.tolist()))
    return Weighed(rows, ranking.shares(rows))


def _support(asked: Sequence[Asked]) -> list[np.ndarray[Any, Any]]:
    """For each candidate of each name, how many of the other names have a candidate at hand (falling off over some 50 km).

    What is said of one happening lies together: of two towns of a name, the one whose county, neighbours and roads are named too
    is meant. Names with many candidates count for less.
    """
    entries = [e for a in asked for e in a.candidates]
    owners = np.array([n for n, a in enumerate(asked) for _ in a.candidates], dtype=np.intp)
    first_words = [a.folded.partition(" ")[0] for a in asked]
    total = np.zeros(len(entries))
    if entries and len({a.name for a in asked}) > 1:
        lat, lon = np.radians([e.lat for e in entries]), np.radians([e.lon for e in entries])
        narrow = np.cos(lat)[:, None]
        local = np.array([e.feature[:3] in ("PPL", "ADM") for e in entries])
        kin = np.array(first_words)[owners]
        for number, a in enumerate(asked):
            own = (owners == number) & local
            if not own.any():
                continue
            km = 6371 * np.hypot(lat[:, None] - lat[own], (lon[:, None] - lon[own]) * narrow)
            near = np.exp(-km.min(axis=1) / 50.0) / (1.0 + math.log2(len(a.candidates)))
            near[kin == first_words[number]] = 0.0
            total += near
    return np.split(total, np.cumsum([len(a.candidates) for a in asked])[:-1]) if asked else []


def _with_choices(evidence: Evidence, asked: Sequence[Asked], chosen: Sequence[Entry | None]) -> Evidence:
    """The evidence of the text, and of the names chosen so far; before any choice, of those that can mean one place only."""
    out = evidence.copy()
    for a, c in zip(asked, chosen, strict=True):
        if c is not None:
            told = a.mentions - a.governments
            out.add(c, 1.0 + math.log2(told) if told else _GOVERNMENT_WEIGHT, a.folded)
        elif a.candidates and a.candidates[0].feature == "PCLI" and len(a.candidates) == 1:
            out.add(a.candidates[0], max(_GOVERNMENT_WEIGHT, float(a.mentions - a.governments)), a.folded)
        elif a.candidates and (len({(e.country, e.admin1) for e in a.candidates}) == 1):
            out.add(a.candidates[0], 1.0, a.folded)
        elif a.candidates and a.candidates[0].country and len({e.country for e in a.candidates}) == 1:
            out.add_country(a.candidates[0].country, 1.0, a.folded)
    return out


def _alike(a: Asked, evidence: Evidence, gazetteer: Gazetteer) -> Entry | None:
    """A place with the same consonants, in the countries that the document speaks of most."""
    countries, areas = evidence.apart_from(a.folded)
    spoken_of = (c for c in evidence.most(2) if countries.get(c, 0.0) >= _SPOKEN_OF)
    for country in (c for c in (*a.countries, *spoken_of) if c not in _WRITTEN_IN_ENGLISH):
        found = gazetteer.find_in(a.name, country)
        if found:
            fitting = (
                [e for e in found if e.added]
                or [e for e in found if e.feature in a.features]
                or [e for e in found if e.feature.startswith("PPL")]
                or list(found)
            )
            return max(fitting, key=lambda e: e.population + 1e6 * areas.get((e.country or "", e.admin1 or ""), 0.0))
    return None


def _answer(
    a: Asked, entry: Entry | None, evidence: Evidence, holders: Sequence[Entry], weighed: Weighed, ranking: Ranking
) -> Answer:
    """The choice, unless nothing but its name speaks for it; ``holders`` are the places that it is said to lie in."""
    country = next((h.country for h in holders if h.country), None) or next(iter(a.countries), None)
    admin1 = next((h.admin1 for h in holders if h.admin1), None)
    if entry is None:
        return Answer(None, "the gazetteer does not have the name", country, admin1)
    share, confidence, others = _sureness(a, entry, weighed, ranking)
    if entry.added is None and (reason := _against(a, entry, evidence, holders)):
        return Answer(None, reason, country, admin1, others=others)
    if confidence < _TOO_AMBIGUOUS and entry.added is None:
        return Answer(
            None,
            f"{len(a.candidates)} places have the name, and nothing tells them apart",
            country,
            admin1,
            others=others,
        )
    return Answer(entry, confidence=confidence, others=others, share=share)


def _against(a: Asked, entry: Entry, evidence: Evidence, holders: Sequence[Entry]) -> str:
    """Why the best candidate is not to be believed; "" when nothing is against it."""
    within_said = [h for h in holders if h.feature in ("PCLI", "ADM1") and h.number != entry.number]
    outside = within_said and not any(lies_in(entry, h) for h in within_said)
    if outside and entry.feature.startswith("PPL"):
        return f"no place of this name is known in {within_said[0].name}"
    if _is_far_off(a, entry, evidence):
        return "the only places of this name are small and far from all else in the text"
    return ""


def _is_far_off(a: Asked, entry: Entry, evidence: Evidence) -> bool:
    """Whether it is small, and in a country that nothing else in the text speaks of."""
    if entry.added is not None or entry.feature not in ("PPL", "ADM2") or entry.population >= _SMALL:
        return False
    countries, _ = evidence.apart_from(a.folded)
    return bool(countries) and countries.get(entry.country or "", 0.0) < 1e-6


def _sureness(
    a: Asked, entry: Entry, weighed: Weighed, ranking: Ranking
) -> tuple[float, float, tuple[tuple[Entry, float], ...]]:
    """The share of the belief around the choice, the confidence in it, and the next best candidates with theirs.

    Candidates elsewhere divide among them what the confidence leaves.
    """
    beside = [n for n, e in enumerate(a.candidates) if distance_km(e, entry) <= _SAME_PLACE_KM]
    share = float(weighed.shares[beside].sum()) if beside else 1.0
    confidence = ranking.sureness(entry, share, len(a.candidates) or 1)
    others = _others(a, entry, weighed, frozenset(beside), confidence)
    return share, confidence, tuple(sorted(others, key=lambda other: -other[1]))


def _others(
    a: Asked, entry: Entry, weighed: Weighed, beside: frozenset[int], confidence: float
) -> Iterator[tuple[Entry, float]]:
    near = float(weighed.shares[list(beside)].sum()) if beside else 0.0
    for n in weighed.shares.argsort()[::-1][: _MOST_ALTERNATIVES + 1].tolist():
        if a.candidates[n].number == entry.number:
            continue
        share = float(weighed.shares[n])
        scale = confidence / near if n in beside else (1.0 - confidence) / max(1.0 - near, share, 1e-9)
        if (sure := min(1.0, share * scale)) >= _LEAST_ALTERNATIVE:
            yield a.candidates[n], sure
