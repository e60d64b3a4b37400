"""How each database is asked for the rows of a plan: the same rows, in the same order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection

from dateline.store.query import Plan, Segment


class Search(Protocol):
    """Finds rows of a table that has a full text index, and places where the plan has boxes."""

    def rows(self, connection: Connection, table: str, plan: Plan, segment: Segment, limit: int) -> Sequence[int]:
        """The numbers of the first ``limit`` rows of the segment that answer the plan, in its order."""

    def chosen(self, connection: Connection, table: str, plan: Plan, segment: Segment) -> tuple[str, dict[str, Any]]:
        """A query for the column ``row`` of all rows of the segment that answer the plan, and its values.

        Of incidents what is checked is read from their outlines, which are a few short columns.
        """


def search_for(connection: Connection) -> Search:
    """The search of the connection's database."""
    if connection.dialect.name == "sqlite":
        from dateline.store.dialects.sqlite import SqliteSearch

        return SqliteSearch()
    from dateline.store.dialects.postgresql import PostgresSearch

    return PostgresSearch()


def numbers_of(connection: Connection, sql: str, values: Mapping[str, Any]) -> Sequence[int]:
    """The column ``row`` of a query that may give many rows.

    SQLite gives them as one value: for each row its driver lets go of the interpreter's lock, and gets it back when all
    other threads have had it.
    """
    if connection.dialect.name != "sqlite":
        return connection.execute(text(sql), dict(values)).scalars().all()
    listed = connection.execute(text(f"SELECT json_group_array(row) FROM ({sql})"), dict(values)).scalar_one()
    found: list[int] = json.loads(listed)
    return found


_IN_COLUMNS = "p.lat BETWEEN :south{n} AND :north{n} AND p.lon BETWEEN :west{n} AND :east{n}"


def located(plan: Plan, table: str, distance: str) -> tuple[list[str], dict[str, Any]]:
    """That the row ``r`` lies where the plan asks; a document does where one of its claims does.

    ``distance`` (for a circle) is a condition over ``p``, the row that has the place.
    """
    if not plan.boxes:
        return [], {}
    extra = [distance] if plan.circle else []
    where = " AND ".join(["(" + " OR ".join(_IN_COLUMNS.format(n=n) for n in range(len(plan.boxes))) + ")", *extra])
    values: dict[str, Any] = {
        f"{side}{n}": getattr(box, side)
        for n, box in enumerate(plan.boxes)
        for side in ("south", "west", "north", "east")
    }
    if plan.circle:
        values |= {"lat": plan.circle.lat, "lon": plan.circle.lon, "km": plan.circle.km}
    if table == "documents":
        return [f"EXISTS (SELECT 1 FROM claims p WHERE p.document = r.row AND {where})"], values
    return [where.replace("p.", "r.")], values


def has_places(table: str) -> str:
    """The table whose rows have the places of this one's."""
    return "claims" if table == "documents" else table
