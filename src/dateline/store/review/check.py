"""Whether what is kept of the log of verdicts is what the log comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.review.assignment_tables import tasks
from dateline.store.review.laying import coding_of
from dateline.store.review.log import verdicts_of
from dateline.store.review.overlay import overlaid
from dateline.store.review.schema import claim_reviews, reviewed
from dateline.store.write import packed_record


def out_of_step(connection: Connection) -> Iterator[str]:
    """The documents of which something else is kept than their coding and the verdicts that hold make."""
    judged, documents, claims = schema.judged_claims.c, schema.documents.c, schema.claims.c
    codings = schema.codings.c
    touched = sa.select(documents.row, documents.id).where(
        documents.row.in_(sa.select(judged.document)),
        sa.exists().where(codings.document == documents.row, codings.superseded.is_(None)),
    )
    for row, document in connection.execute(touched).all():
        over = overlaid(coding_of(connection, row), [v for v in verdicts_of(connection, row) if v.assignment is None])
        holding = [*over.verdicts.values(), *over.rejected.values()]
        kept = connection.execute(sa.select(reviewed).where(reviewed.c.document == row)).first()
        if kept is None or not holding:
            if kept is not None or holding:
                yield document
            continue
        counts = (over.waiting, len(holding), len(over.lost), max(verdict.last for verdict in holding))
        query = sa.select(claims.claim, claim_reviews.c.review).join(schema.claims, claims.row == claim_reviews.c.claim)
        rows = dict(connection.execute(query.where(claims.document == row)).all())
        marked = {claim: over.before[claim].review for claim in over.verdicts if over.before[claim].review is not None}
        same = (kept.waiting, kept.judged, kept.lost, kept.latest) == counts and rows == marked
        if not same or kept.sha256 != packed_record(over.record)[0]:
            yield document


def drafts_of_nobody(connection: Connection) -> Iterator[str]:
    """The verdicts that are drafts of an assignment in which their author never had the document."""
    log, judged = schema.judgements.c, schema.judged_claims.c
    query = (
        sa.select(log.number, log.person, log.content, judged.document)
        .join(schema.judged_claims, sa.and_(judged.judgement == log.number, judged.position == 0))
        .where(log.content.contains('"assignment":'), log.content.contains('"verdict":'))
    )
    for row in connection.execute(query).all():
        assignment = json.loads(row.content).get("assignment")
        given = sa.select(tasks.c.person).where(
            tasks.c.assignment == assignment, tasks.c.document == row.document, tasks.c.person == row.person
        )
        if assignment is not None and connection.execute(given).first() is None:
            yield f"verdict {row.number}"
