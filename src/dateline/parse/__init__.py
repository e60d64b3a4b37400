"""Documents to parsed sentences. The only room that imports spaCy."""

from dateline.parse.lean import import_spacy

import_spacy()  # before any of these does

from dateline.parse.component import spacy_component  # noqa: E402
from dateline.parse.gate import Gate, gate_of  # noqa: E402
from dateline.parse.parser import Parser, parsed_from  # noqa: E402
from dateline.parse.record import ParsedDocument, Quote, Segment, SegmentKind  # noqa: E402
from dateline.parse.tokens import Doc, Language, SpacySpan, Token  # noqa: E402

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
