"""What is at stake in each incident, by which people choose what to check first: kept beside the incident, and indexed.

Three numbers from 0 to 1. ``impact``: how many are said to have been harmed, and how badly. ``contested``: how far the
reports contradict one another. ``doubt``: how little the machine trusts what it read. ``mixed`` joins them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.store import schema

incident_stakes = sa.Table(
    "incident_stakes",
    schema.METADATA,
    sa.Column("incident", sa.ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("row", schema.RowNumber, nullable=False),
    sa.Column("impact", sa.Float, nullable=False),
    sa.Column("contested", sa.Float, nullable=False),
    sa.Column("doubt", sa.Float, nullable=False),
    sa.Column("mixed", sa.Float, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Index("incident_stakes_row", "row"),
)
"""One row an incident; ``row`` is the incident's, ``waiting`` counts its events, and their tolls, that nobody has judged yet."""
ORDERS = ("mixed", "impact", "contested")
for _order in ORDERS:
    _waits = incident_stakes.c.waiting > 0
    sa.Index(
        f"incident_stakes_{_order}", incident_stakes.c[_order], incident_stakes.c.row,
        sqlite_where=_waits, postgresql_where=_waits,
    )  # fmt: skip

# By name: the package that makes the table is above this module.
_JUDGED = sa.table("claim_reviews", sa.column("claim"))

sa.Index("claims_confidence", schema.claims.c.confidence, schema.claims.c.row)

_WEIGHTS: Mapping[str, float] = {
    "killed": 1.0, "missing": 0.7, "abducted": 0.7, "injured": 0.5, "captured": 0.3, "detained": 0.3, "besieged": 0.1,
    "displaced": 0.02, "evacuated": 0.02, "homes_destroyed": 0.1, "unspecified": 0.3,
}  # fmt: skip
"""How much one person harmed in this way weighs against one killed: an order for checking, and nothing else."""
_ALL_OF = 1000
_SHARES = {"impact": 0.4, "contested": 0.35, "doubt": 0.25}


def impact_of(incident: Incident) -> float:
    """How many are said to have been harmed, and how badly, on a scale that a thousand killed are at the end of."""
    harmed = 0.0
    for toll in incident.tolls:
        if toll.scope == "incident" and toll.within is None:
            figure = next((f for f in (toll.high, toll.best, toll.low) if f is not None), 0)
            harmed += _WEIGHTS.get(toll.harm, 0.0) * figure
    return min(1.0, math.log1p(harmed) / math.log1p(_ALL_OF))


def contested_of(incident: Incident) -> float:
    """How far the reports contradict one another: the grade, the spread of the figures, the fields in which they differ."""
    spread = max((_spread(toll.low, toll.high) for toll in incident.tolls), default=0.0)
    graded = 0.5 if incident.grade == "contested" else 0.0
    figures = 0.2 if any(toll.grade == "contested" for toll in incident.tolls) else 0.0
    return min(1.0, graded + figures + 0.3 * spread + 0.1 * min(len(incident.disagreements), 3))


def keep_stakes(connection: Connection, incident: Incident, row: int, claims: Sequence[int]) -> None:
    """Keep what is at stake in the incident, which has none yet; ``claims`` are the rows of its events."""
    event, toll = schema.claims.alias("event").c, schema.claims.alias("toll").c
    of_event = sa.select(event.confidence).where(event.row.in_(claims), waits(event.row))
    of_toll = sa.select(toll.confidence).where(
        event.row.in_(claims), toll.document == event.document, toll.event == event.claim, waits(toll.row)
    )
    both = sa.union_all(of_event, of_toll).subquery()
    asked = sa.select(sa.func.count(), sa.func.min(both.c.confidence))
    waiting, least = connection.execute(asked).one()
    found = {
        "impact": impact_of(incident),
        "contested": contested_of(incident),
        "doubt": 1 - (1 if least is None else least),
    }
    mixed = sum(share * found[name] for name, share in _SHARES.items())
    kept = {"incident": incident.id, "row": row, "waiting": waiting, "mixed": mixed, **found}
    connection.execute(sa.delete(incident_stakes).where(incident_stakes.c.incident == incident.id))
    connection.execute(sa.insert(incident_stakes).values(kept))


def waits(row: sa.ColumnElement[int] | None = None) -> sa.ColumnElement[bool]:
    """That nobody has judged the claim of this row yet."""
    return ~sa.exists().where(_JUDGED.c.claim == (schema.claims.c.row if row is None else row))


def _spread(low: int | None, high: int | None) -> float:
    return (high - low) / high if low is not None and high else 0.0
