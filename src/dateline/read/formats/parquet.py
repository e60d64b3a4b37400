"""Parquet: a row a document, read a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.read.columns import Row, read_rows, row_bytes
from dateline.read.contract import Item, Reader, ReadOptions
from dateline.read.limits import seekable

if TYPE_CHECKING:
    import pyarrow.parquet

_MAGIC = b"PAR1"
_BATCH = 64
_MOST_GROUP_BYTES = 512 * 2**20
"""The most bytes of one group of rows: of it, the pages of every column are held while its rows are read."""


def _sniff(head: bytes) -> float:
    return 1.0 if head.startswith(_MAGIC) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    table = open_table(seekable(stream, where, options.allowance), where)
    columns = list(table.schema_arrow.names)
    yield from read_rows(columns, rows_of(table, where), where, options)


def open_table(stream: BinaryIO, where: str) -> pyarrow.parquet.ParquetFile:
    """The table. Raises ReadError where it is none, or a group of its rows is too large to be held."""
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(stream, pre_buffer=False)
        table.schema_arrow  # noqa: B018 (a schema that Arrow does not know is found here)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise ReadError(where, f"it cannot be opened as Parquet ({error!s:.200})", "Write it again") from error
    for number in range(table.metadata.num_row_groups):
        size = table.metadata.row_group(number).total_byte_size
        if size > _MOST_GROUP_BYTES:
            problem = f"its group of rows {number + 1} has {size:,} bytes, more than {_MOST_GROUP_BYTES:,}"
            raise ReadError(where, problem, "Write it with smaller row groups")
    return table


def rows_of(
    table: pyarrow.parquet.ParquetFile, where: str, groups: list[int] | None = None, before: int = 0
) -> Iterator[Row]:
    """Every row, from 1, or those of some row groups, ``before`` which so many rows stand.

    Raises ReadError where the data is damaged: what came before is out by then.
    """
    import pyarrow

    number = before
    try:
        for batch in table.iter_batches(batch_size=_BATCH, row_groups=groups, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                cells = {str(name): value for name, value in row.items()}
                yield Row(f"{where}, row {number}", cells, row_bytes(cells))
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise ReadError(where, f"it is damaged after row {number} ({error!s:.200})", "Write it again") from error


READER = Reader(name="parquet", suffixes=(".parquet", ".pq"), sniff=_sniff, read=_read)
