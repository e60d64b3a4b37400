"""The three layers of mentions against a marked article: is each place where it lies, each date right, each actor known?

- ``places_30km``: of the points that the article's gold has and its text names, how many the record has within 30 km.
- ``dates``: of the events whose time the gold fixes and that were found, how many start within it (the scorer's own slot).
- ``actors_known``: of the actors that the gold's facts name, how many the record has by one of the names, and linked to the
  authority or with a kind; ``actors_found`` counts those whose kind is unknown too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

Row = Mapping[str, Any]
NEAR_KM = 30.0
FIGURES = ("places_30km", "dates", "actors_known", "actors_found")


def counts(facts: Row, coded: Row, slots: Mapping[str, Any], measures: ModuleType) -> dict[str, tuple[int, int]]:
    """(right, of how many) for each figure; ``slots`` are the neutral scorer's figures for the article."""
    wanted = list(_actors_of(facts))
    points = _points_of(facts, coded["document"]["text"])
    found = [_named(coded["actors"], names, measures) for names in wanted]
    return {
        "places_30km": (
            sum(_is_near(coded, names, point, measures) for point, names in points.items()),
            len(points),
        ),
        "dates": _slot(slots, "events.dates"),
        "actors_known": (sum(any(map(_is_known, actors)) for actors in found), len(wanted)),
        "actors_found": (sum(bool(actors) for actors in found), len(wanted)),
    }


def together(each: Iterable[Mapping[str, tuple[int, int]]]) -> dict[str, float | None]:
    """The shares over all the articles, as if they were one."""
    right, total = dict.fromkeys(FIGURES, 0), dict.fromkeys(FIGURES, 0)
    for article in each:
        for name, (hits, number) in article.items():
            right[name] += hits
            total[name] += number
    return {name: round(right[name] / total[name], 4) if total[name] else None for name in FIGURES}


def _points_of(facts: Row, text: str) -> dict[tuple[float, float], list[str]]:
    """The gold's points, each with its names, that the text names."""
    points: dict[tuple[float, float], list[str]] = {}
    for name, (lat, lon) in facts["places"].items():
        points.setdefault((lat, lon), []).append(name)
    return {point: names for point, names in points.items() if any(name in text for name in names)}


def _is_near(coded: Row, names: Sequence[str], point: Sequence[float], measures: ModuleType) -> bool:
    return any(
        p["lat"] is not None and measures.km(*point, p["lat"], p["lon"]) <= NEAR_KM
        for p in _named(coded["places"], names, measures)
    )


def _named(layer: Iterable[Row], names: Sequence[str], measures: ModuleType) -> list[Row]:
    """The items of a layer that bear one of the names."""
    return [
        item
        for item in layer
        if any(
            measures.same_name(name, own)
            for name in names
            for own in (item["name"], *(m["text"] for m in item["mentions"]))
        )
    ]


def _is_known(actor: Row) -> bool:
    return actor["authority_id"] is not None or actor["kind"] != "unknown"


def _actors_of(facts: Row) -> Iterator[tuple[str, ...]]:
    """Each actor of the facts once, as its names."""
    seen: dict[tuple[str, ...], None] = {}
    for kind in ("events", "tolls", "statements", "relations"):
        for fact in facts[kind]:
            groups = [*fact.get("actors", ()), *fact.get("recipients", ()), *fact.get("attribution", ())]
            groups += [fact[slot] for slot in ("speaker", "addressee", "subject", "object") if fact.get(slot)]
            seen.update(dict.fromkeys(tuple(group) for group in groups))
    yield from seen


def _slot(slots: Mapping[str, Any], name: str) -> tuple[int, int]:
    """How often a slot was right, from the scorer's line "slot NAME (N)": share."""
    for key, share in slots.items():
        if key.startswith(f"slot {name} ("):
            number = int(key.rpartition("(")[2].rstrip(")"))
            return round((share or 0) * number), number
    return 0, 0
