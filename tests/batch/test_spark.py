"""Shards by a real Spark cluster: a master and two workers, each a process of its own, and an executor that is killed."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from dateline.batch import Output, run_batch, spark
from dateline.link.facts import facts_of
from dateline.link.linker import Linker
from dateline.link.rows import row_of
from dateline.link.scoring import score_within
from dateline.link.tellings import tellings_of
from dateline.read import find_inputs
from tests.batch import spark_cluster
from tests.batch.acting_coder import acting_in_executor, batch
from tests.batch.spark_cluster import PROPERTIES, cluster
from tests.faults.reports import reports

_REPORTS = 120
_WITHIN_SECONDS = 240


def test_a_cluster_codes_each_report_once_also_where_an_executor_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "code_in_executor", acting_in_executor)
    source, output = tmp_path / "slow.jsonl", tmp_path / "out"
    source.write_text("".join(json.dumps({"text": f"SLOW {n}."}) + "\n" for n in range(_REPORTS)))
    killed: list[int] = []
    properties = {**PROPERTIES, "spark.executorEnv.PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with cluster(tmp_path, workers=2) as master:
        killer = threading.Thread(target=_kill_one, args=(Output(output), killed))
        killer.start()
        ran = run_batch(list(find_inputs([str(source)])), batch(output, engine=spark.by_spark(master, properties)))
        killer.join()
    again = run_batch(list(find_inputs([str(source)])), batch(output))
    assert len(killed) == 1, "an executor was killed in mid-run"
    assert (ran.shards, ran.counts["documents"], ran.failed) == (12, _REPORTS, 0)
    assert (again.shards, again.there) == (0, 12)
    found = duckdb.sql(f"select text from read_parquet('{output}/*/documents.parquet')").fetchall()
    assert sorted(text for (text,) in found) == sorted(f"SLOW {n}." for n in range(_REPORTS))


def _kill_one(output: Output, killed: list[int]) -> None:
    """Kill an executor when some shards are there and others are not."""
    deadline = time.monotonic() + _WITHIN_SECONDS
    while time.monotonic() < deadline:
        if len(output.ids()) >= 3 and (running := spark_cluster.executors()):
            os.kill(running[0], signal.SIGKILL)
            killed.append(running[0])
            return
        time.sleep(0.05)


def test_a_cluster_scores_pairs_as_one_machine_does() -> None:
    linker = Linker.load()
    tellings = tellings_of(fact for report in reports(80) for fact in facts_of(report))
    rows = [row_of(telling.facts, linker.parents) for telling in tellings]
    here = score_within(rows, linker.model)
    with spark.scores("local[1]", PROPERTIES) as score:
        there = score(rows, linker.model)
    assert len(here.left) > 20
    assert (there.left.tolist(), there.right.tolist()) == (here.left.tolist(), here.right.tolist())
    assert there.levels.tolist() == here.levels.tolist()
    assert there.weights.tolist() == pytest.approx(here.weights.tolist())
