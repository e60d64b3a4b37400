"""spaCy's types, for the rooms that read tokens and must not import spaCy themselves."""

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

__all__ = ["Doc", "Language", "SpacySpan", "Token"]
