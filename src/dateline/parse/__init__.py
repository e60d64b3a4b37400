"""Documents to parsed sentences. The only room that imports spaCy."""

from dateline.parse.component import spacy_component
from dateline.parse.gate import Gate, gate_of
from dateline.parse.parser import Parser, parsed_from
from dateline.parse.record import ParsedDocument, Quote, Segment, SegmentKind
from dateline.parse.tokens import Doc, Language, SpacySpan, Token

__all__ = [
    "Doc",
    "Gate",
    "Language",
    "ParsedDocument",
    "Parser",
    "Quote",
    "Segment",
    "SegmentKind",
    "SpacySpan",
    "Token",
    "gate_of",
    "parsed_from",
    "spacy_component",
]
