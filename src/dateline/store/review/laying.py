"""Laying the verdicts of a document over its coding, and keeping what comes of it for queries.

Every function here works within the transaction of the connection that it is given, as in
:mod:`dateline.store.write`.
"""

from __future__ import annotations

import zlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import dateline
from dateline.errors import AbsentError, StoreError
from dateline.records import CodedDocument
from dateline.store import schema
from dateline.store.arrivals import Versions
from dateline.store.incidents import compute_again, hold_incidents
from dateline.store.review.log import verdicts_of
from dateline.store.review.overlay import LAYER, Overlaid, overlaid
from dateline.store.review.schema import claim_reviews, reviewed
from dateline.store.write import Place, finish_run, index_again, keep_rows, keep_rows_again, packed_record, start_run

_LAYERS = ("actors", "places", "dates", *LAYER.values())


class UncodedError(AbsentError):
    """The store has the text of a document, and no coding of it."""


def coding_of(connection: Connection, row: int) -> CodedDocument:
    """The machine's current coding of the document with this row. Raises UncodedError where there is none."""
    codings = schema.codings.c
    query = sa.select(codings.packed).where(codings.document == row, codings.superseded.is_(None))
    packed = connection.execute(query).scalar_one_or_none()
    if packed is None:
        raise UncodedError(
            "nothing of this report is coded: the store has its text alone; give it to dateline add again"
        )
    return CodedDocument.from_json(_unpacked(packed))


def lay_over(connection: Connection, coded: CodedDocument, at: Place) -> None:
    """Lay out a coding that is new, with the verdicts that there are; the document has no rows yet, and waits anyway."""
    over = _overlaid(connection, coded, at.row)
    index_again(connection, over.record, at.row, at.known)
    keep_rows(connection, over.record, at)
    _keep(connection, over, at.row)


def lay_again(connection: Connection, at: Place) -> Overlaid:
    """Lay the document out again after a verdict, or after one was taken back.

    Where no value of a claim is another one, the rows stay as they are, and only the incidents that the document is
    told in are computed again: they say what has been reviewed.
    """
    over = _overlaid(connection, coding_of(connection, at.row), at.row)
    before = _record_before(connection, at.row)
    if _plain(before) != _plain(over.record):
        keep_rows_again(connection, over.record, at)
        _keep(connection, over, at.row)
        return over
    _keep(connection, over, at.row)
    _tell_incidents(connection, at.row)
    return over


def _overlaid(connection: Connection, coded: CodedDocument, row: int) -> Overlaid:
    return overlaid(coded, [verdict for verdict in verdicts_of(connection, row) if verdict.assignment is None])


def _record_before(connection: Connection, row: int) -> CodedDocument:
    packed = connection.execute(sa.select(reviewed.c.packed).where(reviewed.c.document == row)).scalar_one_or_none()
    return coding_of(connection, row) if packed is None else CodedDocument.from_json(_unpacked(packed))


def _plain(record: CodedDocument) -> dict[str, Any]:
    """What of a record queries and linking see: all but who has reviewed what."""
    layers = {layer: getattr(record, layer) for layer in _LAYERS}
    return {
        layer: tuple(item.model_copy(update={"review": None}) if hasattr(item, "review") else item for item in items)
        for layer, items in layers.items()
    }


def _keep(connection: Connection, over: Overlaid, row: int) -> None:
    """Keep the effective record, and which rows are of claims that somebody judged."""
    connection.execute(sa.delete(reviewed).where(reviewed.c.document == row))
    claims = schema.claims.c
    mine = sa.select(claims.row).where(claims.document == row)
    connection.execute(sa.delete(claim_reviews).where(claim_reviews.c.claim.in_(mine)))
    holding = [*over.verdicts.values(), *over.rejected.values()]
    if not holding:
        return
    sha256, packed = packed_record(over.record)
    kept = {
        "document": row, "latest": max(verdict.last for verdict in holding), "waiting": over.waiting,
        "judged": len(holding), "lost": len(over.lost), "sha256": sha256, "packed": packed,
    }  # fmt: skip
    connection.execute(sa.insert(reviewed).values(kept))
    row_of = dict(connection.execute(sa.select(claims.claim, claims.row).where(claims.document == row)).all())
    rows = [
        {"claim": row_of[claim.id], "judgement": over.verdicts[claim.id].number, "review": claim.review,
         "person": over.verdicts[claim.id].person}
        for layer in LAYER.values() for claim in getattr(over.record, layer) if claim.review is not None
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(claim_reviews), rows)


def _tell_incidents(connection: Connection, row: int) -> None:
    """Compute the incidents that the document is told in again, from the same events."""
    claims, members = schema.claims.c, schema.incident_claims.c
    mine = sa.select(claims.row).where(claims.document == row)
    query = sa.select(members.incident).where(members.claim.in_(mine)).distinct().order_by(members.incident)
    if ids := list(connection.execute(query).scalars()):
        hold_incidents(connection)
        run = start_run(connection, "review", Versions({"dateline": dateline.__version__}))
        compute_again(connection, ids, run)
        finish_run(connection, run)


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise StoreError(f"a coding is damaged in the store ({error}); restore a backup") from error
