"""Saved searches: kept, listed, changed and deleted, with the feed and the address that each tells what is new."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.arrivals import now
from dateline.store.engine import reading, write
from dateline.store.saved.tables import search_matches, search_news, searches

if TYPE_CHECKING:
    from dateline.store.store import Store

SEARCHED = ("incidents", "events", "tolls", "statements", "relations", "documents")
"""What a search may look for."""
_LONGEST_NAME = 200
_MOST = 500
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search that was saved: ``conditions`` as they stand in the address of the page.

    ``feed`` is the key of its feed, ``hook`` the address that is told, None where there is none. ``checked`` is when it
    was last looked for, in ISO 8601.
    """

    number: int
    made: str
    changed: str
    name: str
    owner: str
    shared: bool
    kind: str
    conditions: Mapping[str, str]
    feed: str | None
    hook: str | None
    hook_secret: bytes | None
    checked: str | None
    state: int | None

    @property
    def tells(self) -> bool:
        """Whether anybody is told what is new."""
        return self.feed is not None or self.hook is not None


class Searches:
    """The saved searches of a store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def save(self, name: str, owner: str, conditions: Mapping[str, str], *, kind: str, shared: bool = False) -> int:
        """Keep a search; its number. Raises StoreError where it has no name, or its owner has too many."""
        if kind not in SEARCHED:
            raise StoreError(f"{kind!r} cannot be searched for, only {', '.join(SEARCHED)}")
        row = {
            "made": now(), "changed": now(), "name": _named(name), "owner": owner, "shared": shared, "kind": kind,
            "conditions": _json(conditions),
        }  # fmt: skip

        def keep(connection: Connection) -> int:
            count = sa.select(sa.func.count()).select_from(searches).where(searches.c.owner == owner)
            if connection.execute(count).scalar_one() >= _MOST:
                raise StoreError(f"you have {_MOST} saved searches, which are the most: delete some first")
            return int(connection.execute(sa.insert(searches).values(row).returning(searches.c.number)).scalar_one())

        return write(self._engine, keep)

    def of(self, person: str) -> list[SavedSearch]:
        """Those of a person, and those that are shared, by their names."""
        seen = sa.or_(searches.c.owner == person, searches.c.shared)
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(searches).where(seen)).mappings().all()
        return sorted((_search(row) for row in rows), key=lambda s: (s.owner != person, s.name.casefold(), s.number))

    def one(self, number: int, person: str | None = None) -> SavedSearch:
        """One of them, if the person may see it. Raises StoreError when there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(searches).where(searches.c.number == number)).mappings().first()
        if row is None or (person is not None and row["owner"] != person and not row["shared"]):
            raise StoreError(f"there is no saved search {number}")
        return _search(row)

    def by_feed(self, key: str) -> SavedSearch | None:
        """The one whose feed has this key."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(searches).where(searches.c.feed == key)).mappings().first()
        return None if row is None else _search(row)

    def telling(self) -> list[SavedSearch]:
        """Those that tell somebody what is new."""
        tells = sa.or_(searches.c.feed.is_not(None), searches.c.hook.is_not(None))
        with reading(self._engine) as connection:
            rows = connection.execute(sa.select(searches).where(tells).order_by(searches.c.number)).mappings().all()
        return [_search(row) for row in rows]

    def rename(self, number: int, name: str, *, shared: bool) -> None:
        """Call it something else, and share it with the project or not."""
        self._change(number, name=_named(name), shared=shared)

    def set_feed(self, number: int, *, on: bool) -> str | None:
        """Make a feed with a new key, by which an older address ends; or end it."""
        key = secrets.token_urlsafe(_KEY_BYTES) if on else None
        self._change(number, feed=key)
        return key

    def set_hook(self, number: int, address: str | None) -> bytes | None:
        """Tell an address what is new, and sign it with a new secret; or tell it no more."""
        secret = secrets.token_bytes(_KEY_BYTES) if address else None
        self._change(number, hook=address or None, hook_secret=secret)
        return secret

    def delete(self, number: int) -> None:
        """Delete it, with what it told. Raises StoreError when there is none."""

        def remove(connection: Connection) -> None:
            for table in (search_matches, search_news):
                connection.execute(sa.delete(table).where(table.c.search == number))
            if connection.execute(sa.delete(searches).where(searches.c.number == number)).rowcount != 1:
                raise StoreError(f"there is no saved search {number}")

        write(self._engine, remove)

    def _change(self, number: int, **values: Any) -> None:
        change = sa.update(searches).where(searches.c.number == number).values(changed=now(), **values)

        def keep(connection: Connection) -> None:
            if connection.execute(change).rowcount != 1:
                raise StoreError(f"there is no saved search {number}")

        write(self._engine, keep)


def _search(row: Any) -> SavedSearch:
    fields = dict(row) | {"conditions": json.loads(row["conditions"])}
    secret = row["hook_secret"]
    return SavedSearch(**fields | {"hook_secret": None if secret is None else bytes(secret)})


def _named(name: str) -> str:
    named = " ".join(name.replace("\0", " ").split()).encode("utf-8", "replace").decode()
    if not named:
        raise StoreError("a saved search needs a name")
    if len(named) > _LONGEST_NAME:
        raise StoreError(f"a name of {len(named):,} characters is too long; {_LONGEST_NAME} are the most")
    return named


def _json(conditions: Mapping[str, str]) -> str:
    return json.dumps(dict(conditions), ensure_ascii=False, sort_keys=True)
