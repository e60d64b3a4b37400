"""What was said by a day: who holds each place, and the whole situation, kept while the store does not change.

A situation reads every report that names the place. Of a few it is made while the visitor waits; of many it is made in a
process of its own, so that no other page waits for it, and the page says meanwhile that they are being read.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from dateline.brief.material import resolved
from dateline.brief.situation.control import holdings
from dateline.brief.situation.heard import hear
from dateline.brief.situation.record import Holding, Situation
from dateline.errors import DatelineError, StoreError
from dateline.serve.jobs.supervisor import address_of
from dateline.store import FoundDocument, Store, open_store
from dateline.store.overview import Overview
from dateline.store.saved import count_up_to

MOST_REPORTS = 3000
"""More reports than these would keep a page waiting for long."""
AT_ONCE = 40
"""So many reports at most are read while the visitor waits."""
_KEPT = 40
_NICE = 5
Answer = TypeVar("Answer")


class TooManyError(DatelineError):
    """More reports name the place than a page can read while somebody waits."""


@dataclass(frozen=True, slots=True)
class Told:
    """A situation, and the reports that it was read from by their ids."""

    situation: Situation
    reports: dict[str, FoundDocument]


@dataclass(frozen=True, slots=True)
class BeingRead:
    """So many reports are being read; ``before`` is what they said before the store last changed, if that was read."""

    reports: int
    before: Told | None


def in_a_process() -> Executor:
    """One process beside the workbench, which gives way to it; it starts with the first situation of many reports."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=os.nice, initargs=(_NICE,))


class AsOf:
    """Asks stores, and keeps the last answers. ``apart`` makes what reads many reports."""

    def __init__(self, apart: Callable[[], Executor] = in_a_process) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._before: OrderedDict[tuple[Any, ...], Told] = OrderedDict()
        self._reading: dict[tuple[Any, ...], Future[Told]] = {}
        self._lock = Lock()
        self._apart = apart
        self._executor: Executor | None = None

    def held(self, store: Store, place: str | None, day: date) -> tuple[Holding, ...]:
        """Who is said to hold each place, by what was published until the end of the day. Raises TooManyError."""

        def read() -> tuple[Holding, ...]:
            asked, _ = resolved(store, {"place": place, "as_of": day})
            return holdings(hear(store, asked).control)

        key = (store.where, Overview(store).version, "held", place, day)
        if (found := self._found(key)) is None:
            reports_by(store, place, day)
            found = self._keep(key, read())
        return found  # type: ignore[no-any-return]

    def situation(self, store: Store, place: str | None, day: date, against: date | None) -> Told | BeingRead:
        """The situation as of the day, with what changed since another one. Raises TooManyError, StoreError."""
        what = (store.where, place, day, against)
        key = (*what, Overview(store).version)
        found = self._found(key)
        if found is None and key not in self._reading:
            reports = reports_by(store, place, day)
            if reports <= AT_ONCE:
                found = self._keep(key, situation_at(address_of(store), place, day, against, store))
            else:
                self._begin(key, address_of(store), place, day, against)
        if found is None:
            found = self._ended(key)
        if found is None:
            return BeingRead(reports_by(store, place, day), self._before.get(what))
        with self._lock:
            self._before[what] = found
            _shorten(self._before)
        return found  # type: ignore[no-any-return]

    def _begin(self, key: tuple[Any, ...], *asked: Any) -> None:
        with self._lock:
            if key in self._reading:
                return
            self._executor = self._executor or self._apart()
            try:
                self._reading[key] = self._executor.submit(situation_at, *asked)
            except BrokenProcessPool:
                # It ended while nothing was read.
                self._executor = self._apart()
                self._reading[key] = self._executor.submit(situation_at, *asked)

    def _ended(self, key: tuple[Any, ...]) -> Told | None:
        """What was read under the key; None while it is being read. Raises StoreError where it could not be."""
        with self._lock:
            future = self._reading.get(key)
            if future is None or not future.done():
                return None
            del self._reading[key]
        try:
            return self._keep(key, future.result())
        except BrokenProcessPool as error:
            with self._lock:
                self._executor = None
            raise StoreError("the process that read the reports has ended; ask for the page again") from error

    def _found(self, key: tuple[Any, ...]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: tuple[Any, ...], made: Answer) -> Answer:
        with self._lock:
            self._kept[key] = made
            _shorten(self._kept)
        return made


def situation_at(
    address: str, place: str | None, day: date, against: date | None, store: Store | None = None
) -> Told:  # fmt: skip
    """The situation of the store at an address, which is opened once a process, or of one that is open."""
    from dateline.brief.situation.compose import situation

    if store is not None:
        return Told(*situation(store, place, day, against))
    own = _opened(address)
    try:
        return Told(*situation(own, place, day, against))
    finally:
        own.close()  # no connection is held while nobody asks


@cache
def _opened(address: str) -> Store:
    return open_store(address)


def newest(store: Store) -> date | None:
    """The last day on which a report of the store became known; None where there is none."""
    found = store.documents().page(1).items
    return found[0].known if found else None


def reports_by(store: Store, place: str | None, day: date) -> int:
    """How many reports name the place, of those known by the day. Raises TooManyError."""
    asked, _ = resolved(store, {"place": place, "as_of": day})
    count = count_up_to(store, "documents", asked, MOST_REPORTS)
    if count > MOST_REPORTS:
        where = f"name {place}" if place else "were known by then"
        raise TooManyError(
            f"More than {MOST_REPORTS:,} reports {where}: too many to read for a page. Name a place, or a smaller one; "
            "or let the command do it: dateline situation"
        )
    return count


def _shorten(kept: OrderedDict[tuple[Any, ...], Any]) -> None:
    while len(kept) > _KEPT:
        kept.popitem(last=False)
