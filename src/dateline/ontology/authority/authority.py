"""The authority file: which names mean which actor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.ontology.authority.files import Entries, actors_of, read_entries
from dateline.ontology.authority.record import AuthorityActor, acronym, fold, slug
from dateline.records import ActorKind

_MOST_PREFIX_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Body:
    """A kind of body that every state has."""

    name: str
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class Authority:
    """Names, acronyms and adjectives of actors, each look-up one or a few dictionary reads."""

    actors: tuple[AuthorityActor, ...]
    _by_name: Mapping[str, tuple[AuthorityActor, ...]] = field(repr=False)
    _by_acronym: Mapping[str, tuple[AuthorityActor, ...]] = field(repr=False)
    _lower: frozenset[str] = field(repr=False)
    _adjectives: Mapping[str, AuthorityActor] = field(repr=False)
    _peoples: Mapping[str, AuthorityActor] = field(repr=False)
    _capitals: Mapping[str, AuthorityActor] = field(repr=False)
    _states: Mapping[str, AuthorityActor] = field(repr=False)
    _bodies: Mapping[str, _Body] = field(repr=False)
    _adjective_of: Mapping[str, str] = field(repr=False)
    _made: dict[str, AuthorityActor] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, paths: Iterable[Path | str] = ()) -> Authority:
        """The packaged authority, with the entries of the files at ``paths`` added.

        Raises OntologyError when a file cannot be read or has the wrong shape.
        """
        return _loaded(tuple(str(p) for p in paths))

    def find(self, name: str, countries: Collection[str] = (), year: int | None = None) -> AuthorityActor | None:
        """The actor of this name, or None when there is none or more than one could be meant.

        Case, accents, marks and a leading article do not matter, save for acronyms and single words in lower case.
        Where actors share the name, the one of ``countries`` (alpha-3) is meant, else the one of no single country.
        """
        candidates = self.candidates(name)
        if year is not None:
            candidates = tuple(a for a in candidates if a.existed(year))
        if len(candidates) < 2:
            return candidates[0] if candidates else self._body_of_state(name)
        near = [a for a in candidates if a.country in countries] if countries else []
        chosen = near or [a for a in candidates if a.country is None]
        return chosen[0] if len(chosen) == 1 else None

    def candidates(self, name: str) -> tuple[AuthorityActor, ...]:
        """Every actor that the name is listed for."""
        if letters := acronym(name):
            found = self._by_acronym.get(letters, ())
            if found:
                return found
        folded = fold(name)
        if " " not in folded and name.islower() and folded not in self._lower:
            return ()
        return self._by_name.get(folded, ())

    def demonym(self, word: str) -> str | None:
        """The alpha-3 code of the state of an adjective such as "Syrian" or "Chechen"; None for a people of many."""
        actor = self._adjectives.get(fold(word)) if word[:1].isupper() else None
        return actor.country if actor else None

    def demonym_actor(self, word: str) -> AuthorityActor | None:
        """The state, region or people of an adjective: "Russian", "Chechen", "Kurdish"."""
        return self._adjectives.get(fold(word)) if word[:1].isupper() else None

    def people(self, word: str) -> AuthorityActor | None:
        """The state, region or people of a noun for those who belong to it: "Syrians", "Dane", "Kurds"."""
        return self._peoples.get(fold(word)) if word[:1].isupper() else None

    def capital(self, name: str) -> AuthorityActor | None:
        """The state whose government the name of a city stands for: "Moscow"."""
        return self._capitals.get(fold(name)) if name[:1].isupper() else None

    def country_actor(self, alpha3: str) -> AuthorityActor | None:
        """The state with the code."""
        return self._states.get(alpha3)

    def state(self, name: str) -> AuthorityActor | None:
        """The state or region of the name; None for any other actor."""
        return next((a for a in self.candidates(name) if a.state), None)

    def body(self, state: AuthorityActor, words: str) -> AuthorityActor | None:
        """The body of a state that the words name: ("Syria", "air force"); a people has none ("Kurdish forces")."""
        body = self._bodies.get(fold(words))
        if body is None or not state.state:
            return None
        key = f"{state.id}-{body.name.replace(' ', '-')}"
        if key not in self._made:
            self._made[key] = AuthorityActor(
                id=key,
                name=f"{self._adjective_of.get(state.id, state.name)} {body.name}",
                kind=body.kind,
                country=state.country,
            )
        return self._made[key]

    def _body_of_state(self, name: str) -> AuthorityActor | None:
        """ "Syrian air force", "Russia's Defence Ministry", "Armed Forces of Ukraine"."""
        if " " not in name:
            return None
        words = name.replace("’", "'").split()
        if words[0].lower() == "the":
            del words[0]
        for cut in range(1, min(len(words), _MOST_PREFIX_WORDS)):
            owner = " ".join(words[:cut]).removesuffix("'s").removesuffix("'")
            state = self._adjectives.get(fold(owner)) or self.state(owner)
            if state is not None and (body := self.body(state, " ".join(words[cut:]))):
                return body
        lowered = [w.lower() for w in words]
        if "of" in lowered[1:-1]:
            at = len(lowered) - 1 - lowered[::-1].index("of")
            state = self.state(" ".join(words[at + 1 :]))
            return self.body(state, " ".join(words[:at])) if state else None
        return None


@lru_cache(maxsize=8)
def _loaded(paths: tuple[str, ...]) -> Authority:
    return authority_of(read_entries(paths))


def authority_of(entries: Entries) -> Authority:
    """The authority of the entries; the first entry keeps an adjective or capital that two claim."""
    actors = tuple({actor.id: actor for _, actor in actors_of(entries)}.values())
    by_name: dict[str, list[AuthorityActor]] = {}
    by_acronym: dict[str, list[AuthorityActor]] = {}
    lower: set[str] = set()
    for actor in actors:
        for alias in dict.fromkeys((actor.name, *actor.aliases)):
            letters = acronym(alias)
            table, key = (by_acronym, letters) if letters else (by_name, fold(alias))
            if actor not in table.setdefault(key, []):
                table[key].append(actor)
            if alias.islower():
                lower.add(fold(alias))
    by_id = {a.id: a for a in actors}
    adjectives, peoples = _of_states_and_peoples(entries, by_id)
    states = {a.country: a for a in actors if a.country and a.id == a.country.lower()}
    capitals = {
        fold(c): by_id[item["alpha3"].lower()]
        for _, item in reversed(list(entries.of("states")))
        for c in item.get("capitals", ())
    }
    return Authority(
        actors,
        {k: tuple(v) for k, v in by_name.items()},
        {k: tuple(v) for k, v in by_acronym.items()},
        frozenset(lower),
        adjectives,
        peoples,
        capitals,
        states,
        _bodies_of(entries),
        _first_adjectives(entries),
    )


def _of_states_and_peoples(
    entries: Entries, by_id: Mapping[str, AuthorityActor]
) -> tuple[dict[str, AuthorityActor], dict[str, AuthorityActor]]:
    """Adjectives and nouns of belonging, folded; states come first, then regions, then peoples."""
    adjectives: dict[str, AuthorityActor] = {}
    peoples: dict[str, AuthorityActor] = {}
    for section in ("states", "regions", "peoples"):
        for _, item in entries.of(section):
            actor = by_id[_id_in(section, item)]
            for word in item.get("adjectives", ()):
                adjectives.setdefault(fold(word), actor)
            for word in item.get("people", ()):
                peoples.setdefault(fold(word), actor)
    return adjectives, peoples


def _first_adjectives(entries: Entries) -> dict[str, str]:
    """Of each state and region, by id, the adjective that its bodies are named with."""
    return {
        _id_in(s, item): item["adjectives"][0]
        for s in ("states", "regions")
        for _, item in entries.of(s)
        if item.get("adjectives")
    }


def _id_in(section: str, item: Mapping[str, Any]) -> str:
    if section == "states":
        return str(item["alpha3"]).lower()
    return f"people-{slug(item['name'])}" if section == "peoples" else slug(item["name"])


def _bodies_of(entries: Entries) -> dict[str, _Body]:
    return {
        fold(word): _Body(item["name"], item["kind"])
        for _, item in entries.of("bodies")
        for word in (item["name"], *item.get("also", ()))
    }
