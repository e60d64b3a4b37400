"""Keeping coded documents: each whole or not at all, each once, whoever writes at the same time.

Every function here works within the transaction of the connection that it is given.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from dateline.errors import AbsentError, StoreError
from dateline.records import CodedDocument, Document
from dateline.store import schema
from dateline.store.arrivals import Arrival, Failure, Outcome, Receipt, Versions, now, stamp
from dateline.store.keys import row_number
from dateline.store.overview.keep import note_gone
from dateline.store.rows import claim_rows, day_of, document_codes, mention_rows
from dateline.store.terms import fold_words

_LEVEL = 6
_SEARCHED = sa.table("documents", *(sa.column(c.name) for c in schema.documents.c), sa.column("search"))
"""The table as PostgreSQL has it, with the column that its full text index is over."""

_INDEX = sa.text("INSERT INTO documents_search (rowid, words, codes) VALUES (:row, :words, :codes)")
_UNINDEX = sa.text(
    "INSERT INTO documents_search (documents_search, rowid, words, codes) VALUES ('delete', :row, :words, :codes)"
)
"""The index over whole texts keeps no words: it is told those that it is to forget."""


def start_run(connection: Connection, kind: str, versions: Versions) -> int:
    """Note the start of a run; its number."""
    row = {"kind": kind, "started": now(), "fingerprint": versions.fingerprint, "versions": versions.to_json()}
    made = connection.execute(sa.insert(schema.runs).values(row).returning(schema.runs.c.number))
    return int(made.scalar_one())


def finish_run(connection: Connection, run: int) -> None:
    """Note that the run came to its end."""
    connection.execute(sa.update(schema.runs).where(schema.runs.c.number == run).values(finished=now()))


def keep(connection: Connection, arrival: Arrival, run: int, *, recode: bool = False) -> Outcome:
    """Keep the document, how it came, and its coding.

    Where there is a coding of an older run already, the new one takes its place with ``recode``, and is not kept
    without it. Human judgements stay as they are: what people decided about claims is laid over the new coding too.
    """
    coded = arrival.coded
    row, number, known = _keep_document(connection, coded, arrival.received.date())
    keep_receipt(connection, Receipt(coded.document, arrival.original, arrival.origin, arrival.received))
    current = _current_coding(connection, row)
    if current is not None and (
        not recode or current.run == run or current.fingerprint == _fingerprint(connection, run)
    ):
        return "known"
    if current is None:
        _keep_coding(connection, coded, row, run)
        keep_rows(connection, coded, Place(row, number, known))
        return "added"
    from dateline.store.review.laying import lay_over

    _supersede(connection, row)
    _keep_coding(connection, coded, row, run)
    lay_over(connection, coded, Place(row, number, known))
    return "recoded"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is in the store: its row, its running number, and the day on which it became known."""

    row: int
    number: int
    known: date


def place_of(connection: Connection, document_id: str) -> Place:
    """Where the document is, held until this transaction ends. Raises StoreError when there is none."""
    if (found := _find_document(connection, document_id)) is None:
        raise AbsentError(f"there is no document {document_id} in the store")
    return Place(*found)


def keep_rows(connection: Connection, record: CodedDocument, at: Place) -> None:
    """Lay the record's claims and mentions out for queries, in the place of none."""
    _keep_all(connection, schema.mentions, [_clean(m) for m in mention_rows(record, at.row)])
    claims = claim_rows(record, document=at.row, number=at.number, known=at.known)
    _keep_all(connection, schema.claims, [_clean(claim) for claim in claims])


def keep_rows_again(connection: Connection, record: CodedDocument, at: Place) -> None:
    """Lay out the record in the place of the one before; the document, and all its incidents were of, wait for linking."""
    take_out(connection, at.row)
    index_again(connection, record, at.row, at.known)
    keep_rows(connection, record, at)
    let_wait(connection, [at.row])


def keep_original(connection: Connection, data: bytes) -> str:
    """Keep the bytes, once; their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    if not _has(connection, schema.originals.c.sha256, sha256):
        row = {"sha256": sha256, "size": len(data), "packed": zlib.compress(data, _LEVEL)}
        insert_new(connection, schema.originals, row)
    return sha256


def keep_failure(connection: Connection, failure: Failure, run: int) -> None:
    """Keep what failed and why, with its bytes where there are any."""
    original = keep_original(connection, failure.original) if failure.original else None
    row = {"origin": failure.origin, "original": original, "run": run, "at": now(), "problem": failure.problem}
    insert_new(connection, schema.failures, _clean(row))


def forget_failures(connection: Connection, origin: str) -> None:
    """What failed before and has now been kept is no failure."""
    connection.execute(sa.delete(schema.failures).where(schema.failures.c.origin == origin))


def insert_new(connection: Connection, table: Any, row: dict[str, Any]) -> bool:
    """Insert the row unless another is there already in its place; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # After an insertion not every driver says how many rows it was.
    added = insert(table).values(row).on_conflict_do_nothing().returning(sa.literal(1))
    return connection.execute(added).first() is not None


def next_number(connection: Connection, table: sa.Table) -> int:
    """The next running number of the table."""
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql(f"SELECT nextval('{table.name}_numbers')").scalar_one())
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one()) + 1


def packed_record(coded: CodedDocument) -> tuple[str, bytes]:
    """The coding as it is kept: the SHA-256 of its JSON, and the JSON compressed."""
    data = coded.to_json().encode()
    return hashlib.sha256(data).hexdigest(), zlib.compress(data, _LEVEL)


def _keep_document(connection: Connection, coded: CodedDocument, received: date) -> tuple[int, int, date]:
    """Its row number, its running number and the day on which it became known."""
    document = coded.document
    if (found := _find_document(connection, document.id)) is not None:
        return found
    known = day_of(document.published, last=True) or received
    number = next_number(connection, schema.documents)
    row: dict[str, Any] = {
        "row": row_number(known, number), "number": number, "id": document.id, "title": document.title,
        "source": document.source, "url": document.url, "published": document.published,
        "language": document.language, "known": known, "text": document.text, "codes": document_codes(coded, known),
    }  # fmt: skip
    words = fold_words(f"{document.title or ''} {document.text}")
    if connection.dialect.name == "postgresql":
        kept = insert_new(connection, _SEARCHED, _clean(row) | {"search": _search_of(words, row["codes"])})
    else:
        kept = insert_new(connection, schema.documents, row)
        connection.execute(_INDEX, {"row": row["row"], "words": words, "codes": row["codes"]})
    if kept:
        return int(row["row"]), number, known
    # Another writer of PostgreSQL was first, and its transaction has ended: the document is there.
    found = _find_document(connection, document.id)
    assert found is not None
    return found


def _search_of(words: str, codes: str) -> sa.ColumnElement[Any]:
    of_codes = sa.func.array_to_tsvector(sa.func.string_to_array(codes, " "))
    return sa.func.to_tsvector(sa.text("'dateline'"), words).op("||")(of_codes)


def index_again(connection: Connection, coded: CodedDocument, row: int, known: date) -> None:
    """Find the document by what its new coding names."""
    document, codes = coded.document, document_codes(coded, known)
    words = fold_words(f"{document.title or ''} {document.text}")
    if connection.dialect.name == "postgresql":
        changed = sa.update(_SEARCHED).where(_SEARCHED.c.row == row)
        connection.execute(changed.values(codes=codes, search=_search_of(words, codes)))
        return
    table = schema.documents
    kept = connection.execute(sa.select(table.c.title, table.c.text, table.c.codes).where(table.c.row == row)).one()
    old = {"row": row, "words": fold_words(f"{kept.title or ''} {kept.text}"), "codes": kept.codes}
    connection.execute(_UNINDEX, old)
    connection.execute(_INDEX, {"row": row, "words": old["words"], "codes": codes})
    connection.execute(sa.update(table).where(table.c.row == row).values(codes=codes))


def _find_document(connection: Connection, document_id: str) -> tuple[int, int, date] | None:
    """Found and held: until this transaction ends no other writer of PostgreSQL gets hold of the document."""
    table = schema.documents
    query = sa.select(table.c.row, table.c.number, table.c.known).where(table.c.id == document_id).with_for_update()
    found = connection.execute(query).first()
    return None if found is None else (found.row, found.number, found.known)


def keep_receipt(connection: Connection, receipt: Receipt) -> None:
    """Keep that the document, which the store must have, came once more. The same bytes from the same place are no news."""
    original = keep_original(connection, receipt.original)
    found = _find_document(connection, receipt.document.id)
    if found is None:
        raise StoreError(f"the store has no document {receipt.document.id}")
    row = {
        "document": found[0],
        "original": original,
        "origin": receipt.origin,
        "received": stamp(receipt.received),
        "described": _described(receipt.document),
    }
    insert_new(connection, schema.receipts, _clean(row))


def _described(document: Document) -> str:
    told = {name: getattr(document, name) for name in ("title", "source", "url", "published", "retrieved")}
    return json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False)


def _current_coding(connection: Connection, row: int) -> Any:
    codings, runs = schema.codings, schema.runs
    query = (
        sa.select(codings.c.run, codings.c.sha256, runs.c.fingerprint)
        .join(runs, runs.c.number == codings.c.run)
        .where(codings.c.document == row, codings.c.superseded.is_(None))
    )
    return connection.execute(query).first()


def _fingerprint(connection: Connection, run: int) -> str:
    query = sa.select(schema.runs.c.fingerprint).where(schema.runs.c.number == run)
    return str(connection.execute(query).scalar_one())


def _supersede(connection: Connection, row: int) -> None:
    """Keep the current coding as an older one, and take its claims out of what queries see.

    Incidents that were computed from its claims are computed anew: their other reports wait for linking again.
    """
    codings = schema.codings
    current = sa.and_(codings.c.document == row, codings.c.superseded.is_(None))
    connection.execute(sa.update(codings).where(current).values(superseded=now()))
    take_out(connection, row)


def take_out(connection: Connection, row: int) -> None:
    """Take the document's claims out of what queries see; the incidents made of them go, and their documents wait."""
    claims, members = schema.claims, schema.incident_claims
    of_row = sa.select(claims.c.row).where(claims.c.document == row)
    stale = (
        connection.execute(sa.select(members.c.incident).where(members.c.claim.in_(of_row)).distinct()).scalars().all()
    )
    drop_incidents(connection, stale)
    for table in (schema.mentions, claims):
        connection.execute(sa.delete(table).where(table.c.document == row))


def drop_incidents(connection: Connection, ids: Any) -> None:
    """Take the incidents back, and let the documents that they were made of wait for linking."""
    count_change(connection)
    note_gone(connection, list(ids))
    claims, members = schema.claims, schema.incident_claims
    for incident in ids:
        events = sa.select(members.c.claim).where(members.c.incident == incident)
        documents = sa.select(claims.c.document).where(claims.c.row.in_(events))
        let_wait(connection, documents)
        connection.execute(sa.delete(members).where(members.c.incident == incident))
        connection.execute(sa.delete(schema.incidents).where(schema.incidents.c.id == incident))


def count_change(connection: Connection, state: int | None = None) -> bool:
    """Count that incidents change, if ``state`` is still how far the count has come; whether it was.

    Who is linking on what was read before learns of it, and links again.
    """
    table = schema.counters
    change = sa.update(table).where(table.c.name == "linked").values(value=table.c.value + 1)
    if state is not None:
        change = change.where(table.c.value == state)
    return connection.execute(change).rowcount == 1


def let_wait(connection: Connection, rows: Any) -> None:
    """Let these documents wait for linking."""
    codings = schema.codings
    current = sa.and_(codings.c.document.in_(rows), codings.c.superseded.is_(None))
    connection.execute(sa.update(codings).where(current).values(linked=None))


def _keep_coding(connection: Connection, coded: CodedDocument, row: int, run: int) -> None:
    sha256, packed = packed_record(coded)
    coding = {"document": row, "run": run, "made": now(), "sha256": sha256, "packed": packed}
    connection.execute(sa.insert(schema.codings).values(coding))


def _keep_all(connection: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _has(connection: Connection, column: sa.Column[str], value: str) -> bool:
    return connection.execute(sa.select(column).where(column == value)).first() is not None


def _clean(row: dict[str, Any]) -> dict[str, Any]:
    """The row with NUL replaced, which PostgreSQL has no place for; the record itself keeps it."""
    return {k: v.replace("\0", "\ufffd") if isinstance(v, str) and "\0" in v else v for k, v in row.items()}
