"""Registering a spaCy component, so that no other room has to import spaCy."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc


def make_component(name: str, factory: Callable[[], Callable[[Doc], Doc]]) -> None:
    """Register a spaCy component and the extension attribute ``doc._.<name>`` that it sets."""
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=None)
    requires = ["token.tag", "token.dep", "token.lemma", "doc.ents", "doc.sents"]

    @Language.factory(name, requires=requires, assigns=[f"doc._.{name}"])
    def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
        return factory()
