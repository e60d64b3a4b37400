"""``python -m benchmarks.scaling.spark``: what Spark costs over our own pool for the same documents, while processes are killed.

Both have two processes that code. In the middle of each run, at equal steps, one of these is killed. Spark is a cluster of its
own on this machine: a master and two workers of one core each, whose start is left out. Needs Java.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.scaling.cheap import written
from benchmarks.scaling.processes import kill, watched, workers
from dateline.batch import Output

_WORKERS = 2


def main(arguments: Sequence[str]) -> int:
    """Measure; the last line printed is JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scaling.spark", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--shard-size", type=int, default=250)
    parser.add_argument("--kills", type=int, default=3)
    options = parser.parse_args(arguments)
    if shutil.which("java") is None:
        print("Spark needs Java 17 or later: apt-get install openjdk-17-jre-headless", file=sys.stderr)
        return 2
    from tests.batch.spark_cluster import PROPERTIES, cluster

    shards = -(-options.documents // options.shard_size)
    figures: dict[str, float] = {"documents": options.documents, "shards": shards, "kills": options.kills}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures["words"] = written(folder / "cheap.jsonl", options.documents)
        command = [sys.executable, "-m", "dateline", "batch", str(folder / "cheap.jsonl")]
        size = ["--shard-size", str(options.shard_size)]
        steps = [shards * n // (options.kills + 1) for n in range(1, options.kills + 1)]

        def measured(what: str, words: Sequence[str], around: int | None) -> None:
            killer = _Killer(Output(folder / what), steps, around)
            seconds, used = watched([*command, str(folder / what), *size, *words], killer)
            figures.update({f"{what}_seconds": round(seconds, 1), f"{what}_killed": killer.killed})
            if around is None:
                figures[f"{what}_cpu_seconds"] = round(used, 1)
            figures[f"{what}_documents"] = _documents(folder / what)

        measured("pool", ["--workers", str(_WORKERS)], None)
        paths = os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)
        properties = PROPERTIES | {"spark.executorEnv.PYTHONPATH": paths}
        with cluster(folder, workers=_WORKERS) as master:
            named = [word for each in properties.items() for word in ("--spark-conf", "=".join(each))]
            measured("spark", ["--engine", "spark", "--master", master, *named], os.getpid())
    for what in ("pool", "spark"):
        if figures[f"{what}_documents"] != options.documents or figures[f"{what}_killed"] != options.kills:
            raise RuntimeError(f"{what}: not each document once, or not each kill: {figures}")
    figures["overhead"] = round(figures["spark_seconds"] / figures["pool_seconds"], 2)
    print(json.dumps(figures))
    return 0


class _Killer:
    """Kills a process that codes each time that so many shards are there; ``around`` is whose processes to look among."""

    def __init__(self, output: Output, steps: Sequence[int], around: int | None) -> None:
        self._output = output
        self._steps = list(steps)
        self._around = around
        self.killed = 0

    def __call__(self, number: int) -> None:
        if not self._steps or len(self._output.ids()) < self._steps[0]:
            return
        if found := workers(self._around or number):
            kill(found[self.killed % len(found)])
            self.killed += 1
            self._steps.pop(0)


def _documents(output: Path) -> int:
    ids = duckdb.read_parquet(f"{output}/*/documents.parquet").project("id").fetchall()
    return len(ids) if len(set(ids)) == len(ids) else -1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
