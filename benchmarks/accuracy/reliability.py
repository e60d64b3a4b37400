"""``python -m benchmarks.accuracy.reliability``: does a confidence of 0.9 mean nine right in ten?

Codes the marked articles (the shipped samples, and ``../shared/gold`` where it is at hand) and prints, for each layer of claims, how many
were right in each tenth of confidence. A claim is right when it overlaps a marked fact of its type, with the fact's status.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dateline
from dateline import CodedDocument, Coder, Document
from dateline.records import Event, Relation, Span, Statement, Toll

ROOT = Path(__file__).resolve().parents[2]
Claim = Event | Toll | Statement | Relation
Judged = tuple[float, bool]
_TYPE = {"events": ("type", "types"), "tolls": ("harm", "harm"), "relations": ("relation", "relation")}


def main() -> int:
    """Print one table a layer. Returns the exit status."""
    coder = dateline.load()
    judged: dict[str, list[Judged]] = {name: [] for name in ("events", "tolls", "statements", "relations")}
    for path in sorted(
        [*(ROOT / "samples").glob("*.gold.json"), *(ROOT.parent / "shared" / "gold").glob("*.gold.json")]
    ):
        facts = json.loads(path.read_text("utf-8"))
        coded = _coded(coder, path, facts)
        for layer, rows in judged.items():
            rows.extend(
                (claim.confidence, is_right(claim, layer, facts[layer], coded.document.text))
                for claim in getattr(coded, layer)
            )
    for layer, rows in judged.items():
        print(f"{layer}: {len(rows)} claims, expected calibration error {calibration_error(rows):.3f}")
        for low, confidence, share, number in bins(rows):
            print(
                f"  {low:.1f}–{low + 0.1:.1f}  {number:4d} claims  mean confidence {confidence:.2f}  right {share:.2f}"
            )
    return 0


def _coded(coder: Coder, path: Path, facts: Mapping[str, Any]) -> CodedDocument:
    text = (path.parent / facts["document"]["file"]).read_bytes().decode("utf-8")
    return coder.code(Document.from_text(text, published=facts["document"]["published"]))


def is_right(claim: Claim, layer: str, facts: Sequence[Mapping[str, Any]], text: str) -> bool:
    """Whether some fact of the layer has the claim's type and status, and a quotation that overlaps its words."""
    spans = claim.content if isinstance(claim, Statement) else claim.evidence
    for fact in facts:
        start = text.index(fact["quote"])
        if not any(span.start < start + len(fact["quote"]) and start < span.end for span in _with_words(claim, spans)):
            continue
        field, accepted = _TYPE.get(layer, ("", ""))
        if field and getattr(claim, field) not in fact[accepted]:
            continue
        if not isinstance(claim, Event) or claim.status in fact["status"]:
            return True
    return False


def _with_words(claim: Claim, spans: Sequence[Span]) -> Iterator[Span]:
    yield from spans
    if isinstance(claim, Event):
        yield claim.trigger
    elif isinstance(claim, Toll) and claim.number is not None:
        yield claim.number


def bins(rows: Sequence[Judged]) -> Iterator[tuple[float, float, float, int]]:
    """(lower end, mean confidence, share right, number) of each tenth of confidence that has claims."""
    for tenth in range(10):
        inside = [row for row in rows if tenth == min(9, int(row[0] * 10))]
        if inside:
            number = len(inside)
            yield tenth / 10, sum(c for c, _ in inside) / number, sum(right for _, right in inside) / number, number


def calibration_error(rows: Sequence[Judged]) -> float:
    """The expected calibration error: the mean gap between confidence and share right, by tenths (Naeini et al. 2015)."""
    return sum(number * abs(confidence - share) for _, confidence, share, number in bins(rows)) / max(1, len(rows))


if __name__ == "__main__":
    sys.exit(main())
