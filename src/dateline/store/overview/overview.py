"""The overview of a store: one object that is asked for everything a page shows of many incidents at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.store.engine import reading
from dateline.store.overview import spread, sums
from dateline.store.overview.record import (
    Bin,
    ContestedIncident,
    Figures,
    Level,
    New,
    Selected,
    Step,
    TopActor,
    TopPlace,
)
from dateline.store.overview.remembered import Remembered
from dateline.store.overview.selection import Selection, selected
from dateline.store.overview.spread import Cumulative, Drawn, Said

if TYPE_CHECKING:
    from dateline.store.store import Store

Answer = TypeVar("Answer")
Conditions = Mapping[str, Any]
_REMEMBERED: WeakKeyDictionary[Engine, Remembered] = WeakKeyDictionary()
_ROWS: WeakKeyDictionary[Engine, Remembered] = WeakKeyDictionary()
_SELECTIONS = 64
"""The rows of so many selections are remembered: they are much longer than answers."""
_VERSION = (
    "SELECT (SELECT value FROM counters WHERE name = 'linked') AS linked, (SELECT max(number) FROM codings) AS codings,"
    " (SELECT max(number) FROM judgements) AS judgements"
)


class Overview:
    """What is asked of all incidents at once; conditions are those of :meth:`~dateline.store.Store.incidents`, by name.

    An answer is remembered until the store changes. Each page makes an object of its own: whether the store has changed
    is looked for once. Raises StoreError for conditions that are none.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._remembered = _REMEMBERED.setdefault(store.engine, Remembered())
        self._selections = _ROWS.setdefault(store.engine, Remembered(_SELECTIONS))

    @cached_property
    def version(self) -> str:
        """Another one whenever something that is shown has changed."""
        with reading(self._store.engine) as connection:
            return _version(connection)

    def selected(self, **conditions: Any) -> Selected:
        """How many incidents there are, and of which sort."""
        return self._answer("selected", conditions, sums.counted)

    def bins(self, level: Level = "day", **conditions: Any) -> tuple[Bin, ...]:
        """Incidents by day, week, month or year and by kind, without those that are not dated so closely."""
        return self._answer(f"bins {level}", conditions, lambda chosen: sums.bins(chosen, level))

    def figures(self, **conditions: Any) -> dict[str, Figures]:
        """The sums of the figures by harm, as :mod:`dateline.store.overview.adding` says what adds."""
        return self._answer("figures", conditions, sums.figures)

    def running(self, harm: str, /, **conditions: Any) -> tuple[Step, ...]:
        """The sum of a harm as it grew day by day: each incident from the last day on which it may have happened."""
        return self._answer(f"running {harm}", conditions, lambda chosen: sums.running(chosen, harm))

    def places(self, most: int = 10, **conditions: Any) -> tuple[TopPlace, ...]:
        """The places with the most incidents."""
        return self._answer(f"places {most}", conditions, lambda chosen: sums.places(chosen, most))

    def actors(self, role: str, most: int = 10, **conditions: Any) -> tuple[TopActor, ...]:
        """Who did most, or suffered most; ``role`` is did or suffered."""
        return self._answer(f"actors {role} {most}", conditions, lambda chosen: sums.actors(chosen, role, most))

    def contested(self, most: int = 10, **conditions: Any) -> tuple[ContestedIncident, ...]:
        """The contested incidents, those with the most killed first."""
        return self._answer(f"contested {most}", conditions, lambda chosen: sums.contested(chosen, most))

    def news(self, since: str, /, most: int = 5, **conditions: Any) -> New:
        """What has become new since a moment (ISO 8601, UTC)."""
        told = self._answer(f"anew {since} {most}", {}, lambda chosen: sums.anew(chosen, since, most))
        return self._answer(f"news {since} {most}", conditions, lambda chosen: sums.news(chosen, since, most, told))

    def drawn(self, most: int = 200, **conditions: Any) -> tuple[Drawn, ...] | None:
        """The dated incidents one by one, the first first; None where there are more than ``most``."""
        return self._answer(f"drawn {most}", conditions, lambda chosen: spread.drawn(chosen, most))

    def cumulative(self, harm: str, /, most: int = 100, **conditions: Any) -> tuple[Cumulative, ...]:
        """The latest claims of a count over time."""
        return self._remember(f"cumulative {harm} {most}", conditions, lambda connection: spread.cumulative(
            connection, self._store.names, conditions, harm, most))  # fmt: skip

    def statements(self, level: Level, **conditions: Any) -> tuple[Bin, ...]:
        """Statements by the day, week, month or year of their report."""
        return self._remember(f"statements {level}", conditions, lambda connection: spread.statements(
            connection, self._store.names, conditions, level))  # fmt: skip

    def said(self, most: int = 100, **conditions: Any) -> tuple[Said, ...] | None:
        """The statements one by one, the first first; None where there are more than ``most``."""
        return self._remember(f"said {most}", conditions, lambda connection: spread.said(
            connection, self._store.names, conditions, most))  # fmt: skip

    def _answer(self, name: str, conditions: Conditions, ask: Callable[[Selection], Answer]) -> Answer:
        def of_selected(connection: Connection) -> Answer:
            chosen = selected(connection, self._store.names, conditions)
            return ask(chosen if chosen.sql is None else chosen.found(self._rows(chosen, conditions)))

        return self._remember(name, conditions, of_selected)

    def _rows(self, chosen: Selection, conditions: Conditions) -> str | None:
        """The rows of a selection, looked for once: a page asks a dozen questions of them. None where they are many."""
        key = (self.version, tuple(sorted(conditions.items())))
        return self._selections.get(key, chosen.rows)

    def _remember(self, name: str, conditions: Conditions, ask: Callable[[Connection], Answer]) -> Answer:
        def compute() -> Answer:
            with reading(self._store.engine) as connection:
                return ask(connection)

        return self._remembered.get((self.version, name, tuple(sorted(conditions.items()))), compute)


def _version(connection: Connection) -> str:
    row = connection.execute(sa.text(_VERSION)).one()
    return f"{row.linked or 0}.{row.codings or 0}.{row.judgements or 0}"
