"""The read room: bytes become documents. No linguistics, and nothing is written.

::

    find_inputs(arguments) → paths → read_path(path) → Received | ReadFailure | Skipped, in order

Each format is one file in :mod:`dateline.read.formats`. Another package adds a format with a ``Reader``, made of
what stands here: ``read_whole`` or the stream itself, ``Found``, and ``receive``.
"""

from __future__ import annotations

from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Item, Reader, ReadFailure, ReadOptions, Received, Skipped
from dateline.read.feed_memory import FeedMemory
from dateline.read.fetch import Fetcher
from dateline.read.inputs import find_inputs
from dateline.read.lines import lines_of
from dateline.read.published import parse_published
from dateline.read.registry import broken_readers
from dateline.read.route import read_bytes, read_path, read_stream

__all__ = [
    "FeedMemory",
    "Fetcher",
    "FieldNames",
    "Found",
    "Item",
    "ReadFailure",
    "ReadOptions",
    "Reader",
    "Received",
    "Skipped",
    "broken_readers",
    "find_inputs",
    "lines_of",
    "parse_published",
    "read_bytes",
    "read_path",
    "read_stream",
    "read_whole",
    "receive",
]
