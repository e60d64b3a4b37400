"""The words that tell people's names from others (``ontology/data/names/people.yaml``), loaded when first needed."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from dateline.errors import OntologyError
from dateline.records import ActorKind

_LISTS = ("given", "ranks", "titles", "things", "events")


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The lists of the file, whose head says what each is for; ``rank_kind`` leads from a rank to the kind of actor."""

    given: frozenset[str] = field(repr=False)
    rank_kind: Mapping[str, ActorKind] = field(repr=False)
    titles: frozenset[str] = field(repr=False)
    things: frozenset[str] = field(repr=False)
    events: frozenset[str] = field(repr=False)


@lru_cache(maxsize=1)
def people_words() -> PeopleWords:
    """The packaged lists. Raises OntologyError when one is missing."""
    path = importlib.resources.files("dateline.ontology") / "data" / "names" / "people.yaml"
    data = yaml.load(path.read_text("utf8"), Loader=yaml.CSafeLoader)
    if missing := [name for name in _LISTS if name not in data]:
        raise OntologyError("ontology/data/names/people.yaml", f"it has no list {', '.join(missing)}")
    return PeopleWords(
        given=frozenset(data["given"].split()),
        rank_kind={word: kind for kind, words in data["ranks"].items() for word in words},
        titles=frozenset(data["titles"]),
        things=frozenset(str(w) for w in data["things"]),
        events=frozenset(data["events"]),
    )
