"""The readers there are: one a module of :mod:`dateline.read.formats`, found by being there, and those of others.

Another package adds a reader by an entry point of the group ``dateline.readers`` that names its
:class:`~dateline.read.contract.Reader`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read import formats
from dateline.read.contract import Item, Reader, ReadOptions

GROUP = "dateline.readers"


def readers() -> tuple[Reader, ...]:
    """Every reader: Dateline's own by the name of its module, then those of other packages by their names."""
    return _all()[0]


def broken_readers() -> tuple[str, ...]:
    """Of the readers of other packages, those that could not be loaded and are left out: a line each."""
    return _all()[1]


@cache
def _all() -> tuple[tuple[Reader, ...], tuple[str, ...]]:
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    found = [import_module(f"{formats.__name__}.{name}").READER for name in names]
    broken: list[str] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        reader = _loaded(point)
        if isinstance(reader, Reader):
            found.append(reader)
        else:
            broken.append(f"the reader {point.name!r} ({point.value}) was left out: {reader}")
    return tuple(found), tuple(broken)


def _loaded(point: EntryPoint) -> Reader | str:
    """Another package's reader, or why it cannot be used."""
    try:
        reader = point.load()
    except Exception as error:  # whatever the code of others does wrong, our readers go on
        return f"{type(error).__name__}: {error}"
    if not isinstance(reader, Reader):
        return f"it is no dateline.read.Reader, but {type(reader).__name__}"
    return _guarded(reader, point.name)


def _guarded(reader: Reader, name: str) -> Reader:
    """The reader, an error of its code that is no ReadError said as one of the input's."""

    def sniff(head: bytes) -> float:
        try:
            return min(float(reader.sniff(head)), 1.0)
        except Exception:  # it cannot tell, then
            return 0.0

    def read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
        try:
            yield from reader.read(stream, where, options)
        except (ReadError, OSError, EOFError):
            raise
        except Exception as error:
            problem = f"the reader {name!r} failed ({type(error).__name__}: {error!s:.200})"
            raise ReadError(where, problem, "Tell those who made the reader") from error

    return replace(reader, sniff=sniff, read=read)


_PACKED = {
    ".gz": ("gzip", ""),
    ".bz2": ("bzip2", ""),
    ".xz": ("xz", ""),
    ".tgz": ("gzip", ".tar"),
    ".tbz2": ("bzip2", ".tar"),
    ".tbz": ("bzip2", ".tar"),
    ".txz": ("xz", ".tar"),
}
"""Suffixes of compression: its name, and the suffix that each stands for beside it."""


def suffix_of(name: str) -> str:
    """The suffix that says the format, in lower case: ``.txt`` of ``a.TXT`` and of ``a.txt.gz``, ``.tar`` of ``a.tgz``."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    return (_PACKED[suffix][1] or PurePath(path.stem).suffix.lower()) if suffix in _PACKED else suffix


def packing_of(name: str) -> str | None:
    """The kind of compression that the name speaks of."""
    return _PACKED.get(PurePath(name).suffix.lower(), (None,))[0]


def reader_of_name(name: str, head: bytes = b"") -> Reader | None:
    """The reader that claims the name's suffix, if there is one; of several, the one that ``head`` looks most like."""
    suffix = suffix_of(name)
    claiming = [reader for reader in readers() if suffix in reader.suffixes]
    return max(claiming, key=lambda reader: reader.sniff(head), default=None)


def reader_of_bytes(head: bytes) -> Reader:
    """The reader whose format the first bytes look most like."""
    return max(readers(), key=lambda reader: reader.sniff(head))
