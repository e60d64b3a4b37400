"""The whole records as one JSON object, without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import IO

from dateline.export.contract import Format, Selection, Written


def write(selection: Selection, path: Path) -> Written:
    """Write ``{"about": …, "incidents": […], "documents": […]}``, a record a line."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'{{"about": {json.dumps(asdict(selection.about), ensure_ascii=False)},\n"incidents": [')
        incidents = _listed(stream, (incident.model_dump_json() for incident in selection.incidents()))
        stream.write('],\n"documents": [')
        documents = _listed(stream, (coded.to_json() for coded in selection.documents()))
        stream.write("]}\n")
    return Written(counts={"incidents": incidents, "documents": documents})


def _listed(stream: IO[str], records: Iterable[str]) -> int:
    count = 0
    for record in records:
        stream.write(f"{',' if count else ''}\n{record}")
        count += 1
    return count


EXPORT = Format(name="json", title="The whole records, without loss, as one JSON object", suffix=".json", write=write)
