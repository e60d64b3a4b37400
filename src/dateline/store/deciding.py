"""Deciding about incidents as they were shown: where one has changed since, nothing is decided, and the person is told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.link.tellings import Ref
from dateline.store import linking, schema
from dateline.store.engine import write
from dateline.store.incidents import hold_incidents
from dateline.store.judgements import Kind, keep_judgement
from dateline.store.once import Once, done_once

if TYPE_CHECKING:
    from dateline.store.store import Store

_SHOWN = 16


class ChangedError(StoreError):
    """What is to be decided about is no longer as it was shown. ``changed`` are the incidents, those that are gone too."""

    def __init__(self, changed: Sequence[str]) -> None:
        self.changed = tuple(changed)
        super().__init__(
            f"{', '.join(self.changed)} changed since you opened the page; nothing was decided. Look again, and decide anew"
        )


def state_of(incident: Incident) -> str:
    """A mark of the incident as it is shown: another one as soon as anything of it is otherwise."""
    return hashlib.sha256(incident.model_dump_json().encode()).hexdigest()[:_SHOWN]


class Deciding:
    """Decides about incidents of a store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def judge(
        self,
        kind: Kind,
        person: str,
        *,
        sides: Sequence[Sequence[Ref]],
        reason: str | None,
        seen: Mapping[str, str],
        request: Once | None = None,
    ) -> int:
        """Add a judgement to the log; its number. ``seen`` are the incidents as they were shown: id and :func:`state_of`.

        A ``request`` that was done before is answered with its number. Raises ChangedError where an incident is
        otherwise by now, and StoreError where a claim is not there.
        """

        def work(connection: Connection) -> int:
            hold_incidents(connection)

            def add() -> list[int]:
                _check(connection, seen)
                number = keep_judgement(connection, kind, person, sides=sides, reason=reason)
                linking.link_again(connection, [ref for side in sides for ref in side])
                return [number]

            return done_once(connection, request, add)[0]

        return write(self._engine, work)


def _check(connection: Connection, seen: Mapping[str, str]) -> None:
    table = schema.incidents.c
    query = sa.select(table.id, table.record).where(table.id.in_(sorted(seen)))
    now = {row.id: state_of(Incident.model_validate_json(row.record)) for row in connection.execute(query)}
    if changed := [incident for incident, state in seen.items() if now.get(incident) != state]:
        raise ChangedError(changed)
