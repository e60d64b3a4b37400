"""The words that say where (``ontology/data/where/<language>/words.yaml``), loaded when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from dateline.coding.names import name_words
from dateline.coding.statements.lexicon import load_lexicon
from dateline.errors import OntologyError
from dateline.ontology.event_rules import load_event_rules


@dataclass(frozen=True, slots=True)
class WhereWords:
    """The lists; the file says what each is for. ``spoken`` are verbs of speech, ``happening`` nouns of events."""

    at: frozenset[str]
    source: frozenset[str]
    goal: frozenset[str]
    leading: frozenset[str]
    leaving: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    wide: frozenset[str]
    apart: frozenset[str]
    spoken: frozenset[str]
    happening: frozenset[str]


@lru_cache(maxsize=4)
def where_words(language: str = "en") -> WhereWords:
    """The word lists of a language. Raises OntologyError when a list is missing."""
    path = resources.files("dateline.ontology") / "data" / "where" / language / "words.yaml"
    data = yaml.load(path.read_text("utf8"), Loader=yaml.CSafeLoader)
    lists = ("at", "from", "to", "leading", "leaving", "kinds", "wide", "apart")
    if missing := [name for name in lists if name not in data]:
        raise OntologyError(str(path), f"it has no list {', '.join(missing)}")
    sets = {name: frozenset(str(data[name]).split()) for name in lists if name != "kinds"}
    names = name_words()
    return WhereWords(
        at=sets["at"],
        source=sets["from"],
        goal=sets["to"],
        leading=sets["leading"] | names.area | names.facility | names.administrative.keys(),
        leaving=sets["leaving"],
        kinds={word: frozenset(features) for word, features in data["kinds"].items()},
        wide=sets["wide"],
        apart=sets["apart"],
        spoken=frozenset(
            lemma
            for lemma, cue in load_lexicon(language).verbs.items()
            if cue.kind == "speech" and {"clause", "quote"} & cue.frames.keys()
        )
        | {"speak", "talk"},
        happening=frozenset(load_event_rules(language).nouns),
    )
