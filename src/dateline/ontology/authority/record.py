"""One actor of the authority file, and how names are folded before they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from dateline.records import ActorKind

_MARKS = re.compile(r"[.'’‘`´\"“”]")
_GAPS = re.compile(r"[^\w()/&]+")
_MOST_ACRONYM_LETTERS = 7
_LEAD = 1
"""A name may be in use this many years before the year that the file gives: sources differ on when a group began."""


@dataclass(frozen=True, slots=True)
class Phase:
    """What an actor was up to and with the year ``until``, where that differs from what it is now."""

    until: int
    kind: ActorKind
    country: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Office:
    """A post that a person held: ``role`` in words ("foreign minister"), ``of`` the id of a state, body or group.

    ``since`` and ``until`` are years, both included; ``until`` is None while it lasts, ``since`` None when not known.
    """

    role: str
    of: str
    since: int | None
    until: int | None

    def held(self, year: int) -> bool:
        """Whether it was held at any time of the year."""
        return (self.since or year) <= year <= (self.until or year)


@dataclass(frozen=True, slots=True)
class AuthorityActor:
    """An actor that the authority file knows. ``country`` is ISO 3166 alpha-3, None for an actor of many countries.

    ``since`` and ``until`` are the years between which it was active, None where open or not known. ``parent`` is the
    id of what it is part of; ``predecessors`` are the ids of what it was called or split from before. ``phases`` are
    earlier kinds, countries and names, oldest first; ``offices`` what a person held, oldest first. ``wikidata`` is an
    item's id ("Q30"), given only where it is known for sure.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    individual: bool = False
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    state: bool = False
    parent: str | None = None
    predecessors: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    offices: tuple[Office, ...] = ()
    wikidata: str | None = None

    def existed(self, year: int) -> bool:
        """Whether the actor may have been active in the year."""
        return (self.since or year) <= year <= (self.until or year)

    def begun(self, year: int) -> bool:
        """Whether a text of the year may speak of the actor, be it of its past."""
        return self.since is None or self.since - _LEAD <= year

    def as_of(self, year: int | None) -> AuthorityActor:
        """The actor with the kind, country and name that it had in the year; None means now."""
        if year is None:
            return self
        for phase in self.phases:
            if year <= phase.until:
                return replace(self, kind=phase.kind, country=phase.country, name=phase.name)
        return self

    def has_been(self, kinds: Collection[str]) -> bool:
        """Whether the actor is, or in an earlier phase was, of one of the kinds: rebels who rule are still "the group"."""
        return self.kind in kinds or any(p.kind in kinds for p in self.phases)

    def offices_in(self, year: int) -> tuple[Office, ...]:
        """The posts that the person held in the year, the latest first."""
        return tuple(o for o in reversed(self.offices) if o.held(year))


def fold(name: str) -> str:
    """The name in lower case, without accents, article and marks, one space between words."""
    plain = name.casefold()
    if not name.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    if plain.replace(" ", "").isalnum():
        folded = " ".join(plain.split())
    else:
        folded = _GAPS.sub(" ", _MARKS.sub("", plain)).strip()
    return folded[4:] if folded.startswith("the ") else folded


def acronym(name: str) -> str | None:
    """The name without full stops when it is written like an acronym ("U.N.", "ISIS", "LeT"), else None.

    Acronyms are compared with regard to case, so that "IS" and "US" are no pronouns or verbs.
    """
    letters = name.replace(".", "")
    if not 1 < len(letters) <= _MOST_ACRONYM_LETTERS or " " in letters or not letters[0].isalpha():
        return None
    return letters if sum(c.isupper() for c in letters) >= 2 and not letters[1:].islower() else None


def slug(name: str) -> str:
    """An id made of a name: "Sudan People's Liberation Army" gives "sudan-peoples-liberation-army"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
