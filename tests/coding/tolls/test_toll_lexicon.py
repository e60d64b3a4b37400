"""The lexicon's forms and files."""

from __future__ import annotations

import pytest

from dateline.coding.tolls.forms import plural, verb_forms
from dateline.coding.tolls.lexicon import lexicon

FORMS = [
    ("kill", None, {"kill", "kills", "killing", "killed"}, "regular"),
    ("die", None, {"die", "dies", "dying", "died"}, "ie becomes y"),
    ("bury", None, {"bury", "buries", "burying", "buried"}, "y becomes ied"),
    ("flee", ["fled", "fled"], {"flee", "flees", "fleeing", "fled"}, "ee keeps its e"),
    ("take", ["took", "taken"], {"take", "takes", "taking", "took", "taken"}, "past and participle differ"),
    ("trap", ["trapped", "trapped"], {"trap", "traps", "trapping", "trapped"}, "doubled consonant"),
    ("put", ["put", "put"], {"put", "puts", "putting"}, "past like its lemma"),
]


@pytest.mark.parametrize(("lemma", "irregular", "forms", "reason"), FORMS, ids=[c[3] for c in FORMS])
def test_verb_forms(lemma: str, irregular: list[str] | None, forms: set[str], reason: str) -> None:
    assert {word for word, _ in verb_forms(lemma, irregular)} == forms, reason


def test_plurals() -> None:
    assert [plural(w) for w in ("body", "death", "crash", "boy")] == ["bodies", "deaths", "crashes", "boys"]


def test_every_word_of_the_files_is_text() -> None:
    """YAML reads a bare "no" or "off" as a truth value, which would drop the word without a sound."""
    words = lexicon()
    for lists in (words.reality, words.scope, words.gaps):
        assert all(isinstance(word, str) for found in lists.values() for word in found)
    for found in (words.nouns, words.status, words.age, words.sex, words.senses):
        assert all(isinstance(word, str) for word in found)


def test_no_noun_is_both_a_person_and_a_thing() -> None:
    words = lexicon()
    clashes = {w for w, kind in words.nouns.items() if kind == "thing" and w in words.status}
    assert clashes == set()
