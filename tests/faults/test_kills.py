"""Kills and full disks, in a number that fits into every run; ``make fault`` kills 200 times on each database."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.store import Store, create_store, open_store
from dateline.store.engine import write
from tests.contracts import postgres
from tests.contracts.stores import execute, keep, wrong
from tests.faults.kills import kill_often, new_postgresql, new_sqlite
from tests.faults.reports import reports

_KILLS = 15


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if postgres.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15 postgresql-15-postgis-3")
    with postgres.running() as url:
        yield url


def test_kills_lose_nothing_in_sqlite(tmp_path: Path) -> None:
    with new_sqlite(tmp_path) as new:
        found = kill_often(new, _KILLS, documents=40)
    assert (found.kills, found.lost, found.half_written, found.wrong) == (_KILLS, 0, [], [])
    assert found.unkilled, "at least one run came to its end"


def test_kills_lose_nothing_in_postgresql(server: str) -> None:
    with new_postgresql(server) as new:
        found = kill_often(new, _KILLS, documents=40)
    assert (found.kills, found.lost, found.half_written, found.wrong) == (_KILLS, 0, [], [])
    assert found.unkilled


def test_a_kill_with_the_real_coder_and_linking(tmp_path: Path) -> None:
    """The whole route, killed twice on its way, then run to its end."""
    texts = [f"Rebels shelled the town of Goma on Monday and killed {n + 3} people." for n in range(40)]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("".join(json.dumps({"text": text, "published": "2024-12-03"}) + "\n" for text in texts))
    command = [sys.executable, "-m", "dateline", "add", str(feed), "--store", str(tmp_path / "s.db")]
    for seconds in (6, 9):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with open_store(tmp_path / "s.db") as store:
        assert len(list(store.documents())) == 40
        assert store.waiting(1).rows == ()
        assert wrong(store) == []


def test_a_full_disk_under_sqlite(tmp_path: Path) -> None:
    """No file may grow beyond a limit, as on a full disk; when there is room again the same command goes on."""
    feed = tmp_path / "coded.jsonl"
    feed.write_text("".join(record.to_json() + "\n" for record in reports(200)))
    address = tmp_path / "s.db"
    create_store(address).close()
    command = [sys.executable, "-m", "dateline", "add", "--coded", str(feed), "--store", str(address), "--no-link"]

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    stopped = subprocess.run(command, capture_output=True, text=True, preexec_fn=no_room, check=False)
    assert stopped.returncode == 3, stopped.stderr
    assert stopped.stderr.startswith("Error: "), "a message, no traceback"
    with open_store(address) as store:
        before = len(list(store.documents()))
        assert before < 200
        assert wrong(store) == []
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    with open_store(address) as store:
        assert len(list(store.documents())) == 200
        assert wrong(store) == []


def mounted(folder: Path, megabytes: int) -> bool:
    """Make the folder a small file system of its own; whether that may be done here."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_really_full_disk_under_sqlite(tmp_path: Path) -> None:
    """The store lies on a file system of its own that fills up, its log of writes too."""
    folder = tmp_path / "small"
    folder.mkdir()
    if not mounted(folder, 12):
        pytest.skip("a small file system cannot be mounted here: it takes root")
    try:
        given = reports(120)
        with create_store(folder / "s.db") as store:
            keep(store, *given[:20])
            filler = folder / "filler"
            with contextlib.suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(bytes(4096))
            with pytest.raises(StoreError, match="full"):
                keep(store, *given[20:])
            assert len(list(store.documents())) == 20
            assert wrong(store) == []
            filler.unlink()
            assert keep(store, *given).count("added") == 100
            assert wrong(store) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk_under_postgresql(server: str, tmp_path: Path) -> None:
    """The database lies on a file system of its own that fills up; what was kept before is whole, and stays."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-full-"))
    if not mounted(folder, 40):
        pytest.skip("a small file system cannot be mounted here: it takes root")
    os.chmod(folder, 0o777)
    try:
        place = folder / "data"
        place.mkdir()
        shutil.chown(place, "postgres")
        execute(server, f"CREATE TABLESPACE small LOCATION '{place}'")
        execute(server, "CREATE DATABASE full_up TABLESPACE small")
        given = reports(120)
        with create_store(server.format(name="full_up")) as store:
            keep(store, *given[:20])
            filler = folder / "filler"
            with contextlib.suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(bytes(4096))
            with pytest.raises(StoreError, match="No space left"):
                keep(store, *given[20:])
            assert len(list(store.documents())) == 20
            assert wrong(store) == []
            filler.unlink()
            assert keep(store, *given).count("added") == 100
            assert wrong(store) == []
        execute(server, "DROP DATABASE full_up")
        execute(server, "DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_full_disk_under_postgresql(server: str) -> None:
    """The server says that the disk is full in the middle of a document's claims."""
    execute(server, "CREATE DATABASE full_disk")
    with create_store(server.format(name="full_disk")) as store:
        keep(store, *reports(3))
        _run(store, "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
             " $$ BEGIN IF NEW.claim = 't1' THEN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full';"
             " END IF; RETURN NEW; END $$")  # fmt: skip
        _run(store, "CREATE TRIGGER no_room BEFORE INSERT ON claims FOR EACH ROW EXECUTE FUNCTION no_room()")
        with pytest.raises(StoreError, match="no space left"):
            keep(store, *reports(6))
        assert len(list(store.documents())) == 3
        assert wrong(store) == []
        _run(store, "DROP TRIGGER no_room ON claims")
        assert keep(store, *reports(6)).count("added") == 3


def _run(store: Store, sql: str) -> None:
    write(store.engine, lambda connection: connection.execute(sa.text(sql)))
