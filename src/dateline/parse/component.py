"""Registering a spaCy component, so that no other room has to import spaCy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from spacy.language import Language
from spacy.tokens import Doc

Component = TypeVar("Component", bound=type[Any])


def spacy_component(name: str, getter: Callable[[Doc], object]) -> Callable[[Component], Component]:
    """Register a class as a spaCy component, made as ``Class(nlp, name)``, and ``doc._.<name>``, which the getter reads."""

    def register(component: Component) -> Component:
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter)
        requires = ["token.tag", "token.dep", "token.lemma", "doc.ents", "doc.sents"]
        Language.factory(name, requires=requires, assigns=[f"doc._.{name}"], func=component)
        return component

    return register
