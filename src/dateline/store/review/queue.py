"""What waits for review, what matters most first: by how much is at stake, contested, and little trusted.

The order of incidents is kept in the store (:mod:`dateline.store.stakes`), so that the first page of a million claims is
read as fast as that of ten. With conditions, the newest incidents that meet them are put in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.found import FoundClaim
from dateline.store.incidents import incidents_at
from dateline.store.plan import plan_of
from dateline.store.query import Query
from dateline.store.search import claims_at, rows_of
from dateline.store.stakes import incident_stakes, waits

if TYPE_CHECKING:
    from dateline.store.store import Store

Order = Literal["mixed", "impact", "contested"]
MOST_MATCHING = 1000
"""So many of the newest incidents, or claims, that meet conditions are put in order."""
_SHOWN = 3
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A claim that nobody has judged; ``behind`` is how many figures of its incident were made from it."""

    claim: FoundClaim
    behind: int = 0
    set_aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """An incident that waits: what is at stake, and the first of its claims that nobody has judged.

    ``waiting`` counts its events and tolls that wait. ``impact``, ``contested`` and ``doubt`` are from 0 to 1.
    """

    incident: Incident
    impact: float
    contested: float
    doubt: float
    waiting: int
    claims: tuple[Waiting, ...]
    after: str
    """Where the queue goes on after this incident."""


class Queue:
    """The review queue of a store."""

    def __init__(self, store: Store) -> None:
        self._engine, self._names = store.engine, store.names

    def incidents(
        self, order: Order = "mixed", size: int = 20, after: str | None = None, **conditions: Any
    ) -> list[Stakes]:
        """The incidents with claims that wait, what matters most first; conditions as those of ``store.incidents``.

        Raises StoreError for an order or a place in it that is none.
        """
        if order not in get_args(Order):
            raise StoreError(f"there is no order {order!r} of the queue, only {', '.join(get_args(Order))}")
        table = incident_stakes.c
        by = table[order]
        query = sa.select(incident_stakes).where(table.waiting > 0).order_by(by.desc(), table.row.desc()).limit(size)
        if after is not None:
            value, row = _place(after)
            query = query.where(sa.tuple_(by, table.row) < sa.tuple_(sa.literal(value), sa.literal(row)))
        with reading(self._engine) as connection:
            if conditions:
                plan = plan_of(Query(**conditions), "incident", self._names)
                rows = rows_of(connection, "incidents", plan, None, MOST_MATCHING)
                query = query.where(table.row.in_(rows))
            found = connection.execute(query).all()
            incidents = incidents_at(connection, [row.row for row in found])
            claims = _claims_of(connection, incidents)
        return [
            Stakes(
                incident=incident, impact=row.impact, contested=row.contested, doubt=row.doubt, waiting=row.waiting,
                claims=claims[incident.id], after=f"{getattr(row, order)!r}.{row.row}",
            )
            for row, incident in zip(found, incidents, strict=True)
        ]  # fmt: skip

    def claims(
        self, size: int = 30, after: str | None = None, **conditions: Any
    ) -> tuple[list[FoundClaim], str | None]:
        """The claims that wait, of an incident or not, the least certain first; and where the next ones begin."""
        table = schema.claims.c
        query = sa.select(table.row, table.confidence).where(waits())
        query = query.order_by(table.confidence, table.row).limit(size + 1)
        if after is not None:
            value, row = _place(after)
            query = query.where(sa.tuple_(table.confidence, table.row) > sa.tuple_(sa.literal(value), sa.literal(row)))
        with reading(self._engine) as connection:
            if conditions:
                query = query.where(table.row.in_(self._matching(connection, conditions)))
            found = connection.execute(query).all()
            claims = claims_at(connection, [row.row for row in found[:size]])
        more = f"{found[size - 1].confidence!r}.{found[size - 1].row}" if len(found) > size else None
        return claims, more

    def next(self, order: Order = "mixed") -> FoundClaim | None:
        """The claim to look at next; None where nothing waits."""
        for stakes in self.incidents(order, size=5):
            if stakes.claims:
                return stakes.claims[0].claim
        claims, _ = self.claims(1)
        return claims[0] if claims else None

    def _matching(self, connection: Connection, conditions: Mapping[str, Any]) -> list[int]:
        query = Query(**conditions)
        return [
            row
            for kind in ("event", "toll")
            for row in rows_of(connection, "claims", plan_of(query, kind, self._names), None, MOST_MATCHING)
        ]


def _place(after: str) -> tuple[float, int]:
    value, _, row = after.rpartition(".")
    try:
        return float(value), int(row)
    except ValueError as error:
        raise StoreError(f"{after!r} is no place in the queue") from error


def _claims_of(connection: Connection, incidents: Sequence[Incident]) -> dict[str, tuple[Waiting, ...]]:
    """Of each incident the first of its claims that wait: those that its figures were made from, then its events."""
    wanted = {incident.id: _refs(incident) for incident in incidents}
    rows = _rows_waiting(connection, {ref for refs in wanted.values() for ref in refs})
    chosen = {
        incident: [(ref, about) for ref, about in refs.items() if ref in rows][:_SHOWN]
        for incident, refs in wanted.items()
    }
    numbers = [rows[ref] for each in chosen.values() for ref, _ in each]
    claims = {claim.row: claim for claim in claims_at(connection, numbers)}
    return {
        incident: tuple(
            Waiting(claim=claims[rows[ref]], behind=behind, set_aside=aside) for ref, (behind, aside) in each
        )
        for incident, each in chosen.items()
    }


def _refs(incident: Incident) -> dict[tuple[str, str], tuple[int, bool]]:
    """The claims of an incident by document and id, those behind its figures first: how many figures, and set aside."""
    behind: dict[tuple[str, str], int] = {}
    aside: set[tuple[str, str]] = set()
    for toll in incident.tolls:
        for ref in toll.claims:
            behind[ref.document, ref.claim] = behind.get((ref.document, ref.claim), 0) + 1
        aside |= {(each.claim.document, each.claim.claim) for each in toll.set_aside}
    order = sorted(behind, key=lambda ref: -behind[ref])
    order += [ref for ref in sorted(aside) if ref not in behind]
    order += [(report.document, report.event) for report in incident.reports]
    return {ref: (behind.get(ref, 0), ref in aside) for ref in list(dict.fromkeys(order))[:_LOOKED_AT]}


def _rows_waiting(connection: Connection, refs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The rows of those of the claims that nobody has judged."""
    claims, documents = schema.claims.c, schema.documents.c
    wanted = set(refs)
    query = (
        sa.select(documents.id, claims.claim, claims.row)
        .join(schema.documents, documents.row == claims.document)
        .where(documents.id.in_(sorted({document for document, _ in wanted})), waits())
    )
    return {ref: row.row for row in connection.execute(query) if (ref := (row.id, row.claim)) in wanted}
