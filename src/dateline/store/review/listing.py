"""Which documents wait for a reviewer, and how far each is: for lists, and for the one that comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.found import FoundDocument
from dateline.store.review.schema import reviewed
from dateline.store.search import documents_at

if TYPE_CHECKING:
    from dateline.store.store import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """Of a document's claims, how many nobody has judged, how many somebody has, and how many of these are lost."""

    waiting: int
    judged: int
    lost: int = 0

    @property
    def claims(self) -> int:
        """All that there is, or was, to judge."""
        return self.waiting + self.judged


def progress_of(store: Store, documents: Sequence[FoundDocument]) -> Mapping[str, Progress]:
    """How far each of these documents is, by its id."""
    claims = schema.claims.c
    rows = [document.row for document in documents]
    counted = sa.select(claims.document, sa.func.count().label("claims")).where(claims.document.in_(rows))
    kept = sa.select(reviewed.c.document, reviewed.c.waiting, reviewed.c.judged, reviewed.c.lost)
    with reading(store.engine) as connection:
        count = {r.document: r.claims for r in connection.execute(counted.group_by(claims.document))}
        done = {
            r.document: Progress(r.waiting, r.judged, r.lost)
            for r in connection.execute(kept.where(reviewed.c.document.in_(rows)))
        }
    return {d.id: done.get(d.row) or Progress(count.get(d.row, 0), 0) for d in documents}


def waiting_documents(store: Store, size: int, before: int | None = None) -> list[FoundDocument]:
    """The newest documents with claims that nobody has judged; with ``before``, only those of lower rows."""
    with reading(store.engine) as connection:
        return documents_at(connection, _waiting_rows(connection, size, before))


def next_waiting(store: Store, document: str) -> str | None:
    """The next document with claims that nobody has judged: an older one, else the newest; None where there is no other."""
    documents = schema.documents.c
    with reading(store.engine) as connection:
        row = connection.execute(sa.select(documents.row).where(documents.id == document)).scalar_one_or_none()
        rows = _waiting_rows(connection, 1, row) or _waiting_rows(connection, 2)
        others = [found for found in rows if found != row]
        return documents_at(connection, others[:1])[0].id if others else None


def text_of(store: Store, document: str) -> tuple[FoundDocument, str]:
    """A document that the store has, and its text as it was received, whether it is coded or not."""
    table = schema.documents.c
    with reading(store.engine) as connection:
        row, text = connection.execute(sa.select(table.row, table.text).where(table.id == document)).one()
        return documents_at(connection, [row])[0], text


def incidents_in(store: Store, document: str) -> Mapping[str, tuple[str, str]]:
    """Of each event of the document that is in an incident: the id and the title of that."""
    documents, claims = schema.documents.c, schema.claims.c
    members, incidents = schema.incident_claims.c, schema.incidents.c
    query = (
        sa.select(claims.claim, incidents.id, incidents.title)
        .join(schema.documents, documents.row == claims.document)
        .join(schema.incident_claims, members.claim == claims.row)
        .join(schema.incidents, incidents.id == members.incident)
        .where(documents.id == document)
    )
    with reading(store.engine) as connection:
        return {row.claim: (row.id, row.title) for row in connection.execute(query)}


def linking_waits(store: Store, at_most: int) -> bool:
    """Whether some documents wait for linking, and no more than these: so few that it may be done at once."""
    codings = schema.codings.c
    waiting = sa.select(codings.number).where(codings.superseded.is_(None), codings.linked.is_(None))
    with reading(store.engine) as connection:
        found = len(connection.execute(waiting.limit(at_most + 1)).all())
    return 0 < found <= at_most


def decided_waits(store: Store) -> bool:
    """Whether a document that somebody decided about waits for linking: whoever decided was stopped before it was done."""
    codings = schema.codings.c
    decided = sa.exists().where(schema.judged_claims.c.document == codings.document)
    waiting = sa.select(codings.number).where(codings.superseded.is_(None), codings.linked.is_(None), decided)
    with reading(store.engine) as connection:
        return connection.execute(waiting.limit(1)).first() is not None


def _waiting_rows(connection: Connection, size: int, before: int | None = None) -> list[int]:
    documents, claims = schema.documents.c, schema.claims.c
    done = sa.exists().where(reviewed.c.document == documents.row, reviewed.c.waiting == 0)
    query = sa.select(documents.row).where(sa.exists().where(claims.document == documents.row), ~done)
    if before is not None:
        query = query.where(documents.row < before)
    return list(connection.execute(query.order_by(documents.row.desc()).limit(size)).scalars())
