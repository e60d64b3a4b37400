"""The texts that speed is measured on."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import yaml

from dateline import Document

ROOT = Path(__file__).resolve().parents[2]
_OTHER_NEWS = ROOT / "training/gate/texts.yaml"
_WORDS = 400
_OF_EACH = 9
"""In mixed news so many reports of something else come on each of conflict."""


def documents_of(path: Path | None) -> list[Document]:
    """The texts of a JSON Lines file, or the shipped samples, five times over."""
    if path is None:
        return [
            Document.from_text(p.read_bytes().decode("utf-8")) for p in sorted((ROOT / "samples").glob("*.txt"))
        ] * 5
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [Document.from_text(json.loads(line)["text"]) for line in lines]


def mixed(conflict: list[Document], others: Path | None) -> list[Document]:
    """News of which a tenth is of conflict: the others of a file, or made of the gate's invented paragraphs."""
    found = itertools.cycle(documents_of(others) if others is not None else _made())
    return [each for report in conflict for each in (report, *itertools.islice(found, _OF_EACH))]


def _made() -> list[Document]:
    paragraphs = yaml.safe_load(_OTHER_NEWS.read_text("utf-8"))["not_relevant"]
    size = _WORDS // 25
    shifted = [paragraphs[n:] + paragraphs[:n] for n in range(0, len(paragraphs), 3)]
    return [Document.from_text("\n\n".join(each[:size])) for each in shifted]
