"""Answers that hold for the whole store, remembered until it changes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.incidents import Incident
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.incidents import incidents_at
from dateline.store.overview import Overview
from dateline.store.overview.remembered import Remembered

if TYPE_CHECKING:
    from dateline.store.store import Store

Answer = TypeVar("Answer")
_REMEMBERED: WeakKeyDictionary[Engine, Remembered] = WeakKeyDictionary()
MENTIONS = 2_000
"""So many mentions of a name are looked at, where a name has more."""
HEADS = 20


class Remembering:
    """Asks a store; the same question is answered once a version of the store. Each page makes an object of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._overview = Overview(store)
        self._answers = _REMEMBERED.setdefault(store.engine, Remembered())

    def ask(self, question: Callable[[Connection], Answer], *key: Any) -> Answer:
        """The answer to the question; ``key`` says which it is, apart from its name."""

        def compute() -> Answer:
            with reading(self._store.engine) as connection:
                return question(connection)

        name = f"{question.__module__}.{question.__qualname__}"
        return self._answers.get((self._overview.version, name, *key), compute)


def publishers_of(connection: Connection, rows: sa.Select[tuple[int]]) -> tuple[Counter[str], int]:
    """How many of these documents each publisher has, and how many documents they are."""
    documents = schema.documents.c
    query = sa.select(documents.source, sa.func.count().label("n")).where(documents.row.in_(rows))
    found: Counter[str] = Counter()
    for row in connection.execute(query.group_by(documents.source)):
        found[row.source or "publisher not known"] += row.n
    return found, found.total()


def names_of(connection: Connection, mentions: sa.ColumnElement[bool]) -> tuple[Counter[str], int]:
    """As what reports name these actors or places, and in how many of them that was looked for."""
    query = sa.select(schema.mentions.c.record).where(mentions).limit(MENTIONS // 4)
    records = list(connection.execute(query).scalars())
    found: Counter[str] = Counter()
    for record in records:
        found.update({mention["text"] for mention in json.loads(record)["mentions"]})
    return found, len(records)


def newest(
    connection: Connection, rows: sa.ColumnElement[int], those: sa.ColumnElement[bool], before: int | None
) -> tuple[list[Incident], int | None]:
    """The newest of these incidents, and after which row the next page begins."""
    query = sa.select(rows).where(those)
    query = query if before is None else query.where(rows < before)
    found = list(connection.execute(query.order_by(rows.desc()).limit(HEADS + 1)).scalars())
    return incidents_at(connection, found[:HEADS]), found[HEADS - 1] if len(found) > HEADS else None
