"""The word lists that tell names apart (``ontology/data/places/words.yaml``, ``names/around.yaml``), loaded when first needed."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import yaml

from dateline.errors import OntologyError


@dataclass(frozen=True)
class NameWords:
    """The lists, each a set of words in lower case; the file says what each is for."""

    organisation: frozenset[str]
    group: frozenset[str]
    facility: frozenset[str]
    building: frozenset[str]
    of_building: frozenset[str]
    vessel: frozenset[str]
    street: frozenset[str]
    area: frozenset[str]
    landscape: frozenset[str]
    title: frozenset[str]
    said: frozenset[str]
    locative: frozenset[str]
    locative_strong: frozenset[str]
    of_place: frozenset[str]
    opens_place: frozenset[str]
    local_body: frozenset[str]
    of_state: frozenset[str]
    motion: frozenset[str]
    territory: frozenset[str]
    venue: frozenset[str]
    taken: frozenset[str]
    not_places: frozenset[str]
    directions: frozenset[str]
    near: frozenset[str]
    part_of_town: frozenset[str]
    part_in_town: frozenset[str]
    administrative: Mapping[str, tuple[str, ...]]
    of_region: Mapping[str, str]

    @cached_property
    def of_town(self) -> frozenset[str]:
        """What may stand with a capital after the name of a town without being part of a person's name: "Mosul Police"."""
        return self.area | self.of_place | self.title | self.organisation | self.facility


@dataclass(frozen=True, slots=True)
class AroundWords:
    """Words around a name that say what it is, each list a set of words in lower case; the file says what each is for."""

    fallen: frozenset[str]
    settled: frozenset[str]
    quiet: frozenset[str]
    lands: frozenset[str]
    of_lands: frozenset[str]
    people: frozenset[str]
    ways: frozenset[str]
    motion: frozenset[str]
    close: frozenset[str]
    idioms: frozenset[str]
    bearers: frozenset[str]
    of_bearers: frozenset[str]
    deeds: frozenset[str]
    harmed: frozenset[str]
    honorifics: frozenset[str]


@lru_cache(maxsize=1)
def around_words() -> AroundWords:
    """The packaged lists of words around names. Raises OntologyError when a list is missing."""
    data = _read("names", "around.yaml")
    lists = AroundWords.__dataclass_fields__.keys()
    _hold(data, lists, "names/around.yaml")
    return AroundWords(**{name: frozenset(str(data[name]).split()) for name in lists})


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The packaged word lists. Raises OntologyError when a list is missing."""
    data = _read("places", "words.yaml")
    lists = NameWords.__dataclass_fields__.keys()
    _hold(data, lists, "places/words.yaml")
    administrative = {word: tuple(features) for word, features in data["administrative"].items()}
    mappings = {"administrative", "of_region"}
    sets = {name: frozenset(str(data[name]).split()) for name in lists if name not in mappings}
    return NameWords(administrative=administrative, of_region=data["of_region"], **sets)


def _read(room: str, name: str) -> Mapping[str, Any]:
    path = importlib.resources.files("dateline.ontology") / "data" / room / name
    content: Mapping[str, Any] = yaml.load(path.read_text("utf8"), Loader=yaml.CSafeLoader)
    return content


def _hold(data: Mapping[str, Any], lists: Iterable[str], name: str) -> None:
    if missing := [each for each in lists if each not in data]:
        raise OntologyError(f"ontology/data/{name}", f"it has no list {', '.join(missing)}")
