"""Which incidents a question is about: none left out, or those that meet the conditions, as a part of one query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from dateline.errors import StoreError
from dateline.store.dialects import search_for
from dateline.store.plan import Names, plan_of
from dateline.store.query import Plan, Query

_MOST_ROWS = 20_000
_BOUND = re.compile(r"(?<!:):([a-z_]+\d*)")


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that meet conditions. ``sql`` is a query for them, None where it is all of them.

    ``array`` is an expression for the rows themselves, where they are known and the database looks them up by it.
    """

    connection: Connection
    sql: str | None
    values: Mapping[str, Any] = field(default_factory=dict)
    array: str | None = None

    def ask(self, sql: str, **values: Any) -> list[Row[Any]]:
        """The rows of a query in which ``{outlines}`` stands for the selected ones of ``incident_outlines o``, and so on.

        ``{among:x.close}`` is that this row is one of the selected.
        """
        sql = _TABLE.sub(self._table, sql)
        sql = _AMONG.sub(self._among, sql)
        if self.sql is not None and self.array is None:
            sql = f"WITH s AS MATERIALIZED ({self.sql}) {sql}"
        return list(
            self.connection.execute(sa.text(sql), {"yes": True, "no": False} | dict(self.values) | values).all()
        )

    def rows(self) -> str | None:
        """The rows themselves, as :meth:`found` takes them; None where they are so many that asking anew is as quick."""
        gathered = "json_group_array(s.row)" if self._is_sqlite else "CAST(array_agg(s.row) AS text)"
        sql = f"SELECT {gathered}, count(*) FROM (SELECT s.row FROM ({self.sql}) s LIMIT {_MOST_ROWS + 1}) s"
        values = {"yes": True, "no": False} | dict(self.values)
        found, count = self.connection.execute(sa.text(sql), values).one()
        return None if count > _MOST_ROWS else str(found or "{}")

    def found(self, rows: str | None) -> Selection:
        """The same selection, where its rows are known already."""
        if rows is None:
            return self
        if self._is_sqlite:
            return Selection(self.connection, "SELECT value AS row FROM json_each(:rows)", {"rows": rows})
        array = "CAST(:rows AS bigint[])"
        return Selection(self.connection, f"SELECT unnest({array}) AS row", {"rows": rows}, array)

    @property
    def _is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def _among(self, match: re.Match[str]) -> str:
        if self.sql is None:
            return "1 = 1"
        return f"{match[1]} IN (SELECT s.row FROM s)" if self.array is None else f"{match[1]} = ANY({self.array})"

    def _table(self, match: re.Match[str]) -> str:
        table, short = _TABLES[match[1]]
        if self.sql is None:
            return f"{table} {short}"
        if self.array is not None:
            return f"(SELECT * FROM {table} WHERE row = ANY({self.array})) {short}"
        # SQLite keeps this order of a CROSS JOIN: few rows are chosen, and each is looked up.
        join = "CROSS JOIN" if self._is_sqlite else "JOIN"
        return f"s {join} {table} {short} ON {short}.row = s.row"


_TABLES = {
    "outlines": ("incident_outlines", "o"),
    "bands": ("incident_bands", "b"),
    "parts": ("incident_parts", "p"),
}
_TABLE = re.compile(r"\{(outlines|bands|parts)\}")
_AMONG = re.compile(r"\{among:([a-z.]+)\}")


def selected(connection: Connection, names: Names, conditions: Mapping[str, Any], kind: str = "incident") -> Selection:
    """The incidents, or the rows of another kind, that ``store.incidents(**conditions)`` finds.

    Raises StoreError for conditions that are none, and for a day of which it should be told what was known then.
    """
    query = Query(**conditions)
    if query.as_of is not None:
        raise StoreError(
            "what was known on a day is computed anew for that day: ask for the incidents or a brief of that day"
        )
    plan = plan_of(query, kind, names)
    if kind == "incident" and _is_plain(plan):
        return _by_days(connection, plan)
    table = {"incident": "incidents", "document": "documents"}.get(kind, "claims")
    search, parts = search_for(connection), []
    values: dict[str, Any] = {}
    for n, segment in enumerate(plan.segments):
        if segment.low < segment.high:
            sql, bound = _own(*search.chosen(connection, table, plan, segment), n)
            parts.append(sql)
            values |= bound
    return Selection(connection, " UNION ALL ".join(parts) or "SELECT 0 AS row WHERE 1 = 0", values)


def _is_plain(plan: Plan) -> bool:
    """Whether nothing but days is asked for: the outlines have them."""
    return len(plan.terms) == 1 and not (plan.phrases or plan.excluded or plan.boxes or set(plan.values) - {"since"})


def _by_days(connection: Connection, plan: Plan) -> Selection:
    low, high = min(s.low for s in plan.segments), max(s.high for s in plan.segments)
    unbounded = low == 0 and high == _LAST and not plan.checks
    if unbounded:
        return Selection(connection, None)
    where = " AND ".join(["r.row >= :low AND r.row < :high", *plan.checks])
    sql, values = _own(
        f"SELECT r.row AS row FROM incident_outlines r WHERE {where}", {"low": low, "high": high} | plan.values, 0
    )
    return Selection(connection, sql, values)


def _own(sql: str, values: Mapping[str, Any], n: int) -> tuple[str, dict[str, Any]]:
    """The query with names of values that no other part of the whole has."""
    return _BOUND.sub(rf":\1_s{n}", sql), {f"{name}_s{n}": value for name, value in values.items()}


_LAST = 2**63 - 1
