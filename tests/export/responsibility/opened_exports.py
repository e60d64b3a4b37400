"""Everything that a stranger can find in an export: its texts, out of archives and tables too, and its coordinates."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_POINT_FIELDS = re.compile(r"^(lat|latitude|lon|lng|longitude|y|x)$|_lat$|_lon$|_latitude$|_longitude$")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def files_of(path: Path) -> list[Path]:
    """The files of an export."""
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def texts_of(path: Path) -> Iterator[str]:
    """Every text of the file: as it stands, with escapes resolved, and the cells of tables."""
    yield path.name
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                yield member.filename
                yield _decoded(archive.read(member))
    elif path.suffix == ".parquet":
        yield json.dumps(_parquet(path), ensure_ascii=False, default=str)
        yield str(_metadata(path))
    elif data.startswith(b"SQLite format 3"):
        yield json.dumps(list(_sqlite(path)), ensure_ascii=False, default=str)
    else:
        yield _decoded(data)


def folded(text: str) -> str:
    """The text as a careless reader compares names: small letters, no accents, escapes resolved."""
    plain = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text).replace("%20", " ")
    return "".join(c for c in unicodedata.normalize("NFKD", plain.casefold()) if not unicodedata.combining(c))


def numbers_of(path: Path) -> Iterator[float]:
    """Every number of the export that is a latitude or a longitude."""
    if path.suffix == ".parquet":
        yield from _points(_parquet(path))
    elif path.suffix in (".json", ".geojson", ".jsonl") or path.name.endswith(".ftm.json"):
        text = path.read_text("utf-8")
        for part in [text] if path.suffix != ".jsonl" and not path.name.endswith(".ftm.json") else text.splitlines():
            yield from _points(json.loads(part))
    elif path.suffix == ".csv":
        import csv

        with path.open(encoding="utf-8", newline="") as stream:
            yield from _points(list(csv.DictReader(stream)))
    elif path.suffix == ".kml":
        for found in re.findall(r"<coordinates>([^<]*)</coordinates>", path.read_text("utf-8")):
            yield from (float(n) for n in re.split(r"[\s,]+", found.strip()) if n)
    elif path.suffix == ".gpkg":
        import geopandas
        import pyogrio

        for layer in pyogrio.list_layers(path)[:, 0]:
            frame = geopandas.read_file(path, layer=layer)
            for point in getattr(frame, "geometry", []) if "geometry" in frame else []:
                if point is not None and not point.is_empty:
                    yield from (point.centroid.x, point.centroid.y)


def _points(value: Any, name: str = "") -> Iterator[float]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _points(inner, str(key))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _points(inner, name)
    elif isinstance(value, str) and value[:1] in "[{":
        try:
            yield from _points(json.loads(value), name)
        except ValueError:
            return
    elif value not in (None, "") and (name == "coordinates" or _POINT_FIELDS.search(name.casefold())):
        number = float(value)
        if number == number:
            yield number


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _parquet(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def _metadata(path: Path) -> dict[str, str]:
    import pyarrow.parquet as pq

    return {_decoded(k): _decoded(v) for k, v in (pq.read_schema(path).metadata or {}).items()}


def _sqlite(path: Path) -> Iterator[Any]:
    with sqlite3.connect(path) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield [cell if not isinstance(cell, bytes) else _decoded(cell) for cell in row]
