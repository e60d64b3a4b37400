"""A real PostgreSQL for the tests: its own cluster, on a private socket, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FOLDERS = ("/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin")
_USER = "postgres"
_STARTS_WITHIN = 60


def program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs; None where it is not installed."""
    found = (path for folder in _FOLDERS if os.access(path := f"{folder}/{name}", os.X_OK))
    return next(found, None) or shutil.which(name)


@contextmanager
def running() -> Iterator[str]:
    """Runs a server; yields the URL of a database, with ``{name}`` where its name goes."""
    with tempfile.TemporaryDirectory(prefix="dateline-pg-", ignore_cleanup_errors=True) as folder:
        data, port = Path(folder, "data"), _free_port()
        os.chmod(folder, 0o755)
        data.mkdir()
        as_user = _as_user(data)
        initdb, postgres = program("initdb"), program("postgres")
        assert initdb
        assert postgres
        # No fsync of the cluster while it is made: nothing of it is kept. The server itself does wait for the disk.
        made = [
            initdb,
            "-D",
            str(data),
            "-U",
            _USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        subprocess.run([*as_user, *made], check=True, capture_output=True, cwd="/")
        options = ("listen_addresses=", "shared_buffers=256MB", "max_connections=50", "max_wal_size=4GB")
        command = [*as_user, postgres, "-D", str(data), "-k", str(data), "-p", str(port)]
        command += [word for option in options for word in ("-c", option)]
        with Path(folder, "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        try:
            _wait(server, data / f".s.PGSQL.{port}")
            yield f"postgresql://{_USER}@/{{name}}?host={data}&port={port}"
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown: it waits for no client
            server.wait(timeout=60)


def _as_user(data: Path) -> list[str]:
    """The words before a command so that it does not run as root, which the server refuses."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam(_USER)
    os.chown(data, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], at: Path) -> None:
    import psycopg

    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("PostgreSQL did not start")
        try:
            psycopg.connect(host=str(at.parent), port=int(at.suffix[1:]), user=_USER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL was not there after {_STARTS_WITHIN} s")
