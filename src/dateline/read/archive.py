"""What all archives have in common: which members are read, which are passed over, and which are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read.contract import Item, ReadFailure, ReadOptions, Skipped
from dateline.read.registry import reader_of_name
from dateline.read.route import read_member

_HIDDEN = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name there; ``refused`` (problem, remedy) where it may not be read; how to open it."""

    name: str
    open: Callable[[], BinaryIO]
    refused: tuple[str, str] | None = None


def read_members(members: Iterator[Member], where: str, options: ReadOptions) -> Iterator[Item]:
    """What the members hold, in their order; hidden ones are left out, and a :class:`Skipped` counts other kinds.

    A member that is refused or damaged is a ReadFailure of its own. Raises ReadError when no member can be read.
    """
    skipped: Counter[str] = Counter()
    any_found = False
    for member in members:
        name = printable(member.name)
        if is_hidden(name):
            continue
        member_where = f"{where}: {name}"
        options.allowance.member(where)
        if member.refused:
            any_found = True
            yield ReadFailure(member_where, ReadError(member_where, *member.refused))
        elif reader_of_name(name) is None:
            skipped[PurePosixPath(name).suffix.lower()] += 1
        else:
            any_found = True
            try:
                stream = member.open()
            except ReadError as error:
                yield ReadFailure(member_where, error)
                continue
            with stream:
                yield from read_member(stream, name, member_where, options)
        if options.allowance.is_spent:
            raise ReadError(where, "what comes after that was not read", "Unpack it yourself and give what is inside")
    if skipped:
        yield Skipped(where, dict(skipped))
    if not any_found:
        problem = "no file in the archive can be read" if skipped else "the archive is empty"
        raise ReadError(where, problem, "Check what it should hold")


def printable(name: str) -> str:
    """The name as it may be shown: control characters could move a terminal's cursor."""
    name = name.encode("utf-8", "replace").decode()
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)


def is_hidden(name: str) -> bool:
    """Whether it is a file that systems leave in archives for themselves, or hidden as in a folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part not in (".", "..")) or part in _HIDDEN for part in parts)
