"""What was said by a day: who holds each place, and the whole situation, kept while the store does not change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from dateline.brief.material import resolved
from dateline.brief.situation.control import holdings
from dateline.brief.situation.heard import hear
from dateline.brief.situation.record import Holding, Situation
from dateline.errors import DatelineError
from dateline.store import FoundDocument, Store
from dateline.store.points import Points

MOST_REPORTS = 3000
"""A situation reads every report that names the place: more than these would keep a page waiting for long."""
_KEPT = 40
Answer = TypeVar("Answer")


class TooManyError(DatelineError):
    """More reports name the place than a page can read while somebody waits."""


@dataclass(frozen=True, slots=True)
class Told:
    """A situation, and the reports that it was read from by their ids."""

    situation: Situation
    reports: dict[str, FoundDocument]


class AsOf:
    """Asks stores, and keeps the last answers."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = Lock()

    def held(self, store: Store, place: str | None, day: date) -> tuple[Holding, ...]:
        """Who is said to hold each place, by what was published until the end of the day. Raises TooManyError."""

        def read() -> tuple[Holding, ...]:
            asked, _ = resolved(store, {"place": place, "as_of": day})
            return holdings(hear(store, asked).control)

        _check(store, place, day)
        return self._once(("held", place, day), store, read)

    def situation(self, store: Store, place: str | None, day: date, against: date | None) -> Told:
        """The situation as of the day, with what changed since another one. Raises TooManyError, StoreError."""
        from dateline.brief.situation.compose import situation

        def read() -> Told:
            return Told(*situation(store, place, day, against))

        _check(store, place, day)
        return self._once(("situation", place, day, against), store, read)

    def _once(self, what: tuple[Any, ...], store: Store, read: Callable[[], Answer]) -> Answer:
        key = (store.where, Points(store).version(), *what)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Answer = self._kept[key]
                return found
        made = read()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


def newest(store: Store) -> date | None:
    """The last day on which a report of the store became known; None where there is none."""
    found = store.documents().page(1).items
    return found[0].known if found else None


def _check(store: Store, place: str | None, day: date) -> None:
    asked, _ = resolved(store, {"place": place, "as_of": day})
    if store.documents(**asked).page(MOST_REPORTS).after is not None:
        where = f"name {place}" if place else "were known by then"
        raise TooManyError(
            f"More than {MOST_REPORTS:,} reports {where}: too many to read for a page. Name a place, or a smaller one; "
            "or let the command do it: dateline situation"
        )
