"""How often a log-in was tried: kept in the store, so that neither a restart nor a second process forgets it."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store.accounts.tables import attempts
from dateline.store.arrivals import stamp
from dateline.store.engine import write as in_transaction
from dateline.store.write import insert_new

if TYPE_CHECKING:
    from dateline.store.store import Store


class Attempts:
    """Counts what was tried of one kind within some time. ``moment`` is when it is asked; it is now where none is given."""

    def __init__(self, store: Store, kind: str, *, most: int, within: timedelta) -> None:
        self._engine = store.engine
        self._kind, self._most, self._within = kind, most, within

    def take(self, key: str, moment: datetime | None = None) -> int:
        """Try once more: 0, or after how many seconds that may be done.

        It counts before the outcome is known, so that nobody tries many at once.
        """
        at = moment or datetime.now(UTC)
        mine = attempts.c.hash == self._hash(key)

        def work(connection: Connection) -> int:
            since = stamp(at - self._within)
            connection.execute(sa.delete(attempts).where(attempts.c.last <= since))
            insert_new(connection, attempts, {"hash": self._hash(key), "moments": "[]", "last": stamp(at)})
            held = connection.execute(sa.select(attempts.c.moments).where(mine).with_for_update()).scalar_one_or_none()
            # None where a log-in that went well, or another clock, has just taken it away.
            recent = [tried for tried in json.loads(held or "[]") if tried > since]
            if len(recent) >= self._most:
                left = datetime.fromisoformat(recent[0]) + self._within - at
                return max(1, math.ceil(left.total_seconds()))
            tried = json.dumps([*recent, stamp(at)])
            connection.execute(sa.update(attempts).where(mine).values(moments=tried, last=stamp(at)))
            return 0

        return in_transaction(self._engine, work)

    def forget(self, key: str) -> None:
        """Start anew: it went well."""
        gone = sa.delete(attempts).where(attempts.c.hash == self._hash(key))
        in_transaction(self._engine, lambda connection: connection.execute(gone))

    def _hash(self, key: str) -> str:
        # Who mistypes the field of the name leaves a password there: no key is kept as it is.
        return hashlib.sha256(f"{self._kind}\0{key}".encode("utf-8", "replace")).hexdigest()
