"""The shipped reader: it loads, and what it reads does not depend on what else is read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import Document, Settings
from dateline.parse import ParsedDocument, Parser
from dateline.parse.reading import Reading

PARSER = Parser(Settings(engine="both"))


def _read(text: str) -> tuple[ParsedDocument, Reading]:
    parsed = PARSER.parse(Document.from_text(text))
    assert parsed.reading is not None
    return parsed, parsed.reading


def test_a_long_text_is_read_to_its_end_and_alike_each_time() -> None:
    text = "Gunmen attacked a convoy near the old bridge, the governor said. " * 60
    parsed, reading = _read(text)
    assert len(reading.read) == len(parsed.doc) - sum(t.is_space for t in parsed.doc)
    again = _read(text)[1]
    for layer, marks in reading.spans.items():
        assert np.array_equal(marks.inside, again.spans[layer].inside), layer


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    parsed, reading = _read(text)
    for layer in reading.spans:
        found = reading.found(layer)
        assert all(0 <= f.first <= f.last < len(parsed.doc) for f in found)
        assert all(a.last < b.first for a, b in pairwise(found))


def test_a_text_of_nothing_is_read_as_nothing() -> None:
    assert all(not _read("")[1].found(layer) for layer in ("cue", "roles"))


@pytest.mark.parametrize("layer", ["source", "cue", "content", "roles", "trigger", "toll"])
def test_the_shipped_reader_has_the_layers_that_the_fusion_asks_for(layer: str) -> None:
    assert layer in _read("Rain fell.")[1].spans
