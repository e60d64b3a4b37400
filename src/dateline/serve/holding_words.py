"""Who is said to hold what, read from the latest reports of a place or an actor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.brief.situation.control import holdings
from dateline.brief.situation.heard import hear
from dateline.brief.situation.record import Holding
from dateline.store import Store
from dateline.store.named.remembering import Remembering

READ = 200
"""The latest reports that are read for it: each is read whole, which takes about a millisecond."""


class Held(Remembering):
    """Reads from a store who is said to hold what; remembered until the store changes."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._of = store

    def of(self, conditions: Mapping[str, Any]) -> tuple[tuple[Holding, ...], int]:
        """What the latest reports that meet the conditions say, and how many were read."""

        def read(_: object) -> tuple[tuple[Holding, ...], int]:
            hearing = hear(self._of, conditions, READ)
            return holdings(hearing.control), len(hearing.reports)

        return self.ask(read, *sorted(conditions.items()))
