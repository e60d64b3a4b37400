"""WACZ web archives: the WARC files in them, as :mod:`dateline.read.formats.warc` reads them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions
from dateline.read.limits import metered, seekable
from dateline.read.route import read_member

_ARCHIVE = "archive/"
_WARC = (".warc", ".warc.gz")


def _sniff(head: bytes) -> float:
    """A ZIP whose first members are those of a WACZ."""
    return 0.98 if head.startswith(b"PK\x03\x04") and (b"archive/" in head and b".warc" in head) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    stream = seekable(stream, where, options.allowance)
    try:
        packed = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ReadError(where, f"it is no whole WACZ ({error})", "Copy or download it again") from error
    with packed:
        archives = [info for info in packed.infolist() if _is_archive(info.filename)]
        if not archives:
            raise ReadError(where, "it holds no WARC file under archive/", "Check how it was made")
        # The archives in it are what was taken from the input: the ratio of a bomb is measured against them.
        options.allowance.take(sum(info.compress_size for info in archives))
        for info in archives:
            at = f"{where}: {info.filename}"
            options.allowance.member(where)
            try:
                with packed.open(info) as member:
                    counted = metered(cast(BinaryIO, member), options.allowance, at, unpacked=True)
                    yield from read_member(cast(BinaryIO, counted), info.filename, at, options)
            except (
                zipfile.BadZipFile,
                zlib.error,
                NotImplementedError,
                RuntimeError,
                EOFError,
                ValueError,
                OSError,
            ) as error:
                yield ReadFailure(at, ReadError(at, f"it cannot be unpacked ({error})", "Copy or download it again"))


def _is_archive(name: str) -> bool:
    return name.startswith(_ARCHIVE) and name.lower().endswith(_WARC)


READER = Reader(name="wacz", suffixes=(".wacz",), sniff=_sniff, read=_read)
