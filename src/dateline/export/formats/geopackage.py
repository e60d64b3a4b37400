"""Incidents, claims and places as layers of a GeoPackage, with a table that says what the export is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.export.contract import Format, Selection, Written
from dateline.export.maps.batches import GEOMETRY, batches_of, schema_of
from dateline.export.maps.rows import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    PLACE_COLUMNS,
    Bounds,
    Item,
    MapColumn,
    claims_in,
    places_in,
)
from dateline.export.words.credits import CREDIT

if TYPE_CHECKING:
    import pyarrow as pa


def write(selection: Selection, path: Path) -> Written:
    """Write the layers ``incidents``, ``claims`` and ``places``, and the tables ``columns`` and ``about``."""
    claims = (claim for coded in selection.documents() for claim in claims_in(coded, selection.answering(coded)))
    places = chain.from_iterable(places_in(coded) for coded in selection.documents())
    counts: dict[str, int] = {}
    with _written_at(selection.about.made):
        for layer, (rows, without) in {
            "incidents": _write_layer(path, "incidents", selection.incidents(), INCIDENT_COLUMNS),
            "claims": _write_layer(path, "claims", claims, CLAIM_COLUMNS),
            "places": _write_layer(path, "places", places, PLACE_COLUMNS),
        }.items():
            counts[layer] = rows
            counts[f"of the {layer} without a point"] = without
        _write_table(path, "columns", _columns())
        _write_table(path, "about", _about(selection, counts))
    return Written(counts=counts)


def _write_layer(
    path: Path, layer: str, items: Iterable[Item], columns: tuple[MapColumn[Item], ...]
) -> tuple[int, int]:
    """Write a layer of points, batch by batch; how many rows it has, and how many of them have no point."""
    import pyarrow as pa
    from pyogrio import write_arrow

    bounds, schema, rows = Bounds(), schema_of(columns, bbox=False), 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal rows
        for batch in batches_of(items, columns, schema, bounds):
            rows += batch.num_rows
            yield batch

    write_arrow(
        pa.RecordBatchReader.from_batches(schema, counted()),
        path, layer=layer, driver="GPKG", geometry_name=GEOMETRY, geometry_type="Point", crs="EPSG:4326",
        append=path.exists(),
    )  # fmt: skip
    return rows, bounds.without


def _write_table(path: Path, name: str, table: pa.Table) -> None:
    from pyogrio import write_arrow

    write_arrow(table, path, layer=name, driver="GPKG", append=True)


def _columns() -> pa.Table:
    """The meaning of every column of every layer."""
    import pyarrow as pa

    layers: dict[str, tuple[MapColumn[Any], ...]] = {
        "incidents": INCIDENT_COLUMNS,
        "claims": CLAIM_COLUMNS,
        "places": PLACE_COLUMNS,
    }
    rows = [
        {"layer": layer, "column": column.name, "meaning": column.meaning}
        for layer, columns in layers.items()
        for column in columns
    ]
    return pa.Table.from_pylist(rows)


def _about(selection: Selection, counts: dict[str, int]) -> pa.Table:
    import pyarrow as pa

    said = {**asdict(selection.about), "credit": CREDIT, "counts": counts}
    rows = [
        {"name": name, "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}
        for name, value in said.items()
        if value is not None
    ]
    return pa.Table.from_pylist(rows)


@contextmanager
def _written_at(made: str) -> Iterator[None]:
    """GDAL writes this time into the file instead of the clock's: the same selection gives the same file."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options

    option = "OGR_CURRENT_DATE"
    before = get_gdal_config_option(option)
    moment = datetime.fromisoformat(made).astimezone(UTC)
    set_gdal_config_options({option: moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")})
    try:
        yield
    finally:
        set_gdal_config_options({option: before})


EXPORT = Format(
    name="geopackage",
    title="Incidents, claims and places as a GeoPackage",
    suffix=".gpkg",
    extra="geo",
    packages=("pyogrio",),
    write=write,
)
