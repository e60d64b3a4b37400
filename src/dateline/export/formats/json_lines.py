"""The coded documents as JSON Lines, as ``dateline code`` writes them: another store takes them with ``dateline add --coded``."""

from __future__ import annotations

from pathlib import Path

from dateline.export.contract import Format, Selection, Written


def write(selection: Selection, path: Path) -> Written:
    """Write a coded document a line."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for coded in selection.documents():
            stream.write(coded.to_json() + "\n")
            count += 1
    return Written(counts={"documents": count})


EXPORT = Format(name="jsonl", title="The coded documents, without loss, as JSON Lines", suffix=".jsonl", write=write)
