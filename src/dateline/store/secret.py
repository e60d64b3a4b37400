"""Random bytes that never leave the store."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction
from dateline.store.write import insert_new

if TYPE_CHECKING:
    from dateline.store.store import Store

_SECRET_BYTES = 32


def secret_of(store: Store, name: str) -> bytes:
    """The secret of this name: made when it is first asked for, and the same ever after."""
    table = schema.secrets
    query = sa.select(table.c.value).where(table.c.name == name)
    with reading(store.engine) as connection:
        found = connection.execute(query).scalar_one_or_none()
    if found is not None:
        return bytes(found)

    def make(connection: Connection) -> bytes:
        # Another writer may have been first: what stands there then is the key.
        insert_new(connection, table, {"name": name, "value": secrets.token_bytes(_SECRET_BYTES)})
        return bytes(connection.execute(query).scalar_one())

    return in_transaction(store.engine, make)
