"""Tar, also compressed: each member of a kind that is read, as a file of its own, in one pass."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.archive import Member, read_members
from dateline.read.contract import Item, Reader, ReadOptions

_MAGIC_AT = 257
_MAGIC = b"ustar"


def _sniff(head: bytes) -> float:
    return 0.9 if head[_MAGIC_AT:].startswith(_MAGIC) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    try:
        # "r|": one pass, and no seeking.
        with tarfile.open(fileobj=stream, mode="r|", errorlevel=0) as archive:
            yield from read_members(_members(archive), where, options)
    except tarfile.TarError as error:
        raise ReadError(
            where, f"it is no tar archive, or a damaged one ({error})", "Copy or download it again"
        ) from error


def _members(archive: tarfile.TarFile) -> Iterator[Member]:
    for info in archive:
        # It keeps each header, for a second pass that never comes.
        archive.members = []  # type: ignore[attr-defined]
        if not info.isdir():
            yield Member(info.name, partial(_opened, archive, info), _refusal(info))


def _refusal(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if info.issym() or info.islnk():
        target = info.linkname.encode("utf-8", "replace").decode()
        return f"it is a link to {target!r}, and links in archives are not followed", "Give the file itself"
    if not info.isfile():
        return "it is a device or a pipe, and no file", "Give the file itself"
    return None


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    return cast(BinaryIO, archive.extractfile(info) or io.BytesIO())


READER = Reader(name="tar", suffixes=(".tar",), sniff=_sniff, read=_read)
