"""ZIP: each member of a kind that is read, as a file of its own."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.archive import Member, read_members
from dateline.read.contract import Item, Reader, ReadOptions
from dateline.read.limits import ZIP_DAMAGE, metered, seekable
from dateline.read.route import read_member

_EXTENSION = {"word/document.xml": ".docx", "content.xml": ".odt", "xl/workbook.xml": ".xlsx"}
_ENCRYPTED = 0x1
_SMALL = 2**20
_FIRST_NAME = 200
_UNPACK = "Unpack it yourself and give what is inside"


def _sniff(head: bytes) -> float:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return 0.0
    # What kind of office document it is stands at the end of the file, which is looked into here.
    return 0.92 if b"[Content_Types].xml" in head[:_FIRST_NAME] else 0.5


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    stream = seekable(stream, where, options.allowance)
    if not options.depth:
        options.allowance.take(stream.seek(0, 2))
        stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
    except ZIP_DAMAGE as error:
        raise ReadError(
            where, f"it is no ZIP archive, or a damaged one ({error})", "Copy or download it again"
        ) from error
    with archive:
        if document := _document_in(archive):
            # An office document is a ZIP file too, and mail servers name it so.
            stream.seek(0)
            yield from read_member(stream, document, where, options)
            return
        yield from read_members(_members(archive, where, options), where, options)


def _document_in(archive: zipfile.ZipFile) -> str | None:
    """A name for the office document that the archive is, if it is one."""
    names = set(archive.namelist())
    if not names & {"[Content_Types].xml", "mimetype"}:
        return None
    return next((f"document{suffix}" for part, suffix in _EXTENSION.items() if part in names), None)


def _members(archive: zipfile.ZipFile, where: str, options: ReadOptions) -> Iterator[Member]:
    for info in archive.infolist():
        if not info.is_dir():
            yield Member(info.filename, partial(_opened, archive, info, where, options), _refusal(info, options))


def _refusal(info: zipfile.ZipInfo, options: ReadOptions) -> tuple[str, str] | None:
    if info.flag_bits & _ENCRYPTED:
        return "it is protected by a password", "Unpack it yourself and give what is inside"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a link, and links in archives are not followed", _UNPACK
    ratio = options.allowance.limits.ratio
    if info.file_size > _SMALL and info.file_size > ratio * info.compress_size:
        size = f"{info.compress_size:,} bytes would unpack to {info.file_size:,}, over {ratio} times as many"
        return f"{size}: this is how a decompression bomb looks", f"If it is none: {_UNPACK[0].lower()}{_UNPACK[1:]}"
    return None


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, options: ReadOptions) -> BinaryIO:
    """The member's bytes, counted. Raises ReadError when it cannot be opened."""
    try:
        member = archive.open(info)
    except ZIP_DAMAGE as error:
        problem = f"it cannot be unpacked ({error})"
        raise ReadError(f"{where}: {info.filename}", problem, "Copy or download the archive again") from error
    return cast(BinaryIO, metered(cast(BinaryIO, member), options.allowance, where, unpacked=True))


READER = Reader(name="zip", suffixes=(".zip",), sniff=_sniff, read=_read)
