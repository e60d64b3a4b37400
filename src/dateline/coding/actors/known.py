"""The authority as one document asks it: of its year and the countries it speaks of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from dateline.ontology.authority import Authority, AuthorityActor
from dateline.records import When

_YEAR = re.compile(r"(\d{4})(?:-\d|$)")
_FIRST_YEAR = 1945


@dataclass(frozen=True, slots=True)
class Known:
    """What the authority knows in the year of a document. ``countries`` are alpha-3 codes.

    ``year`` is that of publication; where that is not known, the latest that the text tells; None asks as of now.
    """

    authority: Authority
    countries: frozenset[str]
    year: int | None
    _found: dict[str, AuthorityActor | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        authority: Authority,
        adjectives: Iterable[str],
        countries: Iterable[str],
        published: str | None,
        dates: Iterable[When],
    ) -> Known:
        """What is known for a document, whose adjectives ("Syrian") tell countries too."""
        told = (authority.demonym(word) for word in adjectives)
        return cls(authority, frozenset({*countries, *(c for c in told if c)}), _year_of(published, dates))

    def find(self, name: str) -> AuthorityActor | None:
        """The actor of the name, as :meth:`Authority.find`."""
        if name not in self._found:
            self._found[name] = self.authority.find(name, self.countries, self.year)
        return self._found[name]

    def actor(self, actor_id: str) -> AuthorityActor | None:
        """The actor of the id, as of the document's year."""
        found = self.authority.actor(actor_id)
        return found.as_of(self.year) if found is not None else None

    def body(self, state: AuthorityActor, words: str) -> AuthorityActor | None:
        """The body of the state that the words name."""
        return self.authority.body(state, words, self.year)

    def person(
        self, name: str, *, role: str | None = None, of: str | None = None, country: str | None = None
    ) -> AuthorityActor | None:
        """The person of a full name or surname, of the document's countries, or of ``country`` alone where it is given.

        With a ``role``, who held it in the document's year.
        """
        countries: Collection[str] = (country,) if country else self.countries
        found = self.authority.person(name, countries, self.year, role, of)
        if found is None or role is None or self.year is None:
            return found
        held = (p.id for o in found.offices for p in self.authority.holders(o.of, role, self.year))
        return found if found.id in held else None

    def holder(self, of: str, role: str) -> AuthorityActor | None:
        """Who held the post in the document's year; None where nobody did or several."""
        if self.year is None:
            return None
        held = self.authority.holders(of, role, self.year)
        return held[0] if len({p.id for p in held}) == 1 else None

    def demonym(self, word: str) -> str | None:
        """The country of an adjective."""
        return self.authority.demonym(word)

    def demonym_actor(self, word: str) -> AuthorityActor | None:
        """The state, region or people of an adjective."""
        return self.authority.demonym_actor(word)

    def people(self, word: str) -> AuthorityActor | None:
        """The state, region or people of a noun for those who belong to it."""
        return self.authority.people(word)

    def capital(self, name: str) -> AuthorityActor | None:
        """The state whose government a city's name stands for."""
        return self.authority.capital(name)

    def state(self, name: str) -> AuthorityActor | None:
        """The state or region of the name."""
        return self.authority.state(name)

    def country_actor(self, alpha3: str) -> AuthorityActor | None:
        """The state with the code."""
        return self.authority.country_actor(alpha3)

    def candidates(self, name: str) -> tuple[AuthorityActor, ...]:
        """Every actor of the name."""
        return self.authority.candidates(name)


def _year_of(published: str | None, dates: Iterable[When]) -> int | None:
    """The year of publication, else the latest that the text names; None when it names none."""
    if published is not None and (found := _YEAR.match(published)):
        return int(found.group(1))
    told = [int(m.group(1)) for d in dates if d.type == "DATE" and (m := _YEAR.match(d.value))]
    return max((y for y in told if y >= _FIRST_YEAR), default=None)
