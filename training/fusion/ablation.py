"""What each part is worth: ``python -m training.fusion.ablation [--reader NAME FOLDER]… [--write]``.

Codes the same development texts with the rules, with the reader that ships beside them and alone, and with every other reader named, each
in a process of its own on one core. Scores them with the neutral scorer, and says how many words went through in a second of processor time
and how much memory was held. The texts are the first of muc4-dev and of the tenth of polnear-train that nobody learned from; never a test
file. ``--write`` keeps the figures for the docs in ``ablation.json``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import dateline
from benchmarks.accuracy.neutral import neutral
from dateline import Document
from dateline.settings import Settings
from training.encoder.prepare import held_out

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(__file__).with_name("ablation.json")
SETS = {"muc4-dev": "muc", "polnear-train": "attribution"}
SHIPPED = "shipped"
FIGURES = {
    "muc4-dev": ("strict_micro_p", "strict_micro_r", "strict_micro_f1"),
    "polnear-train": ("attribution_f1", "source_token_f1", "cue_token_f1", "content_token_f1"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way to code, and what it reached. ``words_s`` counts processor time; ``memory_mb`` is the most held at once."""

    engine: str
    reader: str
    texts: dict[str, int]
    figures: dict[str, dict[str, float | None]]
    words_s: float
    memory_mb: float


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.fusion.ablation", description=__doc__)
    parser.add_argument("--reader", nargs=2, action="append", default=[], metavar=("NAME", "FOLDER"))
    parser.add_argument("--texts", type=int, default=50, help="the first so many of each set")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--write", action="store_true", help="keep the figures for the docs")
    args = parser.parse_args()
    ways: list[tuple[str, str, str]] = [("rules", "", "")]
    for name, folder in [(SHIPPED, ""), *args.reader]:
        ways += [("both", name, folder), ("model", name, folder)]
    rows = []
    for way in ways:
        rows.append(_apart(*way, args.texts, args.bench))
        print(json.dumps(asdict(rows[-1])), flush=True)
    if args.write:
        OUT.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", "utf-8")


def _apart(engine: str, reader: str, folder: str, texts: int, bench: Path) -> Row:
    """Measure in a process of its own, so that the memory is this one's alone."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (engine, reader, folder, texts, bench))


def measured(engine: str, reader: str, folder: str, texts: int, bench: Path) -> Row:
    """Code the texts one way and score them. Raises FileNotFoundError when the benchmark is not there."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    coder = dateline.load(Settings(engine=engine, reader=folder, reader_threads=1))
    coder.code(Document.from_text("Three people were killed in a raid."))
    figures: dict[str, dict[str, float | None]] = {}
    numbers: dict[str, int] = {}
    words, spent = 0, 0.0
    for name, task in SETS.items():
        lines = list(islice(_lines(bench / "data", name), texts))
        documents = [Document.from_text(line["text"], extra={"id": line["id"]}) for line in lines]
        began = time.process_time()
        coded = [c.to_json() for c in coder.pipe(documents)]
        spent += time.process_time() - began
        words += sum(len(line["text"].split()) for line in lines)
        scores = _scores(task, lines, [json.loads(c) for c in coded], bench)
        figures[name] = {figure: scores[figure] for figure in FIGURES[name]}
        numbers[name] = len(lines)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row(engine, reader, numbers, figures, round(words / spent), round(memory))


def _lines(data: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (line for line in map(json.loads, file) if name != "polnear-train" or held_out(line["id"]))


def _scores(task: str, lines: Sequence[Any], coded: Sequence[Any], bench: Path) -> dict[str, float | None]:
    pairs, _ = neutral("measures", bench).pair(lines, coded)
    return dict(neutral("score", bench).TASKS[task](pairs))


if __name__ == "__main__":
    main()
