"""Filling a store to any number of claims: some by the whole path of a report, the rest as their copies on other days.

The text of a copy ends with its number, so that its id is that of its text, as a document's must be. Codings are not
copied here: no search asks for them. See :mod:`benchmarks.serve.codings`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from benchmarks.store.generate import CLAIMS_A_DOCUMENT, Reports
from dateline.store import Arrival, Store, Versions
from dateline.store.engine import write

_TOGETHER = 64
_DAY_SHIFT = 46
_NUMBER_SHIFT = 16
_LATER = 7
"""Copies stand a week later, so that they are spread over the same days."""


def fill(store: Store, claims: int) -> float:
    """Keep made-up reports with so many claims, as ``dateline add`` keeps them; claims a second."""
    group: list[Arrival] = []
    began = time.perf_counter()
    with store.run("benchmark", Versions({"made": "up"})) as run:
        for report in Reports().make(claims // CLAIMS_A_DOCUMENT):
            group.append(Arrival(report, report.document.id.encode(), "made up", datetime.now(UTC)))
            if len(group) == _TOGETHER:
                store.add(group, run)
                group = []
        if group:
            store.add(group, run)
    return claims / (time.perf_counter() - began)


def multiply(store: Store, claims: int) -> None:
    """Copy what is in the store until it holds so many claims, and let the database look at what it then has."""
    with _indexes_later(store):
        while (there := _count(store)) < claims:
            documents = min(_documents(store), -(-(claims - there) // CLAIMS_A_DOCUMENT))
            write(store.engine, lambda connection, n=documents: _copy(connection, n))  # type: ignore[misc]
    write(store.engine, lambda connection: connection.exec_driver_sql("ANALYZE"))


@contextmanager
def _indexes_later(store: Store) -> Iterator[None]:
    """Leave out the indexes of PostgreSQL that hold nothing unique, and build each in one go at the end.

    Entry by entry the index over words alone takes longer than all the rest.
    """
    if store.engine.dialect.name != "postgresql":
        yield
        return
    found = (
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid IN ('claims'::regclass, 'documents'::regclass) AND NOT i.indisunique"
    )
    with store.engine.begin() as connection:
        indexes = connection.exec_driver_sql(found).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    with store.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '1GB'")
        for _, made_by in indexes:
            connection.exec_driver_sql(made_by)


def _count(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM claims")).scalar_one())


def _documents(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT max(number) FROM documents")).scalar_one())


def _copy(connection: Connection, documents: int) -> None:
    """Copy the first so many documents with their claims: a week later, under numbers that follow the last one."""
    last = int(connection.execute(sa.text("SELECT max(number) FROM documents")).scalar_one())
    moved = (_LATER << _DAY_SHIFT) + (last << _NUMBER_SHIFT)
    postgres = connection.dialect.name == "postgresql"
    later = f"{{}} + {_LATER}" if postgres else f"date({{}}, '+{_LATER} days')"
    if not postgres:
        connection.connection.driver_connection.create_function("id_of", 1, _id_of, deterministic=True)  # type: ignore[union-attr]
    text = f"text || ' ' || (number + {last})"
    changed = {name: later.format(name) for name in ("known", "first_day", "last_day")}
    changed |= {"row": f"row + {moved}", "document": f"document + {moved}", "number": f"number + {last}", "text": text}
    changed["id"] = f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')" if postgres else f"id_of({text})"
    ids = [f"(SELECT d.id FROM documents d WHERE d.row = claims.document + {n})" for n in (0, moved)]
    changed["facts"] = f"replace(facts, {ids[0]}, {ids[1]})"
    for table in ("documents", "claims", "mentions"):
        columns = [
            column["name"]
            for column in sa.inspect(connection).get_columns(table)
            if not (table == "claims" and column["name"] in ("search", "geom"))
        ]
        of = "row" if table == "documents" else "document"
        chosen = f"SELECT row FROM documents WHERE number <= {documents}"
        values = ", ".join(changed.get(c, f'"{c}"') for c in columns)
        names = ", ".join(f'"{c}"' for c in columns)
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {of} IN ({chosen})"
        )
    if not postgres:
        connection.exec_driver_sql(
            "INSERT INTO documents_search (rowid, words, codes)"
            f" SELECT row, lower(text), codes FROM documents WHERE number > {last}"
        )


def _id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
