"""The first-level areas that a record says its claims happened in, against the provinces of the isaf set.

The neutral scorer takes the name of a place for a province wherever the record gives no first-level area; so "Afghanistan" and
a village without coordinates count as wrong provinces. Here a place whose area the record does not know names no province:
``provinces_known_f1``. All else is as there: the places, origins and destinations of assaults, coercions and tolls that happened,
else all places of the text, and one spelling for each province.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.neutral import neutral

Row = Mapping[str, Any]
_PLACES = ("places", "origin", "destination")


def figures(rows: Sequence[Row], coded: Sequence[Row], bench: Path) -> dict[str, float | None]:
    """Precision, recall and F1 of provinces; ``rows`` are gold lines, ``coded`` the coded documents as plain data, and
    ``bench`` the folder of the neutral scorer, whose spelling of provinces is used.
    """
    scorer = neutral("score", bench)
    pairs, _ = neutral("measures", bench).pair(rows, coded)
    hits = named = wanted = 0
    for gold, document in pairs:
        provinces = {scorer.province({"name": name}) for name in gold["gold"]["provinces"]}
        areas = {scorer.province(place) for place in _told_of(document) if place["admin1"]}
        areas = areas or {scorer.province(place) for place in document["places"] if place["admin1"]}
        hits += len(provinces & areas)
        named += len(areas)
        wanted += len(provinces)
    precision, recall = hits / named if named else 0.0, hits / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "provinces_known_p": round(precision, 4),
        "provinces_known_r": round(recall, 4),
        "provinces_known_f1": round(f1, 4),
    }


def _told_of(coded: Row) -> Iterator[Row]:
    by_id = {place["id"]: place for place in coded["places"]}
    claims = [e for e in coded["events"] if e["type"] in ("ASSAULT", "COERCE")] + list(coded["tolls"])
    for claim in claims:
        if claim["status"] in ("occurred", "ongoing"):
            yield from (by_id[i] for key in _PLACES for i in claim[key])
