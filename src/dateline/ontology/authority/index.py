"""The tables that the authority looks names up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateline.ontology.authority.actors import actors_of, id_in
from dateline.ontology.authority.files import Entries
from dateline.ontology.authority.record import AuthorityActor, Office, acronym, fold, slug
from dateline.records import ActorKind

_Many = Mapping[str, tuple[AuthorityActor, ...]]
_SURNAME_PARTICLES = frozenset({"al", "el", "de", "van", "von", "bin", "ben", "ould", "ag", "du", "da", "dos", "der"})


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body that every state has."""

    name: str
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class Index:
    """Every table of the authority; keys are folded names, acronyms as written, or ids."""

    by_id: Mapping[str, AuthorityActor]
    by_name: _Many
    by_acronym: _Many
    lower: frozenset[str]
    """The folded names that are listed in lower case, and so are found in it."""
    adjectives: Mapping[str, AuthorityActor]
    peoples: Mapping[str, AuthorityActor]
    capitals: Mapping[str, AuthorityActor]
    states: Mapping[str, AuthorityActor]
    bodies: Mapping[str, Body]
    own_bodies: Mapping[tuple[str, str], tuple[AuthorityActor, ...]]
    """By the id of a state and the name of a body: the forces with a name of their own that are that body."""
    adjective_of: Mapping[str, str]
    """By the id of a state or region: the adjective that its bodies are named with."""
    surnames: _Many
    successors: _Many
    parts: _Many
    roles: Mapping[str, str]
    holders: Mapping[tuple[str, str], tuple[tuple[AuthorityActor, Office], ...]]
    """By the id of a body and a role: who held it, oldest first."""


def index_of(entries: Entries) -> Index:
    """The tables of the entries; the first entry keeps an adjective or capital that two claim."""
    by_id = {actor.id: actor for _, actor in actors_of(entries)}
    own = {
        id_in(s, item)
        for s in ("states", "regions", "peoples", "actors", "people")
        for where, item in entries.of(s)
        if where in entries.added
    }
    by_name, by_acronym, lower = _names(by_id.values(), own)
    adjectives, peoples = _of_states_and_peoples(entries, by_id)
    roles = {
        fold(word): fold(item["name"])
        for _, item in entries.of("roles")
        for word in (item["name"], *item.get("also", ()))
    }
    return Index(
        by_id=by_id,
        by_name=by_name,
        by_acronym=by_acronym,
        lower=lower,
        adjectives=adjectives,
        peoples=peoples,
        capitals={
            fold(c): by_id[item["alpha3"].lower()]
            for _, item in reversed(entries.added_first("states"))
            for c in item.get("capitals", ())
        },
        states={a.country: a for a in by_id.values() if a.country and a.id == a.country.lower()},
        bodies=_bodies_of(entries),
        own_bodies=_own_bodies(entries, by_id),
        adjective_of=_first_adjectives(entries),
        surnames=_surnames(entries, by_id),
        successors=_gathered((p, a) for a in by_id.values() for p in a.predecessors),
        parts=_gathered((a.parent, a) for a in by_id.values() if a.parent),
        roles=roles,
        holders=_holders(by_id.values(), roles),
    )


def _names(actors: Iterable[AuthorityActor], own: Collection[str]) -> tuple[_Many, _Many, frozenset[str]]:
    """The actors by folded name and by acronym, and the folded names that are listed in lower case.

    A name of an earlier phase is a name too. A name that the user's own actors (their ids) bear means no other.
    """
    by_name: dict[str, list[AuthorityActor]] = defaultdict(list)
    by_acronym: dict[str, list[AuthorityActor]] = defaultdict(list)
    lower: set[str] = set()
    for actor in actors:
        for alias in dict.fromkeys((actor.name, *actor.aliases, *(p.name for p in actor.phases))):
            letters = acronym(alias)
            named = by_acronym[letters] if letters else by_name[fold(alias)]
            if not named or named[-1] is not actor:
                named.append(actor)
            if alias.islower():
                lower.add(fold(alias))
    return _frozen(by_name, own), _frozen(by_acronym, own), frozenset(lower)


def _frozen(lists: Mapping[str, list[AuthorityActor]], own: Collection[str]) -> _Many:
    return {key: tuple(a for a in found if a.id in own) or tuple(found) for key, found in lists.items()}


def _gathered(pairs: Iterable[tuple[str, AuthorityActor]]) -> _Many:
    """The actors by key, in order of the years that they began."""
    lists: dict[str, list[AuthorityActor]] = defaultdict(list)
    for key, actor in pairs:
        lists[key].append(actor)
    return {key: tuple(sorted(found, key=lambda a: a.since or 0)) for key, found in lists.items()}


def _of_states_and_peoples(
    entries: Entries, by_id: Mapping[str, AuthorityActor]
) -> tuple[dict[str, AuthorityActor], dict[str, AuthorityActor]]:
    """Adjectives and nouns of belonging, folded; the user's come first, then those of states, regions and peoples."""
    adjectives: dict[str, AuthorityActor] = {}
    peoples: dict[str, AuthorityActor] = {}
    for section, item in entries.added_first("states", "regions", "peoples"):
        actor = by_id[id_in(section, item)]
        for word in item.get("adjectives", ()):
            adjectives.setdefault(fold(word), actor)
        for word in item.get("people", ()):
            peoples.setdefault(fold(word), actor)
    return adjectives, peoples


def _first_adjectives(entries: Entries) -> dict[str, str]:
    return {
        id_in(s, item): item["adjectives"][0]
        for s in ("states", "regions")
        for _, item in entries.of(s)
        if item.get("adjectives")
    }


def _bodies_of(entries: Entries) -> dict[str, Body]:
    return {
        fold(word): Body(item["name"], item["kind"])
        for _, item in entries.of("bodies")
        for word in (item["name"], *item.get("also", ()))
    }


def _own_bodies(
    entries: Entries, by_id: Mapping[str, AuthorityActor]
) -> dict[tuple[str, str], tuple[AuthorityActor, ...]]:
    found: dict[tuple[str, str], tuple[AuthorityActor, ...]] = {}
    for _, item in entries.of("actors"):
        for body in item.get("body", ()):
            key = (str(item.get("country", "")).lower(), body)
            found[key] = (*found.get(key, ()), by_id[id_in("actors", item)])
    return found


def _surnames(entries: Entries, by_id: Mapping[str, AuthorityActor]) -> _Many:
    lists: dict[str, dict[str, AuthorityActor]] = defaultdict(dict)
    for _, item in entries.of("people"):
        person = by_id[item.get("id") or slug(item["name"])]
        for surname in _surnames_of(person, item.get("surname")):
            lists[surname][person.id] = person
    return {surname: tuple(found.values()) for surname, found in lists.items()}


def _surnames_of(person: AuthorityActor, given: str | None) -> Iterator[str]:
    """The surname that the file gives, else the last word of each name, alone and with the particles before it."""
    if given is not None:
        yield fold(given)
        return
    for name in (person.name, *person.aliases):
        words = fold(name).split()
        first = len(words) - 1
        yield words[first]
        while first > 1 and words[first - 1] in _SURNAME_PARTICLES:
            first -= 1
            yield " ".join(words[first:])


def _holders(
    people: Iterable[AuthorityActor], roles: Mapping[str, str]
) -> dict[tuple[str, str], tuple[tuple[AuthorityActor, Office], ...]]:
    lists: dict[tuple[str, str], list[tuple[AuthorityActor, Office]]] = defaultdict(list)
    for person in people:
        for office in person.offices:
            role = fold(office.role)
            lists[office.of, roles.get(role, role)].append((person, office))
    return {key: tuple(sorted(found, key=lambda h: h[1].since or 0)) for key, found in lists.items()}
