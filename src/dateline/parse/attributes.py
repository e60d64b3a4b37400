"""The pipeline's attribute ruler, faster: what its rules say of a token is asked once for each kind of token.

spaCy's own tries some two hundred patterns on every token. Most of them read one token alone: its tag, its place in the
sentence, and its word where the patterns name it. For each such combination the ruler itself is asked when it is first
met, and its answer kept; patterns of several tokens are matched as ever. The result is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, cast

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

_NAME = "attribute_ruler"
_FACTORY = "dateline_attributes"
_READ: list[int | str] = ["LOWER", "TAG", "DEP", "IS_SPACE"]
_OF_ONE = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
_MOST_WORDS = 50_000
_UNNAMED = -1
"""Any place in the sentence that no pattern names: they are all alike to it."""
Kind = tuple[int, int, int, int]


def quicken(nlp: Language) -> None:
    """Let the pipeline's attribute ruler be asked less often; one whose patterns read other things stays as it is."""
    if _NAME not in nlp.pipe_names:
        return
    ruler = nlp.get_pipe(_NAME)
    if type(ruler) is AttributeRuler and _is_known(ruler):
        nlp.replace_pipe(_NAME, _FACTORY, validate=False)
        made: Any = nlp.get_pipe(_NAME)
        made.take(ruler)


@Language.factory(_FACTORY, assigns=["token.pos", "token.morph", "token.lemma"])
def _made(nlp: Language, name: str) -> QuickRuler:
    return QuickRuler(AttributeRuler(nlp.vocab))


class QuickRuler:
    """The component that takes an attribute ruler's place."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.take(ruler)

    def take(self, ruler: AttributeRuler) -> None:
        """Do from now on what this ruler does."""
        self._ruler = ruler
        words, shapes, several = _read(cast(Any, ruler.patterns))
        self._named = {ruler.vocab.strings[word] for word in words}
        self._deps = {ruler.vocab.strings[dep] for dep in _deps(cast(Any, ruler.patterns))} | {0}
        self._shapes = shapes
        self._word_of: dict[int, int] = {}
        self._rules: dict[Kind, tuple[int, ...]] = {}
        self._several = Matcher(ruler.vocab)
        for number, patterns in several.items():
            self._several.add(str(number), patterns)

    def __call__(self, doc: Doc) -> Doc:
        kinds = [self._kind(row) for row in doc.to_array(_READ).tolist()] if len(doc) else []
        if any(kind not in self._rules for kind in kinds):
            self._learn(doc, kinds)
        rules = [self._rules[kind] for kind in kinds]
        for number, index in self._matched(doc):
            rules[index] = tuple(sorted((*rules[index], number)))
        attributes = self._ruler.attrs
        for token, numbers in zip(doc, rules, strict=True):
            for number in numbers:
                set_token_attrs(token, attributes[number])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Documents one after the other; a batch makes nothing faster here."""
        yield from map(self, docs)

    def _kind(self, row: list[int]) -> Kind:
        lower, tag, dep, is_space = row
        return self._word(lower), tag, dep if dep in self._deps else _UNNAMED, is_space

    def _word(self, lower: int) -> int:
        """The word where a pattern may mean it, else 0."""
        found = self._word_of.get(lower)
        if found is None:
            if len(self._word_of) >= _MOST_WORDS:
                self._word_of.clear()
            text = self._ruler.vocab.strings[lower]
            meant = lower in self._named or any(shape.search(text) for shape in self._shapes)
            found = self._word_of[lower] = lower if meant else 0
        return found

    def _learn(self, doc: Doc, kinds: list[Kind]) -> None:
        """Ask the ruler what it says of each token of the document by itself."""
        found: list[list[int]] = [[] for _ in kinds]
        for number, _, start, end in self._ruler.match(doc):
            if end - start == 1:
                found[start].append(number)
        for kind, numbers in zip(kinds, found, strict=True):
            self._rules.setdefault(kind, tuple(numbers))

    def _matched(self, doc: Doc) -> Iterator[tuple[int, int]]:
        """Each match of a pattern of several tokens: the rule's number, and the token that it is about."""
        if not len(self._several):
            return
        strings, indices = self._ruler.vocab.strings, self._ruler.indices
        for match, start, _ in self._several(doc, allow_missing=True):
            number = int(strings[match])
            yield number, start + indices[number]


def _is_known(ruler: AttributeRuler) -> bool:
    """Whether patterns of one token read only what makes its kind, and patterns of several say which of them is meant."""
    entries: list[dict[str, Any]] = cast(Any, ruler.patterns)
    for entry in entries:
        sizes = {len(pattern) for pattern in entry["patterns"]}
        if len(sizes) != 1 or entry["index"] not in range(next(iter(sizes))):
            return False
        if any(not _OF_ONE.issuperset(token) or not _is_plain(token) for p in entry["patterns"] for token in p):
            return False
    return True


def _is_plain(token: dict[str, Any]) -> bool:
    """Whether the word is given as it is, as one of several, or by its shape, and the place in the sentence by name."""
    word, dep = token.get("LOWER", ""), token.get("DEP", "")
    return (isinstance(word, str) or set(word) <= {"IN", "REGEX"}) and (
        isinstance(dep, str) or set(dep) <= {"IN", "NOT_IN"}
    )


def _deps(entries: Iterable[dict[str, Any]]) -> set[str]:
    """The places in the sentence that patterns name."""
    given = [token["DEP"] for entry in entries for p in entry["patterns"] for token in p if "DEP" in token]
    return {name for dep in given for name in ([dep] if isinstance(dep, str) else chain.from_iterable(dep.values()))}


def _read(entries: Iterable[dict[str, Any]]) -> tuple[set[str], list[re.Pattern[str]], dict[int, Any]]:
    """The words and shapes of words that patterns of one token name, and the patterns of several by their number."""
    words: set[str] = set()
    shapes: list[re.Pattern[str]] = []
    several: dict[int, Any] = {}
    for number, entry in enumerate(entries):
        if len(entry["patterns"][0]) > 1:
            several[number] = entry["patterns"]
            continue
        for (token,) in entry["patterns"]:
            word = token.get("LOWER", {})
            words |= {word} if isinstance(word, str) else set(word.get("IN", ()))
            shapes += [re.compile(word["REGEX"])] if isinstance(word, dict) and "REGEX" in word else []
    return words, shapes, several
