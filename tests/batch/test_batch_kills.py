"""Batches whose processes are really killed: what is whole stays, the rest is coded by the next run, each report once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dateline.batch import Output, pool, run_batch
from dateline.batch.run import by_processes
from dateline.read import find_inputs
from dateline.settings import Settings
from tests.batch.acting_coder import acting, batch

_WITHIN_SECONDS = 120
_REPORTS = 100


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """Reports each of which takes a tenth of a second."""
    file = tmp_path / "slow.jsonl"
    file.write_text("".join(json.dumps({"text": f"SLOW {n}."}) + "\n" for n in range(_REPORTS)))
    return file


def start(source: Path, output: Path) -> subprocess.Popen[str]:
    """A run of its own, by two processes, in a group of processes of its own."""
    command = [sys.executable, "-m", "tests.batch.acting_coder", str(source), str(output), "2"]
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True, env=here)


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WITHIN_SECONDS
    while not done():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that code, as children of the run; Python's tracker of resources is none."""
    children = [path.read_text().split() for path in Path(f"/proc/{process.pid}/task").glob("*/children")]
    numbers = [int(child) for each in children for child in each]
    return [number for number in numbers if "spawn_main" in Path(f"/proc/{number}/cmdline").read_text()]


def coded(output: Path) -> list[str]:
    found = duckdb.sql(f"select text from read_parquet('{output}/*/documents.parquet')").fetchall()
    return sorted(text for (text,) in found)


def test_killed_workers_drivers_and_groups_cost_shards_and_no_report(tmp_path: Path, slow: Path) -> None:
    output = tmp_path / "out"
    is_there = Output(output)
    run = start(slow, output)
    wait_until(lambda: len(is_there.ids()) > 2)
    os.kill(workers_of(run)[0], signal.SIGKILL)
    before = len(is_there.ids())
    wait_until(lambda: len(is_there.ids()) > before + 3)
    assert run.poll() is None, "the run goes on without a worker that was killed"
    left = workers_of(run)
    run.kill()
    run.wait()
    wait_until(lambda: not any(Path(f"/proc/{number}/maps").exists() and _runs(number) for number in left))
    whole = is_there.ids()
    assert 5 < len(whole) < 25

    run = start(slow, output)
    wait_until(lambda: len(is_there.ids()) > len(whole) + 2)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert whole < is_there.ids(), "what was whole stays, and more has come"
    assert len(is_there.ids()) < 25

    run = start(slow, output)
    told, _ = run.communicate(timeout=_WITHIN_SECONDS)
    assert run.returncode == 0
    assert told.splitlines()[-1].startswith("coded ")
    assert coded(output) == sorted(f"SLOW {n}." for n in range(_REPORTS))
    assert list((output / "_aside").iterdir()) == []


def _runs(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_report_that_kills_or_hangs_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "coding", acting)
    source = tmp_path / "bad.jsonl"
    bad = {5: " KILL", 12: " HANG"}
    source.write_text("".join(json.dumps({"text": f"Report {n}.{bad.get(n, '')}"}) + "\n" for n in range(20)))
    settings = Settings(batch_size=4, worker_seconds=1)
    wanted = batch(tmp_path / "out", engine=by_processes(2), settings=settings)
    ran = run_batch(list(find_inputs([str(source)])), wanted)
    assert (ran.shards, ran.counts["documents"], ran.failed) == (2, 18, 2)
    assert coded(tmp_path / "out") == sorted(f"Report {n}." for n in range(20) if n not in bad)
    failures = duckdb.sql(f"select origin, problem from '{tmp_path}/out/*/failures.parquet' order by 1").fetchall()
    assert [(origin.rpartition(", ")[2], problem) for origin, problem in failures] == [
        ("line 13", "it could not be coded (the process that coded it was ended after 1 seconds, 2 times)"),
        ("line 6", "it could not be coded (the process that coded it was ended by signal SIGKILL, 2 times)"),
    ]
