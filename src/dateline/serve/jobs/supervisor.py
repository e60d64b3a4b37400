"""Starts the worker processes, and starts each again when it ends."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Self

from dateline.store import Store

_LOG = logging.getLogger("dateline.jobs")
_LOOKS_EVERY_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 60.0
_LIVED_SECONDS = 30.0
"""A worker that lived so long did not die of how it was started."""
_ENDS_WITHIN_SECONDS = 5.0


def address_of(store: Store) -> str:
    """The whole address of a store, with its password: it is told to the worker, and to nobody else."""
    url = store.engine.url
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=False)


class Supervisor:
    """Workers for stores. Use it in ``with``: they end with it, and also when this process is killed."""

    def __init__(self, stores: Mapping[str, Store], count: int = 1) -> None:
        addresses = {name: address_of(store) for name, store in stores.items()}
        self._told = json.dumps(addresses).encode() + b"\n"
        self._count = count
        self._over = threading.Event()
        self._keepers: list[threading.Thread] = []

    def __enter__(self) -> Self:
        for number in range(self._count):
            keeper = threading.Thread(target=self._keep, args=(number,), daemon=True)
            keeper.start()
            self._keepers.append(keeper)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for keeper in self._keepers:
            keeper.join(_ENDS_WITHIN_SECONDS * 2)

    def _keep(self, number: int) -> None:
        """Keep one worker going."""
        pause = 1.0
        while not self._over.is_set():
            began = time.monotonic()
            process = self._start()
            while process.poll() is None and not self._over.wait(_LOOKS_EVERY_SECONDS):
                pass
            if self._over.is_set():
                _end(process)
                return
            _LOG.warning("worker %d ended with status %s; it is started again", number, process.returncode)
            pause = 1.0 if time.monotonic() - began > _LIVED_SECONDS else min(pause * 2, _LONGEST_PAUSE_SECONDS)
            self._over.wait(pause)

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, "-m", "dateline.serve.jobs.worker"], stdin=subprocess.PIPE)
        assert process.stdin is not None
        try:
            process.stdin.write(self._told)
            process.stdin.flush()  # it stays open: its end is what ends the worker
        except OSError:
            _LOG.warning("a worker ended as it was started")
        return process


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.close()
        process.wait(_ENDS_WITHIN_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait()
