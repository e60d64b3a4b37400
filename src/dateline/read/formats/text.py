"""Plain text: the whole file is the text, as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.read.assemble import read_whole, receive
from dateline.read.contract import Found, Reader, ReadFailure, ReadOptions, Received
from dateline.read.encoding import decode


def _sniff(head: bytes) -> float:
    """Anything may be plain text, and what looks like nothing else is."""
    return 0.1


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Received | ReadFailure]:
    data = read_whole(stream, where, options)
    decoded = decode(data, where, declared=options.charset)
    yield receive(Found(text=decoded.text, notes=decoded.notes), data, where, options)


READER = Reader(name="text", suffixes=(".txt", ".text"), sniff=_sniff, read=_read)
