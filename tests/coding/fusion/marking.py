"""Texts with marks that a reader might have made, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from dateline import Document, Settings
from dateline.coding.coder import Knowledge
from dateline.parse import ParsedDocument, Parser
from dateline.parse.reading import Reading
from dateline.parse.reading.record import Marks
from dateline.pipeline import knowledge_of

NAMES = {
    "cue": ("cue",),
    "source": ("source",),
    "content": ("content",),
    "roles": ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon"),
    "trigger": ("ASSAULT", "COERCE"),
    "toll": ("killed", "injured"),
    "status": ("occurred", "planned"),
}
Mark = tuple[str, str, float]
"""Words of the text, the name that they are marked with, and how likely."""


@lru_cache(maxsize=1)
def _parser() -> Parser:
    return Parser(Settings(engine="rules"))


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    return knowledge_of(Settings())


def marked(text: str, marks: Mapping[str, Sequence[Mark]]) -> ParsedDocument:
    """The text parsed, read by a reader that marks just these words."""
    parsed = _parser().parse(Document.from_text(text, published="2024-05-03"))
    doc = parsed.doc
    spans = {}
    for layer, names in NAMES.items():
        inside, begins = np.zeros((2, len(doc), len(names)), np.float32)
        for words, name, share in marks.get(layer, ()):
            start = text.index(words)
            found = doc.char_span(start, start + len(words))
            assert found is not None, f"{words!r} are no tokens of their own"
            inside[found.start : found.end, names.index(name)] = share
            begins[found.start, names.index(name)] = share
        spans[layer] = Marks(names, inside, begins)
    read = np.asarray([t.i for t in doc if not t.is_space], np.intp)
    kinds = {"status": spans.pop("status")}
    return replace(parsed, reading=Reading("made 1", read, spans, kinds))
