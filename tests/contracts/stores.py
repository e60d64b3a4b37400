"""What tests do with stores."""

from __future__ import annotations

import time
from collections.abc import Callable

import psycopg
import sqlalchemy as sa

from dateline.records import CodedDocument
from dateline.store import Failure, Outcome, Store, Versions
from tests.contracts.made import FIRST, arrival

NewAddress = Callable[[], str]


def execute(url: str, sql: str, *, database: str = "postgres") -> None:
    """Run one statement in a database of the server: the one that every server has, unless another is named."""
    with psycopg.connect(url.format(name=database), autocommit=True) as connection:
        connection.execute(sql)


def copy_database(url: str, source: str, name: str) -> None:
    """Make a database as a copy of another one. Whoever still asks that one, a page that was left, is waited for."""
    for last in (*[False] * 300, True):
        try:
            execute(url, f"CREATE DATABASE {name} TEMPLATE {source}")
            return
        except psycopg.errors.ObjectInUse:
            if last:
                raise
            time.sleep(0.1)


def keep(store: Store, *records: CodedDocument, by: Versions = FIRST, recode: bool = False) -> list[Outcome | Failure]:
    """Add the records in one run; what became of each."""
    with store.run("test", by) as run:
        return store.add([arrival(record) for record in records], run, recode=recode)


def count(store: Store, table: str) -> int:
    """How many rows the table has."""
    with store.engine.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def wrong(store: Store) -> list[str]:
    """What a check of the store finds wrong."""
    return [f"{finding.checked}: {finding.found}" for finding in store.check() if not finding.ok]
