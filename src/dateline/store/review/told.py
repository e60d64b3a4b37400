"""What incidents say of verdicts: which of their claims a person has judged, when, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.review.log import verdicts_of
from dateline.store.review.schema import claim_reviews, reviewed

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReview:
    """A claim that somebody judged, as it is called now: ``event`` is the event itself, or that of a toll."""

    document: str
    claim: str
    kind: str
    event: str | None
    review: str
    person: str
    made: str
    reason: str | None

    @property
    def words(self) -> str:
        """What was done, as a history tells it."""
        return f"{self.review} {self.kind} {self.claim} of report {self.document[:10]}"


def reviews_of(connection: Connection, documents: Sequence[str] | None, until: date | None) -> list[ClaimReview]:
    """What holds now of the verdicts on events and tolls (of these documents; made until that day), the oldest first."""
    found: list[ClaimReview] = []
    for part in _parts(documents):
        found += _of_rows(connection, part)
        found += _rejected(connection, part)
    if until is not None:
        found = [review for review in found if review.made[:10] <= until.isoformat()]
    return sorted(found, key=lambda review: (review.made, review.claim))


def _of_rows(connection: Connection, part: Sequence[str] | None) -> Iterator[ClaimReview]:
    claims, documents, log = schema.claims.c, schema.documents.c, schema.judgements.c
    query = (
        sa.select(
            documents.id, claims.claim, claims.kind, claims.event, claim_reviews.c.review, log.person, log.made, log.reason
        )
        .join(claims.row.table, claims.row == claim_reviews.c.claim)
        .join(documents.row.table, documents.row == claims.document)
        .join(log.number.table, log.number == claim_reviews.c.judgement)
        .where(claims.kind.in_(("event", "toll")))
    )  # fmt: skip
    if part is None:
        # SQLite would else walk all claims, where it has no statistics of the few that were judged.
        query = query.where(claims.row.in_(sa.select(claim_reviews.c.claim)))
    for row in connection.execute(_among(query, part)):
        yield ClaimReview(
            document=row.id, claim=row.claim, kind=row.kind, event=row.claim if row.kind == "event" else row.event,
            review=row.review, person=row.person, made=row.made, reason=row.reason,
        )  # fmt: skip


def _rejected(connection: Connection, part: Sequence[str] | None) -> Iterator[ClaimReview]:
    """The tolls that were rejected: they have no row of their own any more."""
    documents, judged, log = schema.documents.c, schema.judged_claims.c, schema.judgements.c
    query = (
        sa.select(documents.id, documents.row)
        .join(reviewed, reviewed.c.document == documents.row)
        .join(schema.judged_claims, judged.document == documents.row)
        .join(schema.judgements, log.number == judged.judgement)
        .where(judged.kind == "toll", log.kind == "review", log.content.contains('"verdict": "rejected"'))
        .distinct()
    )
    for row in connection.execute(_among(query, part)).all():
        latest = {v.subject: v for v in verdicts_of(connection, row.row) if v.holds and v.assignment is None}
        for v in latest.values():
            if v.verdict == "rejected" and v.kind == "toll":
                yield ClaimReview(
                    document=row.id, claim=v.claim, kind=v.kind, event=(v.was or {}).get("event"), review=v.verdict,
                    person=v.person, made=v.made, reason=v.reason,
                )  # fmt: skip


def _among(query: sa.Select[Any], part: Sequence[str] | None) -> sa.Select[Any]:
    return query if part is None else query.where(schema.documents.c.id.in_(part))


def _parts(documents: Sequence[str] | None) -> Iterator[Sequence[str] | None]:
    if documents is None:
        yield None
        return
    yield from (documents[start : start + _AT_ONCE] for start in range(0, len(documents), _AT_ONCE))
