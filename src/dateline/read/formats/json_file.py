"""A JSON file: one object, or a list of objects; or a shape that :mod:`dateline.read.json_shapes` knows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read.assemble import read_whole
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions
from dateline.read.encoding import decode
from dateline.read.formats.json_lines import read_lines
from dateline.read.json_object import NotJsonError, parse, receive_value


def _sniff(head: bytes) -> float:
    """A list, or an object that goes on after its first line."""
    head = head.lstrip()
    if head[:1] == b"[":
        return 0.7
    return 0.6 if head[:1] == b"{" else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    data = read_whole(stream, where, options)
    decoded = decode(data, where)
    if decoded.text.isspace():
        raise ReadError(where, "it holds no text, only white space", "Check how it was saved")
    try:
        value = parse(decoded.text)
    except NotJsonError as error:
        if error.trailing and error.line > 1:
            # Many tools write JSON Lines into files that they call .json.
            yield from read_lines(io.BytesIO(data), where, options)
            return
        place = f"line {error.line}, column {error.column}"
        raise ReadError(where, f"it is not valid JSON ({error}, {place})", "Mend it there") from error
    if not isinstance(value, list):
        yield from receive_value(value, data, where, options, decoded.notes)
        return
    if not value:
        raise ReadError(where, "the list in it is empty", "Check how it was saved")
    for number, item in enumerate(value, 1):
        item_where = f"{where}, item {number}"
        try:
            yield from receive_value(item, data, item_where, options, decoded.notes)
        except ReadError as error:
            yield ReadFailure(item_where, error)


READER = Reader(name="json", suffixes=(".json",), sniff=_sniff, read=_read)
