"""How far a run is that adds reports to a store: noted where it outlasts a kill, from the statements that it sends."""

from __future__ import annotations

import mmap
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

_LAYOUT = struct.Struct("<BI")
STEPS = (
    "starting", "making the store", "noting the run", "reading reports", "beginning a transaction", "keeping documents",
    "indexing texts", "keeping codings and mentions", "keeping and indexing claims", "committing", "reading what waits",
    "keeping signatures and copies", "keeping links", "keeping incidents", "computing links", "ending",
)  # fmt: skip
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)
_MAKES = re.compile(r"\s*(?:CREATE|ALTER|DROP)\b", re.IGNORECASE)
_OF_TABLE = {
    "runs": "noting the run", "documents": "keeping documents", "originals": "keeping documents",
    "receipts": "keeping documents", "failures": "keeping documents", "documents_search": "indexing texts",
    "codings": "keeping codings and mentions", "mentions": "keeping codings and mentions",
    "claims": "keeping and indexing claims", "signatures": "keeping signatures and copies",
    "signature_bands": "keeping signatures and copies", "copies": "keeping signatures and copies",
    "links": "keeping links", "link_keys": "keeping links", "contained": "keeping links",
    "counters": "keeping incidents", "incidents": "keeping incidents", "incident_claims": "keeping incidents",
    "alembic_version": "making the store",
}  # fmt: skip


def where(file: Path) -> tuple[str, int]:
    """The step that the last run was in, and how many statements it had sent."""
    step, count = _LAYOUT.unpack(file.read_bytes())
    return STEPS[step], count


class Steps:
    """Notes each statement and commit of this process in a file that is mapped, so that a kill takes nothing of it.

    ``tell`` is called once, with "at", before the statement number ``at``.
    """

    def __init__(self, file: Path, at: int | None, tell: Callable[[str], None]) -> None:
        file.write_bytes(_LAYOUT.pack(0, 0))
        with file.open("rb+") as opened:
            self._noted = mmap.mmap(opened.fileno(), _LAYOUT.size)
        self._at, self._tell = at, tell
        self._count = 0
        self._linking = False

    def watch(self) -> None:
        """Note from now on."""
        event.listen(Engine, "begin", self._begin)
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)
        event.listen(Pool, "checkin", self._between)

    def _note(self, step: str, *, counts: bool = True) -> None:
        self._count += counts
        self._noted[:] = _LAYOUT.pack(STEPS.index(step), self._count)
        if counts and self._count == self._at:
            self._tell("at")

    def _begin(self, _: Any) -> None:
        self._note("beginning a transaction")

    def _statement(self, _: Any, __: Any, statement: str, *rest: Any) -> None:
        written = _WRITES.match(statement)
        if _MAKES.match(statement):
            self._note("making the store")
        elif written and (step := _OF_TABLE.get(written[1].lower())):
            self._linking = self._linking or step.startswith("keeping signatures")
            self._note("ending" if step == "noting the run" and self._linking else step)
        elif self._linking:
            self._note("reading what waits")

    def _commit(self, _: Any) -> None:
        self._note("committing")

    def _between(self, *_: Any) -> None:
        self._note("computing links" if self._linking else "reading reports", counts=False)
