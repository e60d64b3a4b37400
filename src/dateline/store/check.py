"""Whether a store is whole: every check by itself, each saying what it found."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.records import text_id
from dateline.store import schema
from dateline.store.check_rules import RULES
from dateline.store.engine import reading, write
from dateline.store.migrate import head, revision
from dateline.store.review.check import drafts_of_nobody, out_of_step
from dateline.store.review.schema import reviewed

_SHOWN = 3
_AT_ONCE = 200
_CLAIM_LAYERS = ("events", "tolls", "statements", "relations")


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, whether it is as it should be, and what was found."""

    checked: str
    ok: bool
    found: str


def check(engine: Engine, *, hashes: bool) -> list[Finding]:
    """Every check of the store, in order."""
    findings = [_schema(engine)]
    with reading(engine) as connection:
        findings += _database(connection)
        findings += _counts(connection)
        if hashes:
            findings += [_originals(connection), _texts(connection), _codings(connection)]
            findings += [_wrong("what is kept as reviewed is what the log says", list(out_of_step(connection)))]
            findings += [_wrong("each draft is of who had the document", list(drafts_of_nobody(connection)))]
    if engine.dialect.name == "sqlite":
        findings += _indexes(engine)
    return findings


def stats(engine: Engine) -> dict[str, int | str | None]:
    """Rows by table, claims by kind, the first and last day on which anything became known, and the size in bytes."""
    counts: dict[str, int | str | None] = {}
    with reading(engine) as connection:
        for table in schema.METADATA.sorted_tables:
            counts[table.name] = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        kind = schema.claims.c.kind
        for name, count in connection.execute(sa.select(kind, sa.func.count()).group_by(kind).order_by(kind)):
            counts[f"claims: {name}"] = count
        waiting = sa.and_(schema.codings.c.superseded.is_(None), schema.codings.c.linked.is_(None))
        counts["documents to be linked"] = connection.execute(
            sa.select(sa.func.count()).select_from(schema.codings).where(waiting)
        ).scalar_one()
        known = schema.documents.c.known
        first, last = connection.execute(sa.select(sa.func.min(known), sa.func.max(known))).one()
        counts |= {"first known": first and first.isoformat(), "last known": last and last.isoformat()}
        counts["bytes"] = _size(connection)
    return counts


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def _schema(engine: Engine) -> Finding:
    at = revision(engine)
    return Finding("schema", at == head(), f"{at}, as this version needs" if at == head() else f"{at}, not {head()}")


def _database(connection: Connection) -> Iterator[Finding]:
    """What the database itself can check."""
    if connection.dialect.name == "sqlite":
        told = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        yield Finding("pages of the file", told == ["ok"], "; ".join(told))
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        yield _wrong("references", [f"{row[0]} row {row[1]}" for row in loose])
        return
    asked = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    yield _wrong("indexes of the database", list(connection.exec_driver_sql(asked).scalars()))


def _counts(connection: Connection) -> Iterator[Finding]:
    broken = broken_rules(connection)
    for name in RULES:
        yield _wrong(name, broken.get(name, []))


def broken_rules(connection: Connection) -> dict[str, list[str]]:
    """The rules that do not hold, each with the first of the rows that break it."""
    found = {
        name: [str(item) for item in connection.exec_driver_sql(f"{sql} LIMIT 10").scalars()]
        for name, sql in RULES.items()
    }
    return {name: rows for name, rows in found.items() if rows}


def _originals(connection: Connection) -> Finding:
    table = schema.originals
    wrong, seen = [], 0
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(sa.select(table)):
        seen += 1
        if _hash(row.packed) != row.sha256:
            wrong.append(row.sha256)
    return _wrong(f"hashes of the bytes received ({seen:,})", wrong)


def _texts(connection: Connection) -> Finding:
    table = schema.documents.c
    wrong, seen = [], 0
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(sa.select(table.id, table.text)):
        seen += 1
        # PostgreSQL has no NUL, and reading refuses texts that hold one.
        if text_id(row.text) != row.id:
            wrong.append(row.id)
    return _wrong(f"hashes of the texts ({seen:,})", wrong)


def _codings(connection: Connection) -> Finding:
    """Every coding has its hash, and every current one as many claims as its record."""
    codings, claims = schema.codings.c, schema.claims.c
    counted = sa.select(claims.document, sa.func.count().label("rows")).group_by(claims.document).subquery()
    joined = schema.codings.outerjoin(counted, counted.c.document == codings.document)
    joined = joined.outerjoin(reviewed, reviewed.c.document == codings.document)
    laid = reviewed.c.packed.label("laid"), reviewed.c.sha256.label("laid_sha256")
    query = sa.select(codings.number, codings.sha256, codings.superseded, codings.packed, counted.c.rows, *laid)
    query = query.select_from(joined)
    wrong, seen = [], 0
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
        seen += 1
        if _hash(row.packed) != row.sha256:
            wrong.append(f"coding {row.number}")
        elif row.laid is not None and _hash(row.laid) != row.laid_sha256:
            wrong.append(f"what was reviewed of coding {row.number}")
        elif row.superseded is None and (made := _claims_in(row.laid or row.packed)) != (row.rows or 0):
            wrong.append(f"coding {row.number} has {made} claims, and {row.rows or 0} rows")
    return _wrong(f"hashes and claims of the codings ({seen:,})", wrong)


def _hash(packed: bytes) -> str | None:
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest()
    except zlib.error:
        return None


def _claims_in(packed: bytes) -> int:
    record = json.loads(zlib.decompress(packed))
    return sum(len(record[layer]) for layer in _CLAIM_LAYERS)


def _indexes(engine: Engine) -> Iterator[Finding]:
    """SQLite: that full text and places are in step with the rows. PostgreSQL makes them of the row itself."""
    for table in ("claims", "incidents"):
        yield Finding(f"full text of {table}", (told := _full_text(engine, table)) is None, told or "in step")
    with reading(engine) as connection:
        yield _wrong("full text of documents", _apart(connection, "SELECT row FROM documents", _DOCSIZE))
        for table in ("claims", "incidents"):
            told_places = connection.exec_driver_sql(f"SELECT rtreecheck('{table}_places')").scalar_one()
            rows = f"SELECT row FROM {table} WHERE lat IS NOT NULL AND lon IS NOT NULL"
            wrong = _apart(connection, rows, f"SELECT row FROM {table}_places")
            yield _wrong(f"places of {table}", wrong if told_places == "ok" else [str(told_places)])


_DOCSIZE = "SELECT id FROM documents_search_docsize"


def _full_text(engine: Engine, table: str) -> str | None:
    """What FTS5 says when it compares its index with the rows; None when they agree."""
    sql = f"INSERT INTO {table}_search ({table}_search, rank) VALUES ('integrity-check', 1)"

    def compare(connection: Connection) -> str | None:
        try:
            connection.exec_driver_sql(sql)
        except sa.exc.DatabaseError as error:
            return f"out of step ({error.orig})"
        return None

    return write(engine, compare)


def _apart(connection: Connection, one: str, other: str) -> list[str]:
    """What only one of two queries finds."""
    found = connection.exec_driver_sql(f"{one} EXCEPT {other}").scalars().all()
    found = [*found, *connection.exec_driver_sql(f"{other} EXCEPT {one}").scalars().all()]
    return [f"row {row}" for row in found]


def _wrong(checked: str, wrong: list[str]) -> Finding:
    if not wrong:
        return Finding(checked, True, "all right")
    more = f" and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
    return Finding(checked, False, ", ".join(wrong[:_SHOWN]) + more)
