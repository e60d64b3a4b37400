"""What the gate learns from: corpora of conflict, corpora of other news, invented texts, and the words of the rules."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dateline.ontology.event_rules import load_event_rules
from dateline.parse.gate import words_of

TEXTS = Path(__file__).with_name("texts.yaml")
FOLDS = 5
"""A text of five is held out: the threshold is chosen on these."""
_HARMFUL = ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "THREATEN", "SANCTION", "RETREAT", "AID")
_FORCE = ("ASSAULT", "COERCE", "PROTEST")
_ASKED = {"conll2003-train": 2, "lgl": 2, "famus-source-dev": 3, "polnear-train": 16, "geowebnews": 5, "gvdb-a": 40}
"""From which corpora the rules label texts, and of how many texts one."""
_MOST_CHARS = 1200
"""Characters of a text of famus-source-dev that are taken: what follows in such long pages is seldom on its subject."""
_GENERAL = 0.75
"""Rules that are less sure have words that other news uses as well."""
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z][a-z]+")
_LEAST_TEXTS = 4
_MOSTLY = 0.5
_EVERYWHERE = 0.2
"""A word in so many of the texts that are not relevant says nothing of any."""
_ENDINGS = ("", "s", "es", "ed", "d", "ing")


@dataclass(frozen=True, slots=True)
class Example:
    """A text, whether it is relevant, which corpus it is from, and what it counts."""

    text: str
    relevant: bool
    corpus: str
    weight: float = 1.0


def read(data: Path, corpus: str) -> list[dict[str, Any]]:
    """The lines of a corpus; the sentences of conll2003 joined to its stories."""
    with gzip.open(data / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if not corpus.startswith("conll2003"):
        return rows
    stories: dict[Any, list[str]] = {}
    for row in rows:
        stories.setdefault(row["document"], []).append(row["text"])
    return [{"text": "\n".join(sentences)} for sentences in stories.values()]


def asked(data: Path) -> Iterator[tuple[str, int, str]]:
    """The texts that the rules label: (corpus, number, text)."""
    for corpus, step in _ASKED.items():
        for number, row in list(enumerate(read(data, corpus)))[::step]:
            yield corpus, number, row["text"][:_MOST_CHARS] if corpus.startswith("famus") else row["text"]


def labelled(data: Path, silver: Iterable[Mapping[str, Any]]) -> Iterator[Example]:
    """Texts that the rules have labelled. Those with one claim of harm, or with much talk, teach nothing."""
    texts = {(corpus, number): text for corpus, number, text in asked(data)}
    for row in silver:
        harmful = sum(kind in _HARMFUL for kind in row["events"]) + 2 * row["tolls"]
        if row["sport"] or harmful >= 2 or (not harmful and len(row["events"]) < 2):
            relevant = harmful >= 2 and not row["sport"]
            yield Example(texts[row["corpus"], row["number"]], relevant, row["corpus"])


def given(data: Path) -> Iterator[Example]:
    """Texts of corpora that are of conflict as a whole, or say which of their texts are; and the invented ones."""
    for row in read(data, "muc4-train"):
        if row["gold"]["entities"] and any(row["gold"]["entities"].values()):
            yield Example(row["text"], True, "muc4-train")
    for row in read(data, "satp-train"):
        yield Example(row["text"], True, "satp-train")
    for row in read(data, "cameo-class-train"):
        if row["gold"]["name"] != "statement" and not row.get("overlaps"):
            yield Example(row["text"], True, "cameo-class-train", 0.5)
    for row in read(data, "gvdb-a"):
        yield Example(row["text"], True, "gvdb-a", 0.5)
    invented = yaml.safe_load(TEXTS.read_text("utf-8"))
    yield from (Example(text, True, "invented", 2.0) for text in invented["relevant"])
    yield from (Example(text, False, "invented", 2.0) for text in invented["not_relevant"])


def vocabulary(examples: Sequence[Example]) -> list[str]:
    """The words that get weights, in order: those of several texts and corpora, no names; and those of the rules."""
    texts, others = Counter[str](), Counter[str]()
    corpora: dict[str, set[str]] = {}
    small, capital = Counter[str](), Counter[str]()
    for example in examples:
        for word in set(words_of(example.text)):
            texts[word] += 1
            others[word] += not example.relevant
            corpora.setdefault(word, set()).add(example.corpus)
        for word in _INSIDE.findall(example.text):
            (small if word[0].islower() else capital)[word.lower()] += 1
    everywhere = _EVERYWHERE * sum(not example.relevant for example in examples)
    found = {
        word
        for word, number in texts.items()
        if number >= _LEAST_TEXTS
        and len(corpora[word]) > 1
        and len(word) > 1
        and others[word] < everywhere
        and small[word] > _MOSTLY * (small[word] + capital[word])
    }
    return sorted(found | set(words_of_rules()))


def words_of_rules() -> dict[str, float]:
    """Words that the rules read as harm or force, with their endings, and what they are worth before anything is learned."""
    worth: dict[str, float] = {}
    for rule in load_event_rules().rules.values():
        asks = rule.if_object or rule.if_object_or_none or rule.if_subject or rule.if_subject_or_none or rule.if_prep
        if rule.type in _FORCE and rule.confidence >= _GENERAL and not asks:
            for word in (*rule.verbs, *rule.nouns):
                if word.isalpha() and word.islower():
                    worth[word] = max(worth.get(word, 0.0), rule.confidence)
    harms = yaml.safe_load((files("dateline") / "ontology/data/tolls/en/harms.yaml").read_text("utf-8"))["words"]
    worth |= dict.fromkeys(_strings([ways for harm, ways in harms.items() if harm != "none"]), 0.85)
    return {form: value for word, value in worth.items() for form in _forms(word)}


def _strings(found: Any) -> set[str]:
    if isinstance(found, str):
        return {found} if found.isalpha() and found.islower() else set()
    each = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return set().union(*map(_strings, each))


def _forms(word: str) -> Iterator[str]:
    yield from (word + ending for ending in _ENDINGS)
    if word.endswith("e"):
        yield from (word[:-1] + ending for ending in ("ing",))
    elif word.endswith("y"):
        yield from (word[:-1] + ending for ending in ("ies", "ied"))
    elif word[-1] in "bgmnptr" and word[-2] in "aeiou":
        yield from (word + word[-1] + ending for ending in ("ed", "ing"))
