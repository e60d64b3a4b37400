"""``python -m benchmarks.scaling.memory``: whether a batch holds more memory after 200,000 documents than after 20,000.

The documents are short and cheap, and no two share a name: what keeps words or documents for good shows. Limits that would hide
it are off: no process is replaced for its size.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.scaling.cheap import written
from benchmarks.scaling.processes import below, resident, watched
from dateline.batch import Output

_SHARD = 500


def main(arguments: Sequence[str]) -> int:
    """Measure; the last line printed is JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scaling.memory", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument(
        "--early", type=int, default=20_000, help="after how many documents it is compared with the end"
    )
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(arguments)
    early = other = 0
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "cheap.jsonl", Path(folder) / "out"
        words = written(source, options.documents)

        def look(number: int) -> None:
            nonlocal early, other
            done = len(Output(out).ids()) * _SHARD
            largest = max(map(resident, [number, *below(number)]), default=0)
            if done <= options.early:
                early = max(early, largest)
            else:
                other = max(other, largest)

        os.environ["DATELINE_WORKER_MEGABYTES"] = "100000"
        command = [sys.executable, "-m", "dateline", "batch", str(source), str(out), "--shard-size", str(_SHARD)]
        seconds, used = watched([*command, "--workers", str(options.workers)], look)
        kept = sum(file.stat().st_size for file in out.glob("shard=*/*"))
        documents = sum(Output(out).manifest(id_)["counts"]["documents"] for id_ in Output(out).ids())
    if documents != options.documents:
        raise RuntimeError(f"{documents:,} documents came of {options.documents:,}")
    figures = {
        "documents": documents, "words": words, "seconds": round(seconds, 1), "cpu_seconds": round(used, 1),
        "early_documents": options.early, "early_mb": early >> 20, "later_mb": other >> 20,
        "growth": round(other / early, 3), "bytes_a_document": round(kept / documents),
    }  # fmt: skip
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
