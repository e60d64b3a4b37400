"""The authority file: which names mean which actor, as of a year.

How to ask, with ``year`` that of the document's publication and ``countries`` the alpha-3 codes it speaks of:

- ``find(name, countries, year)``: the actor of a full name, acronym or "Syrian air force", or None.
- ``candidates(name)``: all actors of the name, when nothing tells which.
- ``person(name, countries, year, role, of)``: a person by full name or by surname alone ("President X").
- ``holders(of, role, year)``: who was the foreign minister of a state ("Iran's foreign minister").
- ``actor(id)``: by id, for ``parent``, ``predecessors`` and ``Office.of``; ``successors(id)`` looks the other way.
- ``demonym_actor(word)``, ``people(word)``, ``capital(name)``, ``state(name)``, ``country_actor(code)``,
  ``body(state, words, year)``: states, and what is theirs.

With a year, what comes back has the kind, country and name of that year (``AuthorityActor.as_of``), its id being the
same in all years; a group that did not yet exist is never meant, one that has ended still may be. Without a year it
is as of now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dateline.ontology.authority.added import check_codes
from dateline.ontology.authority.files import read_entries
from dateline.ontology.authority.index import Index, index_of
from dateline.ontology.authority.record import AuthorityActor, acronym, fold

_MOST_PREFIX_WORDS = 8
_MOST_ASKED = 50_000
"""So many answers are kept, and then all forgotten: most names come again soon."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Names, acronyms and adjectives of actors, each look-up one or a few dictionary reads."""

    actors: tuple[AuthorityActor, ...]
    _index: Index = field(repr=False)
    _made: dict[str, AuthorityActor] = field(default_factory=dict, repr=False)
    _asked: dict[str, tuple[AuthorityActor, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, paths: Iterable[Path | str] = ()) -> Authority:
        """The packaged authority, with the entries of the files at ``paths`` added.

        An entry of theirs with the id of a packaged one takes its place. Raises OntologyError when a file cannot be
        read or has the wrong shape.
        """
        return _loaded(tuple((str(p), _mark(Path(p))) for p in paths))

    def find(self, name: str, countries: Collection[str] = (), year: int | None = None) -> AuthorityActor | None:
        """The actor of this name as of the year, or None when there is none or more than one could be meant.

        Case, accents, marks and a leading article do not matter, save for acronyms and single words in lower case.
        Where actors share the name, the one of ``countries`` (alpha-3) is meant, else the one of no single country,
        and of those left the one that existed in the year.
        """
        candidates = self.candidates(name)
        if not candidates:
            return self._body_of_state(name, year)
        if year is not None:
            candidates = tuple(a for a in candidates if a.begun(year))
        found = _only(candidates, countries, year)
        return found.as_of(year) if found else None

    def candidates(self, name: str) -> tuple[AuthorityActor, ...]:
        """Every actor that the name is listed for, in any year."""
        found = self._asked.get(name)
        if found is None:
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            found = self._asked[name] = self._listed(name)
        return found

    def _listed(self, name: str) -> tuple[AuthorityActor, ...]:
        if letters := acronym(name):
            found = self._index.by_acronym.get(letters, ())
            if found:
                return found
        folded = fold(name)
        if " " not in folded and name.islower() and folded not in self._index.lower:
            return ()
        return self._index.by_name.get(folded, ())

    def actor(self, actor_id: str) -> AuthorityActor | None:
        """The actor with the id, bodies of states ("syr-air-force") among them."""
        if found := self._index.by_id.get(actor_id):
            return found
        code, _, body = actor_id.partition("-")
        state = self._index.by_id.get(code)
        return self.body(state, body.replace("-", " ")) if state else None

    def successors(self, actor_id: str) -> tuple[AuthorityActor, ...]:
        """What the actor was renamed to, split into, or merged into; oldest first."""
        return self._index.successors.get(actor_id, ())

    def parts(self, actor_id: str) -> tuple[AuthorityActor, ...]:
        """The actors that are part of this one."""
        return self._index.parts.get(actor_id, ())

    def person(
        self,
        name: str,
        countries: Collection[str] = (),
        year: int | None = None,
        role: str | None = None,
        of: str | None = None,
    ) -> AuthorityActor | None:
        """The person of a full name or of a surname alone, as of the year; None when nobody or more than one fits.

        ``role`` ("foreign minister", "secretary of state") and ``of`` (an actor's id) keep to who held such a post.
        A surname alone means someone of ``countries``, if any are given, and whoever was in office in the year
        before those who had been.
        """
        full = tuple(a for a in self.candidates(name) if a.individual)
        options = full or self._index.surnames.get(fold(name), ())
        if role is not None or of is not None:
            wanted = self._role(role) if role is not None else None
            options = tuple(a for a in options if any(self._is_office(o.role, o.of, wanted, of) for o in a.offices))
        if year is not None:
            options = tuple(a for a in options if a.begun(year))
            if not full:
                options = tuple(a for a in options if _has_taken_office(a, year))
        if countries and not full:
            options = tuple(a for a in options if a.as_of(year).country in countries)
        if len(options) > 1 and year is not None:
            options = tuple(a for a in options if a.offices_in(year)) or options
        found = _only(options, countries, year)
        return found.as_of(year) if found else None

    def holders(self, of: str, role: str, year: int) -> tuple[AuthorityActor, ...]:
        """Who held the post ("foreign minister" of "irn") in the year, as of then; the earlier holder first."""
        held = self._index.holders.get((of, self._role(role)), ())
        return tuple(person.as_of(year) for person, office in held if office.held(year))

    def demonym(self, word: str) -> str | None:
        """The alpha-3 code of the state of an adjective such as "Syrian" or "Chechen"; None for a people of many."""
        actor = self.demonym_actor(word)
        return actor.country if actor else None

    def demonym_actor(self, word: str) -> AuthorityActor | None:
        """The state, region or people of an adjective: "Russian", "Chechen", "Kurdish"."""
        return self._index.adjectives.get(fold(word)) if word[:1].isupper() else None

    def people(self, word: str) -> AuthorityActor | None:
        """The state, region or people of a noun for those who belong to it: "Syrians", "Dane", "Kurds"."""
        return self._index.peoples.get(fold(word)) if word[:1].isupper() else None

    def capital(self, name: str) -> AuthorityActor | None:
        """The state whose government the name of a city stands for: "Moscow"."""
        return self._index.capitals.get(fold(name)) if name[:1].isupper() else None

    def capital_of(self, alpha3: str) -> str | None:
        """The name of a state's capital, as it is compared ("damascus"); the first of those that are listed."""
        return next((name for name, state in self._index.capitals.items() if state.country == alpha3), None)

    def country_actor(self, alpha3: str) -> AuthorityActor | None:
        """The state with the code."""
        return self._index.states.get(alpha3)

    def state(self, name: str) -> AuthorityActor | None:
        """The state or region of the name; None for any other actor."""
        return next((a for a in self.candidates(name) if a.state), None)

    def body(self, state: AuthorityActor, words: str, year: int | None = None) -> AuthorityActor | None:
        """The body of a state that the words name: ("Syria", "air force"); a people has none ("Kurdish forces").

        Forces with a name of their own stand for the body while they exist: ("Germany", "armed forces") is the
        Bundeswehr.
        """
        body = self._index.bodies.get(fold(words))
        if body is None or not state.state:
            return None
        for own in self._index.own_bodies.get((state.id, body.name), ()):
            if own.until is None if year is None else own.existed(year):
                return own.as_of(year)
        key = f"{state.id}-{body.name.replace(' ', '-')}"
        if key not in self._made:
            self._made[key] = AuthorityActor(
                id=key,
                name=f"{self._index.adjective_of.get(state.id, state.name)} {body.name}",
                kind=body.kind,
                country=state.country,
                parent=state.id,
            )
        return self._made[key]

    def _body_of_state(self, name: str, year: int | None) -> AuthorityActor | None:
        """ "Syrian air force", "Russia's Defence Ministry", "Armed Forces of Ukraine"."""
        if " " not in name:
            return None
        words = name.replace("’", "'").split()
        if words[0].lower() == "the":
            del words[0]
        for cut in range(1, min(len(words), _MOST_PREFIX_WORDS)):
            owner = " ".join(words[:cut]).removesuffix("'s").removesuffix("'")
            state = self._index.adjectives.get(fold(owner)) or self.state(owner)
            if state is not None and (body := self.body(state, " ".join(words[cut:]), year)):
                return body
        lowered = [w.lower() for w in words]
        if "of" in lowered[1:-1]:
            at = len(lowered) - 1 - lowered[::-1].index("of")
            state = self.state(" ".join(words[at + 1 :]))
            return self.body(state, " ".join(words[:at]), year) if state else None
        return None

    def _role(self, role: str) -> str:
        """The name that stands for all names of the role."""
        return self._index.roles.get(fold(role), fold(role))

    def _is_office(self, role: str, body: str, wanted: str | None, of: str | None) -> bool:
        return (wanted is None or self._role(role) == wanted) and (of is None or body == of)


def _only(options: Sequence[AuthorityActor], countries: Collection[str], year: int | None) -> AuthorityActor | None:
    """The one that is meant, by country and then by year; None when that leaves none or several."""
    if len(options) > 1:
        near = [a for a in options if a.as_of(year).country in countries]
        options = near or [a for a in options if a.country is None] or (options if year is not None else ())
    if len(options) > 1 and year is not None:
        options = [a for a in options if a.existed(year)] or options
    return options[0] if len(options) == 1 else None


def _has_taken_office(person: AuthorityActor, year: int) -> bool:
    return not person.offices or any((o.since or year) <= year for o in person.offices)


def _mark(path: Path) -> tuple[int, int] | None:
    """What tells a file from the one that was there before; None where there is none, which reading says."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _loaded(files: tuple[tuple[str, tuple[int, int] | None], ...]) -> Authority:
    entries = read_entries([path for path, _ in files])
    for where, item in entries.of_added():
        check_codes(where, item)
    index = index_of(entries)
    return Authority(tuple(index.by_id.values()), index)
