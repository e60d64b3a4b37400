"""Documents to parsed sentences. The only room that imports spaCy."""

from dateline.parse.component import make_component
from dateline.parse.parser import Parser, parsed_from
from dateline.parse.record import ParsedDocument, Quote, Segment, SegmentKind
from dateline.parse.tokens import Doc, SpacySpan, Token

__all__ = [
    "Doc",
    "ParsedDocument",
    "Parser",
    "Quote",
    "Segment",
    "SegmentKind",
    "SpacySpan",
    "Token",
    "make_component",
    "parsed_from",
]
