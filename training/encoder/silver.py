"""Labels made by the rules: ``python -m training.encoder.silver OUT CORPUS…``.

The rules code the texts of a corpus, and OUT/CORPUS.jsonl holds what they are sure of, one text a line. A run that was stopped goes on
after its last whole line. What is kept is small: triggers with type and status, numbers with their harm, and the sentences where the rules
were in doubt, about which nothing is learned.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.encoder.corpora import read

SURE = 0.8
"""How confident the rules must be in a claim for the encoder to learn it."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/data"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for corpus in args.corpora:
        coded(read(args.data, corpus), args.out / f"{corpus}.jsonl")


def coded(lines: Iterable[dict[str, Any]], path: Path) -> None:
    """Code the texts of the lines, and write what the rules are sure of to the path."""
    from dateline.errors import DatelineError
    from dateline.pipeline import load

    coder = load()
    done = _done(path)
    with path.open("a", encoding="utf-8") as file:
        for line in lines:
            if line["id"] in done:
                continue
            try:
                record = coder.code(line["text"], published=line.get("published"))
            except (DatelineError, ValueError) as error:
                print(f"left out {line['id']}: {error}", flush=True)
                continue
            file.write(json.dumps({"id": line["id"], **kept(record)}) + "\n")
            file.flush()


def kept(record: Any) -> dict[str, Any]:
    """Of a coded document: spans of triggers and numbers, each with its labels and how sure the rules are."""
    return {
        "triggers": [[e.trigger.start, e.trigger.end, e.type, e.status, e.confidence] for e in record.events],
        "tolls": [[t.number.start, t.number.end, t.harm, t.confidence] for t in record.tolls if t.number],
        "unnumbered": [[s.start, s.end] for t in record.tolls if not t.number for s in t.evidence],
    }


def silver(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file that :func:`coded` wrote."""
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def _done(path: Path) -> set[str]:
    """The ids that are there already; a last line that a kill cut off is removed."""
    if not path.exists():
        return set()
    whole = path.read_bytes().rpartition(b"\n")[0]
    path.write_bytes(whole + b"\n" if whole else b"")
    return {line["id"] for line in silver(path)}


if __name__ == "__main__":
    main()
