"""Invitations into a project: an address that is good once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.accounts.people import add, log, set_role
from dateline.store.accounts.records import ROLES, Invitation, Role, hashed, new_secret
from dateline.store.accounts.tables import invitations, people, project_roles
from dateline.store.arrivals import stamp
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction

if TYPE_CHECKING:
    from dateline.store.store import Store

LASTS = timedelta(days=7)
_LONGEST_NOTE = 200
_SPENT = "this invitation is not good any more: ask for a new one"


class Invitations:
    """The invitations that a store holds."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def make(self, project: str, role: Role, note: str, *, by: str, moment: datetime | None = None) -> str:
        """A new invitation; the secret that its address holds."""
        if role not in ROLES:
            raise StoreError(f"there is no role {role!r}, only {', '.join(ROLES)}")
        secret, made = new_secret(), moment or datetime.now(UTC)
        note = "".join(character for character in note.strip()[:_LONGEST_NOTE] if character.isprintable())
        row = {
            "hash": hashed(secret), "project": project, "role": role, "note": note, "inviter": by,
            "made": stamp(made), "expires": stamp(made + LASTS),
        }  # fmt: skip

        def work(connection: Connection) -> None:
            connection.execute(sa.insert(invitations).values(row))
            log(connection, by, "invite", note, project=project, detail=role)

        in_transaction(self._engine, work)
        return secret

    def of(self, secret: str) -> Invitation | None:
        """The invitation of a secret; None where it is not good any more, or never was."""
        found = self._found(sa.and_(invitations.c.hash == hashed(secret), _is_good()))
        return found[0] if found else None

    def of_project(self, project: str) -> list[Invitation]:
        """The invitations into the project that are good, the newest first."""
        return self._found(sa.and_(invitations.c.project == project, _is_good()))

    def revoke(self, number: int, project: str, *, by: str) -> None:
        """Take an invitation back. Raises StoreError where there is none."""

        def work(connection: Connection) -> None:
            mine = sa.and_(invitations.c.number == number, invitations.c.project == project, _is_good())
            note = connection.execute(sa.select(invitations.c.note).where(mine)).scalar_one_or_none()
            if note is None:
                raise StoreError(f"there is no invitation {number}")
            change = sa.update(invitations).where(mine).values(revoked=stamp(datetime.now(UTC)))
            connection.execute(change)
            log(connection, by, "revoke invitation", note, project=project)

        in_transaction(self._engine, work)

    def take(self, secret: str, person: int) -> None:
        """Let somebody who is known into the project. A higher role that they have there stays."""
        in_transaction(self._engine, lambda connection: _take(connection, secret, person))

    def join(self, secret: str, name: str, password: str) -> int:
        """Add somebody by the hash of their password, and let them in; their number."""

        def work(connection: Connection) -> int:
            _check(connection, secret)
            number = add(connection, name, by=name, password=password)
            _take(connection, secret, number)
            return number

        return in_transaction(self._engine, work)

    def _found(self, condition: Any) -> list[Invitation]:
        query = sa.select(invitations).where(condition).order_by(invitations.c.number.desc())
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            Invitation(
                number=r.number, project=r.project, role=r.role, note=r.note, inviter=r.inviter, made=r.made,
                expires=r.expires,
            )
            for r in rows
        ]  # fmt: skip


def _is_good() -> Any:
    at = stamp(datetime.now(UTC))
    return sa.and_(invitations.c.taken.is_(None), invitations.c.revoked.is_(None), invitations.c.expires > at)


def _check(connection: Connection, secret: str) -> None:
    query = sa.select(invitations.c.number).where(invitations.c.hash == hashed(secret), _is_good())
    if connection.execute(query).first() is None:
        raise StoreError(_SPENT)


def _take(connection: Connection, secret: str, person: int) -> None:
    good = sa.and_(invitations.c.hash == hashed(secret), _is_good())
    taken = sa.update(invitations).where(good).values(taken=stamp(datetime.now(UTC)), person=person)
    row = connection.execute(taken.returning(invitations.c.project, invitations.c.role, invitations.c.inviter)).first()
    if row is None:
        raise StoreError(_SPENT)
    held = sa.select(project_roles.c.role).where(
        project_roles.c.person == person, project_roles.c.project == row.project
    )
    before = connection.execute(held).scalar_one_or_none()
    if before is None or ROLES.index(before) < ROLES.index(row.role):
        set_role(connection, person, row.project, row.role)
    name = connection.execute(sa.select(people.c.name).where(people.c.number == person)).scalar_one()
    log(connection, name, "join", name, project=row.project, detail=f"{row.role}, invited by {row.inviter}")
