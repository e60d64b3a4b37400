"""What has happened in a store since a moment: codings made anew, corrected versions of reports, judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from dateline.incidents import Incident
from dateline.store import schema
from dateline.store.engine import reading

if TYPE_CHECKING:
    from dateline.store.store import Store

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class NewReport:
    """A document that became known: ``corrects`` is the id of the one that it is a version of, ``figures`` what it changed."""

    id: str
    known: date
    corrects: str | None
    figures: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was coded anew: when (ISO 8601, UTC), and how many codings it now has."""

    id: str
    made: str
    codings: int


def incidents_that_differ(
    store: Store, earlier: date, later: date, conditions: Mapping[str, Any]
) -> tuple[list[Incident], list[Incident]]:
    """The incidents of the two days that meet the conditions, without those that must be the same on both.

    ``conditions`` are fields of :class:`~dateline.store.query.Query` by name, without ``as_of``.
    """
    from dateline.store.asof import homes_between
    from dateline.store.asof_search import incidents_of_day
    from dateline.store.query import Query

    with reading(store.engine) as connection:
        homes = homes_between(connection, earlier, later)
        before, after = (
            list(incidents_of_day(connection, Query(**conditions, as_of=day), store.names, homes))
            for day in (earlier, later)
        )
    return before, after


def new_reports(store: Store, since: date, until: date | None = None) -> Iterator[NewReport]:
    """The documents that became known on the day or later, the earliest first; with ``until``, not after that one."""
    documents, original = schema.documents.alias("document").c, schema.documents.alias("original").c
    copies = schema.copies.c
    joined = documents.row.table.outerjoin(
        schema.copies, sa.and_(copies.document == documents.row, copies.kind == "version")
    ).outerjoin(original.row.table, original.row == copies.original)
    query = (
        sa.select(documents.id, documents.known, original.id.label("corrects"), copies.why)
        .select_from(joined)
        .where(documents.known >= since)
        .order_by(documents.known, documents.id)
    )
    if until is not None:
        query = query.where(documents.known <= until)
    with reading(store.engine) as connection:
        for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
            yield NewReport(row.id, row.known, row.corrects, row.why)


def read_anew(store: Store, since: date, until: date | None = None) -> list[Reading]:
    """The documents whose coding was replaced on the day (UTC) or later, though they had been known before."""
    codings, documents = schema.codings.c, schema.documents.c
    counted = sa.select(codings.document, sa.func.count().label("codings")).group_by(codings.document).subquery()
    query = (
        sa.select(documents.id, codings.made, counted.c.codings)
        .join(schema.documents, documents.row == codings.document)
        .join(counted, counted.c.document == codings.document)
        .where(codings.superseded.is_(None), counted.c.codings > 1, documents.known < since)
        .where(codings.made >= since.isoformat())
        .order_by(documents.id)
    )
    with reading(store.engine) as connection:
        rows = connection.execute(query).all()
    latest = None if until is None else f"{until.isoformat()}T~"
    return [Reading(r.id, r.made, r.codings) for r in rows if latest is None or r.made < latest]
