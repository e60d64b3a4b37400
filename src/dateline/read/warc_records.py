"""The records of a WARC file, one at a time, gzip or not; what is damaged is said, and the next whole record found.

Libraries for WARC stop at the first damaged byte, or pass over it in silence; so records are cut out here, and given
to one only whole.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_GZIP = b"\x1f\x8b\x08"
_PIECE = 2**16
_LONGEST_LINE = 2**16
_MOST_HEADER_BYTES = 2**18
_VERSION = b"WARC/"
_HEADER_LINE = re.compile(rb"[A-Za-z0-9-]{1,80}:|[ \t]|\r?\n")
_FIELD = re.compile(rb"^([A-Za-z0-9-]+):[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One whole record: its number in the file, its header fields in lower case, and all its bytes."""

    number: int
    fields: dict[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch between records, or a record (by number), that cannot be read."""

    number: int
    problem: str
    uri: str = ""


def records(stream: BinaryIO, max_bytes: int) -> Iterator[WarcRecord | Damage]:
    """Every record of at most ``max_bytes``, and what stands between or instead of them."""
    source = _Source(stream)
    number, lost = 0, False
    while True:
        try:
            line = source.line()
            if not line:
                return
            if not line.strip():
                continue
            if not line.startswith(_VERSION):
                if not lost:
                    yield Damage(number, "what follows it is no record, up to the next")
                lost = True
                continue
            number += 1
            lost = False
            yield _record(line, number, source, max_bytes)
        except _DamagedError as error:
            if not lost:
                yield Damage(number, f"what follows it is damaged ({error})")
            lost = True


def _record(version: bytes, number: int, source: _Source, max_bytes: int) -> WarcRecord | Damage:
    header = _header(version, source)
    fields = {name.decode("ascii").lower(): value.decode("utf-8", "replace") for name, value in _FIELD.findall(header)}
    uri = fields.get("warc-target-uri", "").strip("<>")
    length = fields.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        return Damage(number, "it does not say how long it is", uri)
    size = int(length)
    if size > max_bytes:
        source.skip(size)
        return Damage(number, f"it is longer than {max_bytes:,} bytes", uri)
    body = source.read(size)
    if len(body) < size:
        return Damage(number, "it stops before its end: the file is cut off", uri)
    return WarcRecord(number, fields, header + body + b"\r\n\r\n")


def _header(version: bytes, source: _Source) -> bytes:
    """The header with its blank line."""
    lines, size = [version], len(version)
    while line := source.line():
        lines.append(line)
        size += len(line)
        if not line.strip():
            break
        if not _HEADER_LINE.match(line):
            raise _DamagedError("a line of its header is none")
        if size > _MOST_HEADER_BYTES:
            raise _DamagedError("a header without end")
    return b"".join(lines)


class _DamagedError(Exception):
    """Data that is no part of a record, or cannot be unpacked; reading may go on after it."""


class _Source:
    """Bytes of the stream, unpacked: by line, by number. Where data is damaged, that is raised once, and then goes on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = bytearray()
        head = stream.read(_PIECE)
        # The first bytes may be what is damaged.
        packed = head.startswith(_GZIP) or (_GZIP in head and not head.startswith(_VERSION))
        self._pieces = _unpacked(head, stream) if packed else _plain(head, stream)

    def line(self) -> bytes:
        """The next line with its end, or as much of it as is kept of a very long one; b"" at the end."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0 and len(self._buffer) < _LONGEST_LINE:
            searched = len(self._buffer)
            if not self._more():
                break
        return self._take(end + 1 if 0 <= end < _LONGEST_LINE else min(len(self._buffer), _LONGEST_LINE))

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        while len(self._buffer) < size and self._more():
            pass
        return self._take(min(size, len(self._buffer)))

    def skip(self, size: int) -> None:
        """Pass over so many bytes."""
        while size:
            if not self._buffer and not self._more():
                return
            size -= len(self._take(min(size, len(self._buffer))))

    def _more(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        if isinstance(piece, str):
            self._buffer.clear()  # the beginning of something that has no end
            raise _DamagedError(piece)
        self._buffer += piece
        return True

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


def _plain(head: bytes, stream: BinaryIO) -> Iterator[bytes | str]:
    while head:
        yield head
        head = stream.read(_PIECE)


def _unpacked(data: bytes, stream: BinaryIO) -> Iterator[bytes | str]:
    """The data of every gzip member, a piece at a time; a str says what is wrong where one cannot be unpacked."""
    while data or (data := stream.read(_PIECE)):
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        fresh = True
        try:
            while not member.eof:
                piece = member.decompress(data, _PIECE)
                data = member.unconsumed_tail
                fresh = False
                if piece:
                    yield piece
                if not data and not member.eof and not (data := stream.read(_PIECE)):
                    yield "its gzip data stops before its end: the file is cut off"
                    return
            data = member.unused_data.lstrip(b"\0")
        except zlib.error as error:
            yield str(error)
            data = _next_member(data[1:] if fresh else data, stream)


def _next_member(data: bytes, stream: BinaryIO) -> bytes:
    """The data from the next beginning of a gzip member on; b"" where there is none."""
    while True:
        if (found := data.find(_GZIP)) >= 0:
            return data[found:]
        more = stream.read(_PIECE)
        if not more:
            return b""
        data = data[-len(_GZIP) + 1 :] + more
