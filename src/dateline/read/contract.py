"""What goes into the read room and what comes out, and the shape that every format's reader has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from dateline.errors import ReadError
from dateline.records import Document, Note
from dateline.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNames:
    """The names under which JSON and front matter hold a document's fields; every other field becomes ``extra``."""

    text: str = "text"
    title: str = "title"
    published: str = "published"
    source: str = "source"
    url: str = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read. ``published`` (ISO 8601), ``source`` and ``url`` stand in where the input itself has none."""

    fields: FieldNames = field(default_factory=FieldNames)
    published: str | None = None
    source: str | None = None
    url: str | None = None
    max_chars: int = Settings().max_chars
    max_bytes: int = 64 * 2**20
    """The most bytes, after decompression, of one file that is read whole, or of one line of JSON Lines."""


@dataclass(frozen=True, slots=True)
class Received:
    """A document, what a reader of its record should know about how it was read, and where it came from.

    ``original`` are the bytes after decompression: of the file, or of the line without its ending;
    ``document.original_sha256`` is their hash.
    """

    document: Document
    notes: tuple[Note, ...]
    where: str
    original: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """An input, or a line or item of one, that could not be read."""

    where: str
    error: ReadError


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files of a folder that no reader claims by their suffix: how many of each suffix."""

    where: str
    suffixes: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader found in its input, before any check: metadata of any type, under the input's own names."""

    text: object
    metadata: Mapping[str, object] = field(default_factory=dict)
    names: FieldNames = field(default_factory=FieldNames)
    extra: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format. A module of :mod:`dateline.read.formats` defines one, under the name ``READER``.

    ``suffixes`` are lower case, with the dot. ``sniff(head)`` says from 0 to 1 how much the first bytes look like
    this format. ``read(stream, where, options)`` yields in order what the stream holds; it raises ReadError where
    nothing (more) can be had from it.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], float]
    read: Callable[[BinaryIO, str, ReadOptions], Iterator[Received | ReadFailure]]
