"""Rows for maps as Arrow batches, with points in WKB: what GeoParquet and GeoPackage are written from."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dateline.export.maps.rows import Bounds, Item, Kind, MapColumn, point_of, row_of

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY = "geometry"
BBOX = "bbox"
_BATCH = 5000
_WKB_POINT = struct.Struct("<BIdd")


def schema_of(columns: tuple[MapColumn[Any], ...], *, bbox: bool) -> pa.Schema:
    """The Arrow schema of the columns, then the geometry in WKB, and with ``bbox`` what encloses it."""
    import pyarrow as pa

    fields = [pa.field(column.name, _type_of(column.kind), metadata={"meaning": column.meaning}) for column in columns]
    fields.append(pa.field(GEOMETRY, pa.binary()))
    if bbox:
        sides = [pa.field(side, pa.float64(), nullable=False) for side in ("xmin", "ymin", "xmax", "ymax")]
        fields.append(pa.field(BBOX, pa.struct(sides)))
    return pa.schema(fields)


def batches_of(
    items: Iterable[Item], columns: tuple[MapColumn[Item], ...], schema: pa.Schema, bounds: Bounds
) -> Iterator[pa.RecordBatch]:
    """The items as batches of the schema; every point is added to ``bounds``."""
    import pyarrow as pa

    rows: list[dict[str, object]] = []
    for item in items:
        row: dict[str, object] = {}
        values = row_of(item, columns)
        point = point_of(values)
        bounds.add(point)
        row.update(values)
        row[GEOMETRY] = _WKB_POINT.pack(1, 1, *point) if point else None
        if BBOX in schema.names:
            row[BBOX] = dict(zip(("xmin", "ymin", "xmax", "ymax"), point * 2, strict=True)) if point else None
        rows.append(row)
        if len(rows) == _BATCH:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
            rows = []
    if rows:
        yield pa.RecordBatch.from_pylist(rows, schema=schema)


def _type_of(kind: Kind) -> pa.DataType:
    import pyarrow as pa

    types = {
        "text": pa.string(), "integer": pa.int64(), "real": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()
    }  # fmt: skip
    return types[kind]
