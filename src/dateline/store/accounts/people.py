"""People and their roles. Whatever is changed stands in the log, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.accounts.records import ROLES, Line, Person, Role, clean_name, folded
from dateline.store.accounts.tables import account_log, identities, people, project_roles, sessions
from dateline.store.arrivals import now
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction

if TYPE_CHECKING:
    from dateline.store.store import Store

_LOG_LINES = 200
_MOST_ALIKE = 1000


class People:
    """The people that a store holds. ``by`` is always the name of who does it."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def any(self) -> bool:
        """Whether there is anybody."""
        with reading(self._engine) as connection:
            return connection.execute(sa.select(people.c.number).limit(1)).first() is not None

    def everyone(self, project: str | None = None) -> list[Person]:
        """All people, or those of a project, by name."""
        query = sa.select(people).order_by(people.c.folded)
        if project is not None:
            query = query.join(project_roles).where(project_roles.c.project == project)
        with reading(self._engine) as connection:
            found = [person_of(row) for row in connection.execute(query)]
            return [_whole(connection, person) for person in found]

    def called(self, name: str) -> Person | None:
        """The person of this name, whatever its case."""
        return self._one(people.c.folded == folded(name))

    def numbered(self, number: int) -> Person | None:
        """The person of this number."""
        return self._one(people.c.number == number)

    def known_at(self, issuer: str, subject: str) -> Person | None:
        """The person that a provider knows as the subject."""
        known = sa.select(identities.c.person).where(identities.c.issuer == issuer, identities.c.subject == subject)
        return self._one(people.c.number.in_(known))

    def role(self, number: int, project: str) -> Role | None:
        """What the person is in the project; None where they are nothing there, or disabled."""
        query = (
            sa.select(project_roles.c.role)
            .join(people)
            .where(
                project_roles.c.person == number, project_roles.c.project == project, people.c.disabled.is_(None)
            )
        )  # fmt: skip
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none()

    def add(self, name: str, *, by: str, password: str | None = None) -> Person:
        """Add somebody without any role; ``password`` is its hash. Raises StoreError where the name is taken."""
        number = in_transaction(self._engine, lambda connection: add(connection, name, by=by, password=password))
        return self._there(number)

    def add_known(self, name: str, issuer: str, subject: str) -> Person:
        """The person whom a provider knows as the subject, added where there is none: by this name, or one like it."""

        def work(connection: Connection) -> int:
            known = connection.execute(
                sa.select(identities.c.person).where(identities.c.issuer == issuer, identities.c.subject == subject)
            ).scalar_one_or_none()
            if known is not None:
                return int(known)
            number = add(connection, _free_name(connection, name), by=issuer)
            link(connection, number, issuer, subject)
            return number

        return self._there(in_transaction(self._engine, work))

    def set_role(self, name: str, project: str, role: Role | None, *, by: str) -> None:
        """Make somebody what ``role`` says in the project, or nothing. Raises StoreError for the last admin."""
        if role is not None and role not in ROLES:
            raise StoreError(f"there is no role {role!r}, only {', '.join(ROLES)}")

        def work(connection: Connection) -> None:
            number, called = _number_of(connection, name)
            if role != "admin":
                _keep_an_admin(connection, number, [project])
            set_role(connection, number, project, role)
            log(connection, by, "role", called, project=project, detail=role or "none")

        in_transaction(self._engine, work)

    def set_password(self, name: str, password: str, *, by: str) -> None:
        """Set the hash of the password, and end all sessions of the person."""

        def work(connection: Connection) -> None:
            number, called = _number_of(connection, name)
            connection.execute(sa.update(people).where(people.c.number == number).values(password=password))
            connection.execute(sa.delete(sessions).where(sessions.c.person == number))
            log(connection, by, "password", called)

        in_transaction(self._engine, work)

    def hash_again(self, number: int, before: str, after: str) -> None:
        """Replace the hash by a stronger one of the same password, unless the password was changed meanwhile."""
        change = sa.update(people).where(people.c.number == number, people.c.password == before).values(password=after)
        in_transaction(self._engine, lambda connection: connection.execute(change))

    def disable(self, name: str, *, by: str) -> None:
        """Let the person do nothing any more. Raises StoreError for the last admin of a project."""

        def work(connection: Connection) -> None:
            number, called = _number_of(connection, name)
            held = sa.select(project_roles.c.project).where(
                project_roles.c.person == number, project_roles.c.role == "admin"
            )
            _keep_an_admin(connection, number, connection.execute(held).scalars().all())
            connection.execute(sa.update(people).where(people.c.number == number).values(disabled=now()))
            connection.execute(sa.delete(sessions).where(sessions.c.person == number))
            log(connection, by, "disable", called)

        in_transaction(self._engine, work)

    def enable(self, name: str, *, by: str) -> None:
        """Let the person do again what their roles allow."""

        def work(connection: Connection) -> None:
            number, called = _number_of(connection, name)
            connection.execute(sa.update(people).where(people.c.number == number).values(disabled=None))
            log(connection, by, "enable", called)

        in_transaction(self._engine, work)

    def log(self, project: str | None = None, limit: int = _LOG_LINES) -> list[Line]:
        """The newest lines of the log, the newest first: of all projects, or of one and of what is of none there.

        What is of no project (a password, a log-in) is shown for the people of the project only.
        """
        query = sa.select(account_log).order_by(account_log.c.number.desc()).limit(limit)
        if project is not None:
            names = sa.select(people.c.name).join(project_roles).where(project_roles.c.project == project)
            own = sa.and_(account_log.c.project.is_(None), account_log.c.about.in_(names))
            query = query.where(sa.or_(account_log.c.project == project, own))
        with reading(self._engine) as connection:
            return [Line(**row._mapping) for row in connection.execute(query)]

    def note(self, action: str, about: str, *, by: str, detail: str = "") -> None:
        """Add a line to the log: a log-in, a log-out."""
        in_transaction(self._engine, lambda connection: log(connection, by, action, about, detail=detail))

    def _one(self, condition: Any) -> Person | None:
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(people).where(condition)).first()
            return None if row is None else _whole(connection, person_of(row))

    def _there(self, number: int) -> Person:
        found = self.numbered(number)
        assert found is not None
        return found


def person_of(row: Any) -> Person:
    """The person of a row of the table, without roles."""
    return Person(number=row.number, name=row.name, made=row.made, disabled=row.disabled, password=row.password)


def _whole(connection: Connection, person: Person) -> Person:
    held = sa.select(project_roles.c.project, project_roles.c.role).where(project_roles.c.person == person.number)
    known = sa.select(identities.c.issuer).where(identities.c.person == person.number).order_by(identities.c.issuer)
    roles = {row.project: row.role for row in connection.execute(held.order_by(project_roles.c.project))}
    return replace(person, roles=roles, issuers=tuple(connection.execute(known).scalars()))


def add(connection: Connection, name: str, *, by: str, password: str | None = None) -> int:
    """Add somebody; their number. Raises StoreError where the name is taken."""
    name = clean_name(name)
    taken = sa.select(people.c.number).where(people.c.folded == folded(name))
    if connection.execute(taken).first() is not None:
        raise StoreError(f"the name {name!r} is taken")
    row = {"name": name, "folded": folded(name), "password": password, "made": now()}
    try:
        with connection.begin_nested():
            number = int(connection.execute(sa.insert(people).values(row).returning(people.c.number)).scalar_one())
    except sa.exc.IntegrityError as error:
        raise StoreError(f"the name {name!r} is taken") from error
    log(connection, by, "add", name)
    return number


def link(connection: Connection, number: int, issuer: str, subject: str) -> None:
    """Keep who the person is at a provider."""
    row = {"issuer": issuer, "subject": subject, "person": number, "made": now()}
    connection.execute(sa.insert(identities).values(row))


def set_role(connection: Connection, number: int, project: str, role: Role | None) -> None:
    """Make the person what ``role`` says in the project, or nothing."""
    mine = sa.and_(project_roles.c.person == number, project_roles.c.project == project)
    connection.execute(sa.delete(project_roles).where(mine))
    if role is not None:
        connection.execute(sa.insert(project_roles).values(person=number, project=project, role=role))


def log(
    connection: Connection, by: str, action: str, about: str, *, project: str | None = None, detail: str = ""
) -> None:  # fmt: skip
    """Add a line to the log of accounts."""
    if not by.strip():
        raise StoreError("a change of accounts needs the name of who makes it")
    row = {"made": now(), "person": by, "action": action, "about": about, "project": project, "detail": detail}
    connection.execute(sa.insert(account_log).values(row))


def _number_of(connection: Connection, name: str) -> tuple[int, str]:
    row = connection.execute(sa.select(people.c.number, people.c.name).where(people.c.folded == folded(name))).first()
    if row is None:
        raise StoreError(f"there is nobody called {name!r}")
    return int(row.number), row.name


def _keep_an_admin(connection: Connection, number: int, projects: Sequence[str]) -> None:
    """Raises StoreError where the person is the last one who can manage one of the projects."""
    for project in projects:
        # The rows are locked: of two admins who each take the role of the other, one is refused.
        admins = (
            sa.select(project_roles.c.person)
            .where(project_roles.c.project == project, project_roles.c.role == "admin")
            .order_by(project_roles.c.person)
            .with_for_update()
        )
        held = connection.execute(admins).scalars().all()
        able = sa.select(people.c.number).where(people.c.number.in_(held), people.c.disabled.is_(None))
        left = set(connection.execute(able).scalars())
        if left == {number}:
            raise StoreError(f"this is the last admin of {project!r}: make somebody else one first")


def _free_name(connection: Connection, wanted: str) -> str:
    """The name, or the first like it that is free: nobody gets another's name from a provider."""
    try:
        name = clean_name(wanted)
    except StoreError:
        name = "Guest"
    for n in range(1, _MOST_ALIKE):
        tried = name if n == 1 else f"{name[:70]} ({n})"
        taken = sa.select(people.c.number).where(people.c.folded == folded(tried))
        if connection.execute(taken).first() is None:
            return tried
    raise StoreError(f"too many people are called {name!r}")
