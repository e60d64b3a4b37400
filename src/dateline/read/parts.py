"""Large files in parts that are read by themselves: lines of JSON Lines, rows of Parquet, records of WARC.

A part begins where it is sought: at a byte, a row or a record. Where it begins and ends depends on the file's bytes and on the
size that is asked for, and on nothing else. Other files are one part.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from dateline.errors import ReadError
from dateline.read.columns import read_rows
from dateline.read.contract import Item, ReadFailure, ReadOptions, Skipped
from dateline.read.formats import json_lines, parquet, warc
from dateline.read.limits import Allowance
from dateline.read.registry import reader_of_bytes, reader_of_name
from dateline.read.route import guarded, read_path, unpacker_of
from dateline.read.warc_records import Damage, records

_PIECE = 2**20
_HEAD = 2**14
_GZIP = b"\x1f\x8b"
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError)
Kind = Literal["lines", "rows", "records", "whole"]
Begin = Callable[[int], None]
"""Is told the number of the line, row or record that is read next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the file at ``path``, whose bytes have that SHA-256.

    It holds the lines, rows or records from number ``first`` (from 1) to before ``end``, or to the end of the file;
    ``start`` is where they begin: a byte, after unpacking where the file is packed as a whole.
    """

    path: str
    sha256: str
    kind: Kind
    first: int = 1
    end: int | None = None
    start: int = 0


def cut(path: Path, size: int) -> list[Part]:
    """The parts of a file, of so many lines, rows or records each. Raises ReadError when it cannot be read at all.

    Where it is damaged, the last part goes to its end: reading tells of the damage.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0)
            return _cut(path, file, head, size)
    except OSError as error:
        raise ReadError(str(path), f"it cannot be read ({error})", "Check the path and the disk") from error


def read_part(
    part: Part, options: ReadOptions, *, skip: frozenset[int] = frozenset(), begin: Begin = lambda number: None
) -> Iterator[tuple[int, Item]]:
    """What the part holds, in order, each with the number of its line, row or record; ``skip`` leaves some out unread.

    Nothing is raised: what cannot be read is a ReadFailure where it stands.
    """
    options = replace(options, allowance=Allowance(options.allowance.limits))
    seen = part.first

    def noted(number: int) -> None:
        nonlocal seen
        seen = number
        begin(number)

    reading = _READING[part.kind](part, options, skip, noted)
    for item in guarded(reading, part.path):
        yield seen, item


def _cut(path: Path, file: BinaryIO, head: bytes, size: int) -> list[Part]:
    unpacker = unpacker_of(head)
    hashed = _Hashed(file)
    inner = cast(BinaryIO, unpacker(cast(BinaryIO, hashed)) if unpacker else hashed)
    if unpacker:
        try:
            head = inner.read(_HEAD)
        except _DAMAGE:
            head = b""
        file.seek(0)
        hashed = _Hashed(file)
        inner = cast(BinaryIO, unpacker(cast(BinaryIO, hashed)))
    reader = reader_of_name(path.name, head) or reader_of_bytes(head)
    kind: Kind = "whole"
    starts: list[tuple[int, int]] = [(1, 0)]
    end: int | None = None
    if reader is json_lines.READER and not _is_other(head):
        kind = "lines"
        starts, end = _line_starts(inner, size)
    elif reader is parquet.READER and not unpacker:
        kind = "rows"
        starts, end = _row_starts(path, size)
    elif reader is warc.READER and head and unpacker and _is_gzip(file):
        kind = "records"
        starts = list(_member_starts(hashed, size))
    sha256 = hashed.digest()
    ends = [first for first, _ in starts[1:]] + [end]
    return [
        Part(path=str(path), sha256=sha256, kind=kind, first=first, end=until, start=start)
        for (first, start), until in zip(starts, ends, strict=True)
        if until is None or until > first
    ] or [Part(path=str(path), sha256=sha256, kind="whole")]


def _is_gzip(file: BinaryIO) -> bool:
    """Whether the file, which stands at its start, is packed with gzip; it stands there afterwards."""
    packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    return packed


def _is_other(head: bytes) -> bool:
    try:
        json_lines.refuse_other_files(head.partition(b"\n")[0], "")
    except ReadError:
        return True
    return False


class _Hashed(io.RawIOBase):
    """A stream whose bytes are hashed as they are read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._digest.update(data)
        return len(data)

    def digest(self) -> str:
        """The hash of the whole, what was not read yet included."""
        while piece := self._stream.read(_PIECE):
            self._digest.update(piece)
        return self._digest.hexdigest()


def _line_starts(stream: BinaryIO, size: int) -> tuple[list[tuple[int, int]], int | None]:
    """The number and byte at which each part begins, and the number of the line after the last (None: damaged)."""
    starts, lines, at, last = [(1, 0)], 0, 0, b"\n"
    try:
        while piece := stream.read(_PIECE):
            ahead, searched = piece.count(b"\n"), 0
            while (missing := size * len(starts) - lines) <= ahead:
                searched = len(piece) - len(piece[searched:].split(b"\n", missing)[-1])
                lines, ahead = lines + missing, ahead - missing
                starts.append((lines + 1, at + searched))
            lines += ahead
            at += len(piece)
            last = piece[-1:]
    except _DAMAGE:
        return starts, None
    return starts, lines + 1 + (last != b"\n")


def _row_starts(path: Path, size: int) -> tuple[list[tuple[int, int]], int | None]:
    with path.open("rb") as stream:
        try:
            rows = parquet.open_table(stream, str(path)).metadata.num_rows
        except ReadError:  # reading says it too, as a failure
            return [(1, 0)], None
    return [(first, 0) for first in range(1, max(rows, 1) + 1, size)], None


def _member_starts(stream: io.RawIOBase, size: int) -> Iterator[tuple[int, int]]:
    """The number of the record and the byte at which each part begins; a record is a gzip member."""
    number, at, data = 0, 0, b""
    while data or (data := stream.read(_PIECE) or b""):
        if number % size == 0:
            yield number + 1, at
        number += 1
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            while not member.eof:
                given = len(data)
                member.decompress(data, _PIECE)
                data = member.unconsumed_tail if not member.eof else member.unused_data
                at += given - len(data)
                if not member.eof and not data and not (data := stream.read(_PIECE) or b""):
                    return
        except zlib.error:
            return


def _read_lines(part: Part, options: ReadOptions, skip: frozenset[int], begin: Begin) -> Iterator[Item]:
    with open(part.path, "rb") as file:
        unpacker = unpacker_of(file.peek(8))
        stream = cast(BinaryIO, unpacker(file) if unpacker else file)
        stream.seek(part.start)
        for number, line in json_lines.lines_from(stream, options.max_bytes, part.first):
            if part.end is not None and number >= part.end:
                return
            content = line.removeprefix(json_lines.UTF8_MARK) if number == 1 else line
            if number in skip or not content.strip():
                continue
            begin(number)
            where = f"{part.path}, line {number}"
            yield from _unit(json_lines.read_line(content, where, options), where)


def _read_rows(part: Part, options: ReadOptions, skip: frozenset[int], begin: Begin) -> Iterator[Item]:
    with open(part.path, "rb") as file:
        table = parquet.open_table(file, part.path)
        columns = list(table.schema_arrow.names)
        counts = [table.metadata.row_group(n).num_rows for n in range(table.metadata.num_row_groups)]
        before, groups, passed = 0, [], 0
        for number, count in enumerate(counts):
            if before + count < part.first:
                passed = before + count
            elif part.end is None or before + 1 < part.end:
                groups.append(number)
            before += count
        for number, row in enumerate(parquet.rows_of(table, part.path, groups, passed), passed + 1):
            if part.end is not None and number >= part.end:
                return
            if number < part.first or number in skip:
                continue
            begin(number)
            yield from _unit(read_rows(columns, [row], row.where, options), row.where)
        if not before:
            yield from read_rows(columns, [], part.path, options)


def _read_records(part: Part, options: ReadOptions, skip: frozenset[int], begin: Begin) -> Iterator[Item]:
    passed: Counter[str] = Counter()
    with open(part.path, "rb") as file:
        file.seek(part.start)
        for record in records(file, options.max_bytes):
            number = part.first + record.number - 1
            if part.end is not None and number >= part.end:
                break
            if isinstance(record, Damage):
                yield warc.damage(replace(record, number=number), part.path)
                continue
            if number in skip:
                continue
            begin(number)
            record = replace(record, number=number)
            allowed = replace(options, allowance=Allowance(options.allowance.limits))
            yield from _unit(warc.read_record(record, part.path, allowed, passed), f"{part.path}, record {number}")
    if passed:
        yield Skipped(part.path, dict(passed))


def _read_whole(part: Part, options: ReadOptions, skip: frozenset[int], begin: Begin) -> Iterator[Item]:
    if 1 in skip:
        return
    begin(1)
    yield from read_path(Path(part.path), options=options)


def _unit(items: Iterable[Item], where: str) -> Iterator[Item]:
    """What one line, row or record holds; an error costs it alone."""
    try:
        yield from items
    except ReadError as error:
        yield ReadFailure(where, error)


_READING = {"lines": _read_lines, "rows": _read_rows, "records": _read_records, "whole": _read_whole}
