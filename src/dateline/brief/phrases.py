"""The words that a brief is made of, from ``ontology/data/brief``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from dateline.errors import OntologyError

WHO = "{who}"
"""Where a clause names those who did it in its midst."""
_FILE = resources.files("dateline.ontology") / "data" / "brief" / "en" / "clauses.yaml"
_BY = {"by": "by", "involving": "involving", "inside": WHO, "nobody": ""}
_PARTS = (
    "incidents",
    "relations",
    "control",
    "harms",
    "groups",
    "neutral_cues",
    "with_article",
    "common_possessives",
    "displacement",
    "parties",
)


@dataclass(frozen=True, slots=True)
class Clause:
    """How an incident is said; ``by``: the word before those who did it, WHO where the clause holds their place, or empty."""

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
    common_possessives: frozenset[str]
    displacement: tuple[str, ...]
    parties: tuple[str, ...]

    def clause(self, sub_event: str | None, event_type: str) -> Clause:
        """How an incident of these types is said."""
        return self.incidents.get(sub_event or "") or self.incidents[event_type]


def named(name: str) -> str:
    """A name or description as it stands in a sentence: "the African Union", "the army", "Chad", "Chad's army"."""
    words = name.casefold().replace("’", "'").split()
    head = next((n for n, word in enumerate(words) if n and word in _LINKS), len(words))
    owned = bool(words) and words[0].endswith("'s") and words[0] not in phrases().common_possessives
    if not words or owned or words[0] in _ARTICLES or words[head - 1] not in phrases().with_article:
        return name
    return f"the {name}"


_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their"})
_LINKS = frozenset({"of", "for", "in", "on", "to", "and"})
"""What comes after the word that a name is named by: "Organization for Migration"."""


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
        common_possessives=frozenset(data["common_possessives"]),
        displacement=tuple(data["displacement"]),
        parties=tuple(data["parties"]),
    )
