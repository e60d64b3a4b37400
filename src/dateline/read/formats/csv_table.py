"""CSV and its kin (tabs, semicolons, bars): a row a document, read a row at a time."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read.columns import Row, header, read_rows
from dateline.read.contract import Item, Reader, ReadOptions
from dateline.read.encoding import decode
from dateline.records import Note

_DELIMITERS = (",", "\t", ";", "|")
_HEAD = 2**16
_JUDGED_ROWS = 50
_LONGEST_CELL = 131_072
_MOST_COLUMNS = 2000
_LONGEST_LINE = 8 * 2**20


def _sniff(head: bytes) -> float:
    """Named so, mostly; else only where the first lines have many columns, always as many."""
    text = head.decode("utf-8", "replace")
    share, columns, _ = max(_fit(text, delimiter) for delimiter in _DELIMITERS)
    return 0.3 if share == 1.0 and columns >= 3 and text.count("\n") > 2 else 0.05


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    head = stream.read(_HEAD)
    if not head.strip():
        raise ReadError(where, "the file is empty", "Check how it was saved")
    encoding, notes = _encoding(head, where)
    lines = _Lines(stream, head, encoding)
    delimiter = _delimiter(head.decode(encoding, "replace").removeprefix("\ufeff"))
    table = _Limited(csv.reader(lines, delimiter=delimiter, strict=False), max(_LONGEST_CELL, options.max_chars * 2))
    try:
        columns = header(next(table))
    except (StopIteration, csv.Error) as error:
        raise ReadError(where, f"its first row cannot be read ({error})", "Check how it was saved") from error
    if len(columns) > _MOST_COLUMNS:
        raise ReadError(where, f"its first row has {len(columns):,} columns", "Check how it was saved")
    lines.taken()
    yield from read_rows(columns, _rows(table, lines, columns, where, notes), where, options)


class _Limited(Iterator[list[str]]):
    """The rows of a table whose cells have up to ``longest`` characters; after one that has more, it goes on.

    The limit of Python's reader is the whole process's: it is set for each row, and put back for whoever else reads.
    """

    def __init__(self, table: Iterator[list[str]], longest: int) -> None:
        self._table, self._longest = table, longest

    def __next__(self) -> list[str]:
        before = csv.field_size_limit(self._longest)
        try:
            return next(self._table)
        finally:
            csv.field_size_limit(before)


def _rows(
    table: Iterator[list[str]], lines: _Lines, columns: list[str], where: str, notes: tuple[Note, ...]
) -> Iterator[Row]:
    """Every row that is not blank, numbered as spreadsheets do: the first below the names is row 2."""
    number = 1
    while True:
        number += 1
        row_where = f"{where}, row {number}"
        try:
            cells = next(table, None)
        except csv.Error as error:
            lines.taken()
            yield Row(row_where, {}, b"", f"the row cannot be read ({error})")
            continue
        is_cut, original = lines.is_cut, lines.taken()
        if cells is None:
            return
        if not any(cells):
            continue
        problem = ""
        if is_cut:
            problem = f"it has a line of more than {_LONGEST_LINE:,} characters"
        elif len(cells) > len(columns) and any(cells[len(columns) :]):
            problem = f"it has {len(cells)} cells, and there are {len(columns)} columns: a quote or delimiter is amiss"
        yield Row(row_where, dict(zip(columns, cells, strict=False)), original, problem, (*notes, *_damage(cells)))


def _damage(cells: list[str]) -> tuple[Note, ...]:
    broken = sum(cell.count("\ufffd") for cell in cells)
    return (
        (Note(code="W101", message=f"the text is damaged: {broken} characters were read as U+FFFD"),) if broken else ()
    )


@dataclass(slots=True)
class _Lines:
    """The lines of the stream as text, for the csv module, and the bytes of those that it took since last asked."""

    stream: BinaryIO
    head: bytes
    encoding: str
    is_cut: bool = False
    """Whether one of those was longer than may be, and its rest was passed over."""
    _bytes: list[bytes] = field(default_factory=list)
    _text: io.TextIOWrapper | None = None

    def __iter__(self) -> Iterator[str]:
        joined = io.BufferedReader(_Joined(self.head, self.stream))
        with io.TextIOWrapper(joined, self.encoding, errors="replace", newline="") as text:
            first = True
            while line := text.readline(_LONGEST_LINE):
                line = line.removeprefix("\ufeff") if first else line
                first = False
                if len(line) == _LONGEST_LINE:
                    self._pass_over_rest(text)
                self._bytes.append(line.encode(self.encoding, "replace"))
                yield line

    def _pass_over_rest(self, text: io.TextIOWrapper) -> None:
        self.is_cut = True
        while (rest := text.readline(_LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass

    def taken(self) -> bytes:
        """The bytes of the lines taken since the last call, without the last line end."""
        taken = b"".join(self._bytes)
        self._bytes.clear()
        self.is_cut = False
        return taken.rstrip(b"\r\n") if not self.encoding.startswith("utf-16") else taken


class _Joined(io.RawIOBase):
    """The head that was read already, then the rest of the stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As :meth:`io.RawIOBase.readinto`."""
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _encoding(head: bytes, where: str) -> tuple[str, tuple[Note, ...]]:
    """The encoding of the table, by its first 64 KiB. A character cut in two at their end is no damage."""
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16", ()
    whole = head
    if len(head) == _HEAD and (cut := head.rfind(b"\n")) > 0:
        whole = head[: cut + 1]
    decoded = decode(whole, where)
    return decoded.encoding, decoded.notes


def _delimiter(text: str) -> str:
    """The delimiter that gives most rows one number of columns above one; of those, the most columns."""
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter)[:2])


def _fit(text: str, delimiter: str) -> tuple[float, int, str]:
    """The share of the first rows that have as many columns as the first, that number, and the delimiter."""
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if row:
                counts.append(len(row))
            if len(counts) > _JUDGED_ROWS:
                break
    except csv.Error:
        return 0.0, 0, delimiter
    if not counts or counts[0] < 2:
        return 0.0, 1, delimiter
    # The last row may be cut off where the head ends.
    judged = counts[:-1] if len(counts) > 2 else counts
    return Counter(judged)[counts[0]] / len(judged), counts[0], delimiter


READER = Reader(name="csv", suffixes=(".csv", ".tsv", ".tab"), sniff=_sniff, read=_read)
