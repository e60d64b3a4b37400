"""Incidents as GeoParquet 1.1: one row each, points in WKB with a covering bounding box, written batch by batch."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from dateline.export.contract import Format, Selection, Written
from dateline.export.maps.batches import BBOX, GEOMETRY, batches_of, schema_of
from dateline.export.maps.rows import INCIDENT_COLUMNS, Bounds
from dateline.export.words.credits import CREDIT


def write(selection: Selection, path: Path) -> Written:
    """Write one Parquet file; the key ``geo`` of its metadata is GeoParquet's, ``dateline`` what the export says of itself."""
    import pyarrow.parquet as pq

    bounds, incidents = Bounds(), 0
    schema = schema_of(INCIDENT_COLUMNS, bbox=True)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches_of(selection.incidents(), INCIDENT_COLUMNS, schema, bounds):
            incidents += batch.num_rows
            writer.write_batch(batch)
        about = {**asdict(selection.about), "credit": CREDIT, "incidents": incidents, "without_point": bounds.without}
        writer.add_key_value_metadata(
            {"geo": json.dumps(_geo(bounds)), "dateline": json.dumps(about, ensure_ascii=False)}
        )
    return Written(counts={"incidents": incidents, "of the incidents without a point": bounds.without})


def _geo(bounds: Bounds) -> dict[str, object]:
    """GeoParquet's own metadata. Without a ``crs`` the coordinates are longitude and latitude on WGS 84 (OGC:CRS84)."""
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": {"bbox": {side: [BBOX, side] for side in ("xmin", "ymin", "xmax", "ymax")}},
    }
    if bounds.box is not None:
        column["bbox"] = list(bounds.box)
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


EXPORT = Format(name="geoparquet", title="Incidents as GeoParquet 1.1", suffix=".parquet", write=write)
