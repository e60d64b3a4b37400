"""Accounts that a store holds: who signs in how, and what is said where that fails."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from dateline.errors import DatelineError
from dateline.serve import passwords
from dateline.serve.access import MissingError, Role, Visitor
from dateline.store import Store
from dateline.store.accounts import ApiToken, Attempts, Invitations, People, Person, Session, Sessions, Tokens, folded

if TYPE_CHECKING:
    from dateline.serve.openid import Provider
    from dateline.serve.workbench import Workbench

_TRIES_OF_A_NAME, _TRIES_OF_AN_ADDRESS, _WITHIN = 10, 40, timedelta(minutes=15)
_NOTED_AFTER = timedelta(minutes=5)
"""How long it takes until a session or a token is noted as in use again: not every request writes."""
_WRONG = "The name or the password is wrong."

_LONGEST_NAME = 200
_IPV6_NETWORK = 64
_MOST_NOTED = 10_000

Bearer = TypeVar("Bearer", Session, ApiToken)


class SignInError(DatelineError):
    """Somebody could not be signed in. The words are the same, whoever there is."""


class TooOftenError(SignInError):
    """Too much was tried; ``seconds`` says when it may be tried again."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(f"Too many attempts. Try again in {minutes} {'minute' if minutes == 1 else 'minutes'}.")
        self.seconds = seconds


class StoredAccounts:
    """The accounts of a store, as :class:`dateline.serve.access.Accounts` wants them."""

    open = False

    def __init__(self, store: Store, provider: Provider | None = None) -> None:
        self.people, self.sessions, self.tokens = People(store), Sessions(store), Tokens(store)
        self.invitations = Invitations(store)
        self.provider = provider
        self._by_name = Attempts(store, "name", most=_TRIES_OF_A_NAME, within=_WITHIN)
        self._by_address = Attempts(store, "address", most=_TRIES_OF_AN_ADDRESS, within=_WITHIN)
        self._noting = ThreadPoolExecutor(1, thread_name_prefix="in-use")
        self._noted: dict[tuple[str, int], datetime] = {}

    def visitor(self, *, session: str | None, bearer: str | None) -> Visitor | None:
        """The visitor of a session's cookie or of an API token; None where it is of nobody."""
        if bearer is not None:
            return self._of_token(bearer)
        if not session or (found := self.sessions.of(session)) is None:
            return None
        self._note("session", found, self.sessions.used)
        person = found.person
        return Visitor(
            name=person.name, via="session", key=f"session {session}", person=person.number, session=found.number
        )

    def _of_token(self, bearer: str) -> Visitor | None:
        if not bearer or (token := self.tokens.of(bearer)) is None:
            return None
        self._note("token", token, self.tokens.used)
        return Visitor(
            name=token.person.name, via="token", key=f"token {token.number}", scopes=token.scopes,
            person=token.person.number, project=token.project,
        )  # fmt: skip

    def role(self, visitor: Visitor, project: str) -> Role | None:
        """What the visitor is in the project; None where they are nothing there."""
        if visitor.person is None or visitor.project not in (None, project):
            return None
        return self.people.role(visitor.person, project)

    def sign_in(self, name: str, password: str, *, address: str) -> Person:
        """The person of this name and password. Raises SignInError."""
        self._try(name, address)
        person = self.people.called(name[:_LONGEST_NAME])
        kept = person.password if person is not None else None
        is_right = passwords.is_right(password, kept)
        if person is None or kept is None or not is_right or person.disabled is not None:
            raise SignInError(_WRONG)
        self._by_name.forget(folded(name))
        if passwords.is_weak(kept):
            self.people.hash_again(person.number, kept, passwords.hash_of(password))
        return person

    def start(self, person: Person, *, address: str, agent: str) -> str:
        """Start a session of somebody who has shown who they are; its secret."""
        if person.disabled is not None:
            raise SignInError(_WRONG)
        self.people.note("sign in", person.name, by=person.name, detail=network(address))
        return self.sessions.start(person.number, address=address, agent=agent)

    def change_password(self, person: Person, old: str, new: str, *, address: str) -> None:
        """Change one's own password; all sessions end. Raises SignInError, PasswordError."""
        self._try(person.name, address)
        if not passwords.is_right(old, person.password):
            raise SignInError("Your present password is another one.")
        self._by_name.forget(folded(person.name))
        passwords.check(new, person.name)
        self.people.set_password(person.name, passwords.hash_of(new), by=person.name)

    def _try(self, name: str, address: str) -> None:
        """Raises TooOftenError where the address, or anybody under the name, has tried too often."""
        waits = self._by_address.take(network(address)) or self._by_name.take(folded(name[:_LONGEST_NAME]))
        if waits:
            raise TooOftenError(waits)

    def _note(self, kind: str, bearer: Bearer, keep: Callable[[int, datetime], None]) -> None:
        """Keep, beside the request and no more than every few minutes, that a session or a token is in use."""
        now, key = datetime.now(UTC), (kind, bearer.number)
        last = self._noted.get(key) or _moment(bearer.used)
        if last is not None and now - last < _NOTED_AFTER:
            return
        if len(self._noted) > _MOST_NOTED:
            self._noted.clear()
        self._noted[key] = now
        self._noting.submit(keep, bearer.number, now)


def stored(workbench: Workbench) -> StoredAccounts:
    """The accounts, where there are any. Raises MissingError."""
    if not isinstance(workbench.accounts, StoredAccounts):
        raise MissingError("this workbench has no accounts")
    return workbench.accounts


def network(address: str) -> str:
    """The address as one asks from it: of IPv6 the network, of which one machine has as many addresses as it likes."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
