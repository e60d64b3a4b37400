"""The readers there are: one a module of :mod:`dateline.read.formats`, found by being there."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import PurePath

from dateline.read import formats
from dateline.read.contract import Reader


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader, by the name of its module."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    return tuple(import_module(f"{formats.__name__}.{name}").READER for name in names)


def suffix_of(name: str) -> str:
    """The suffix that says the format, in lower case: ``.txt`` of ``a.TXT`` and of ``a.txt.gz``."""
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def reader_of_name(name: str) -> Reader | None:
    """The reader that claims the name's suffix, if there is one."""
    suffix = suffix_of(name)
    return next((reader for reader in readers() if suffix in reader.suffixes), None)


def reader_of_bytes(head: bytes) -> Reader:
    """The reader whose format the first bytes look most like."""
    return max(readers(), key=lambda reader: reader.sniff(head))
