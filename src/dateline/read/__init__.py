"""The read room: bytes become documents. No linguistics, and nothing is written.

::

    find_inputs(arguments) → paths → read_path(path) → Received | ReadFailure, in order

Each format is one file in :mod:`dateline.read.formats`.
"""

from __future__ import annotations

from dateline.read.contract import FieldNames, ReadFailure, ReadOptions, Received, Skipped
from dateline.read.fetch import Fetcher
from dateline.read.inputs import find_inputs
from dateline.read.lines import lines_of
from dateline.read.published import parse_published
from dateline.read.route import read_bytes, read_path, read_stream

__all__ = [
    "Fetcher",
    "FieldNames",
    "ReadFailure",
    "ReadOptions",
    "Received",
    "Skipped",
    "find_inputs",
    "lines_of",
    "parse_published",
    "read_bytes",
    "read_path",
    "read_stream",
]
