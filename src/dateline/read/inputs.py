"""Which files the arguments of a command mean: files, folders and globs, in an order that does not change."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.errors import ReadError
from dateline.read.contract import ReadFailure, Skipped
from dateline.read.registry import reader_of_name, readers


def find_inputs(args: Sequence[str]) -> Iterator[Path | ReadFailure | Skipped]:
    """The files that the arguments mean, each once, in the order of the arguments and then of their names.

    A file is taken whatever its suffix; of a folder, at any depth, the files whose suffix a reader claims, hidden
    ones left out, and a :class:`Skipped` counts the others. An argument that means no file is a ReadFailure.
    """
    seen: set[str] = set()
    for arg in args:
        for found in _meant_by(arg):
            if not isinstance(found, Path):
                yield found
            elif (real := os.path.realpath(found)) not in seen:
                seen.add(real)
                yield found


def _meant_by(arg: str) -> Iterator[Path | ReadFailure | Skipped]:
    if os.path.lexists(arg):
        yield from _expanded(Path(arg))
        return
    matches = sorted(glob.glob(arg, recursive=True)) if glob.has_magic(arg) else []
    if not matches:
        problem = "nothing matches" if glob.has_magic(arg) else "there is no such file or folder"
        yield ReadFailure(arg, ReadError(arg, problem, "Check the path"))
    for match in matches:
        # "**" also matches the folders on the way, whose files it matches by themselves.
        if not (arg.endswith("**") or "**/*" in arg) or not os.path.isdir(match):
            yield from _expanded(Path(match))


def _expanded(path: Path) -> Iterator[Path | ReadFailure | Skipped]:
    if path.is_dir():
        yield from _in_folder(path)
    else:
        yield path


def _regular(path: Path) -> Path | ReadFailure:
    """The path, unless it is a pipe, a socket or a device, which might be waited for for ever."""
    if path.is_file() or not path.exists():
        return path
    problem, remedy = "this is a pipe, a socket or a device, and no file", "Name it by itself to read from it"
    return ReadFailure(str(path), ReadError(str(path), problem, remedy))


def _in_folder(folder: Path) -> Iterator[Path | ReadFailure | Skipped]:
    closed: list[OSError] = []
    skipped: Counter[str] = Counter()
    any_found = False
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            if reader_of_name(name):
                any_found = True
                yield _regular(Path(parent, name))
            else:
                skipped[Path(name).suffix.lower()] += 1
    for error in closed:
        where = str(error.filename)
        yield ReadFailure(where, ReadError(where, "the folder may not be read", "Give yourself the right to read it"))
    if skipped:
        yield Skipped(str(folder), dict(skipped))
    if not any_found and not closed:
        suffixes = ", ".join(suffix for reader in readers() for suffix in reader.suffixes)
        remedy = f"Files that can are {suffixes}, and each with .gz"
        yield ReadFailure(str(folder), ReadError(str(folder), "no file in the folder can be read", remedy))
