"""The words of a situation, from ``ontology/data/brief/en/situation.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from dateline.errors import OntologyError

_FILE = resources.files("dateline.ontology") / "data" / "brief" / "en" / "situation.yaml"
_PARTS = (
    "holds", "held_by", "lost", "adverbs", "between", "not_after", "but_after", "denials", "sites", "generic", "possessives",
    "parties", "holders", "ties", "relation_ties", "mutual", "endings", "tie_words", "acts",
    "entering", "losing", "staying",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the file: see its head. ``cues`` finds any of those that say who holds a place."""

    cues: re.Pattern[str]
    holds: frozenset[str]
    held_by: frozenset[str]
    lost: frozenset[str]
    adverbs: frozenset[str]
    between: frozenset[str]
    not_after: frozenset[str]
    but_after: frozenset[str]
    denials: frozenset[str]
    sites: frozenset[str]
    generic: frozenset[str]
    possessives: frozenset[str]
    parties: tuple[str, ...]
    holders: frozenset[str]
    entering: frozenset[str]
    losing: frozenset[str]
    staying: frozenset[str]
    ties: dict[str, str]
    relation_ties: dict[str, str]
    mutual: frozenset[str]
    endings: dict[str, tuple[str, ...]]
    tie_words: dict[str, str]
    acts: dict[str, str]


@cache
def lexicon() -> Lexicon:
    """The words as they ship. Raises OntologyError when the file is not whole."""
    data: dict[str, Any] = yaml.load(_FILE.read_text("utf-8"), yaml.CSafeLoader)
    if missing := [part for part in _PARTS if not data.get(part)]:
        raise OntologyError(_FILE.name, f"it lacks {', '.join(missing)}")
    sets = {
        name: frozenset(data[name])
        for name in (
            "holds", "held_by", "lost", "adverbs", "between", "not_after", "but_after", "denials", "sites", "generic",
            "possessives", "holders", "mutual", "entering", "losing", "staying",
        )
    }  # fmt: skip
    return Lexicon(
        cues=_any_of([*data["lost"], *data["held_by"], *data["holds"]]),
        parties=tuple(data["parties"]),
        ties=data["ties"],
        relation_ties=data["relation_ties"],
        endings={name: tuple(kinds) for name, kinds in data["endings"].items()},
        tie_words=data["tie_words"],
        acts=data["acts"],
        **sets,
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """The longest of the phrases that stands at a place, as whole words, with any space between."""
    longest = sorted(phrases, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest) + r")\b", re.IGNORECASE)
