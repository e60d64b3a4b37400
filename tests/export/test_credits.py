"""GeoNames is named in everything that shows its positions."""

from __future__ import annotations

import io

from rich.console import Console

from dateline.export.frames import to_frames
from dateline.export.html import index, page
from dateline.export.text import render
from dateline.export.words.credits import CREDIT, has_positions
from dateline.records import CodedDocument, Document, Place, Span

TEXT = "Two people were hurt in Exampleton."


def _coded(**fields: object) -> CodedDocument:
    document = Document.from_text(TEXT)
    place = Place(id="p1", name="Exampleton", mentions=(Span.of(TEXT, 24, 34),), **fields)  # type: ignore[arg-type]
    return CodedDocument(document=document, places=(place,))


def _as_text(coded: CodedDocument) -> str:
    stream = io.StringIO()
    render(coded, Console(file=stream, width=100))
    return stream.getvalue()


def test_every_export_with_positions_names_geonames() -> None:
    coded = _coded(lat=1.0, lon=2.0, geonames_id=5)
    assert "GeoNames" in CREDIT
    assert "CC BY 4.0" in CREDIT
    assert CREDIT in _as_text(coded)
    assert CREDIT in page(coded)
    assert CREDIT in index([("one.html", coded)])
    assert {frame.attrs["credit"] for frame in to_frames(coded).values()} == {CREDIT}


def test_a_text_without_positions_owes_nothing() -> None:
    coded = _coded()
    assert not has_positions(coded)
    assert CREDIT not in _as_text(coded)
