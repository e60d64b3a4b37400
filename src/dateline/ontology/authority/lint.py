"""The linter of the authority's files: what is wrong with them, in words an analyst can act on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pycountry

from dateline.ontology.authority.actors import actors_of, id_in
from dateline.ontology.authority.files import KINDS, Entries, read_entries
from dateline.ontology.authority.record import AuthorityActor, acronym, fold, slug

_OWN_CODES = frozenset({"XKX"})  # Kosovo, whose code ISO leaves to its users
_FIRST_YEAR = 1700
_WIKIDATA = re.compile(r"Q[1-9]\d*", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def lint(paths: Iterable[Path | str] = ()) -> list[str]:
    """What is wrong with the packaged files and those at ``paths``, one line each; empty when nothing is.

    Raises OntologyError for a file that cannot be read at all.
    """
    entries = read_entries(paths)
    actors = list(actors_of(entries))
    by_id = {actor.id: actor for _, actor in actors}
    return [
        *_wrong_values(entries, actors),
        *_repeated_ids(actors),
        *_shared_aliases(actors),
        *(finding for where, actor in actors for finding in _wrong_years(where, actor)),
        *(finding for where, actor in actors for finding in _lost_links(where, actor, by_id)),
        *_wrong_offices(entries, actors, by_id),
        *_wrong_bodies(entries, by_id),
    ]


def _wrong_values(entries: Entries, actors: Iterable[tuple[str, AuthorityActor]]) -> Iterator[str]:
    for where, actor in actors:
        at = f"{where}: {actor.name}"
        for kind in (actor.kind, *(p.kind for p in actor.phases)):
            if kind not in KINDS:
                yield f"{at}: {kind!r} is no kind of actor"
        for country in (actor.country, *(p.country for p in actor.phases)):
            if country is not None and country not in _OWN_CODES and pycountry.countries.get(alpha_3=country) is None:
                yield f"{at}: {country!r} is no ISO 3166 alpha-3 code"
        if not _SLUG.fullmatch(actor.id):
            yield f"{at}: the id {actor.id!r} must be of small letters, digits and hyphens"
        if actor.wikidata is not None and not _WIKIDATA.fullmatch(actor.wikidata):
            yield f"{at}: {actor.wikidata!r} is no id of a Wikidata item"
        yield from (f"{at}: the alias {a!r} is empty" for a in actor.aliases if not fold(a))
    for where, item in entries.of("bodies"):
        if item.get("kind") not in KINDS:
            yield f"{where}: {item['name']}: {item.get('kind')!r} is no kind of actor"


def _repeated_ids(actors: Iterable[tuple[str, AuthorityActor]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for where, actor in actors:
        if actor.id in seen:
            yield f"{where}: {actor.name}: the id {actor.id!r} is taken by an entry of {seen[actor.id]}"
        seen[actor.id] = where


def _shared_aliases(actors: Iterable[tuple[str, AuthorityActor]]) -> Iterator[str]:
    by_alias: dict[str, dict[str, AuthorityActor]] = defaultdict(dict)
    for _, actor in actors:
        for alias in (actor.name, *actor.aliases):
            by_alias[acronym(alias) or fold(alias)][actor.id] = actor
    for alias, bearers in by_alias.items():
        for one, other in combinations(bearers.values(), 2):
            if one.country == other.country and _overlap(one, other):
                yield f"{alias!r} means both {one.name} and {other.name}: a country or years must tell them apart"


def _overlap(one: AuthorityActor, other: AuthorityActor) -> bool:
    """Whether both were active in a year; one that ends in the year in which the other begins does not count."""
    return (one.since or 0) < (other.until or 9999) and (other.since or 0) < (one.until or 9999)


def _wrong_years(where: str, actor: AuthorityActor) -> Iterator[str]:
    at, last = f"{where}: {actor.name}", datetime.now(UTC).year + 1
    for year in (actor.since, actor.until, *(y for o in actor.offices for y in (o.since, o.until))):
        if year is not None and not _FIRST_YEAR <= year <= last:
            yield f"{at}: {year} is no year that it can have been active in"
    for since, until in ((actor.since, actor.until), *((o.since, o.until) for o in actor.offices)):
        if since is not None and until is not None and since > until:
            yield f"{at}: it ends in {until}, before it begins in {since}"
    if not actor.individual:
        ends = [*(p.until for p in actor.phases), actor.until or last + 1]
        if ends != sorted(set(ends)):
            yield f"{at}: its earlier phases must stand in order of their years, and end before it does"


def _lost_links(where: str, actor: AuthorityActor, by_id: Mapping[str, AuthorityActor]) -> Iterator[str]:
    at = f"{where}: {actor.name}"
    for other in (actor.parent, *actor.predecessors):
        if other == actor.id:
            yield f"{at}: it cannot be part of itself or come from itself"
        elif other is not None and other not in by_id:
            yield f"{at}: there is no actor {other!r}"
    for before in actor.predecessors:
        if before in by_id and (by_id[before].since or 0) > (actor.until or 9999):
            yield f"{at}: it ended before {by_id[before].name}, which it is said to come from, began"
    seen, above = {actor.id}, actor.parent
    while above is not None and above not in seen:
        seen.add(above)
        above = by_id[above].parent if above in by_id else None
    if above is not None and actor.parent != actor.id:
        yield f"{at}: it is part of what is part of it ({above})"


def _wrong_offices(
    entries: Entries, actors: Iterable[tuple[str, AuthorityActor]], by_id: Mapping[str, AuthorityActor]
) -> Iterator[str]:
    bodies = {slug(item["name"]) for _, item in entries.of("bodies")}
    for where, person in actors:
        for office in person.offices:
            state, _, body = office.of.partition("-")
            if office.of not in by_id and not (state in by_id and body in bodies):
                yield f"{where}: {person.name}: there is no actor {office.of!r}"
            elif (held := by_id.get(office.of)) and office.since and office.since > (held.until or 9999):
                yield f"{where}: {person.name}: {held.name} had ended when the office began in {office.since}"


def _wrong_bodies(entries: Entries, by_id: Mapping[str, AuthorityActor]) -> Iterator[str]:
    bodies = {item["name"] for _, item in entries.of("bodies")}
    taken: dict[tuple[str | None, str], list[AuthorityActor]] = defaultdict(list)
    for where, item in entries.of("actors"):
        actor = by_id[id_in("actors", item)]
        for body in item.get("body", ()):
            if body not in bodies:
                yield f"{where}: {actor.name}: no entry of bodies is called {body!r}"
            for other in taken[actor.country, body]:
                if _overlap(actor, other):
                    yield f"{where}: {actor.name}: the {body} of {actor.country} is {other.name} already"
            taken[actor.country, body].append(actor)
