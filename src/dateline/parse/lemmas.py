"""The pipeline's base forms of words, mended: "staged" is of "stage", and "bases" are no "basis".

spaCy's rules for English take the last base form that they know, "stag" for "staged" and "hop" for "hoped". A verb that ends in
one vowel and one consonant doubles the consonant before "-ed" and "-ing" ("hopped"); with a single one, the verb with "e" is
meant. So where both are verbs, the short one is known by its own forms alone.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.pipeline import Lemmatizer

_NAME = "lemmatizer"
_TABLES = ("lemma_index", "lemma_exc")
_DOUBLES = re.compile(r".*[^aeiou][aeiou][bdgklmnprtvz]")
_UNKNOWN = ("baton", "cordon", "waterboard")
"""Verbs of this field that the pipeline's list lacks."""
_FORMS = {
    "verb": {"readied": ["ready"]},
    "noun": {"bases": ["base"], "axes": ["axe"], "corps": ["corps"]},
}
"""Forms whose other reading is rare in reports of conflict, and the one form of "corps", which "corpses" is not."""


def mend_lemmas(nlp: Language) -> None:
    """Let the pipeline's lemmatizer know the words that its rules mistake; one without rules stays as it is."""
    lemmatizer = nlp.get_pipe(_NAME)
    if not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        return
    tables: Any = lemmatizer.lookups
    if not all(tables.has_table(name) for name in _TABLES):
        return
    index, exceptions = (tables.get_table(name) for name in _TABLES)
    for part, words in list(index.items()):
        index[part] = dict.fromkeys(words)  # a list is searched from end to end for each word that is new
    verbs: dict[str, None] = index["verb"] | dict.fromkeys(_UNKNOWN)
    for short in _mistaken(verbs):
        del verbs[short]
        for ending in ("ed", "ing"):
            exceptions["verb"].setdefault(short + short[-1] + ending, [short])
    index["verb"] = verbs
    index["noun"].pop("corps", None)
    for part, forms in _FORMS.items():
        exceptions[part] |= forms


def _mistaken(verbs: dict[str, None]) -> list[str]:
    """The verbs that double their consonant, and have one with "e" beside them: "stag" and "stage"."""
    return [verb for verb in verbs if verb + "e" in verbs and _DOUBLES.fullmatch(verb)]
