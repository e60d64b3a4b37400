"""Incidents as GeoJSON (RFC 7946): a feature each, flat properties, null geometry where no point is known."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from dateline.export.contract import Format, Selection, Written
from dateline.export.maps.rows import INCIDENT_COLUMNS, Bounds, Row, point_of, row_of
from dateline.export.words.credits import CREDIT


def write(selection: Selection, path: Path) -> Written:
    """Write one FeatureCollection, a feature a line; ``bbox`` and what the export says of itself stand at its end."""
    bounds, incidents = Bounds(), 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type":"FeatureCollection","features":[')
        for incident in selection.incidents():
            row = row_of(incident, INCIDENT_COLUMNS)
            bounds.add(point_of(row))
            stream.write(f"{',' if incidents else ''}\n{_json(_feature(row))}")
            incidents += 1
        stream.write("\n]")
        if bounds.box is not None:
            stream.write(f',"bbox":{_json(list(bounds.box))}')
        about = {**asdict(selection.about), "credit": CREDIT, "incidents": incidents, "without_point": bounds.without}
        stream.write(f',\n"dateline":{_json(about)}}}\n')
    return Written(counts={"incidents": incidents, "of the incidents without a point": bounds.without})


def _feature(row: Row) -> dict[str, object]:
    point = point_of(row)
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": list(point)} if point else None,
        "properties": {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()},
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


EXPORT = Format(name="geojson", title="Incidents as GeoJSON (RFC 7946)", suffix=".geojson", write=write)
