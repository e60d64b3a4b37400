"""WARC web archives: every page that was answered with, a document as of the day on which it was archived."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from dateline.errors import ReadError
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions, Skipped
from dateline.read.extras import require
from dateline.read.limits import metered
from dateline.read.route import read_member
from dateline.read.warc_records import Damage, WarcRecord, records

_SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "message/rfc822": ".eml",
}
"""The types that reports come as. Scripts, pictures and the data behind pages are passed over, and counted."""
_WITH_PAGES = frozenset({"response", "resource", "conversion"})
_ABOUT_PAGES = frozenset({"warcinfo", "request", "metadata"})
_NO_REPORTS = ("/robots.txt", "/ads.txt", "/humans.txt", "/security.txt", "/llms.txt")
_MOST_DAMAGES = 100
_PIECE = 2**16


def _sniff(head: bytes) -> float:
    return 1.0 if head.startswith(b"WARC/") else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    require("fastwarc.warc", where)
    passed: Counter[str] = Counter()
    damages = read = 0
    packed = stream if options.depth else metered(stream, options.allowance, where, unpacked=False)
    for record in records(packed, options.max_bytes):
        options.allowance.check_time(where)
        if isinstance(record, Damage):
            damages += 1
            if damages <= _MOST_DAMAGES:
                yield damage(record, where)
            continue
        read += 1
        yield from read_record(record, where, options, passed)
    if damages > _MOST_DAMAGES:
        problem = f"{damages - _MOST_DAMAGES:,} more stretches are damaged"
        yield ReadFailure(where, ReadError(where, problem, "Copy or download it again"))
    if passed:
        yield Skipped(where, dict(passed))
    if not read and not damages:
        raise ReadError(where, "it holds no record", "Check how it was saved")


def read_record(record: WarcRecord, where: str, options: ReadOptions, passed: Counter[str]) -> Iterator[Item]:
    """The documents of one record; ``passed`` counts the records that are no reports. Raises ReadError without FastWARC."""
    fastwarc = require("fastwarc.warc", where)
    options.allowance.unpack(len(record.data), where)
    kind = record.fields.get("warc-type", "").lower()
    if kind in _WITH_PAGES:
        yield from _page(record, where, options, passed, fastwarc)
    elif kind not in _ABOUT_PAGES:
        passed[kind or "record without a type"] += 1


def damage(found: Damage, where: str) -> ReadFailure:
    """A damaged stretch as a failure."""
    at = f"{where}, record {found.number}" + (f" ({found.uri})" if found.uri else "")
    return ReadFailure(at, ReadError(at, found.problem, "Copy or download it again; the other records are read"))


def _page(record: WarcRecord, where: str, options: ReadOptions, passed: Counter[str], fastwarc: Any) -> Iterator[Item]:
    """What the record's payload holds, where it is of a kind that reports come as; else it is counted."""
    uri = record.fields.get("warc-target-uri", "").strip("<>")
    at = f"{where}, record {record.number}" + (f" ({uri})" if uri else "")
    try:
        found = next(iter(fastwarc.ArchiveIterator(io.BytesIO(record.data), parse_http=True, auto_decode="all")), None)
        if found is None:
            raise ReadError(at, "it is no record that can be parsed", "Copy or download it again")
        status = found.http_headers.status_code if found.http_headers is not None else None
        if status is not None and status != 200:
            passed[f"answer {status}"] += 1
            return
        kind = _type_of(record, found)
        suffix = _SUFFIX_OF_TYPE.get(kind)
        if suffix is None or uri.endswith(_NO_REPORTS):
            passed[kind or "answer without a type"] += 1
            return
        payload = _payload(found, options.max_bytes)
    except (OSError, ValueError, RuntimeError) as error:
        yield ReadFailure(at, ReadError(at, f"it cannot be unpacked ({error})", "Copy or download the archive again"))
        return
    except ReadError as error:
        yield ReadFailure(at, error)
        return
    as_of = _moment(record.fields.get("warc-date"))
    url = uri if uri.startswith(("http://", "https://")) else None
    options = replace(
        options, url=url, retrieved=as_of, charset=found.http_charset if found.http_headers is not None else None,
        follow=None, feeds=None,
    )  # fmt: skip
    options.allowance.unpack(len(payload), where)
    yield from read_member(io.BytesIO(payload), f"page{suffix}", at, options)


def _payload(found: Any, limit: int) -> bytes:
    """The payload, unpacked; of a longer one, one byte more than the limit. A piece at a time: room is taken for all asked."""
    payload = bytearray()
    while len(payload) <= limit and (piece := found.reader.read(min(_PIECE, limit + 1 - len(payload)))):
        payload += piece
    return bytes(payload)


def _type_of(record: WarcRecord, found: Any) -> str:
    """The media type that the server said, else the one that the archive says."""
    if found.http_headers is not None:
        said = found.http_content_type or record.fields.get("warc-identified-payload-type")
    else:
        said = record.fields.get("content-type")
    return str(said or "").partition(";")[0].strip().lower()


def _moment(said: str | None) -> str | None:
    """The moment of archiving, where it is one."""
    try:
        return datetime.fromisoformat(said).isoformat() if said else None
    except ValueError:
        return None


READER = Reader(name="warc", suffixes=(".warc", ".wet"), sniff=_sniff, read=_read, packed=True)
