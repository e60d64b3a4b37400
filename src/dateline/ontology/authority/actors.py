"""From the entries of the files to actors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from dateline.errors import OntologyError
from dateline.ontology.authority.files import Entries
from dateline.ontology.authority.record import AuthorityActor, Office, Phase, slug
from dateline.records import ActorKind

_OFFICE = re.compile(r"(?P<role>.+) of (?P<of>[a-z0-9-]+)(?: (?P<since>\d{4})?-(?P<until>\d{4})?)?", re.ASCII)


def actors_of(entries: Entries) -> Iterator[tuple[str, AuthorityActor]]:
    """(file, actor) for each state, region, people, named actor and person; bodies are made on demand by the authority.

    A person's kind and country are those of the body of the last office, and in ``phases`` of the ones before it.
    Raises OntologyError for an office or an earlier phase that cannot be read.
    """
    known: dict[str, AuthorityActor] = {}
    bodies = {slug(item["name"]): item["kind"] for _, item in entries.of("bodies") if "kind" in item}
    for section in ("states", "regions", "peoples", "actors"):
        make = _MAKERS[section]
        for where, item in entries.of(section):
            actor = make(where, item)
            known[actor.id] = actor
            yield where, actor
    for where, item in entries.of("people"):
        yield where, _person(where, item, known, bodies)


def id_in(section: str, item: Mapping[str, Any]) -> str:
    """The id of the entry of a section."""
    if section == "states":
        return str(item["alpha3"]).lower()
    made = str(item.get("id") or slug(item["name"]))
    return f"people-{made}" if section == "peoples" else made


def _state(where: str, item: Mapping[str, Any]) -> AuthorityActor:
    if "alpha3" not in item:
        raise OntologyError(f"{where}: {item['name']}", "a state needs its alpha3 code")
    return AuthorityActor(
        id=id_in("states", item), kind="government", country=item["alpha3"], state=True, **_shared_fields(item)
    )


def _region(where: str, item: Mapping[str, Any]) -> AuthorityActor:
    if "country" not in item:
        raise OntologyError(f"{where}: {item['name']}", "a region needs a country")
    return AuthorityActor(
        id=id_in("regions", item), kind="government", country=item["country"], state=True, **_shared_fields(item)
    )


def _people(where: str, item: Mapping[str, Any]) -> AuthorityActor:
    if "kind" not in item:
        raise OntologyError(f"{where}: {item['name']}", "a people needs a kind")
    adjectives = set(item.get("adjectives", ()))
    words = tuple(p for p in item.get("people", ()) if p not in adjectives)
    shared = _shared_fields(item)
    shared["aliases"] += words
    return AuthorityActor(id=id_in("peoples", item), kind=item["kind"], country=item.get("country"), **shared)


def _named(where: str, item: Mapping[str, Any]) -> AuthorityActor:
    return AuthorityActor(
        id=id_in("actors", item),
        kind=item.get("kind", "unknown"),
        country=item.get("country"),
        individual=item.get("individual", False),
        parent=item.get("parent"),
        predecessors=tuple(item.get("predecessors", ())),
        phases=tuple(_phases(where, item)),
        **_shared_fields(item),
    )


_MAKERS = {"states": _state, "regions": _region, "peoples": _people, "actors": _named}


def _shared_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": item["name"],
        "aliases": tuple(item.get("also", ())),
        "since": item.get("since"),
        "until": item.get("until"),
        "wikidata": item.get("wikidata"),
    }


def _phases(where: str, item: Mapping[str, Any]) -> Iterator[Phase]:
    """The earlier phases of ``was``, each with what does not differ taken from the entry itself."""
    for past in item.get("was", ()):
        if (
            not isinstance(past, Mapping)
            or not isinstance(past.get("until"), int)
            or set(past) - {"until", "kind", "country", "name"}
        ):
            raise OntologyError(
                f"{where}: {item['name']}", f"{past!r} must have a year until, and a kind, country or name"
            )
        yield Phase(
            past["until"],
            past.get("kind", item.get("kind", "unknown")),
            past.get("country", item.get("country")),
            past.get("name", item["name"]),
        )


def _person(
    where: str, item: Mapping[str, Any], known: Mapping[str, AuthorityActor], bodies: Mapping[str, ActorKind]
) -> AuthorityActor:
    offices = tuple(office_of(f"{where}: {item['name']}", text) for text in item.get("offices", ()))
    offices = tuple(sorted(offices, key=lambda o: (o.since or 0, o.until or 9999)))
    stretches = [s for o in offices for s in _stretches(o, known, bodies)]
    _, kind, country = stretches[-1] if stretches else (0, "unknown", None)
    phases = tuple(
        Phase(following - 1, was, of or item.get("country"), item["name"])
        for (_, was, of), (following, _, _) in pairwise(stretches)
    )
    return AuthorityActor(
        id=item.get("id") or slug(item["name"]),
        kind=kind,
        country=country or item.get("country"),
        individual=True,
        phases=phases,
        offices=offices,
        **_shared_fields(item),
    )


def office_of(where: str, text: str) -> Office:
    """The office that the words tell: "foreign minister of irn 2013-2021"; the years, or one of them, may be missing."""
    found = _OFFICE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise OntologyError(where, f"{text!r} is no office: write 'role of id 1990-1994'")
    since, until = found["since"], found["until"]
    return Office(found["role"], found["of"], int(since) if since else None, int(until) if until else None)


def _stretches(
    office: Office, known: Mapping[str, AuthorityActor], bodies: Mapping[str, ActorKind]
) -> Iterator[tuple[int, ActorKind, str | None]]:
    """(first year, kind, country) of whoever holds the office, anew for each phase of the body while it was held.

    A body that is not listed, which lint finds, has no known kind.
    """
    since = office.since or 1
    if body := known.get(office.of):
        then = body.as_of(since)
        yield since, then.kind, then.country
        for phase in body.phases:
            if since <= phase.until < (office.until or 9999):
                now = body.as_of(phase.until + 1)
                yield phase.until + 1, now.kind, now.country
        return
    state, _, of_state = office.of.partition("-")
    if state in known and of_state in bodies:
        yield since, bodies[of_state], known[state].country
    else:
        yield since, "unknown", None
