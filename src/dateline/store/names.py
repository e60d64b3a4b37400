"""What the names in a query mean, by the lists of actors and places that reports are coded with."""

from __future__ import annotations

from functools import cached_property

from dateline.errors import StoreError
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Gazetteer
from dateline.settings import Settings
from dateline.store.lists import Lists
from dateline.store.query import Term
from dateline.store.terms import code, code_start


class KnownNames:
    """The names of the authority and the gazetteer, each loaded when it is first needed."""

    def __init__(self, settings: Settings, lists: Lists | None = None) -> None:
        self._settings = settings
        self._lists = lists

    @property
    def _authority(self) -> Authority:
        """The list of actors with the users' own over it, which may change while the store is open."""
        settings = self._lists.over(self._settings) if self._lists else self._settings
        return Authority.load(settings.actors)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open(self._settings)

    def actor(self, name: str, prefix: str) -> tuple[Term, ...]:
        """The codes of the actor of this name or id, of its other names and of its parts, at any depth."""
        known = self._authority.actor(name)
        waiting = [known] if known else list(self._authority.candidates(name))
        terms = {Term(code(f"{prefix}n", name)): None}
        seen: set[str] = set()
        while waiting:
            actor = waiting.pop()
            if actor.id in seen:
                continue
            seen.add(actor.id)
            terms[Term(code(prefix, actor.id))] = None
            if actor.state:
                # A state's army, police and ministries are made of its id as they are met.
                terms[Term(code_start(prefix, actor.id), start=True)] = None
            for alias in (actor.name, *actor.aliases):
                terms[Term(code(f"{prefix}n", alias))] = None
            waiting += self._authority.parts(actor.id)
        return tuple(terms)

    def country(self, name: str) -> str:
        """The alpha-3 code of the country. Raises StoreError when there is none of this name."""
        if len(name) == 3 and self._authority.country_actor(name.upper()):
            return name.upper()
        state = self._authority.state(name) or self._authority.demonym_actor(name)
        if state is None or state.country is None:
            raise StoreError(f"there is no country {name!r}: give its name, or its ISO 3166 alpha-3 code")
        return state.country

    def place(self, name: str) -> tuple[Term, ...]:
        """The codes of the places of this name, in every spelling that the gazetteer has, and of what lies within."""
        terms = {Term(code("l", name)): None, Term(code("d", name)): None}
        for entry in self._gazetteer.find(name):
            terms[Term(code("l", entry.name))] = None
            if entry.geonames_id:
                terms[Term(code("g", str(entry.geonames_id)))] = None
            if entry.feature == "ADM1":
                terms[Term(code("d", entry.name))] = None
        return tuple(terms)
