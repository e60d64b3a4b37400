"""Asking SQLite: FTS5 answers in the order of the rows; another index is asked first where it knows of few rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from dateline.store.dialects import has_places, located
from dateline.store.query import Plan, Segment, Term

_FEW = 2_500
"""Up to so many rows it is quicker to look at each of them than to walk the full text index."""


class SqliteSearch:
    """Finds rows by FTS5 and R*Tree."""

    def rows(self, connection: Connection, table: str, plan: Plan, segment: Segment, limit: int) -> Sequence[int]:
        """See :class:`~dateline.store.dialects.Search`."""
        order = "DESC" if plan.order == "newest" else "ASC"
        source, where, by, values = self._asked(connection, table, plan, segment)
        sql = f"SELECT r.row FROM {source} WHERE {where} ORDER BY {by} {order} LIMIT :limit"
        return connection.execute(text(sql), values | {"limit": limit}).scalars().all()

    def chosen(self, connection: Connection, table: str, plan: Plan, segment: Segment) -> tuple[str, dict[str, Any]]:
        """See :class:`~dateline.store.dialects.Search`."""
        source, where, by, values = self._asked(connection, table, plan, segment)
        if by == "s.rowid" and not plan.checks and not plan.boxes:
            source = f"{table}_search s"
        elif table == "incidents":
            source = source.replace("incidents r", "incident_outlines r")
        return f"SELECT {by} AS row FROM {source} WHERE {where}", values

    def _asked(
        self, connection: Connection, table: str, plan: Plan, segment: Segment
    ) -> tuple[str, str, str, dict[str, Any]]:
        """Where to look, the conditions, the number of the row there, and the values of the conditions."""
        checks, values = located(plan, table, "dateline_km(p.lat, p.lon, :lat, :lon) <= :km")
        values |= plan.values
        values |= {"match": _match(plan, segment), "low": segment.low, "high": segment.high}
        narrow = _narrow(table, plan)
        few = next((rows for counted, rows in narrow if self._are_few(connection, counted, values)), None)
        source, walk, by = self._by_index(table) if few is None else self._by_rows(table, few)
        return source, " AND ".join([walk, *checks, *plan.checks]), by, values

    def _by_index(self, table: str) -> tuple[str, str, str]:
        """Walk the full text index, in its order; the rows are read only for what is checked of them."""
        walk = f"{table}_search MATCH :match AND s.rowid >= :low AND s.rowid < :high"
        return f"{table}_search s CROSS JOIN {table} r ON r.row = s.rowid", walk, "s.rowid"

    def _by_rows(self, table: str, rows: str) -> tuple[str, str, str]:
        """Take the few rows that a query gives, and look each up in the full text index."""
        found = f"EXISTS (SELECT 1 FROM {table}_search WHERE {table}_search MATCH :match AND rowid = r.row)"
        return f"{table} r", f"r.row IN ({rows}) AND r.row >= :low AND r.row < :high AND {found}", "r.row"

    def _are_few(self, connection: Connection, rows: str, values: dict[str, Any]) -> bool:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({rows}) LIMIT {_FEW + 1})"
        return int(connection.execute(text(sql), values).scalar_one()) <= _FEW


def _narrow(table: str, plan: Plan) -> Iterator[tuple[str, str]]:
    """What other indexes than the full text know: a query to be counted, and one for rows that hold all answers."""
    if plan.boxes:
        inside = _in_boxes(has_places(table), len(plan.boxes))
        yield inside, f"SELECT document FROM claims WHERE row IN ({inside})" if table == "documents" else inside
    if table == "claims" and "grade" in plan.values:
        graded = "SELECT claim FROM incident_claims WHERE grade = :grade"
        yield graded, graded


def _in_boxes(table: str, boxes: int) -> str:
    # R*Tree rounds coordinates outward: it may give a row too many, never one too few.
    one = (
        f"SELECT row FROM {table}_places WHERE south <= :north{{n}} AND north >= :south{{n}}"
        " AND west <= :east{n} AND east >= :west{n}"
    )
    return " UNION ALL ".join(one.format(n=n) for n in range(boxes))


def _match(plan: Plan, segment: Segment) -> str:
    """The search in the language of FTS5. Every part is quoted, so that no word of a user is taken for an operator."""
    wanted = " AND ".join(_either(group) for group in (*plan.terms, *segment.terms))
    match = f"codes : ({wanted})"
    for phrase in plan.phrases:
        match += f' AND words : "{phrase}"'
    if plan.excluded:
        match = f"({match}) NOT words : ({' OR '.join(_quoted(p) for p in plan.excluded)})"
    return match


def _either(group: tuple[Term, ...]) -> str:
    return "(" + " OR ".join(_quoted(t.code) + (" *" if t.start else "") for t in group) + ")"


def _quoted(phrase: str) -> str:
    return f'"{phrase}"'
