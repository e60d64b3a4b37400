"""The route of one input: open, unpack, choose the reader, read; every failure in its place and none thrown."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.contract import Item, Reader, ReadFailure, ReadOptions
from dateline.read.limits import Allowance, metered
from dateline.read.registry import packing_of, reader_of_bytes, reader_of_name

_UNPACKERS: dict[bytes, Callable[[BinaryIO], object]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_MAGIC = max(map(len, _UNPACKERS))
_HEAD = 2**14
_ROOM = 2**16


def read_path(path: Path, *, options: ReadOptions | None = None) -> Iterator[Item]:
    """What the file holds, in order: one document, or as many as it has lines, items or members.

    The format is told by the suffix, else by the first bytes; gzip, bzip2 and xz are unpacked on the way. Nothing is
    raised: a file, line, item or member that cannot be read is a ReadFailure where it stands.
    """
    where = str(path)
    try:
        with path.open("rb", _ROOM) as stream:
            yield from read_stream(stream, where, options=options)
    except FileNotFoundError:
        yield _failure(where, "there is no such file", "Check the path")
    except PermissionError:
        yield _failure(where, "it may not be read", "Give yourself the right to read it")
    except IsADirectoryError:
        yield _failure(where, "it is a folder", "Give the folder to find_inputs, or name its files")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield _failure(where, f"it could not be opened ({error})", "Check the path and the disk")


def read_bytes(
    data: bytes, name: str, *, where: str | None = None, options: ReadOptions | None = None
) -> Iterator[Item]:
    """What the bytes hold, as :func:`read_path`; the suffix of ``name`` tells the format.

    Messages call them ``where``, or ``name`` where that is not given.
    """
    return read_stream(io.BytesIO(data), name, where=where, options=options)


def read_stream(
    stream: BinaryIO, name: str, *, where: str | None = None, options: ReadOptions | None = None
) -> Iterator[Item]:
    """What the stream holds, as :func:`read_bytes`. JSON Lines are read a line at a time, and so without end."""
    options = replace(options or ReadOptions(), allowance=Allowance(options.allowance.limits if options else None))
    return _timed(_told(stream, name, where or name, options), options.allowance)


def read_member(stream: BinaryIO, name: str, where: str, options: ReadOptions) -> Iterator[Item]:
    """What a member of a container (archive, mail, web archive) holds, as :func:`read_path`.

    ``name`` tells the format, messages call it ``where``, and ``options`` are those that the container's reader was
    given. Whatever is wrong with the member is a ReadFailure and leaves the others alone.
    """
    limits = options.allowance.limits
    if options.depth >= limits.depth:
        problem = f"it stands in {options.depth} containers one in another, and {limits.depth} is the most"
        yield _failure(where, problem, "Unpack it yourself and give what is inside")
        return
    yield from _told(stream, name, where, replace(options, depth=options.depth + 1))


def _timed(items: Iterator[Item], allowance: Allowance) -> Iterator[Item]:
    """The items; only the time in which they are read is counted, and each starts it anew."""
    while True:
        with allowance.reading():
            item = next(items, None)
        if item is None:
            return
        allowance.came()
        yield item


def _told(stream: BinaryIO, name: str, where: str, options: ReadOptions) -> Iterator[Item]:
    return guarded(_read(stream, name, where, options), where)


def guarded(items: Iterator[Item], where: str) -> Iterator[Item]:
    """The items, every error of their reading a failure."""
    try:
        yield from items
    except ReadError as error:
        yield ReadFailure(error.where, error)
    except EOFError:
        problem = "the compressed data stops before its end: the file is cut off"
        yield _failure(where, problem, "Copy or download it again")
    except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        yield _failure(where, f"the compressed data is damaged ({error})", "Copy or download it again")
    except RecursionError:
        yield _failure(where, "it is nested too deep", "Give its text in a simpler form")
    except OSError as error:
        damaged = str(error) == "Invalid data stream"  # what bz2 says
        problem = "the compressed data is damaged" if damaged else f"reading stopped ({error})"
        yield _failure(where, problem, "Copy or download it again" if damaged else "Check the disk or the connection")


def _read(stream: BinaryIO, name: str, where: str, options: ReadOptions) -> Iterator[Item]:
    inner = _peekable(stream)
    reader = reader_of_name(name, _head(inner))
    if not (reader and reader.packed):
        inner = _unpacked(inner, name, where, options)
        reader = _reader(name, _head(inner))
    if not _head(inner):
        raise ReadError(where, "the file is empty", "Check how it was saved")
    yield from reader.read(cast(BinaryIO, inner), where, options)


def _reader(name: str, head: bytes) -> Reader:
    return reader_of_name(name, head) or reader_of_bytes(head)


def unpacker_of(head: bytes) -> Callable[[BinaryIO], object] | None:
    """What unpacks a stream that begins so; None where it is not packed."""
    return next((unpacker for magic, unpacker in _UNPACKERS.items() if head.startswith(magic)), None)


def _unpacked(stream: io.BufferedReader, name: str, where: str, options: ReadOptions) -> io.BufferedReader:
    if unpacker := unpacker_of(stream.peek(_MAGIC)):
        # Of what is itself unpacked, only that counts: it is no measure of the input's own size.
        packed = stream if options.depth else metered(cast(BinaryIO, stream), options.allowance, where, unpacked=False)
        unpacked = cast(BinaryIO, unpacker(cast(BinaryIO, packed)))
        return metered(unpacked, options.allowance, where, unpacked=True)
    if kind := packing_of(name):
        raise ReadError(where, f"its name says {kind}, but it is not {kind} data", "Name it for what it is")
    return stream


def _head(stream: io.BufferedReader) -> bytes:
    return stream.peek(_HEAD)[:_HEAD]


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), _ROOM)


def _failure(where: str, problem: str, remedy: str) -> ReadFailure:
    return ReadFailure(where, ReadError(where, problem, remedy))
