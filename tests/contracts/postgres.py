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


class Server:
    """A cluster in a folder; ``url`` is that of a database in it, with ``{name}`` where its name goes."""

    def __init__(self, folder: Path) -> None:
        self._data, self._port, self._log = folder / "data", _free_port(), folder / "log"
        self._data.mkdir()
        self._as_user = _as_user(self._data)
        self.url = f"postgresql://{_USER}@/{{name}}?host={self._data}&port={self._port}"
        # No fsync of the cluster while it is made: nothing of it is kept. The server itself does wait for the disk.
        self._run("initdb", "-U", _USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync").wait()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        until = time.monotonic() + _STARTS_WITHIN
        options = ("listen_addresses=", "shared_buffers=256MB", "max_connections=50", "max_wal_size=4GB")
        words = ["-k", str(self._data), "-p", str(self._port), *(w for option in options for w in ("-c", option))]
        while time.monotonic() < until:
            self._server = self._run("postgres", *words)
            if self._answers(until):
                return
            time.sleep(0.2)  # those whom a killed server left hold its memory for a moment
        raise RuntimeError(f"PostgreSQL was not there after {_STARTS_WITHIN} s: {self._log.read_text()[-500:]}")

    def kill(self) -> None:
        """End it as a power cut would, but for what the operating system has not written yet."""
        self._server.kill()
        self._server.wait()

    def stop(self) -> None:
        """A fast shutdown: it waits for no client."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait(timeout=60)

    def _run(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        path = program(name)
        assert path
        with self._log.open("ab") as log:
            command = [*self._as_user, path, "-D", str(self._data), *words]
            return subprocess.Popen(command, stdout=log, stderr=log, cwd="/")

    def _answers(self, until: float) -> bool:
        """Whether it comes to answer; not where it ends before."""
        import psycopg

        while time.monotonic() < until and self._server.poll() is None:
            try:
                psycopg.connect(self.url.format(name="postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return True
        return False


@contextmanager
def server() -> Iterator[Server]:
    """Runs a server of its own."""
    with tempfile.TemporaryDirectory(prefix="dateline-pg-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        made = Server(Path(folder))
        made.start()
        try:
            yield made
        finally:
            made.stop()


@contextmanager
def running() -> Iterator[str]:
    """Runs a server; yields the URL of a database, with ``{name}`` where its name goes."""
    with server() as made:
        yield made.url


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
