"""GDELT's Global Knowledge Graph 2.1: a table of 27 columns without names, of which the addresses are fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from dateline.read.contract import Item, Reader, ReadOptions, Skipped
from dateline.read.json_shapes.gdelt_articles import SAYS, day_of
from dateline.read.referrals import Referral, follow_all

_COLUMNS = 27
_STAMP, _COLLECTION, _SOURCE, _ADDRESS, _TRANSLATION, _EXTRAS = 1, 2, 3, 4, 25, 26
_FROM_THE_WEB = "1"
"""Of GDELT's collections, the one whose documents are named by addresses of the Web."""
_ROW = re.compile(rb"\d{14}-T?\d+\t\d{14}\t\d\t[^\t\n]*\t")
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_AUTHORS = re.compile(r"<PAGE_AUTHORS>(.*?)</PAGE_AUTHORS>", re.DOTALL)
_LONGEST_ROW = 8 * 2**20


def _sniff(head: bytes) -> float:
    return 0.99 if _ROW.match(head) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    passed: dict[str, int] = {}
    yield from follow_all(_referrals(stream, passed), where, options)
    if passed:
        yield Skipped(where, passed)


def _referrals(stream: BinaryIO, passed: dict[str, int]) -> Iterator[Referral]:
    """The addresses row by row; what is passed over is counted in ``passed``."""
    while row := stream.readline(_LONGEST_ROW):
        columns = row.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        if len(columns) != _COLUMNS:
            _count(passed, "row without 27 columns")
        elif columns[_COLLECTION] != _FROM_THE_WEB or not columns[_ADDRESS].startswith(("http://", "https://")):
            _count(passed, "row of no address of the Web")
        else:
            yield _referral(columns)


def _referral(columns: list[str]) -> Referral:
    title, authors = _TITLE.search(columns[_EXTRAS]), _AUTHORS.search(columns[_EXTRAS])
    told = {"record": columns[0], "seen": columns[_STAMP]}
    if translated := re.match(r"srclc:(\w+)", columns[_TRANSLATION]):
        told["language"] = translated[1]
    extra = {"gdelt": told} | ({"byline": html.unescape(authors[1]).strip()} if authors and authors[1].strip() else {})
    return Referral(
        url=columns[_ADDRESS],
        title=html.unescape(title[1]).strip() or None if title else None,
        published=day_of(columns[_STAMP]),
        source=columns[_SOURCE] or None,
        extra=extra,
        says=SAYS,
    )


def _count(passed: dict[str, int], kind: str) -> None:
    passed[kind] = passed.get(kind, 0) + 1


READER = Reader(name="gdelt gkg", suffixes=(".gkg", ".csv"), sniff=_sniff, read=_read)
