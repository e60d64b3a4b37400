"""The route of one input: open, unpack, choose the reader, read; every failure in its place and none thrown."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import ReadError
from dateline.read.contract import ReadFailure, ReadOptions, Received
from dateline.read.registry import reader_of_bytes, reader_of_name

_GZIP = b"\x1f\x8b"
_HEAD = 4096


def read_path(path: Path, *, options: ReadOptions | None = None) -> Iterator[Received | ReadFailure]:
    """What the file holds, in order: one document, or as many as it has lines or items.

    The format is told by the suffix, else by the first bytes; gzip is unpacked on the way. Nothing is raised:
    a file, line or item that cannot be read is a ReadFailure where it stands.
    """
    where = str(path)
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, where, options=options)
    except FileNotFoundError:
        yield _failure(where, "there is no such file", "Check the path")
    except PermissionError:
        yield _failure(where, "it may not be read", "Give yourself the right to read it")
    except IsADirectoryError:
        yield _failure(where, "it is a folder", "Give the folder to find_inputs, or name its files")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield _failure(where, f"it could not be opened ({error})", "Check the path and the disk")


def read_bytes(data: bytes, name: str, *, options: ReadOptions | None = None) -> Iterator[Received | ReadFailure]:
    """What the bytes hold, as :func:`read_path`; messages call them ``name``, whose suffix tells the format."""
    return read_stream(io.BytesIO(data), name, options=options)


def read_stream(stream: BinaryIO, name: str, *, options: ReadOptions | None = None) -> Iterator[Received | ReadFailure]:
    """What the stream holds, as :func:`read_path`. JSON Lines are read a line at a time, and so without end."""
    try:
        yield from _read(stream, name, options or ReadOptions())
    except ReadError as error:
        yield ReadFailure(error.where, error)
    except EOFError:
        yield _failure(name, "the gzip data stops before its end: the file is cut off", "Copy or download it again")
    except (gzip.BadGzipFile, zlib.error) as error:
        yield _failure(name, f"the gzip data is damaged ({error})", "Copy or download it again")
    except OSError as error:
        yield _failure(name, f"reading stopped ({error})", "Check the disk or the connection")


def _read(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[Received | ReadFailure]:
    packed = _peekable(stream)
    if packed.peek(len(_GZIP)).startswith(_GZIP):
        packed = _peekable(cast(BinaryIO, gzip.GzipFile(fileobj=packed)))
    elif name.lower().endswith(".gz"):
        raise ReadError(name, "it is named .gz, but is not gzip data", "Name it for what it is")
    reader = reader_of_name(name) or reader_of_bytes(packed.peek(_HEAD)[:_HEAD])
    yield from reader.read(cast(BinaryIO, packed), name, options)


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))


def _failure(where: str, problem: str, remedy: str) -> ReadFailure:
    return ReadFailure(where, ReadError(where, problem, remedy))
