"""Kills of what stands around the writer: the processes that code, the command that leads them, and PostgreSQL itself."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.records import CodedDocument
from dateline.store import Failure, Store, create_store, open_store
from tests.contracts import postgres
from tests.contracts.stores import execute, keep, wrong
from tests.faults.kills import half_written
from tests.faults.reports import reports

_WITHIN = 180.0
_TEXTS = 250
_MOST_REFUSED = 300

_SCRIPT = """
import time
from dateline.intake import add, workers
from dateline.records import CodedDocument

class Coder:
    def pipe(self, documents, *, on_error):
        for document in documents:
            time.sleep(0.01)
            yield CodedDocument(document=document)

workers.load = lambda settings: Coder()
add._KEPT_TOGETHER = 8
if __name__ == "__main__":
    from dateline.cli import cli
    cli({words!r})
"""
"""The command, with a coder that needs no time to load; the processes that code import this too."""

Start = Callable[[], "subprocess.Popen[bytes]"]


def _wait(until: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + _WITHIN
    while not until():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.02)


def _coders(command: subprocess.Popen[bytes]) -> list[int]:
    """The processes of the command that code; Python keeps one more, which tracks what they share."""
    children = _read(f"/proc/{command.pid}/task/{command.pid}/children").split()
    return [int(process) for process in children if "spawn_main" in _read(f"/proc/{process}/cmdline")]


def _is_there(process: int) -> bool:
    return bool(_read(f"/proc/{process}/cmdline"))


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:  # the process has ended
        return ""


def _kept(address: Path) -> int:
    try:
        with open_store(address) as store, store.engine.connect() as connection:
            return int(connection.execute(sa.text("SELECT count(*) FROM documents")).scalar_one())
    except StoreError:  # it is not made yet
        return 0


@pytest.fixture
def adding(tmp_path: Path) -> Iterator[Start]:
    """Starts ``dateline add`` with two processes that code, in small transactions, into ``s.db``."""
    if not Path("/proc/self/task").is_dir():
        pytest.skip("which processes a command has is read from Linux's /proc")
    feed = tmp_path / "feed.jsonl"
    feed.write_text("".join(json.dumps({"text": f"Report {n} of shells on Goma."}) + "\n" for n in range(_TEXTS)))
    script = tmp_path / "adding.py"
    script.write_text(
        _SCRIPT.format(words=["add", str(feed), "--store", str(tmp_path / "s.db"), "--workers", "2", "--no-link"])
    )
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, str(script)]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _comes_to_its_end(command: subprocess.Popen[bytes], address: Path) -> None:
    _, said = command.communicate(timeout=_WITHIN)
    assert (command.returncode, said.decode()) == (0, "")
    with open_store(address) as store:
        assert len(list(store.documents())) == _TEXTS
        assert (list(store.failures()), wrong(store)) == ([], [])


def test_killed_coders_cost_no_report(tmp_path: Path, adding: Start) -> None:
    """Kills in the midst of the work: others take over what was being coded."""
    command, chance = adding(), random.Random(1)
    for kept in (8, 60, 120):
        _wait(lambda kept=kept: _kept(tmp_path / "s.db") >= kept, f"report {kept}")  # type: ignore[misc]
        victims = _coders(command)
        assert victims, "it is still at work"
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(victims), signal.SIGKILL)
    _comes_to_its_end(command, tmp_path / "s.db")


def test_a_killed_command_leaves_nobody_behind(tmp_path: Path, adding: Start) -> None:
    """Killed while its coders load, and in the midst of coding: they end by themselves, and the same command goes on."""
    for kept in (0, 40):
        command = adding()
        _wait(lambda c=command, kept=kept: len(_coders(c)) == 2 and _kept(tmp_path / "s.db") >= kept, "the work")  # type: ignore[misc]
        coders, before = _coders(command), _kept(tmp_path / "s.db")
        command.kill()
        command.wait()
        _wait(lambda coders=coders: not any(map(_is_there, coders)), "the end of its coders")  # type: ignore[misc]
        assert before <= _kept(tmp_path / "s.db") < _TEXTS
    _comes_to_its_end(adding(), tmp_path / "s.db")


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if postgres.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15 postgresql-15-postgis-3")
    with postgres.server() as running:
        yield running


@pytest.fixture
def store(server: postgres.Server, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store in a database of its own, called "breaking"."""
    execute(server.url, "CREATE DATABASE breaking")
    with create_store(server.url.format(name="breaking")) as made:
        yield made
    execute(server.url, "DROP DATABASE breaking WITH (FORCE)")


GIVEN = reports(60)


def _keep_all(store: Store, group: int) -> int:
    """Keep the reports so many at a time, each time until it is done; how often the database refused."""
    refused = 0
    for start in range(0, len(GIVEN), group):
        while (failed := _keep(store, GIVEN[start : start + group])) and refused < _MOST_REFUSED:
            refused += failed
            time.sleep(0.02)
    return refused


def _keep(store: Store, records: list[CodedDocument]) -> bool:
    """Keep the reports; whether the database was away. No report is ever blamed for that."""
    try:
        done = keep(store, *records)
    except StoreError:
        return True
    assert not any(isinstance(outcome, Failure) for outcome in done)
    return False


def _is_whole(store: Store) -> None:
    assert {document.id for document in store.documents()} == {record.document.id for record in GIVEN}
    with store.engine.connect() as connection:
        assert half_written(connection, GIVEN) == []
        assert connection.execute(sa.text("SELECT count(*) FROM receipts")).scalar_one() == len(GIVEN)
    assert wrong(store) == []


def test_connections_that_are_cut_lose_nothing(server: postgres.Server, store: Store) -> None:
    """The administrator ends every connection that is in a transaction, again and again."""
    done = threading.Event()
    cuts: list[int] = []

    def cut() -> None:
        import psycopg

        others = "FROM pg_stat_activity WHERE datname = 'breaking' AND state LIKE 'idle in%' OR state = 'active'"
        with psycopg.connect(server.url.format(name="postgres"), autocommit=True) as connection:
            while not done.wait(0.05) and len(cuts) < 15:
                found = connection.execute(f"SELECT pg_terminate_backend(pid) {others} AND pid <> pg_backend_pid()")
                cuts.extend([1] * len(found.fetchall()))

    thread = threading.Thread(target=cut)
    thread.start()
    refused = _keep_all(store, 10)
    done.set()
    thread.join()
    assert cuts, "connections were cut"
    assert refused, "and some of them in the midst of keeping reports"
    _is_whole(store)


def test_a_server_that_is_killed_loses_nothing(server: postgres.Server, store: Store) -> None:
    """``kill -9`` of the server in the midst of transactions; all that was committed is there when it is back."""
    refused = 0
    for start, seconds in ((0, 0.03), (20, 0.06), (40, 0.1)):
        killing = threading.Timer(seconds, server.kill)
        killing.start()
        refused += _keep(store, GIVEN[start : start + 20])
        killing.join()
        server.start()
        assert {record.document.id for record in GIVEN[:start]} <= {document.id for document in store.documents()}
        assert not _keep(store, GIVEN[start : start + 20])
    assert refused, "at least one kill came in the midst"
    _is_whole(store)
