"""The codings of copied documents: that of the first one, with the copy's id, text and days."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from dateline.store import Store, schema
from dateline.store.engine import write

_DAY = re.compile(r'"(\d{4}-\d\d-\d\d)"')
_TOGETHER = 1_000


def copy_codings(store: Store, documents: int) -> None:
    """Give each copy of the first so many documents, that has none, a coding; linked, as its incidents are there."""
    table, codings = schema.documents.c, schema.codings.c
    with store.engine.connect() as connection:
        kept = sa.select(table.number, table.id, table.text, table.known, codings.run, codings.linked, codings.packed)
        kept = kept.join(schema.codings, codings.document == table.row).where(table.number <= documents)
        firsts = {row.number: row for row in connection.execute(kept)}
        coded = sa.select(codings.document)
        wanted = sa.select(table.number, table.row, table.id, table.text, table.known).where(table.row.not_in(coded))
        copies = connection.execute(wanted.order_by(table.number)).all()
    made = _Codings(firsts)
    for start in range(0, len(copies), _TOGETHER):
        rows = [made.of(copy, (copy.number - 1) % documents + 1) for copy in copies[start : start + _TOGETHER]]
        write(store.engine, lambda connection, rows=rows: connection.execute(sa.insert(schema.codings), rows))  # type: ignore[misc]


class _Codings:
    """Makes codings of copies from those of the first documents, by their numbers."""

    def __init__(self, firsts: dict[int, Any]) -> None:
        self._firsts = firsts
        self._moved = cache(self._moved_parts)

    def of(self, copy: Any, first: int) -> dict[str, Any]:
        """The row of the coding of a copy."""
        old = self._firsts[first]
        text = json.dumps(copy.text, ensure_ascii=False)
        data = text.join(copy.id.join(part) for part in self._moved(first, copy.known - old.known)).encode()
        return {
            "document": copy.row, "run": old.run, "made": old.linked, "linked": old.linked,
            "sha256": hashlib.sha256(data).hexdigest(), "packed": zlib.compress(data),
        }  # fmt: skip

    def _moved_parts(self, first: int, later: timedelta) -> list[list[str]]:
        """The first record on its later days, cut where its text and its id stand."""
        old = self._firsts[first]

        def day(match: re.Match[str]) -> str:
            return f'"{(date.fromisoformat(match[1]) + later).isoformat()}"'

        record = _DAY.sub(day, zlib.decompress(old.packed).decode())
        return [part.split(old.id) for part in record.split(json.dumps(old.text, ensure_ascii=False))]
