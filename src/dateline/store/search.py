"""Searching: from a plan to pages of rows, and from rows to what is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.dialects import search_for
from dateline.store.found import FoundClaim, FoundDocument
from dateline.store.query import Plan, Segment

Found = TypeVar("Found")


def rows_of(connection: Connection, table: str, plan: Plan, after: int | None, limit: int) -> list[int]:
    """The numbers of the first ``limit`` rows that answer the plan, from after the row ``after`` in its order."""
    search = search_for(connection)
    found: list[int] = []
    for segment in plan.segments:
        cut = _after(segment, after, newest=plan.order == "newest")
        if cut.low < cut.high and len(found) < limit:
            found += search.rows(connection, table, plan, cut, limit - len(found))
    return found


def count_of(connection: Connection, table: str, plan: Plan, most: int) -> int:
    """How many rows answer the plan; ``most`` where there are more."""
    search, found = search_for(connection), 0
    for segment in plan.segments:
        if segment.low < segment.high and found < most:
            sql, values = search.chosen(connection, table, plan, segment)
            counted = sa.text(f"SELECT count(*) FROM ({sql} LIMIT :most) c")
            found += connection.execute(counted, values | {"most": most - found}).scalar_one()
    return found


def _after(segment: Segment, row: int | None, *, newest: bool) -> Segment:
    """What of the segment comes after the row."""
    if row is None:
        return segment
    if newest:
        return Segment(segment.low, min(segment.high, row), segment.terms)
    return Segment(max(segment.low, row + 1), segment.high, segment.terms)


def claims_at(connection: Connection, rows: Sequence[int]) -> list[FoundClaim]:
    """The claims with these row numbers, in their order."""
    claims, documents, members = schema.claims.c, schema.documents.c, schema.incident_claims.c
    of_document = {"document": documents.id, "source": documents.source, "title": documents.title}
    elsewhere = {**of_document, "incident": members.incident}
    columns = [(elsewhere[f.name] if f.name in elsewhere else claims[f.name]).label(f.name) for f in fields(FoundClaim)]
    joined = schema.claims.join(schema.documents, documents.row == claims.document)
    joined = joined.outerjoin(schema.incident_claims, members.claim == claims.row)
    return _in_order(connection, sa.select(*columns).select_from(joined).where(claims.row.in_(rows)), rows, FoundClaim)


def documents_at(connection: Connection, rows: Sequence[int]) -> list[FoundDocument]:
    """The documents with these row numbers, in their order."""
    columns = [schema.documents.c[f.name] for f in fields(FoundDocument)]
    query = sa.select(*columns).where(schema.documents.c.row.in_(rows))
    return _in_order(connection, query, rows, FoundDocument)


def _in_order(connection: Connection, query: sa.Select[Any], rows: Sequence[int], kind: type[Found]) -> list[Found]:
    found = {item[0]: kind(*item) for item in connection.execute(query)}
    return [found[row] for row in rows]


def incident_ids(connection: Connection, rows: Sequence[int]) -> list[tuple[int, str, int]]:
    """The incidents with these row numbers, in their order: row, id and running number."""
    table = schema.incidents.c
    query = sa.select(table.row, table.id, table.number).where(table.row.in_(rows))
    found = {item.row: (item.row, item.id, item.number) for item in connection.execute(query)}
    return [found[row] for row in rows if row in found]
