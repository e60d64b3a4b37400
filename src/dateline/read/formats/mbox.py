"""MBOX: a mailbox in one file, read a message at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions
from dateline.read.mail import read_message

_FROM = b"From "
_FROM_LINE = re.compile(rb"From [^\n]*\b\d{4}\b[^\n]*\n?")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_LINE = 2**20


def _sniff(head: bytes) -> float:
    first, _, rest = head.partition(b"\n")
    return 0.95 if _FROM_LINE.fullmatch(first) and re.match(rb"[\w-]+:", rest) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    number = 0
    for number, data in enumerate(_messages(stream, options.max_bytes), 1):
        message_where = f"{where}, message {number}"
        options.allowance.member(where)
        if len(data) > options.max_bytes:
            problem = f"the message is longer than {options.max_bytes:,} bytes"
            error = ReadError(message_where, problem, "Save what you need of it as files")
            yield ReadFailure(message_where, error)
            continue
        try:
            yield from read_message(_ESCAPED.sub(rb"\1", data), message_where, options)
        except ReadError as error:
            yield ReadFailure(message_where, error)
    if not number:
        raise ReadError(where, 'no message begins in it with a line "From …"', "Check how the mailbox was saved")


def _messages(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The messages without their first line; of one beyond the limit, only as much as shows that it is."""
    message: bytearray | None = None
    after_blank = True
    while line := stream.readline(_LONGEST_LINE):
        if after_blank and line.startswith(_FROM) and (message is None or _FROM_LINE.fullmatch(line)):
            if message is not None:
                yield bytes(message)
            message = bytearray()
        elif message is not None and len(message) <= limit:
            message += line
        after_blank = line in (b"\n", b"\r\n")
    if message is not None:
        yield bytes(message)


READER = Reader(name="mbox", suffixes=(".mbox", ".mbx"), sniff=_sniff, read=_read)
