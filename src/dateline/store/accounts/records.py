"""What the store says of people, sessions, tokens and invitations."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dateline.errors import StoreError

Role = Literal["viewer", "coder", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "coder", "reviewer", "admin")
Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")

_LONGEST_NAME = 80
_SECRET_BYTES = 32
_NOT_SEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that are not seen: a name with one could pass for another's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody. ``roles`` is what they are by project; ``disabled`` is since when they may do nothing."""

    number: int
    name: str
    made: str
    disabled: str | None = None
    password: str | None = field(default=None, repr=False)
    roles: Mapping[str, Role] = field(default_factory=dict)
    issuers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One log-in that has not ended."""

    number: int
    person: Person
    made: str
    used: str
    address: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token of the API: ``project`` is None where it is good in all projects of its person."""

    number: int
    person: Person
    name: str
    project: str | None
    scopes: frozenset[str]
    made: str
    expires: str
    used: str | None
    revoked: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation into a project; ``note`` says for whom it is meant."""

    number: int
    project: str
    role: Role
    note: str
    inviter: str
    made: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log of accounts: who did what, about whom."""

    number: int
    made: str
    person: str
    action: str
    about: str
    project: str | None
    detail: str


def new_secret() -> str:
    """256 random bits, as they stand in a cookie or an address."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hashed(secret: str) -> str:
    """What is kept of a secret of 256 random bits: nothing that could be guessed leads back from it."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def clean_name(given: str) -> str:
    """The name as it is kept. Raises StoreError where it is none, or could pass for another one."""
    name = " ".join(unicodedata.normalize("NFC", given).split())
    if not any(character.isalnum() for character in name):
        raise StoreError("a name needs a letter or a digit")
    if len(name) > _LONGEST_NAME:
        raise StoreError(f"a name has {_LONGEST_NAME} characters at most; this one has {len(name)}")
    if any(unicodedata.category(character) in _NOT_SEEN for character in name):
        raise StoreError("a name has no characters that are not seen")
    return name


def folded(name: str) -> str:
    """The name by which two that differ in case or width only are one."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())
