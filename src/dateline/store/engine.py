"""Connections, set up so that a commit is on the disk and a writer never fails for another writer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine

from dateline.errors import StoreError

_WAIT_SECONDS = 10
_TRIES = 5
_KM_A_DEGREE_RADIUS = 6371.0088
_CACHE_KIB = 65_536
_POOL: dict[str, Any] = {"pool_size": 10, "pool_use_lifo": True}
"""So many connections are kept open, and the one used last is used next: what it has read, it has in memory."""
_DEADLOCK_OR_CONFLICT = {"40P01", "40001"}
_REMEDIES = {
    "unable to open database file": "give yourself the right to write in its folder: a store is read and written with"
    " two more files beside it",
    "readonly database": "give yourself the right to write the file and in its folder",
    "is not a database": "give the path of a store, or of a file that is not there yet",
    "is full": "make room on the disk",
    "no space left": "make room on the disk of the database",
    "is locked": "another program holds the store; do it again when that has ended",
    "connection": "see that the server runs and can be reached",
}
"""What to do, by what the database says."""

Answer = TypeVar("Answer")


def open_engine(url: URL) -> Engine:
    """An engine for the database; nothing is connected yet."""
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": _WAIT_SECONDS}, **_POOL)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A prepared statement is planned for any value at all, and so as if a common word were a rare one.
    how = {"connect_timeout": _WAIT_SECONDS, "prepare_threshold": None}
    engine = sa.create_engine(url, pool_pre_ping=True, connect_args=how, **_POOL)
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_sqlite(connection: Any, _: object) -> None:
    # Python's own transactions start late and deferred; _begin_sqlite starts them.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {_WAIT_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{_CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("dateline_km", 4, distance_km, deterministic=True)


def _set_up_postgresql(connection: Any, _: object) -> None:
    # The default is for disks that turn: the planner would read whole tables where a page asks for some hundred rows.
    connection.autocommit = True
    connection.execute(
        "SELECT set_config(name, '1.1', false) FROM pg_settings WHERE name = 'random_page_cost' AND source = 'default'"
    )
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once where another has written, whatever the timeout.
    writes = connection.get_execution_options().get("dateline_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points along the sphere, in kilometres."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _KM_A_DEGREE_RADIUS * math.asin(min(1.0, math.sqrt(half)))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store, whatever is written meanwhile."""
    with told(engine), engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def write(engine: Engine, work: Callable[[Connection], Answer]) -> Answer:
    """What ``work`` returns, its writing done whole or not at all.

    Where two writers of PostgreSQL meet head on, one of them is turned back: its work is done again.
    """
    for left in reversed(range(_TRIES)):
        try:
            with (
                told(engine),
                engine.connect().execution_options(dateline_writes=True) as connection,
                connection.begin(),
            ):
                return work(connection)
        except _TurnedBack as error:
            if not left:
                raise StoreError(f"the database turned the same work back {_TRIES} times ({error})") from error
    raise AssertionError


class _TurnedBack(Exception):  # noqa: N818
    """The database gave way to another writer; the same work may be done again."""


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Errors that a user can do something about, as StoreError: a full disk, a lost connection, a forbidden change."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _DEADLOCK_OR_CONFLICT:
            raise _TurnedBack(str(error.orig)) from error
        faulty_row = isinstance(error, (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.ProgrammingError))
        if faulty_row and "never changed" not in str(error.orig):
            raise  # the row's fault, or ours
        where = engine.url.database if engine.dialect.name == "sqlite" else engine.url.host or "the database"
        said = str(error.orig).rstrip()
        remedy = next((f"; {what}" for words, what in _REMEDIES.items() if words in said.lower()), "")
        raise StoreError(f"{where}: {said}{remedy}") from error
