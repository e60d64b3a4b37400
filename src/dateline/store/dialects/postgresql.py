"""Asking PostgreSQL: one query over the row; its planner chooses between the full text, the place and the order.

Only the geometry index is asked first, whether it knows of few rows: the planner takes places to be spread evenly over a
map's cells, and would else sort all the rows of a capital to find the newest of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from dateline.store.dialects import located
from dateline.store.query import Plan, Segment, Term

_KM = (
    "12742.0176 * asin(sqrt(least(1.0, power(sin(radians(:lat - p.lat) / 2), 2)"
    " + cos(radians(p.lat)) * cos(radians(:lat)) * power(sin(radians(:lon - p.lon) / 2), 2)))) <= :km"
)
"""The distance along the sphere, by the formula of :func:`dateline.store.engine.distance_km`."""

_IN_GEOMETRY = "geom && ST_MakeEnvelope(:west{n}, :south{n}, :east{n}, :north{n}, 4326)"
_FEW = 500
"""Up to so many rows in the boxes it is quicker to look at each of them than to walk any other index."""

_RARE = 10_000
"""Up to so many rows all are found by their index, and sorted. The planner takes them to be spread evenly over the days,
and would walk through half of a table for the newest of what was last told years ago."""


class PostgresSearch:
    """Finds rows by GIN over tsvector, and GiST over PostGIS geometry where that is installed."""

    def rows(self, connection: Connection, table: str, plan: Plan, segment: Segment, limit: int) -> Sequence[int]:
        """See :class:`~dateline.store.dialects.Search`."""
        order = "DESC" if plan.order == "newest" else "ASC"
        where, values = _asked(connection, table, plan, segment)
        found = f"SELECT r.row AS row FROM {table} r WHERE {where}"
        if _is_rare(connection, found, values):
            found = f"WITH r AS MATERIALIZED ({found}) SELECT r.row FROM r"
        sql = f"{found} ORDER BY r.row {order} LIMIT :limit"
        return connection.execute(text(sql), values | {"limit": limit}).scalars().all()

    def chosen(self, connection: Connection, table: str, plan: Plan, segment: Segment) -> tuple[str, dict[str, Any]]:
        """See :class:`~dateline.store.dialects.Search`."""
        where, values = _asked(connection, table, plan, segment)
        return f"SELECT r.row AS row FROM {table} r WHERE {where}", values


def _asked(connection: Connection, table: str, plan: Plan, segment: Segment) -> tuple[str, dict[str, Any]]:
    """The conditions over the row ``r``, and their values."""
    checks, values = located(plan, table, _KM)
    values |= plan.values
    values |= {"codes": _codes(plan, segment), "low": segment.low, "high": segment.high}
    search = "CAST(:codes AS tsquery)"
    for wanted, phrases in ((True, plan.phrases), (False, plan.excluded)):
        for n, phrase in enumerate(phrases):
            name = f"{'phrase' if wanted else 'excluded'}{n}"
            search += f" && {'' if wanted else '!!'}phraseto_tsquery('dateline', :{name})"
            values[name] = phrase
    if plan.boxes and table != "documents" and (few := _few_in_boxes(connection, table, plan, values)) is not None:
        checks.append("r.row = ANY(:few)")
        values["few"] = few
    return " AND ".join([f"r.search @@ ({search})", "r.row >= :low AND r.row < :high", *checks, *plan.checks]), values


def _is_rare(connection: Connection, found: str, values: Mapping[str, Any]) -> bool:
    """Whether the planner takes so few rows to answer that it is quicker to find and sort them all."""
    plan = connection.execute(text(f"EXPLAIN (FORMAT JSON) {found}"), dict(values)).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"]) <= _RARE


def _few_in_boxes(connection: Connection, table: str, plan: Plan, values: Mapping[str, Any]) -> list[int] | None:
    """The rows that lie in the boxes, by the geometry index; None where they are many, or there is no such index."""
    if not _has_postgis(connection.engine):
        return None
    inside = " OR ".join(_IN_GEOMETRY.format(n=n) for n in range(len(plan.boxes)))
    found = connection.execute(text(f"SELECT row FROM {table} WHERE {inside} LIMIT {_FEW + 1}"), values).scalars().all()
    return list(found) if len(found) <= _FEW else None


@lru_cache(maxsize=8)
def _has_postgis(engine: Engine) -> bool:
    """Whether the tables have geometry: they were made in a database that has PostGIS."""
    asked = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'claims' AND column_name = 'geom'"
    with engine.connect() as connection:
        return bool(connection.execute(text(asked)).scalar_one())


def _codes(plan: Plan, segment: Segment) -> str:
    """The codes as a tsquery, quoted: no parser sees them."""
    return " & ".join(_either(group) for group in (*plan.terms, *segment.terms))


def _either(group: tuple[Term, ...]) -> str:
    return "(" + " | ".join(f"'{t.code}'" + (":*" if t.start else "") for t in group) + ")"
