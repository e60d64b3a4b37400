"""Requests that may come twice: the second is answered with what the first one wrote, and writes nothing.

A client whose answer was lost, because the line broke or the server was killed, does not know whether it was heard. It
sends the same request with the same key again. The key is kept in the transaction that does what was asked: either both
are in the store, or neither is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.arrivals import now, stamp
from dateline.store.engine import reading
from dateline.store.schema import METADATA
from dateline.store.write import insert_new

if TYPE_CHECKING:
    from dateline.store.store import Store

REMEMBERED = timedelta(days=7)
"""So long a request is known again."""

answered = sa.Table(
    "answered",
    METADATA,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("made", sa.String, nullable=False),
    sa.Column("asked", sa.String(64), nullable=False),
    sa.Column("numbers", sa.Text, nullable=False),
    sa.Index("answered_made", "made"),
)
"""Requests that were done: the key that the person gave, a hash of what was asked, and the numbers of what was written."""


@dataclass(frozen=True, slots=True)
class Once:
    """A request that may come twice: whose it is, the key that they gave it, and a hash of what it asks."""

    person: str
    key: str
    asked: str


class OtherRequestError(StoreError):
    """The key was given to another request before; nothing was written."""


def done_before(store: Store, request: Once | None) -> int | None:
    """The number of what the same request wrote before; None where it did not come yet. Raises OtherRequestError."""
    if request is None:
        return None
    with reading(store.engine) as connection:
        numbers = _known(connection, request)
    return numbers[0] if numbers else None


def done_once(connection: Connection, request: Once | None, work: Callable[[], Sequence[int]]) -> list[int]:
    """The numbers of what ``work`` writes, or wrote when the same request came before. Without a request, it is done.

    Raises OtherRequestError where the key was used for something else. What fails is not remembered.
    """
    if request is None:
        return list(work())
    mine = sa.and_(answered.c.person == request.person, answered.c.key == request.key)
    row = {"person": request.person, "key": request.key, "made": now(), "asked": request.asked, "numbers": "[]"}
    # Another request of this key that is being done right now is waited for.
    if not insert_new(connection, answered, row):
        return _known(connection, request)
    numbers = list(work())
    connection.execute(sa.update(answered).where(mine).values(numbers=json.dumps(numbers)))
    old = answered.c.made < stamp(datetime.now(UTC) - REMEMBERED)
    connection.execute(sa.delete(answered).where(old))
    return numbers


def _known(connection: Connection, request: Once) -> list[int]:
    """The numbers of what the request wrote; none where it did not come yet. Raises OtherRequestError."""
    mine = sa.and_(answered.c.person == request.person, answered.c.key == request.key)
    known = connection.execute(sa.select(answered).where(mine)).first()
    if known is None:
        return []
    if known.asked != request.asked:
        raise OtherRequestError(f"the key {request.key!r} was given to another request before: make a new one")
    return [int(number) for number in json.loads(known.numbers)]
