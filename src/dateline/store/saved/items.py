"""What a saved search finds, by its kind: incidents, claims or documents, each by a key that lasts and a stamp that changes.

A claim is known by its words and not by its id, which is another one when the report is coded anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.records import CodedDocument
from dateline.store import schema
from dateline.store.plan import plan_of
from dateline.store.query import Query
from dateline.store.review.schema import claim_reviews, reviewed
from dateline.store.search import rows_of

if TYPE_CHECKING:
    from dateline.store.store import Store

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Match:
    """Something that answers a search. ``stamp`` is another one whenever anything of it may be.

    ``document`` and ``claim`` are its ids in the record; of a document the claim is None, of an incident both are.
    """

    key: str
    stamp: str
    document: str | None = None
    claim: str | None = None


Found = Incident | tuple[CodedDocument, str | None]
"""An incident; or a document as its record holds now, with the id of the claim that is meant, None for all of it."""


def state_of(connection: Connection) -> int:
    """How far the counts of codings, judgements and changes of incidents have come: it only ever rises."""
    counters, codings, judgements = schema.counters.c, schema.codings.c, schema.judgements.c
    linked = sa.select(counters.value).where(counters.name == "linked").scalar_subquery()
    highest = [
        sa.select(sa.func.coalesce(sa.func.max(c), 0)).scalar_subquery() for c in (codings.number, judgements.number)
    ]
    return int(connection.execute(sa.select(linked + highest[0] + highest[1])).scalar_one())


def matches(connection: Connection, store: Store, kind: str, query: Query) -> Iterator[Match]:
    """All that answers the query."""
    table = kind if kind in ("incidents", "documents") else "claims"
    read = {"incidents": _incidents, "documents": _documents, "claims": _claims}[table]
    plan, after = plan_of(query, kind.removesuffix("s"), store.names), None
    while rows := rows_of(connection, table, plan, after, _AT_ONCE):
        yield from read(connection, rows)
        after = rows[-1]


def found(connection: Connection, store: Store, wanted: Sequence[Match]) -> Iterator[tuple[str, Found]]:
    """What the matches are of, as the store has it now, by key."""
    incidents = [match.key for match in wanted if match.document is None]
    table = schema.incidents.c
    for start in range(0, len(incidents), _AT_ONCE):
        query = sa.select(table.id, table.record).where(table.id.in_(incidents[start : start + _AT_ONCE]))
        for row in connection.execute(query).all():
            yield row.id, Incident.model_validate_json(row.record)
    of: dict[str, list[Match]] = {}
    for match in wanted:
        if match.document is not None:
            of.setdefault(match.document, []).append(match)
    for document, mine in of.items():
        record = store.document(document)
        yield from ((match.key, (record, match.claim)) for match in mine)


def _incidents(connection: Connection, rows: Sequence[int]) -> Iterator[Match]:
    table = schema.incidents.c
    for row in connection.execute(sa.select(table.id, table.computed).where(table.row.in_(rows))):
        yield Match(row.id, row.computed)


def _documents(connection: Connection, rows: Sequence[int]) -> Iterator[Match]:
    documents, codings = schema.documents.c, schema.codings.c
    query = (
        sa.select(
            documents.id, sa.func.max(codings.number).label("coding"), sa.func.max(reviewed.c.latest).label("judged")
        )
        .select_from(schema.documents.outerjoin(schema.codings, codings.document == documents.row))
        .outerjoin(reviewed, reviewed.c.document == documents.row)
        .where(documents.row.in_(rows))
        .group_by(documents.id)
    )
    for row in connection.execute(query):
        if row.coding is not None:
            yield Match(row.id, f"{row.coding}/{row.judged or 0}", row.id)


def _claims(connection: Connection, rows: Sequence[int]) -> Iterator[Match]:
    keys, claims, documents = _keys(connection, rows), schema.claims.c, schema.documents.c
    query = (
        sa.select(claims.row, claims.claim, documents.id, claim_reviews.c.judgement)
        .join(schema.documents, documents.row == claims.document)
        .outerjoin(claim_reviews, claim_reviews.c.claim == claims.row)
        .where(claims.row.in_(rows))
    )
    for row in connection.execute(query):
        yield Match(f"{row.id}/{keys[row.row]}", f"{row.row}/{row.judgement or 0}", row.id, row.claim)


def _keys(connection: Connection, rows: Sequence[int]) -> Mapping[int, str]:
    """Of each claim its kind, its words, and which one it is of those of its kind on the same words of the document."""
    claims = schema.claims.c
    of = sa.select(claims.document).where(claims.row.in_(rows))
    query = sa.select(claims.row, claims.document, claims.kind, claims.anchor_start, claims.anchor_end)
    counted: Counter[tuple[object, ...]] = Counter()
    made: dict[int, str] = {}
    for row in connection.execute(query.where(claims.document.in_(of)).order_by(claims.document, claims.row)):
        words = (row.document, row.kind, row.anchor_start, row.anchor_end)
        made[row.row] = f"{row.kind}:{row.anchor_start}-{row.anchor_end}:{counted[words]}"
        counted[words] += 1
    return made
