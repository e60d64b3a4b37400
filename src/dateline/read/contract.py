"""What goes into the read room and what comes out, and the shape that every format's reader has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from dateline.errors import ReadError
from dateline.read.limits import Allowance
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


class FeedState(Protocol):
    """What earlier runs have read of feeds."""

    def is_new(self, feed: str, entry: str, stamp: str) -> bool:
        """Whether no earlier run has read this entry of the feed as it is now (``stamp`` changes where it does)."""

    def has_read(self, feed: str, entry: str, stamp: str) -> None:
        """The entry was read without a failure: once the run is over, it is no longer new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read. ``published`` (ISO 8601), ``source`` and ``url`` stand in where the input itself has none."""

    fields: FieldNames = field(default_factory=FieldNames)
    published: str | None = None
    source: str | None = None
    url: str | None = None
    retrieved: str | None = None
    """When the input was fetched or archived (ISO 8601): no report in it was published later."""
    charset: str | None = None
    """The encoding that the bytes were sent with, where someone said so; it goes before what the input says of itself."""
    follow: Follow | None = field(default=None, compare=False, repr=False)
    """Fetches an address that the input names in place of a text; readers themselves never ask the network."""
    feeds: FeedState | None = field(default=None, compare=False, repr=False)
    max_chars: int = Settings().max_chars
    max_bytes: int = 64 * 2**20
    """The most bytes, after decompression, of one file that is read whole, or of one line of JSON Lines."""
    allowance: Allowance = field(default_factory=Allowance, compare=False)
    """What may still be unpacked out of this input; the route makes a new one for each."""
    depth: int = 0
    """How many containers (archives, mail) the input stands in."""


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
    """Files of a folder, or members of a container, that no reader claims: how many of each suffix (or media type)."""

    where: str
    suffixes: dict[str, int]

    @property
    def message(self) -> str:
        """What was passed over, on one line."""
        kinds = ", ".join(f"{count:,} {suffix or 'without suffix'}" for suffix, count in sorted(self.suffixes.items()))
        return f"{self.where}: passed over, as no kind that is read: {kinds}"


Item = Received | ReadFailure | Skipped
"""What comes of reading: documents, what failed, and what was passed over, each in its place."""
Follow = Callable[[str, ReadOptions], Iterator[Item]]
"""What an address holds; whatever is refused is a ReadFailure."""


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
    this format; it decides where no reader, or more than one, claims the suffix. ``read(stream, where, options)``
    yields in order what the stream holds; it raises ReadError where nothing (more) can be had from it.
    ``packed``: the reader unpacks for itself, and is given a stream named .gz and the like as it is.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], float]
    read: Callable[[BinaryIO, str, ReadOptions], Iterator[Item]]
    packed: bool = False
