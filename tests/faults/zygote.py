"""Runs ``dateline`` commands as processes of their own that need no time to start: ``python -m tests.faults.zygote FILE [MODULE …]``.

Reads a line for each command: a JSON object with ``command`` and ``at``. Answers with lines: ``pid N`` at once, ``at``
when the command has come to its statement number ``at`` (where there is one), ``ended N`` with how it ended. The
command notes in FILE how far it is, so that one that was killed can be asked where it was: see :mod:`tests.faults.steps`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from pathlib import Path

import alembic.command  # noqa: F401 (so that each child has it)
import psycopg  # noqa: F401
import pydantic  # noqa: F401
import rensa  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

import dateline.store.store  # noqa: F401
from dateline.cli import cli
from dateline.intake import add, linking
from dateline.link import linker
from dateline.link.linker import Linker
from tests.faults import scores
from tests.faults.steps import Steps


def main() -> None:
    """Serve until the input ends."""
    # Many small transactions: a kill then falls as often between two as into one, and into commits more often than else.
    add._KEPT_TOGETHER = 6
    linking._BATCH = 20
    linking.Linker = _Loaded(Linker.load())  # type: ignore[assignment,misc]
    # What linking computes takes long and writes nothing; what is then written is the same.
    linker.score_within, linker.score_between = scores.within, scores.between
    for module in sys.argv[2:]:
        importlib.import_module(module)
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        if (child := os.fork()) == 0:
            _run(asked["command"], Steps(Path(sys.argv[1]), asked["at"], _tell))
        _tell(f"pid {child}")
        _, status = os.waitpid(child, 0)
        _tell(f"ended {os.waitstatus_to_exitcode(status)}")


class _Loaded:
    """A linker that is loaded already."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker

    def load(self) -> Linker:
        return self._linker


def _tell(line: str) -> None:
    os.write(_ANSWERS, f"{line}\n".encode())


_ANSWERS = os.dup(1)


def _run(command: list[str], steps: Steps) -> None:
    """Run the command and end, without what a normal end would still do in this copy of the parent."""
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, *([] if "FAULTS_LOUD" in os.environ else [2])):
        os.dup2(silent, number)
    code = 1
    try:
        steps.watch()
        code = cli.main(command, standalone_mode=False) or 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
