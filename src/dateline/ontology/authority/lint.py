"""The linter of the authority's files: what is wrong with them, in words an analyst can act on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

import pycountry

from dateline.ontology.authority.files import KINDS, Entries, actors_of, read_entries
from dateline.ontology.authority.record import AuthorityActor, acronym, fold

_OWN_CODES = frozenset({"XKX"})  # Kosovo, whose code ISO leaves to its users


def lint(paths: Iterable[Path | str] = ()) -> list[str]:
    """What is wrong with the packaged files and those at ``paths``, one line each; empty when nothing is.

    Raises OntologyError for a file that cannot be read at all.
    """
    entries = read_entries(paths)
    return [*_wrong_values(entries), *_repeated_ids(entries), *_shared_aliases(entries)]


def _wrong_values(entries: Entries) -> Iterator[str]:
    for where, actor in actors_of(entries):
        if actor.kind not in KINDS:
            yield f"{where}: {actor.name}: {actor.kind!r} is no kind of actor"
        if (
            actor.country is not None
            and actor.country not in _OWN_CODES
            and pycountry.countries.get(alpha_3=actor.country) is None
        ):
            yield f"{where}: {actor.name}: {actor.country!r} is no ISO 3166 alpha-3 code"
        yield from (f"{where}: {actor.name}: the alias {a!r} is empty" for a in actor.aliases if not fold(a))
    for where, item in entries.of("bodies"):
        if item.get("kind") not in KINDS:
            yield f"{where}: {item['name']}: {item.get('kind')!r} is no kind of actor"


def _repeated_ids(entries: Entries) -> Iterator[str]:
    seen: dict[str, str] = {}
    for where, actor in actors_of(entries):
        if actor.id in seen:
            yield f"{where}: {actor.name}: the id {actor.id!r} is taken by an entry of {seen[actor.id]}"
        seen[actor.id] = where


def _shared_aliases(entries: Entries) -> Iterator[str]:
    by_alias: dict[str, dict[str, AuthorityActor]] = defaultdict(dict)
    for _, actor in actors_of(entries):
        for alias in (actor.name, *actor.aliases):
            by_alias[acronym(alias) or fold(alias)][actor.id] = actor
    for alias, actors in by_alias.items():
        for one, other in combinations(actors.values(), 2):
            if one.country == other.country and _overlap(one, other):
                yield f"{alias!r} means both {one.name} and {other.name}: a country or years must tell them apart"


def _overlap(one: AuthorityActor, other: AuthorityActor) -> bool:
    return (one.since or 0) <= (other.until or 9999) and (other.since or 0) <= (one.until or 9999)
