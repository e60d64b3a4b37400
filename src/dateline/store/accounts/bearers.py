"""Sessions and tokens of the API: who holds one is its person, until it expires, is revoked, or the person is disabled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.accounts.people import log, person_of
from dateline.store.accounts.records import SCOPES, ApiToken, Session, hashed, new_secret
from dateline.store.accounts.tables import api_tokens, people, sessions
from dateline.store.arrivals import stamp
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction

if TYPE_CHECKING:
    from dateline.store.store import Store

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
LONGEST_TOKEN_DAYS = 366
TOKEN_PREFIX = "dateline_"
"""So that programs that look for secrets in what is about to be published know one."""
_LONGEST_TEXT = 300


class Sessions:
    """The log-ins that have not ended. ``moment`` is when it is asked; it is now where none is given."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def start(self, person: int, *, address: str, agent: str, moment: datetime | None = None) -> str:
        """A new session; the secret that is its only key. Sessions that have expired are forgotten."""
        secret, at = new_secret(), stamp(moment or datetime.now(UTC))
        row = {
            "hash": hashed(secret), "person": person, "made": at, "used": at,
            "address": _shown(address), "agent": _shown(agent),
        }  # fmt: skip

        def work(connection: Connection) -> None:
            connection.execute(sa.delete(sessions).where(sa.not_(_lasts(moment))))
            connection.execute(sa.insert(sessions).values(row))

        in_transaction(self._engine, work)
        return secret

    def of(self, secret: str, moment: datetime | None = None) -> Session | None:
        """The session of a secret; None where there is none, it has expired, or its person is disabled."""
        found = self._found(sa.and_(sessions.c.hash == hashed(secret), _lasts(moment), people.c.disabled.is_(None)))
        return found[0] if found else None

    def used(self, number: int, moment: datetime | None = None) -> None:
        """Keep that the session is in use."""
        change = sa.update(sessions).where(sessions.c.number == number).values(used=stamp(moment or datetime.now(UTC)))
        in_transaction(self._engine, lambda connection: connection.execute(change))

    def of_person(self, person: int, moment: datetime | None = None) -> list[Session]:
        """The sessions of a person, the last used first."""
        return self._found(sa.and_(sessions.c.person == person, _lasts(moment)))

    def end(self, person: int, number: int | None = None, *, but: int | None = None) -> int:
        """End one session of the person, or all, or all but one; how many there were."""
        which = [sessions.c.person == person]
        if number is not None:
            which.append(sessions.c.number == number)
        if but is not None:
            which.append(sessions.c.number != but)
        ended = in_transaction(self._engine, lambda connection: connection.execute(sa.delete(sessions).where(*which)))
        return int(ended.rowcount)

    def _found(self, condition: Any) -> list[Session]:
        own = [sessions.c[name].label(f"s_{name}") for name in ("number", "made", "used", "address", "agent")]
        query = sa.select(people, *own).join_from(sessions, people).where(condition)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(sessions.c.used.desc())).all()
        return [
            Session(
                number=row.s_number, person=person_of(row), made=row.s_made, used=row.s_used,
                address=row.s_address, agent=row.s_agent,
            )
            for row in rows
        ]  # fmt: skip


class Tokens:
    """The tokens by which programs use the API."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def make(
        self, person: int, name: str, *, scopes: Collection[str], days: int, project: str | None = None
    ) -> tuple[str, ApiToken]:  # fmt: skip
        """A new token: what is shown once, and the token. Raises StoreError where it cannot be made so."""
        if not name.strip():
            raise StoreError("a token needs a name: what it is for")
        if not scopes or set(scopes) - set(SCOPES):
            raise StoreError(f"a token has one or more of the scopes {', '.join(SCOPES)}")
        if not 1 <= days <= LONGEST_TOKEN_DAYS:
            raise StoreError(f"a token lasts from 1 to {LONGEST_TOKEN_DAYS} days")
        secret, made = TOKEN_PREFIX + new_secret(), datetime.now(UTC)
        row = {
            "hash": hashed(secret), "person": person, "name": _shown(name.strip()), "project": project,
            "scopes": " ".join(scope for scope in SCOPES if scope in scopes),
            "made": stamp(made), "expires": stamp(made + timedelta(days=days)),
        }  # fmt: skip

        def work(connection: Connection) -> int:
            number = connection.execute(sa.insert(api_tokens).values(row).returning(api_tokens.c.number)).scalar_one()
            name = connection.execute(sa.select(people.c.name).where(people.c.number == person)).scalar_one()
            log(connection, name, "token", name, project=project, detail=f"{row['name']} ({row['scopes']})")
            return int(number)

        number = in_transaction(self._engine, work)
        return secret, self._found(api_tokens.c.number == number)[0]

    def of(self, secret: str, moment: datetime | None = None) -> ApiToken | None:
        """The token of a secret; None where there is none, it is not good any more, or its person is disabled."""
        found = self._found(sa.and_(api_tokens.c.hash == hashed(secret), _is_good(moment), people.c.disabled.is_(None)))
        return found[0] if found else None

    def used(self, number: int, moment: datetime | None = None) -> None:
        """Keep that the token is in use."""
        change = sa.update(api_tokens).where(api_tokens.c.number == number)
        change = change.values(used=stamp(moment or datetime.now(UTC)))
        in_transaction(self._engine, lambda connection: connection.execute(change))

    def of_person(self, person: int) -> list[ApiToken]:
        """The tokens of a person that are good, the newest first."""
        return self._found(sa.and_(api_tokens.c.person == person, _is_good(None)))

    def of_project(self, project: str) -> list[ApiToken]:
        """The tokens that were made for the project alone and are good, the newest first."""
        return self._found(sa.and_(api_tokens.c.project == project, _is_good(None)))

    def revoke(self, number: int, *, by: str, person: int | None = None, project: str | None = None) -> None:
        """Revoke a token, of the person or of the project where one is given. Raises StoreError where there is none."""
        which = [api_tokens.c.number == number, api_tokens.c.revoked.is_(None)]
        if person is not None:
            which.append(api_tokens.c.person == person)
        if project is not None:
            which.append(api_tokens.c.project == project)

        def work(connection: Connection) -> None:
            query = sa.select(people.c.name, api_tokens.c.name.label("token"), api_tokens.c.project)
            row = connection.execute(query.join_from(api_tokens, people).where(*which)).first()
            if row is None:
                raise StoreError(f"there is no token {number}")
            revoked = stamp(datetime.now(UTC))
            connection.execute(sa.update(api_tokens).where(api_tokens.c.number == number).values(revoked=revoked))
            log(connection, by, "revoke token", row.name, project=row.project, detail=row.token)

        in_transaction(self._engine, work)

    def _found(self, condition: Any) -> list[ApiToken]:
        names = ("number", "name", "project", "scopes", "made", "expires", "used", "revoked")
        own = [api_tokens.c[name].label(f"t_{name}") for name in names]
        query = sa.select(people, *own).join_from(api_tokens, people).where(condition)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(api_tokens.c.number.desc())).all()
        return [
            ApiToken(
                number=row.t_number, person=person_of(row), name=row.t_name, project=row.t_project,
                scopes=frozenset(row.t_scopes.split()), made=row.t_made, expires=row.t_expires, used=row.t_used,
                revoked=row.t_revoked,
            )
            for row in rows
        ]  # fmt: skip


def _lasts(moment: datetime | None) -> Any:
    at = moment or datetime.now(UTC)
    return sa.and_(sessions.c.used > stamp(at - IDLE), sessions.c.made > stamp(at - LONGEST))


def _is_good(moment: datetime | None) -> Any:
    at = stamp(moment or datetime.now(UTC))
    return sa.and_(api_tokens.c.revoked.is_(None), api_tokens.c.expires > at)


def _shown(text: str) -> str:
    """What a browser or a person says, as much of it as is kept. A database may refuse what is no character."""
    return "".join(character for character in text[:_LONGEST_TEXT] if character.isprintable())
