"""One actor of the authority file, and how names are folded before they are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dateline.records import ActorKind

_MARKS = re.compile(r"[.'’‘`´\"“”]")
_GAPS = re.compile(r"[^\w()/&]+")
_MOST_ACRONYM_LETTERS = 7


@dataclass(frozen=True, slots=True)
class AuthorityActor:
    """An actor that the authority file knows. ``country`` is ISO 3166 alpha-3, None for an actor of many countries.

    ``since`` and ``until`` are years, given only where they tell two actors of one alias apart.
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

    def existed(self, year: int) -> bool:
        """Whether the actor may have existed in the year."""
        return (self.since or year) <= year <= (self.until or year)


def fold(name: str) -> str:
    """The name in lower case, without accents, article and marks, one space between words."""
    plain = name.casefold()
    if not name.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
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
