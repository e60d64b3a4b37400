"""An export of a large store takes no more memory than one of a small store: records go through one after the other."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.export.contract import Selection
from dateline.export.registry import format_of
from dateline.incidents import Incident
from dateline.records import CodedDocument, Document
from tests.export.selections import ABOUT, ARTICLE, invented_incidents

FEW, MANY = 5, 60


def peak(name: str, count: int, folder: Path) -> int:
    """The most bytes that Python held while it wrote so many documents, and four times as many incidents."""

    def documents() -> Iterator[CodedDocument]:
        for number in range(count):
            text = f"{ARTICLE.document.text}\nEnd {number}."
            yield ARTICLE.model_copy(update={"document": Document.from_text(text)})

    def incidents() -> Iterator[Incident]:
        for number in range(count):
            yield from (i.model_copy(update={"id": f"{i.id}-{number}"}) for i in invented_incidents())

    form = format_of(name)
    path = folder / f"{name}-{count}{form.suffix}"
    if not form.suffix:
        path.mkdir()
    tracemalloc.start()
    try:
        form.write(Selection(incidents=incidents, documents=documents, about=ABOUT), path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["acled", "csv", "idmc", "json", "parquet", "plover", "ucdp"])
def test_memory_does_not_grow_with_the_store(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.export.formats.parquet._DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr("dateline.export.formats.parquet._ROWS_AT_ONCE", 20)
    peak(name, 1, tmp_path)  # What is loaded once is not counted.
    few, many = peak(name, FEW, tmp_path), peak(name, MANY, tmp_path)
    held_if_kept = (MANY - FEW) * len(ARTICLE.to_json())
    assert many - few < held_if_kept / 3
