"""``python -m benchmarks.accuracy.literal_places``: recognition and resolution on literal uses of places' names alone.

The neutral scorer's recognition counts every marked name, adjectives of nations too; the record holds that "Syrian" is no place. So
here a marked name counts when it is literal, by this mapping:

- GeoWebNews marks each use; its ``literal`` is taken as it is (literal, coerced, mixed, embedded literal, literal modifier).
- LGL marks none. A name is not literal there when its words are an adjective or a noun of a people in our authority file
  ("Irish", "Syrians"); all others are.

A found name that overlaps only a marked name that is not literal is neither right nor wrong; one that overlaps none is wrong.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dateline
from dateline import CodedDocument, Document
from dateline.ontology.authority import Authority

ROOT = Path(__file__).resolve().parents[2]
SETS = ("lgl", "geowebnews")
Marked = Mapping[str, Any]
_RIGHT_KM = 161.0


def main(arguments: Sequence[str]) -> int:
    """Print one line a set. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.literal_places")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="the folder that holds bench/")
    options = parser.parse_args(arguments)
    coder, authority = dateline.load(), Authority.load()
    for name in SETS:
        with gzip.open(options.shared / "bench" / "data" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            rows = [json.loads(line) for line in lines]
        documents = (Document.from_text(row["text"], title=row["title"], source=row["source"]) for row in rows)
        print(name, json.dumps(figures(zip(rows, coder.pipe(documents), strict=True), authority, options.shared)))
    return 0


def is_literal(toponym: Marked, authority: Authority) -> bool:
    """Whether the marked name stands for the place itself, by the mapping above."""
    words = toponym["text"]
    return bool(toponym.get("literal", True)) and not (
        toponym.get("type") not in _GEOWEBNEWS and (authority.demonym_actor(words) or authority.people(words))
    )


_GEOWEBNEWS = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})


def figures(pairs: Iterable[tuple[Marked, CodedDocument]], authority: Authority, shared: Path) -> dict[str, float]:
    """Precision, recall and F1 of recognition, and the share of literal names with coordinates that are within 161 km."""
    sys.path.insert(0, str(shared / "bench"))
    from measures import align, km, overlap, prf  # type: ignore[import-not-found]

    found = wanted = right = located = near = 0
    for row, coded in pairs:
        marked = row["gold"]["toponyms"]
        literal = [t for t in marked if is_literal(t, authority)]
        others = [t for t in marked if not is_literal(t, authority)]
        spans = [(m.model_dump(), p) for p in coded.places for m in p.mentions]
        aligned = dict(align(literal, [s for s, _ in spans]))
        taken = set(aligned.values())
        right += len(aligned)
        wanted += len(literal)
        found += len(aligned) + sum(
            not any(overlap(s, t) for t in others) for n, (s, _) in enumerate(spans) if n not in taken
        )
        for number, toponym in enumerate(literal):
            if toponym["lat"] is None:
                continue
            located += 1
            place = spans[aligned[number]][1] if number in aligned else None
            if place is not None and place.lat is not None:
                near += km(toponym["lat"], toponym["lon"], place.lat, place.lon) <= _RIGHT_KM
    recognition: dict[str, float] = prf(right, found, right, wanted, "recognition_")
    return {**recognition, "acc161": round(near / max(1, located), 4), "acc161_n": located}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
