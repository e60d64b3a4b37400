"""Incidents as points: what a map needs of each of many thousands, in columns, without reading their records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.incidents import incidents_at
from dateline.store.overview.tables import bands, outlines, repeats
from dateline.store.plan import plan_of
from dateline.store.query import Query
from dateline.store.search import rows_of
from dateline.store.store import Store

MOST = 250_000
"""Of so many incidents, the newest, a map is made; more would not be seen apart."""
_NUMBERS = 2**30 - 1
_HARM = "killed"


@dataclass(frozen=True, slots=True)
class Point:
    """What a map needs of an incident. ``number`` is its running number in the store.

    ``first`` and ``last`` are the days on which it may have happened, as numbers (``date.toordinal``). ``kind`` is the
    ACLED event type, or empty. ``best`` is the figure of people killed that sums take from it; None where there is none.
    ``counts`` is false for summaries and what is discounted: no count and no sum holds them. ``twice`` marks a figure
    that may be that of another incident said a second time: it is shown, and not added.
    """

    number: int
    first: int
    last: int
    kind: str
    grade: str
    precision: int | None
    lat: float | None
    lon: float | None
    place: str
    admin1: str
    country: str
    best: int | None
    low: int | None
    counts: bool
    summary: bool
    reviewed: bool
    twice: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The points of a query, the newest first; ``more`` says that there are more than :data:`MOST`."""

    points: tuple[Point, ...]
    more: bool


class Points:
    """Asks a store for points."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def version(self) -> str:
        """Another one whenever an incident was changed, added or taken away."""
        counters, incidents, judged = schema.counters.c, schema.incidents.c, schema.judgements.c
        with reading(self._store.engine) as connection:
            linked = connection.execute(sa.select(counters.value).where(counters.name == "linked")).scalar()
            last = connection.execute(sa.select(sa.func.max(incidents.row))).scalar()
            line = connection.execute(sa.select(sa.func.max(judged.number))).scalar()
        return f"{linked or 0}-{last or 0}-{line or 0}"

    def found(self, **conditions: Any) -> Found:
        """The points of the incidents that meet all conditions of :class:`~dateline.store.Query`."""
        query = Query(**conditions)
        if query.as_of is not None:
            raise StoreError("a map shows what is known now; the situation page shows what was known on a day")
        plan = plan_of(query, "incident", self._store.names)
        with reading(self._store.engine) as connection:
            if not conditions:
                return _points(connection, None)
            return _points(connection, rows_of(connection, "incidents", plan, None, MOST + 1))

    def incidents(self, numbers: Sequence[int]) -> list[Incident]:
        """The incidents of these running numbers, the newest first; those that are no more are left out."""
        table = schema.incidents.c
        with reading(self._store.engine) as connection:
            query = sa.select(table.row).where(table.number.in_(numbers)).order_by(table.row.desc())
            return incidents_at(connection, connection.execute(query).scalars().all())


def _points(connection: Connection, rows: Sequence[int] | None) -> Found:
    """The points of these rows; of all where there are none given."""
    twice = set(connection.execute(sa.select(repeats.c.vague).where(repeats.c.harm == _HARM)).scalars())
    chosen = None if rows is None else set(rows[:MOST])
    o, b = outlines.c, bands.c
    band = sa.and_(b.row == o.row, b.harm == _HARM, b.quantified)
    query = (
        sa.select(
            o.row, o.first_day, o.last_day, o.kind, o.grade, o.precision, o.lat, o.lon, o.place, o.admin1, o.country,
            b.best, b.low, o.counts, o.aggregate, o.reviewed,
        )
        .select_from(outlines.outerjoin(bands, band))
        .order_by(o.row.desc())
    )  # fmt: skip
    if rows:
        query = query.where(o.row >= min(rows), o.row <= max(rows))
    elif rows is None:
        query = query.limit(MOST + 1)
    else:
        return Found((), more=False)
    found = connection.execute(query)
    points = tuple(_point(row, twice) for row in found if chosen is None or row[0] in chosen)
    return Found(points[:MOST], more=len(points if rows is None else rows) > MOST)


def _point(row: Any, twice: set[int]) -> Point:
    at, first, last, *others = row
    values: tuple[Any, ...] = ((at >> 16) & _NUMBERS, first.toordinal(), last.toordinal(), *others, at in twice)
    return Point(*values)
