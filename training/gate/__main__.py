"""``python -m training.gate``: learn the words of the relevance gate, and say what it would pass over.

First the rules label texts of several corpora (some minutes; kept in the folder of ``--work``), then the weights are
fitted, and the threshold is chosen on a held-out fifth. Prints, for sets that nothing was learned from, how many texts
would be passed over, and writes ``models/gate``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dateline.coding.events import SPORT
from dateline.parse.gate import Gate, words_of
from dateline.pipeline import load
from dateline.records import Document
from training.gate.examples import FOLDS, Example, asked, given, labelled, vocabulary, words_of_rules
from training.gate.fit import Text, fit
from training.gate.measure import lost_and_passed

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src/dateline/models/gate"
FILE = "words.tsv"
WINDOW = 40
_PRIOR = 2.0
_HIGHEST = 0.3
_LEFT_OUT = 0.004
"""Of the held-out relevant texts so many may be passed over: some are labelled wrongly."""
_LEAST_WEIGHT = 0.02


def main(arguments: Sequence[str]) -> int:
    """Label, fit, report and write. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.gate", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/bench/data", help="where the corpora are")
    parser.add_argument("--work", type=Path, required=True, help="the folder for the labels that the rules make")
    parser.add_argument("--dry", action="store_true", help="only report")
    options = parser.parse_args(arguments)
    examples = [*labelled(options.data, silver(options.data, options.work)), *given(options.data)]
    gate = trained(examples)
    for line in lost_and_passed(gate, options.data):
        print(line)
    if not options.dry:
        write(gate)
    return 0


def silver(data: Path, work: Path) -> list[dict[str, Any]]:
    """What the rules find in the texts that they label, one text a line; what an earlier run has labelled is kept."""
    kept = work / "silver.jsonl"
    work.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []
    there = {(row["corpus"], row["number"]) for row in rows}
    texts = [text for text in asked(data) if text[:2] not in there]
    records = load().pipe(Document.from_text(text) for _, _, text in texts)
    with kept.open("a", encoding="utf-8") as out:
        for (corpus, number, _), coded in zip(texts, records, strict=True):
            row = {
                "corpus": corpus, "number": number, "events": [event.type for event in coded.events],
                "tolls": len(coded.tolls), "sport": any(note.code == SPORT for note in coded.notes),
            }  # fmt: skip
            out.write(json.dumps(row) + "\n")
            rows.append(row)
    return sorted(rows, key=lambda row: (row["corpus"], row["number"]))


def trained(examples: Sequence[Example]) -> Gate:
    """The gate that four fifths of the examples teach, its threshold chosen on the fifth one."""
    taught = [example for example in examples if not _held_out(example)]
    words = vocabulary(taught)
    numbers = {word: number for number, word in enumerate(words, start=1)}
    worth = words_of_rules()
    prior = np.array([0.0, *(_PRIOR * worth.get(word, 0.0) for word in words)])
    weights, bias = fit(_evened(list(_numbered(taught, numbers))), prior, WINDOW)
    known = {word: round(float(weights[n]), 2) for word, n in numbers.items() if abs(weights[n]) >= _LEAST_WEIGHT}
    gate = Gate(known, WINDOW, round(bias, 3), 1.0, "")
    scores = np.array([_score(gate, e.text) for e in examples if _held_out(e) and e.relevant])
    threshold = min(_HIGHEST, float(np.quantile(scores, _LEFT_OUT)))
    print(
        f"{len(taught)} texts, {sum(e.relevant for e in taught)} relevant; {len(known)} words; threshold {threshold:.4f}"
    )
    others = np.array([_score(gate, e.text) for e in examples if _held_out(e) and not e.relevant])
    print(f"held out: {(scores < threshold).sum()} of {len(scores)} relevant texts passed over, and "
          f"{(others < threshold).sum()} of {len(others)} others")  # fmt: skip
    for least in (0.05, 0.1, 0.2, 0.3, 0.5):
        print(
            f"  from {least}: {(scores < least).sum()} relevant lost, {(others < least).mean():.0%} of others passed over"
        )
    return Gate(known, WINDOW, gate.bias, round(threshold, 4), "")


def write(gate: Gate) -> None:
    """Write the words and the manifest with their hash."""
    data = "".join(f"{word}\t{weight:g}\n" for word, weight in sorted(gate.weights.items())).encode()
    (TARGET / FILE).write_bytes(data)
    about = {
        "file": FILE, "sha256": hashlib.sha256(data).hexdigest(), "window": gate.window, "bias": gate.bias,
        "threshold": gate.threshold, "words": len(gate.weights), "made_by": "python -m training.gate",
    }  # fmt: skip
    (TARGET / "manifest.json").write_text(json.dumps(about, indent=2) + "\n", "utf-8")


def _held_out(example: Example) -> bool:
    return zlib.crc32(example.text.encode()) % FOLDS == 0 and example.corpus != "invented"


def _numbered(examples: Iterable[Example], numbers: dict[str, int]) -> Iterator[Text]:
    for example in examples:
        words = np.array([numbers.get(word, 0) for word in words_of(example.text)], dtype=np.int64)
        if len(words):
            yield Text(words, example.relevant, example.weight)


def _evened(texts: Sequence[Text]) -> list[Text]:
    """Both kinds count the same in sum."""
    sums = {kind: sum(text.weight for text in texts if text.relevant is kind) for kind in (True, False)}
    most = max(sums.values())
    return [replace(text, weight=text.weight * most / sums[text.relevant]) for text in texts]


def _score(gate: Gate, text: str) -> float:
    words = words_of(text)
    return gate.score_of(np.array([gate.weights.get(word, 0.0) for word in words]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
