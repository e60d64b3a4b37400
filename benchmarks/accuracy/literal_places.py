"""Recognition and resolution on literal uses of places' names alone.

The neutral scorer's recognition counts every marked name, adjectives of nations too; the record holds that "Syrian" is no place. So
here a marked name counts when it is literal, by this mapping:

- GeoWebNews marks each use; its ``literal`` is taken as it is (literal, coerced, mixed, embedded literal, literal modifier).
- LGL marks none. A name is not literal there when its words are an adjective or a noun of a people in our authority file
  ("Irish", "Syrians"); all others are.

A found name that overlaps only a marked name that is not literal is neither right nor wrong; one that overlaps none is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.neutral import neutral
from dateline.ontology.authority import Authority

Row = Mapping[str, Any]
_RIGHT_KM = 161.0
_GEOWEBNEWS = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})


def is_literal(toponym: Row, authority: Authority) -> bool:
    """Whether the marked name stands for the place itself, by the mapping above."""
    words = toponym["text"]
    return bool(toponym.get("literal", True)) and not (
        toponym.get("type") not in _GEOWEBNEWS and (authority.demonym_actor(words) or authority.people(words))
    )


def figures(rows: Sequence[Row], coded: Sequence[Row], bench: Path) -> dict[str, float | None]:
    """F1 of recognition, and the share of literal names with coordinates that are within 161 km.

    ``rows`` are gold lines, ``coded`` the coded documents as plain data, and ``bench`` the folder of the neutral scorer,
    whose alignment of spans and distance are used.
    """
    measures, authority = neutral("measures", bench), Authority.load()
    found = wanted = right = located = near = 0
    for row, document in zip(rows, coded, strict=True):
        marked = row["gold"]["toponyms"]
        literal = [t for t in marked if is_literal(t, authority)]
        others = [t for t in marked if not is_literal(t, authority)]
        spans = [(mention, place) for place in document["places"] for mention in place["mentions"]]
        aligned = dict(measures.align(literal, [span for span, _ in spans]))
        right += len(aligned)
        wanted += len(literal)
        free = [span for n, (span, _) in enumerate(spans) if n not in set(aligned.values())]
        found += len(aligned) + sum(not any(measures.overlap(span, t) for t in others) for span in free)
        for number, toponym in enumerate(literal):
            if toponym["lat"] is None:
                continue
            located += 1
            place = spans[aligned[number]][1] if number in aligned else None
            if place is not None and place["lat"] is not None:
                near += measures.km(toponym["lat"], toponym["lon"], place["lat"], place["lon"]) <= _RIGHT_KM
    recognised = measures.prf(right, found, right, wanted, "")
    return {"own_literal_recognition_f1": recognised["f1"], "own_literal_acc161": round(near / max(1, located), 4)}
