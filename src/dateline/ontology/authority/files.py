"""The authority's YAML files: found, read and checked for shape."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, get_args

import yaml

from dateline.errors import OntologyError
from dateline.ontology.authority.added import added_entries
from dateline.records import ActorKind
from dateline.settings import load_settings

KINDS = frozenset(get_args(ActorKind))
_FIRST = ("states", "regions", "bodies")
"""These files are read first: a state keeps an adjective or capital that a later entry claims as well."""
_SHAPE = 1
"""To be raised when :func:`packaged_sections` gives another shape or checks more."""
_WORD_LISTS = frozenset({"nouns", "roles"})
"""The files of the folder that hold the lexicon, and no actors."""
_SHARED = {"name", "also", "since", "until", "wikidata"}
_ENTRY_KEYS = {
    "states": {"alpha3", "adjectives", "people", "capitals"} | _SHARED,
    "regions": {"country", "adjectives", "people"} | _SHARED,
    "peoples": {"kind", "country", "adjectives", "people"} | _SHARED,
    "bodies": {"name", "kind", "also"},
    "actors": {"id", "kind", "country", "individual", "parent", "predecessors", "was", "body"} | _SHARED,
    "people": {"id", "country", "surname", "offices"} | _SHARED,
    "roles": {"name", "also"},
}


Sections = dict[str, list[tuple[str, dict[str, Any]]]]


@dataclass(slots=True)
class Entries:
    """What the files hold, section by section: plain mappings as YAML gives them, each with the file it is from."""

    sections: Sections = field(default_factory=lambda: {name: [] for name in _ENTRY_KEYS})
    added: set[str] = field(default_factory=set)
    """Where the entries of the user's own files are, which override the packaged ones."""

    def of(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(file, entry) for each entry of the section."""
        yield from self.sections[section]

    def of_added(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(file and line, entry) for each entry of the user's files."""
        yield from (e for entries in self.sections.values() for e in entries if e[0] in self.added)

    def added_first(self, *sections: str) -> list[tuple[str, dict[str, Any]]]:
        """(section, entry) for each entry of the sections, those of the user's files before all others."""
        entries = [(where, section, item) for section in sections for where, item in self.sections[section]]
        entries.sort(key=lambda entry: entry[0] not in self.added)
        return [(section, item) for _, section, item in entries]


def packaged_text(name: str) -> str:
    """The text of a YAML file in ``ontology/data/actors``."""
    return (files("dateline.ontology") / "data" / "actors" / f"{name}.yaml").read_text(encoding="utf-8")


def packaged_texts() -> dict[str, str]:
    """The texts of all packaged files of actors, by name, in the order in which they count."""
    folder = files("dateline.ontology") / "data" / "actors"
    names = sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml"))
    rest = [n for n in names if n not in _FIRST and n not in _WORD_LISTS]
    return {name: packaged_text(name) for name in (*_FIRST, *rest)}


def read_entries(paths: Iterable[Path | str] = ()) -> Entries:
    """The packaged files' entries, then those of the files at ``paths``.

    Raises OntologyError for a file that is not YAML of the known sections, or an entry without a name.
    """
    entries = Entries(packaged_sections(packaged_texts()))
    for path in paths:
        for section, where, item in added_entries(path, _ENTRY_KEYS, _check):
            entries.sections[section].append((where, item))
            entries.added.add(where)
    return entries


def packaged_sections(texts: Mapping[str, str]) -> Sections:
    """What the packaged files hold. YAML takes most of a start, so that what was read once is kept as JSON.

    The kept file is named after the texts and this module's version of the shape: another version of either reads anew.
    """
    digest = hashlib.sha256(json.dumps([_SHAPE, texts]).encode()).hexdigest()
    kept = load_settings().cache_folder() / f"actors-{digest[:16]}.json"
    if kept.exists():
        sections: Sections = json.loads(kept.read_bytes())
        return sections
    entries = Entries()
    for name, text in texts.items():
        _add(entries, name, text)
    _keep(kept, entries.sections)
    return entries.sections


def _keep(path: Path, sections: Sections) -> None:
    """Written aside and renamed, so that no reader sees half of it; a folder that cannot be written costs only time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, prefix=path.name, delete=False, encoding="utf-8") as aside:
            json.dump(sections, aside)
        Path(aside.name).replace(path)


def _add(entries: Entries, where: str, text: str) -> None:
    try:
        loaded = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise OntologyError(where, f"is no YAML: {error}") from error
    if not isinstance(loaded, dict) or not set(loaded) <= set(_ENTRY_KEYS):
        raise OntologyError(where, f"must be a mapping with the keys {', '.join(_ENTRY_KEYS)}")
    for section, items in loaded.items():
        for item in items:
            _check(where, section, item)
            entries.sections[section].append((where, item))


def _check(where: str, section: str, item: object) -> None:
    if not isinstance(item, Mapping) or not isinstance(item.get("name"), str):
        raise OntologyError(where, f"an entry of {section} has no name: {item!r}")
    if unknown := set(item) - _ENTRY_KEYS[section]:
        raise OntologyError(f"{where}: {item['name']}", f"unknown key {', '.join(sorted(unknown))}")
    for key in ("also", "adjectives", "people", "capitals", "predecessors", "was", "offices"):
        if not isinstance(item.get(key, []), list):
            raise OntologyError(f"{where}: {item['name']}", f"{key} must be a list")
    for key in ("also", "adjectives", "people", "capitals"):
        if odd := [a for a in item.get(key, ()) if not isinstance(a, str)]:
            raise OntologyError(f"{where}: {item['name']}", f"{key} has {odd[0]!r}, which must stand in quotes")
    for key in ("since", "until"):
        if not isinstance(item.get(key, 0), int):
            raise OntologyError(f"{where}: {item['name']}", f"{key} is {item[key]!r}, and must be a year")
