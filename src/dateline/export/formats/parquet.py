"""A folder of Parquet tables, without loss: incidents, documents, and one a layer; and the way back from it to records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.errors import ExportError
from dateline.export.arrow import LAYERS, TABLES, document_of, row_of, schema_of
from dateline.export.contract import Format, Selection, Written
from dateline.incidents import Incident
from dateline.records import CodedDocument

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_ROWS_AT_ONCE = 2_000
_DOCUMENTS_AT_ONCE = 250


def write(selection: Selection, path: Path) -> Written:
    """Fill the folder; a table that has no rows has its columns all the same."""
    about = json.dumps(asdict(selection.about), ensure_ascii=False)
    with ExitStack() as open_tables:
        tables = {name: open_tables.enter_context(Table(path, name, about)) for name in TABLES}
        for incident in selection.incidents():
            tables["incidents"].add(row_of(incident))
        for coded in selection.documents():
            tables["documents"].add(row_of(coded.document))
            for layer in LAYERS:
                for item in getattr(coded, layer):
                    tables[layer].add(row_of(item, coded.document.id))
    return Written(counts={name: table.count for name, table in tables.items()})


def read_incidents(folder: Path) -> Iterator[Incident]:
    """The incidents of such a folder. Raises ExportError when it is none."""
    for row in read_rows(folder, "incidents"):
        yield Incident.model_validate_json(json.dumps(row))


def read_documents(folder: Path) -> Iterator[CodedDocument]:
    """The coded documents of such a folder, one after the other. Raises ExportError when it is none, or it does not fit together."""
    groups = {layer: _Groups(folder, layer) for layer in LAYERS}
    for row in read_rows(folder, "documents"):
        yield document_of(row, {layer: group.of(row["id"]) for layer, group in groups.items()})
    if odd := next((layer for layer, group in groups.items() if not group.empty), None):
        raise ExportError(f"{folder}: {odd}.parquet has rows of documents that documents.parquet does not have there")


class Table:
    """A table that takes one row after the other, and writes some at once; ``schema`` is that of its name unless given."""

    def __init__(self, folder: Path, name: str, about: str, schema: pa.Schema | None = None) -> None:
        import pyarrow.parquet as pq

        self._schema = (schema or schema_of(name)).with_metadata({"dateline": about})
        self._writer: pq.ParquetWriter = pq.ParquetWriter(folder / f"{name}.parquet", self._schema, compression="zstd")
        self._most = _DOCUMENTS_AT_ONCE if name == "documents" else _ROWS_AT_ONCE
        self._waiting: list[Mapping[str, Any]] = []
        self.count = 0

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def add(self, row: Mapping[str, Any]) -> None:
        """Take one more row."""
        self._waiting.append(row)
        self.count += 1
        if len(self._waiting) >= self._most:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_batch(pa.RecordBatch.from_pylist(self._waiting, schema=self._schema))
            self._waiting.clear()


class _Groups:
    """The rows of a layer, document by document, in the order of the documents."""

    def __init__(self, folder: Path, layer: str) -> None:
        self._groups = groupby(read_rows(folder, layer), key=itemgetter("document"))
        self._next = next(self._groups, None)

    @property
    def empty(self) -> bool:
        return self._next is None

    def of(self, document: str) -> list[dict[str, Any]]:
        if self._next is None or self._next[0] != document:
            return []
        rows = [{name: value for name, value in row.items() if name != "document"} for row in self._next[1]]
        self._next = next(self._groups, None)
        return rows


def read_rows(folder: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table of such a folder. Raises ExportError when it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{table}.parquet"
    try:
        opened = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise ExportError(f"{path} cannot be read as a table of an export: {error}") from error
    with opened as file:
        for batch in file.iter_batches(_DOCUMENTS_AT_ONCE):
            yield from batch.to_pylist()


EXPORT = Format(
    name="parquet", title="A folder of Parquet tables, without loss, for DuckDB and pandas", suffix="", write=write
)
