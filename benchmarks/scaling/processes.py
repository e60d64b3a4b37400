"""The processes of a command that runs: how much memory they hold, and which of them can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

_LOOKED_EVERY_SECONDS = 0.25
_PAGE = os.sysconf("SC_PAGE_SIZE")
_WORKER = "spawn_main"
"""What Python calls a process of a pool."""


def watched(command: Sequence[str], look: Callable[[int], None]) -> tuple[float, float]:
    """Run a command, and call ``look`` with its id a few times a second: wall-clock and processor seconds.

    Raises RuntimeError with the end of what it said when it fails.
    """
    before, begun = os.times(), time.perf_counter()
    with tempfile.TemporaryFile() as told, subprocess.Popen(command, stdout=told, stderr=told) as run:
        while run.poll() is None:
            look(run.pid)
            time.sleep(_LOOKED_EVERY_SECONDS)
        told.seek(0)
        said = told.read().decode("utf-8", "replace")
    seconds, after = time.perf_counter() - begun, os.times()
    if run.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} … ended with status {run.returncode}: {said[-1_000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used


def below(number: int) -> list[int]:
    """The processes that a process started, and those that they started."""
    found = []
    for path in Path(f"/proc/{number}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                found += [int(child), *below(int(child))]
    return found


def resident(number: int) -> int:
    """The bytes that a process holds; 0 where it has gone."""
    try:
        return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def workers(number: int) -> list[int]:
    """The processes below that code."""
    return [each for each in below(number) if _WORKER in _command(each)]


def kill(number: int) -> None:
    """End a process at once, whatever it is at."""
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def _command(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""
