"""The words of tolls: which words say that someone was harmed, who can be, and what bounds a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar, get_args

import yaml

from dateline.coding.tolls.forms import Form, plural, verb_forms
from dateline.records import Bound, Harm

Frame = Literal["object", "subject", "housed", "state", "act", "harmed", "toll", "lives", "losers"]
"""How a word names the harmed: see the head of ``harms.yaml``. A ``toll`` has its figure after it, ``lives`` are those
"of" whom a verb's object is, or whose lives are counted, and ``losers`` lose what is counted or lose it themselves."""

NounKind = Literal["person", "household", "dwelling", "thing"]
VictimWord = Literal["civilian", "combatant", "disputed", "neither"]

MeaningT = TypeVar("MeaningT")
Phrases = Mapping[str, tuple[tuple[tuple[str, ...], MeaningT], ...]]
"""Phrases by one of their words: the words, and what they mean; the longest first."""

_FOLDER = "ontology/data/tolls/en"
_VERBAL = frozenset({"object", "subject", "housed"})


@dataclass(frozen=True, slots=True)
class Sense:
    """One way in which a word form names a harm. ``harm`` is None for words that only keep a number from others."""

    harm: Harm | None
    frame: Frame
    lemma: str
    form: Form
    near: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that the YAML files under ``ontology/data/tolls`` say, ready for look-up by lower-case word."""

    senses: Mapping[str, tuple[Sense, ...]]
    tolls: Phrases[Harm]
    bounds_before: Phrases[Bound]
    bounds_after: Phrases[Bound]
    vague: Mapping[str, int]
    vague_nouns: Mapping[str, int]
    nouns: Mapping[str, NounKind]
    status: Mapping[str, VictimWord]
    alike: Mapping[str, str]
    collective: frozenset[str]
    age: Mapping[str, str]
    sex: Mapping[str, str]
    reality: Mapping[str, frozenset[str]]
    scope: Mapping[str, frozenset[str]]
    scope_phrases: Phrases[None]
    gaps: Mapping[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The English lexicon, read once."""
    harms, victims, bounds = _read("harms"), _read("victims"), _read("bounds")
    reality, scope = _read("reality"), _read("scope")
    return Lexicon(
        senses=_by_form(_senses(harms)),
        tolls=_phrases(_inverted(harms["tolls"]), word=0),
        bounds_before=_phrases(_inverted(bounds["before"]), word=-1),
        bounds_after=_phrases(_inverted(bounds["after"]), word=0),
        vague=dict(_inverted(bounds["vague"])),
        vague_nouns=dict(_inverted(bounds["vague_nouns"])),
        nouns=_nouns(victims),
        status=dict(_inverted({word: victims[word] for word in reversed(get_args(VictimWord))})),
        alike=dict(_inverted(victims["alike"])),
        collective=frozenset(victims["collective"]),
        age=dict(_inverted(victims["age"])),
        sex=dict(_inverted(victims["sex"])),
        reality={name: frozenset(words) for name, words in reality.items()},
        scope={name: frozenset(words) for name, words in scope.items() if name != "phrases"},
        scope_phrases=_phrases(((phrase, None) for phrase in scope["phrases"]), word=0),
        gaps={name: frozenset(words) for name, words in _read("gaps").items()},
    )


def _read(name: str) -> dict[str, Any]:
    text = files("dateline").joinpath(f"{_FOLDER}/{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def _senses(harms: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Each form with its senses; those that need another word near them before those that do not."""
    irregular: dict[str, list[str]] = harms["irregular"]
    for phrase in harms["phrases"]:
        lemma, near = phrase["verb"], frozenset(phrase["with"])
        for word, form in verb_forms(lemma, irregular.get(lemma)):
            yield word, Sense(phrase["harm"], phrase["who"], lemma, form, near)
    for name, frames in harms["words"].items():
        harm: Harm | None = name if name in get_args(Harm) else None
        for frame, lemmas in frames.items():
            for lemma in lemmas:
                if frame in _VERBAL:
                    forms = verb_forms(lemma, irregular.get(lemma))
                    yield from ((word, Sense(harm, frame, lemma, form)) for word, form in forms)
                elif frame == "state":
                    yield lemma, Sense(harm, frame, lemma, "state")
                else:
                    yield from ((word, Sense(harm, frame, lemma, "noun")) for word in {lemma, plural(lemma)})


def _by_form(senses: Iterable[tuple[str, Sense]]) -> dict[str, tuple[Sense, ...]]:
    out: dict[str, list[Sense]] = defaultdict(list)
    for word, sense in senses:
        out[word].append(sense)
    return {word: tuple(found) for word, found in out.items()}


def _nouns(victims: dict[str, Any]) -> dict[str, NounKind]:
    out: dict[str, NounKind] = dict.fromkeys(victims["things"], "thing")
    for status in get_args(VictimWord):
        out.update(dict.fromkeys(victims[status], "person"))
    out.update(dict.fromkeys(victims["dwelling"], "dwelling"))
    out.update(dict.fromkeys(victims["household"], "household"))
    return out


def _inverted(lists: Mapping[Any, Iterable[str]]) -> Iterator[tuple[str, Any]]:
    """(word, key) for every word of the lists."""
    return ((str(word), key) for key, words in lists.items() for word in words)


def _phrases(pairs: Iterable[tuple[str, MeaningT]], *, word: int) -> Phrases[MeaningT]:
    """The phrases by their first (0) or last (-1) word."""
    out: dict[str, list[tuple[tuple[str, ...], MeaningT]]] = defaultdict(list)
    for phrase, meaning in pairs:
        words = tuple(phrase.split())
        out[words[word]].append((words, meaning))
    return {key: tuple(sorted(found, key=lambda p: -len(p[0]))) for key, found in out.items()}
