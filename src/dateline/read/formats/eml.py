"""EML: one message of mail, as programs for mail save it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dateline.read.assemble import read_whole
from dateline.read.contract import Item, Reader, ReadOptions
from dateline.read.mail import read_message

_HEADER = re.compile(rb"[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n)*")
_OF_MAIL = re.compile(rb"^(?:received|return-path|message-id|mime-version|delivered-to|dkim-signature):", re.IGNORECASE)
_FROM = re.compile(rb"^from:", re.IGNORECASE)
_ENOUGH = 3


def _sniff(head: bytes) -> float:
    """Lines of headers, one of them such as only mail has."""
    headers: list[bytes] = []
    position = 0
    while len(headers) < 50 and (match := _HEADER.match(head, position)):
        headers.append(match[0])
        position = match.end()
    is_mail = any(map(_OF_MAIL.match, headers)) and any(map(_FROM.match, headers))
    return 0.9 if is_mail and len(headers) >= _ENOUGH else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    yield from read_message(read_whole(stream, where, options), where, options)


READER = Reader(name="eml", suffixes=(".eml",), sniff=_sniff, read=_read)
