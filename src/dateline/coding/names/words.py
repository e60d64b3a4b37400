"""The word lists that tell names apart (``ontology/data/places/words.yaml``), loaded when first needed."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from dateline.errors import OntologyError


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists, each a set of words in lower case; the file says what each is for."""

    organisation: frozenset[str]
    group: frozenset[str]
    facility: frozenset[str]
    building: frozenset[str]
    street: frozenset[str]
    area: frozenset[str]
    title: frozenset[str]
    said: frozenset[str]
    locative: frozenset[str]
    taken: frozenset[str]
    not_places: frozenset[str]
    directions: frozenset[str]
    near: frozenset[str]
    administrative: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The packaged word lists. Raises OntologyError when a list is missing."""
    path = importlib.resources.files("dateline.ontology") / "data" / "places" / "words.yaml"
    data = yaml.load(path.read_text("utf8"), Loader=yaml.CSafeLoader)
    lists = NameWords.__dataclass_fields__.keys()
    if missing := [name for name in lists if name not in data]:
        raise OntologyError("ontology/data/places/words.yaml", f"it has no list {', '.join(missing)}")
    administrative = {word: tuple(features) for word, features in data["administrative"].items()}
    sets = {name: frozenset(str(data[name]).split()) for name in lists if name != "administrative"}
    return NameWords(administrative=administrative, **sets)
