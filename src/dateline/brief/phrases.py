"""The words that a brief is made of, from ``ontology/data/brief``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from dateline.errors import OntologyError

_FILE = resources.files("dateline.ontology") / "data" / "brief" / "en" / "clauses.yaml"
_BY = {"by": "by", "involving": "involving", "nobody": ""}
_PARTS = (
    "incidents",
    "relations",
    "control",
    "harms",
    "groups",
    "neutral_cues",
    "with_article",
    "displacement",
    "parties",
)


@dataclass(frozen=True, slots=True)
class Clause:
    """How an incident is said; ``by``: the word before those who did it, empty where they are not named."""

    clause: str
    by: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of the file: see its head."""

    incidents: dict[str, Clause]
    relations: dict[str, dict[str, str]]
    control: tuple[str, ...]
    harms: dict[str, str]
    groups: dict[str, str]
    neutral_cues: frozenset[str]
    with_article: frozenset[str]
    displacement: tuple[str, ...]
    parties: tuple[str, ...]

    def clause(self, sub_event: str | None, event_type: str) -> Clause:
        """How an incident of these types is said."""
        return self.incidents.get(sub_event or "") or self.incidents[event_type]


def named(name: str) -> str:
    """A name or description as it stands in a sentence: "the African Union", "the army", "Chad", "residents"."""
    words = name.casefold().split()
    if not words or words[0] in _ARTICLES or words[-1] not in phrases().with_article:
        return name
    return f"the {name}"


_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their"})


@cache
def phrases() -> Phrases:
    """The words as they ship. Raises OntologyError when the file is not whole."""
    data: dict[str, Any] = yaml.load(_FILE.read_text("utf-8"), yaml.CSafeLoader)
    if missing := [part for part in _PARTS if not data.get(part)]:
        raise OntologyError(_FILE.name, f"it lacks {', '.join(missing)}")
    return Phrases(
        incidents={name: Clause(item["clause"], _BY[item["by"]]) for name, item in data["incidents"].items()},
        relations=data["relations"],
        control=tuple(data["control"]),
        harms=data["harms"],
        groups=data["groups"],
        neutral_cues=frozenset(data["neutral_cues"]),
        with_article=frozenset(data["with_article"]),
        displacement=tuple(data["displacement"]),
        parties=tuple(data["parties"]),
    )
