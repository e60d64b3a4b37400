"""Stores with real coded reports in them, for the tests of the workbench."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from dateline.intake.linking import link_all
from dateline.pipeline import load
from dateline.records import CodedDocument
from dateline.store import Arrival, Store, Versions, create_store

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
VERSIONS = Versions({"code": "test"})
RECEIVED = datetime(2025, 3, 12, 9, tzinfo=UTC)


@cache
def coded_samples() -> tuple[CodedDocument, ...]:
    """The samples of one province in ten days, and of one strike in seven reports, coded by the real pipeline, once."""
    coder = load()
    lines = [
        json.loads(line)
        for name in ("one-province-ten-days.jsonl", "one-strike-seven-reports.jsonl")
        for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    ]
    return tuple(
        coder.code(line["text"], **{k: line[k] for k in ("title", "source", "url", "published") if line.get(k)})
        for line in lines
    )


def fill(store: Store, documents: Sequence[CodedDocument] | None = None) -> Store:
    """Add the documents, the samples where none are given, and link them."""
    coded = coded_samples() if documents is None else documents
    arrivals = [
        Arrival(document, document.document.text.encode(), f"test/{document.document.id[:8]}.txt", RECEIVED)
        for document in coded
    ]
    with store.run("test", VERSIONS) as run:
        store.add(arrivals, run)
    link_all(store)
    return store


def filled(address: str) -> Store:
    """A new store of the samples."""
    return fill(create_store(address))
