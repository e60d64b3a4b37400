"""Where a store is: a path is a SQLite file, a URL is a database."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dateline.errors import StoreError

_URL = re.compile(r"[a-z][a-z0-9+]*://", re.IGNORECASE)


def url_of(address: str | Path) -> URL:
    """The database's URL: of a path (``reports.db``), or of a URL (``postgresql://user@host/name``, ``sqlite:///…``).

    Raises StoreError when it is neither, or the URL of a database that Dateline does not know.
    """
    text = str(address)
    if not _URL.match(text):
        return URL.create("sqlite", database=str(Path(text)))
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError(f"{text!r} is no address of a database: {error}") from error
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise StoreError(f"{hidden(url)} cannot be a store: give the path of a SQLite file, or a postgresql:// address")


def hidden(url: URL) -> str:
    """The address as people may see it: the path of a file, or the URL with its password left out."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
