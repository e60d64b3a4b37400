"""JSON Lines: one object a line, read a line at a time, however long the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions
from dateline.read.encoding import decode
from dateline.read.json_object import NotJsonError, parse, receive_value

UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _sniff(head: bytes) -> float:
    """An object that ends where its line does, or a line that is longer than the head."""
    line, newline, _ = head.removeprefix(UTF8_MARK).lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return 0.0
    return 0.8 if line.rstrip().endswith(b"}") or not newline else 0.3


def read_lines(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    """The document of every line that is not blank, or why there is none.

    Raises ReadError when the file as a whole is no JSON Lines; whatever was good before is out by then.
    """
    any_line = False
    for number, line in lines_from(stream, options.max_bytes):
        line_where = f"{where}, line {number}"
        if number == 1:
            refuse_other_files(line, where)
        content = line.removeprefix(UTF8_MARK) if number == 1 else line
        if not content.strip():
            continue
        any_line = True
        try:
            yield from read_line(content, line_where, options)
        except ReadError as error:
            yield ReadFailure(line_where, error)
    if not any_line:
        raise ReadError(where, "the file is empty", "Check how it was saved")


def read_line(line: bytes, where: str, options: ReadOptions) -> Iterator[Item]:
    """The documents of one line, with its ending. Raises ReadError where it is none that can be read."""
    if len(line) > options.max_bytes and not line.endswith(b"\n"):
        problem = f"the line is longer than {options.max_bytes:,} bytes"
        raise ReadError(where, problem, "Write one report a line")
    original = line.removesuffix(b"\n").removesuffix(b"\r")
    decoded = decode(original, where)
    try:
        value = parse(decoded.text)
    except NotJsonError as error:
        raise ReadError(where, f"it is not valid JSON ({error}, column {error.column})", "Mend the line") from error
    yield from receive_value(value, original, where, options, decoded.notes)


def lines_from(stream: BinaryIO, limit: int, first: int = 1) -> Iterator[tuple[int, bytes]]:
    """Every line with its number, from ``first``. Of a line beyond the limit, only as much as shows that it is."""
    number = first - 1
    while line := stream.readline(limit + 1):
        number += 1
        yield number, line
        while len(line) > limit and not line.endswith(b"\n"):
            line = stream.readline(limit + 1)


def refuse_other_files(line: bytes, where: str) -> None:
    """Raises ReadError where the first line shows that the file is no JSON Lines."""
    if line.startswith(_WIDE_MARKS):
        raise ReadError(where, "it is UTF-16, and JSON Lines are UTF-8", "Save it as UTF-8")
    if line.strip() in {b"{", b"["}:
        problem = "it is one JSON value over many lines, not JSON Lines"
        raise ReadError(where, problem, "Name it .json, or write one object a line")


READER = Reader(name="json lines", suffixes=(".jsonl", ".ndjson", ".jsonlines"), sniff=_sniff, read=read_lines)
