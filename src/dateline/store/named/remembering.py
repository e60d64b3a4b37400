"""Answers that hold for the whole store, remembered until it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy.engine import Connection, Engine

from dateline.store.engine import reading
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
    """Asks a store; the same question is answered once a version of the store."""

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
