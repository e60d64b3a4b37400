"""The points of stores, kept in memory: read anew when a store has changed, in the background where that takes long."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from dateline.serve.geo.payload import Shown
from dateline.store import Store
from dateline.store.points import Columns, Points

_MANY = 20_000
"""Fewer points are read while somebody waits; of more, the earlier ones are shown until they are read."""
_KEPT = 400_000
"""So many points are held in memory beside those of whole stores, of all that were asked for of late."""


@dataclass(slots=True)
class _Whole:
    """The points of a store as they were last read, and their reading anew."""

    columns: Columns | None = None
    reading: Future[Columns] | None = None
    lock: Lock = field(default_factory=Lock)


class Kept:
    """Asks stores for points, and keeps the last answers."""

    def __init__(self) -> None:
        self._wholes: dict[str, _Whole] = {}
        self._shown: OrderedDict[tuple[Any, ...], Shown] = OrderedDict()
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(2, "points")

    def shown(self, store: Store, conditions: dict[str, Any]) -> Shown:
        """What a map shows under these conditions. With ``as_of`` that is what was known by then, as it is known now."""
        columns, late = self._columns(store)
        key = (store.where, columns.version, tuple(sorted(conditions.items())))
        with self._lock:
            if key in self._shown:
                self._shown.move_to_end(key)
                return self._shown[key].of(late=late)
        if late:
            # What is found now, of points that were read before, is of neither version: nobody else is given it.
            return Shown.made(_under(columns, store, conditions), (*key, Points(store).version())).of(late=True)
        return self._keep(key, Shown.made(_under(columns, store, conditions), key))

    def warm(self, stores: Iterable[Store]) -> None:
        """Begin to read the points of these stores, before anybody asks for them."""
        for store in stores:
            whole = self._whole(store)
            with whole.lock:
                if whole.columns is None and whole.reading is None:
                    whole.reading = self._threads.submit(self._read, store, whole)

    def rest(self, stores: Iterable[Store]) -> None:
        """Wait for what is being read of these stores: they are about to be closed."""
        for store in stores:
            if (begun := self._whole(store).reading) is not None:
                begun.exception()

    def _keep(self, key: tuple[Any, ...], made: Shown) -> Shown:
        with self._lock:
            kept = self._shown.setdefault(key, made)
            while len(self._shown) > 1 and sum(len(one.points) for one in self._shown.values()) > _KEPT:
                self._shown.popitem(last=False)
        return kept

    def _whole(self, store: Store) -> _Whole:
        with self._lock:
            return self._wholes.setdefault(store.where, _Whole())

    def _columns(self, store: Store) -> tuple[Columns, bool]:
        """The points of the store, and whether it has changed since they were read."""
        there, version = self._read_by_now(store)
        if there.version != version and len(there) < _MANY:
            # They were being read already when the change came.
            there, version = self._read_by_now(store)
        return there, there.version != version

    def _read_by_now(self, store: Store) -> tuple[Columns, str]:
        """The points of the store, and its version: of a large store those that are there, of others none that are old."""
        whole = self._whole(store)
        version = Points(store).version()
        with whole.lock:
            there = whole.columns
            if there is not None and there.version == version:
                return there, version
            begun = whole.reading = whole.reading or self._threads.submit(self._read, store, whole)
        return (begun.result() if there is None or len(there) < _MANY else there), version

    def _read(self, store: Store, whole: _Whole) -> Columns:
        try:
            columns = Points(store).all()
            if len(columns) >= _MANY:
                key = (store.where, columns.version, ())
                self._keep(key, Shown.made(columns, key)).payload.written()
            with whole.lock:
                whole.columns = columns
            return columns
        finally:
            with whole.lock:
                whole.reading = None


POINTS = Kept()
"""The points of all stores that are served."""


def _under(columns: Columns, store: Store, conditions: dict[str, Any]) -> Columns:
    asked = {name: value for name, value in conditions.items() if name != "as_of"}
    day: date | None = conditions.get("as_of")
    rows = Points(store).rows(**asked)
    found = columns if rows is None else columns.of_rows(rows)
    return found if day is None else found.known_by(day)
