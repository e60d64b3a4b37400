"""Runs ``dateline`` commands as processes of their own that need no time to start: ``python -m tests.faults.zygote``.

Reads a command a line, as a JSON list; answers with the process's id at once, and with how it ended when it has.
"""

from __future__ import annotations

import json
import os
import sys

import alembic.command  # noqa: F401 (so that each child has it)
import psycopg  # noqa: F401
import pydantic  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401

import dateline.intake
import dateline.store.store  # noqa: F401
from dateline.cli import cli


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _run(json.loads(line))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(command: list[str]) -> None:
    """Run the command and end, without what a normal end would still do in this copy of the parent."""
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(silent, number)
    code = 1
    try:
        code = cli.main(command, standalone_mode=False) or 0
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
