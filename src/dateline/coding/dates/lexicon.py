"""The words of time expressions, read from ``ontology/data/dates/<language>``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from dateline.errors import OntologyError

Value = str | int


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase of time: its class ("month", "unit", "later" ...), what it means there, and its words in lower
    case.
    """

    kind: str
    value: Value
    words: tuple[str, ...]
    capitalised: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``phrases`` leads from a first word in lower case to the phrases that start with it, longest first; ``months``
    from the name of a month, without a full stop, to its number.
    """

    phrases: dict[str, tuple[Word, ...]]
    holidays: dict[str, str]
    kinds: frozenset[str]
    months: dict[str, int]


@lru_cache(maxsize=4)
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of the language. Raises OntologyError when one of its files is wrong."""
    words: list[Word] = []
    for file in ("calendar.yaml", "words.yaml"):
        table = _table(language, file)
        capitalised = frozenset(table.pop("capitalised", ()))
        for kind, entries in table.items():
            if not isinstance(entries, dict):
                raise OntologyError(f"dates/{language}/{file}", f"{kind} is no table of words")
            words += [Word(kind, value, split_words(str(w)), w in capitalised) for w, value in entries.items()]
    holidays = {name: str(entry["falls"]) for name, entry in _table(language, "holidays.yaml").items()}
    words += [Word("holiday", name, split_words(name)) for name in holidays]
    phrases: dict[str, list[Word]] = {}
    for word in words:
        phrases.setdefault(word.words[0], []).append(word)
    ordered = {first: tuple(sorted(found, key=lambda w: -len(w.words))) for first, found in phrases.items()}
    months = {w.words[0].rstrip("."): int(w.value) for w in words if w.kind == "month"}
    return Lexicon(ordered, holidays, frozenset(w.kind for w in words), months)


@lru_cache(maxsize=128)
def cue_words(name: str, language: str = "en") -> frozenset[str]:
    """The list of that name in cues.yaml. Raises OntologyError when there is none."""
    table = _table(language, "cues.yaml")
    if not isinstance(table.get(name), list):
        raise OntologyError(f"dates/{language}/cues.yaml", f"it has no list {name}")
    return frozenset(str(word) for word in table[name])


def split_words(name: str) -> tuple[str, ...]:
    """A name's words as the tokeniser cuts them: at spaces, hyphens and before "'s"."""
    return tuple(name.replace("-", " - ").replace("'s", " 's").split())


def _table(language: str, file: str) -> dict[str, Any]:
    where = resources.files("dateline.ontology") / "data" / "dates" / language / file
    table = yaml.load(where.read_text("utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(table, dict):
        raise OntologyError(f"dates/{language}/{file}", "it is no table")
    return table
