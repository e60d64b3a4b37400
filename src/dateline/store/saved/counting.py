"""How many rows answer, as far as that is soon counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dateline.store.engine import reading
from dateline.store.plan import plan_of
from dateline.store.query import Query
from dateline.store.search import count_of

if TYPE_CHECKING:
    from dateline.store.store import Store


def count_up_to(store: Store, kind: str, conditions: Mapping[str, Any], most: int) -> int:
    """How many events, tolls, statements, relations, documents or incidents answer; ``most`` + 1 where there are more."""
    plan = plan_of(Query(**conditions), kind.removesuffix("s"), store.names)
    table = kind if kind in ("documents", "incidents") else "claims"
    with reading(store.engine) as connection:
        return count_of(connection, table, plan, most + 1)
