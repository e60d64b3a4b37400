"""Excel workbooks (XLSX): of each sheet with texts, a row a document; of formulas, the values saved with them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from dateline.errors import ReadError
from dateline.read.columns import Row, header, read_rows, row_bytes
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions, Skipped
from dateline.read.extras import require
from dateline.read.limits import seekable

_HEADER_WITHIN = 20
"""A sheet may begin with a title and blank rows; the names of columns stand within the first rows."""
_MOST_COLUMNS = 2000
_MOST_BYTES = 512 * 2**20
_MOST_SHARED = 64 * 2**20
_ENTITY = b"<!ENTITY"
_DAMAGES = (
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    NotImplementedError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    AssertionError,
)
"""What openpyxl raises on damaged workbooks: it has no error of its own for them."""


def _sniff(head: bytes) -> float:
    return 0.96 if head.startswith(b"PK\x03\x04") and b"xl/" in head else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    openpyxl = require("openpyxl", where)
    stream = seekable(stream, where, options.allowance)
    _check_size(stream, where)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except _DAMAGES as error:
        raise ReadError(where, f"it cannot be opened as a workbook ({_said(error)})", "Save it again") from error
    try:
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        without: list[ReadError] = []
        for sheet in sheets:
            try:
                yield from _sheet(sheet, f"{where}, sheet {sheet.title!r}", options)
            except _DamagedError as error:
                yield ReadFailure(error.where, error)
            except ReadError as error:
                without.append(error)
        yield from _untold(without, len(sheets), where)
    finally:
        book.close()


class _DamagedError(ReadError):
    """A sheet cannot be read, or not to its end; other than one that holds no texts, which may be as it should be."""


def _untold(without: list[ReadError], sheets: int, where: str) -> Iterator[Item]:
    """Sheets without texts: a failure where there is no other, else counted, as notes and figures beside the reports."""
    if not sheets:
        raise ReadError(where, "it has no sheet with cells", "Check how it was saved")
    if len(without) == sheets:
        yield from (ReadFailure(error.where, error) for error in without)
    elif without:
        yield Skipped(where, {"sheet without texts": len(without)})


def _sheet(sheet: Any, where: str, options: ReadOptions) -> Iterator[Item]:
    # What the file says of the sheet's size may be wrong, or far too large.
    sheet.reset_dimensions()
    rows = _values(sheet, where)
    is_empty = True
    for number, cells in rows:
        is_empty = is_empty and not any(cell not in (None, "") for cell in cells)
        if sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells) >= min(2, len(cells)) and cells:
            columns = header(cells)
            yield from read_rows(columns, _rows(rows, columns, where), where, options)
            return
        if number >= _HEADER_WITHIN:
            break
    within = f"its first {_HEADER_WITHIN} rows"
    problem = f"{within} are empty" if is_empty else f"no names of columns stand in {within}"
    raise ReadError(where, problem, "Put the names of columns into the first row")


def _rows(values: Iterator[tuple[int, tuple[Any, ...]]], columns: list[str], where: str) -> Iterator[Row]:
    for number, cells in values:
        if any(cell not in (None, "") for cell in cells):
            row = dict(zip(columns, cells, strict=False))
            yield Row(f"{where}, row {number}", row, row_bytes(row))


def _values(sheet: Any, where: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows with their numbers. Raises ReadError where the sheet is damaged: what came before is out by then."""
    try:
        yield from enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1)
    except _DAMAGES as error:
        raise _DamagedError(where, f"the sheet is damaged ({_said(error)})", "Save the workbook again") from error


def _check_size(stream: BinaryIO, where: str) -> None:
    """Raises ReadError where the parts are too large, or hold entities. The shared texts are held in memory as a whole."""
    try:
        with zipfile.ZipFile(stream) as parts:
            infos = parts.infolist()
            whole = sum(info.file_size for info in infos)
            shared = sum(info.file_size for info in infos if info.filename.lower().endswith("sharedstrings.xml"))
            if whole > _MOST_BYTES or shared > _MOST_SHARED:
                problem = f"it unpacks to {whole:,} bytes, {shared:,} of them shared texts, more than can be held"
                raise ReadError(where, problem, "Save it as CSV, which is read a row at a time")
            for info in infos:
                if info.filename.lower().endswith((".xml", ".rels")):
                    with parts.open(info) as part:
                        if _ENTITY in part.read(2**14):
                            problem = "it declares entities of its own, which no workbook needs"
                            raise ReadError(where, problem, "Save it again")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ReadError(where, f"it cannot be opened as a workbook ({_said(error)})", "Save it again") from error
    finally:
        stream.seek(0)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error!s:.150}"


READER = Reader(name="xlsx", suffixes=(".xlsx", ".xlsm"), sniff=_sniff, read=_read)
