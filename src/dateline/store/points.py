"""Incidents as points: what a map needs of each of many thousands, in columns, without reading their records.

The points of a whole store are read once, and kept by who asks for them (:mod:`dateline.serve.geo.kept`); a query then
gives no more than row numbers, by which they are picked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from dateline.incidents import Incident
from dateline.store import schema
from dateline.store.dialects import numbers_of
from dateline.store.engine import reading
from dateline.store.overview.selection import selected
from dateline.store.overview.tables import repeats
from dateline.store.store import Store

MOST = 250_000
"""Of so many incidents, the newest, a map is made; more would not be seen apart."""
COUNTS, REVIEWED, TWICE, SUMMARY = 1, 2, 4, 8
UNKNOWN = -1
_NUMBERS = 2**30 - 1
_AT_ONCE = 5_000
_HARM = "killed"
_ALL = (
    "SELECT o.row, o.first_day, o.last_day, o.known, o.kind, o.grade, o.lat, o.lon, o.precision, o.place, o.admin1, o.country,"
    " b.best, b.low, o.counts, o.aggregate, o.reviewed FROM incident_outlines o"
    " LEFT JOIN incident_bands b ON b.row = o.row AND b.harm = :harm AND b.quantified = :yes"
    " ORDER BY o.row DESC LIMIT :most"
)

Numbers = npt.NDArray[np.int64]
Degrees = npt.NDArray[np.float64]
Chosen = npt.NDArray[Any]
"""Which of some items: their indexes, or whether each is one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where incidents are: those of the same place, known as closely, share one. Without a place it is empty."""

    lat: float | None
    lon: float | None
    precision: int | None
    place: str
    admin1: str
    country: str


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Points, the newest first: an entry for each incident in every column. ``row`` is its row in the store.

    ``number`` is its running number there. ``first`` and ``last`` are the days on which it may have happened, as numbers
    (``date.toordinal``), ``known`` that of its first report. ``kind``, ``grade`` and ``spot`` count in the lists of these
    names; a kind is an ACLED event type, or empty. ``best`` is the figure of people killed that sums take from it, ``low``
    the lowest; :data:`UNKNOWN` where there is none. ``flags`` are bits: :data:`COUNTS` is missing for summaries and what is
    discounted, which no count and no sum holds; :data:`TWICE` marks a figure that may be that of another incident said a
    second time: it is shown, and not added. ``more`` says that there are more than :data:`MOST`.

    Spots have columns too: ``lat``, ``lon`` and ``precision``.
    """

    version: str
    row: Numbers
    number: Numbers
    first: Numbers
    last: Numbers
    known: Numbers
    kind: Numbers
    grade: Numbers
    spot: Numbers
    best: Numbers
    low: Numbers
    flags: Numbers
    kinds: tuple[str, ...]
    grades: tuple[str, ...]
    spots: tuple[Spot, ...]
    lat: Degrees
    lon: Degrees
    precision: Numbers
    more: bool

    def __len__(self) -> int:
        return len(self.row)

    def at(self, chosen: Chosen) -> Columns:
        """Those of these indexes, or those for which it is true, in the same order."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _BY_POINT})

    def known_by(self, day: date) -> Columns:
        """Those of which a report was known by the end of the day, as they are known now."""
        return self.at(self.known <= day.toordinal())

    def of_rows(self, rows: Numbers) -> Columns:
        """Those of these rows; a row that is not here is left out."""
        older = self.more and len(rows) > 0 and bool(rows.min() < self.row[-1])
        return replace(self.at(np.isin(self.row, rows, assume_unique=True)), more=older)


_BY_POINT = ("row", "number", "first", "last", "known", "kind", "grade", "spot", "best", "low", "flags")


class Points:
    """Asks a store for points."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def version(self) -> str:
        """Another one whenever an incident was changed, added or taken away."""
        with reading(self._store.engine) as connection:
            return _version(connection)

    def all(self) -> Columns:
        """The points of all incidents."""
        with reading(self._store.engine) as connection:
            return _all(connection)

    def rows(self, **conditions: Any) -> Numbers | None:
        """The rows of the incidents that meet the conditions of :class:`~dateline.store.Query`; None for all of them.

        Raises StoreError for conditions that are none, ``as_of`` among them: see :meth:`Columns.known_by`.
        """
        with reading(self._store.engine) as connection:
            chosen = selected(connection, self._store.names, conditions)
            if chosen.sql is None:
                return None
            found = numbers_of(connection, chosen.sql, chosen.values)
        return np.array(found, np.int64)

    def incidents(self, numbers: Sequence[int]) -> list[Incident]:
        """The incidents of these running numbers, the newest first; those that are no more are left out."""
        table = schema.incidents.c
        query = sa.select(table.record).where(table.number.in_(numbers)).order_by(table.row.desc())
        with reading(self._store.engine) as connection:
            return [Incident.model_validate_json(record) for record in connection.execute(query).scalars()]


def _version(connection: Connection) -> str:
    counters, incidents, judged = schema.counters.c, schema.incidents.c, schema.judgements.c
    linked = connection.execute(sa.select(counters.value).where(counters.name == "linked")).scalar()
    last = connection.execute(sa.select(sa.func.max(incidents.row))).scalar()
    line = connection.execute(sa.select(sa.func.max(judged.number))).scalar()
    return f"{linked or 0}-{last or 0}-{line or 0}"


def _all(connection: Connection) -> Columns:
    # What is read after the version may be newer than it, never older: then it is read again.
    version = _version(connection)
    twice = connection.execute(sa.select(repeats.c.vague).where(repeats.c.harm == _HARM)).scalars().all()
    spots: dict[tuple[Any, ...], int] = {}
    kinds: dict[str, int] = {}
    grades: dict[str, int] = {}
    found = connection.execute(sa.text(_ALL), {"harm": _HARM, "yes": True, "most": MOST + 1})
    parts = [_read(rows, kinds, grades, spots) for rows in _in_parts(found)]
    empty = {name: np.zeros(0, np.int64) for name in _BY_POINT}
    joined = {name: np.concatenate([part[name] for part in parts])[:MOST] for name in _BY_POINT} if parts else empty
    joined["flags"] |= TWICE * np.isin(joined["row"], np.array(twice, np.int64))
    where = tuple(Spot(*spot) for spot in spots)
    return Columns(
        version=version, **joined, kinds=tuple(kinds), grades=tuple(grades), spots=where,
        lat=_degrees([spot.lat for spot in where]), lon=_degrees([spot.lon for spot in where]),
        precision=np.array([spot.precision or 1 for spot in where], np.int64),
        more=sum(len(part["row"]) for part in parts) > MOST,
    )  # fmt: skip


def _in_parts(found: sa.CursorResult[Any]) -> Iterator[Sequence[Row[Any]]]:
    """Some thousand rows at a time: between them others get their turn."""
    while rows := list(islice(found, _AT_ONCE)):
        yield rows


def _read(
    rows: Sequence[Row[Any]], kinds: dict[str, int], grades: dict[str, int], spots: dict[tuple[Any, ...], int]
) -> dict[str, Numbers]:
    """The columns of some rows; what they stand for is added to the lists."""
    numbers, first, last, known, kind, grade, *where, best, low, counts, summary, reviewed = zip(*rows, strict=True)
    row = np.array(numbers, np.int64)
    flags = COUNTS * np.array(counts, bool) + REVIEWED * np.array(reviewed, bool) + SUMMARY * np.array(summary, bool)
    return {
        "row": row,
        "number": (row >> 16) & _NUMBERS,
        "first": _days(first),
        "last": _days(last),
        "known": _days(known),
        "kind": _listed(kind, kinds),
        "grade": _listed(grade, grades),
        "spot": _listed(zip(*where, strict=True), spots),
        "best": _figures(best),
        "low": _figures(low),
        "flags": flags.astype(np.int64),
    }


def _days(days: Sequence[date | str]) -> Numbers:
    """Their numbers; SQLite has days as text."""
    return np.array(days, "datetime64[D]").astype(np.int64) + _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
"""The day from which numpy counts."""


def _listed(items: Any, known: dict[Any, int]) -> Numbers:
    return np.array([known.setdefault(item, len(known)) for item in items], np.int64)


def _figures(figures: Sequence[int | None]) -> Numbers:
    return np.array([UNKNOWN if figure is None else figure for figure in figures], np.int64)


def _degrees(values: Sequence[float | None]) -> Degrees:
    return np.array([np.nan if value is None else value for value in values], np.float64)
