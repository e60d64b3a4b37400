"""Documents to parsed sentences. The only room that imports spaCy."""

from dateline.parse.component import spacy_component
from dateline.parse.parser import Parser, parsed_from
from dateline.parse.record import ParsedDocument, Quote, Segment, SegmentKind
from dateline.parse.tokens import Doc, Language, SpacySpan, Token

__all__ = [
    "Doc",
    "Language",
    "ParsedDocument",
    "Parser",
    "Quote",
    "Segment",
    "SegmentKind",
    "SpacySpan",
    "Token",
    "parsed_from",
    "spacy_component",
]
