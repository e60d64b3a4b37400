"""spaCy's types, for the rooms that read tokens and must not import spaCy themselves."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

__all__ = ["Doc", "SpacySpan", "Token"]
