"""Copies of a store, made while it is used, whole or not there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL, Engine

from dateline.errors import StoreError


def backup(engine: Engine, target: Path) -> None:
    """Copy the store to a new file: one state of it, whatever is written meanwhile.

    Raises StoreError when the file is there already, or cannot be written, or the copy is not whole.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; give the name of a new file")
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(Path(engine.url.database or ""), aside)
        else:
            _dump_postgresql(engine.url, aside)
        aside.rename(target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written ({error})") from error
    finally:
        aside.unlink(missing_ok=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with sqlite3.connect(source) as held, sqlite3.connect(target) as copy:
            held.backup(copy, pages=-1)
            told = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        held.close()
        copy.close()
    except sqlite3.Error as error:
        raise StoreError(f"the store could not be copied ({error})") from error
    if told != "ok":
        raise StoreError(f"the copy is not whole: {told}")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _dump_postgresql(url: URL, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError("pg_dump is not installed here: install PostgreSQL's client programs, of the server's version")
    # The password goes through the environment: a command line can be read by every user of the machine.
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password, "PATH": os.defpath} if url.password else None
    command = [program, "--format=custom", f"--file={target}", f"--dbname={address}"]
    done = subprocess.run(command, env=secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise StoreError(f"pg_dump could not copy the store: {done.stderr.strip()}")
