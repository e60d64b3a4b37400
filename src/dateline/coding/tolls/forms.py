"""The inflected forms of English verbs and nouns that the lexicon gives by their lemma."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Form = Literal["base", "s", "past", "participle", "ing", "noun", "state"]

_VOWELS = "aeiou"


def verb_forms(lemma: str, irregular: list[str] | None) -> Iterator[tuple[str, Form]]:
    """The verb's forms; ``irregular`` are its past and participle where spelling's rules do not give them.

    A past that is also the participle comes once, as "past".
    """
    past, participle = irregular or [_past(lemma)] * 2
    yield lemma, "base"
    yield plural(lemma), "s"
    yield _stem(lemma, participle) + "ing", "ing"
    yield past, "past"
    if participle != past:
        yield participle, "participle"


def plural(word: str) -> str:
    """A noun's plural, or a verb's third person: "bodies", "crushes"."""
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if lemma.endswith("y") and lemma[-2] not in _VOWELS else lemma + "ed"


def _stem(lemma: str, participle: str) -> str:
    """What "ing" is put to: "dy-", "trapp-", "hit" doubled as "hitt-", "tak-"."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "y"
    if lemma.endswith("e") and not lemma.endswith("ee"):
        return lemma[:-1]
    if participle == lemma + lemma[-1] + "ed" or (participle == lemma and lemma[-1] == "t" and lemma[-2] in _VOWELS):
        return lemma + lemma[-1]
    return lemma
