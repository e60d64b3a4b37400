"""The authority's YAML files: found, read and checked for shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import yaml

from dateline.errors import OntologyError
from dateline.ontology.authority.record import AuthorityActor, slug
from dateline.records import ActorKind

KINDS = frozenset(get_args(ActorKind))
_PACKAGED = ("states", "regions", "bodies", "armed-groups", "organisations")
_ENTRY_KEYS = {
    "states": {"alpha3", "name", "also", "adjectives", "people", "capitals"},
    "regions": {"name", "country", "also", "adjectives", "people"},
    "peoples": {"name", "kind", "country", "also", "adjectives", "people"},
    "bodies": {"name", "kind", "also"},
    "actors": {"id", "name", "kind", "country", "also", "since", "until", "individual"},
}


@dataclass(slots=True)
class Entries:
    """What the files hold, section by section: plain mappings as YAML gives them, each with the file it is from."""

    sections: dict[str, list[tuple[str, dict[str, Any]]]] = field(
        default_factory=lambda: {name: [] for name in _ENTRY_KEYS}
    )

    def of(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(file, entry) for each entry of the section."""
        yield from self.sections[section]


def packaged_text(name: str) -> str:
    """The text of a YAML file in ``ontology/data/actors``."""
    return (files("dateline.ontology") / "data" / "actors" / f"{name}.yaml").read_text(encoding="utf-8")


def read_entries(paths: Iterable[Path | str] = ()) -> Entries:
    """The packaged files' entries, then those of the files at ``paths``.

    Raises OntologyError for a file that is not YAML of the known sections, or an entry without a name.
    """
    entries = Entries()
    for name in _PACKAGED:
        _add(entries, name, packaged_text(name))
    for path in paths:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except OSError as error:
            raise OntologyError(str(path), f"cannot be read ({error.strerror})") from error
        _add(entries, str(path), text)
    return entries


def _add(entries: Entries, where: str, text: str) -> None:
    try:
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise OntologyError(where, f"is no YAML: {error}") from error
    if not isinstance(loaded, dict) or not set(loaded) <= set(_ENTRY_KEYS):
        raise OntologyError(where, f"must be a mapping with the keys {', '.join(_ENTRY_KEYS)}")
    for section, items in loaded.items():
        for item in items:
            if not isinstance(item, dict) or not isinstance(item.get("name"), str):
                raise OntologyError(where, f"an entry of {section} has no name: {item!r}")
            if unknown := set(item) - _ENTRY_KEYS[section]:
                raise OntologyError(f"{where}: {item['name']}", f"unknown key {', '.join(sorted(unknown))}")
            entries.sections[section].append((where, item))


def actors_of(entries: Entries) -> Iterator[tuple[str, AuthorityActor]]:
    """(file, actor) for each state, region, people and named actor; bodies are made on demand by the authority."""
    for where, item in entries.of("states"):
        yield (
            where,
            AuthorityActor(
                id=item["alpha3"].lower(),
                name=item["name"],
                kind="government",
                country=item["alpha3"],
                aliases=tuple(item.get("also", ())),
                state=True,
            ),
        )
    for where, item in entries.of("regions"):
        yield (
            where,
            AuthorityActor(
                id=slug(item["name"]),
                name=item["name"],
                kind="government",
                country=item["country"],
                aliases=tuple(item.get("also", ())),
                state=True,
            ),
        )
    for where, item in entries.of("peoples"):
        adjectives = set(item.get("adjectives", ()))
        people = tuple(p for p in item.get("people", ()) if p not in adjectives)
        name = item["name"]
        yield (
            where,
            AuthorityActor(
                id=f"people-{slug(name)}",
                name=name,
                kind=item["kind"],
                country=item.get("country"),
                aliases=(*item.get("also", ()), *people),
            ),
        )
    for where, item in entries.of("actors"):
        yield (
            where,
            AuthorityActor(
                id=item.get("id") or slug(item["name"]),
                name=item["name"],
                kind=item.get("kind", "unknown"),
                country=item.get("country"),
                individual=item.get("individual", False),
                aliases=tuple(item.get("also", ())),
                since=item.get("since"),
                until=item.get("until"),
            ),
        )
