"""Where an export goes: written aside, moved into place when it is whole, and never over what is no export."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from dateline.errors import ExportError
from dateline.export.contract import Format, Selection, Written

MANIFEST = "export.json"
"""The file by which a folder is known to be an export."""
_SCHEMA = "dateline-export/1"
_BINARY_HEAD = 4096


def _nothing(path: Path, written: Written) -> None:
    """What is done with a whole export where nothing is."""


def export_to(
    form: Format, selection: Selection, out: Path, on_whole: Callable[[Path, Written], None] = _nothing
) -> Written:
    """Write the export to the path ``out``: a file, or a folder where the format is one.

    ``on_whole`` is called when all is written and nothing has been put in place yet: it logs what leaves.

    It is written beside ``out`` and moved there when it is whole; a file, or an earlier export's folder, that is
    there is replaced. A device or pipe is written into. Raises ExportError when something else is there, or it cannot
    be written.
    """
    out = out.resolve()
    check_place(form, out)
    try:
        if out.exists() and not out.is_file() and not out.is_dir():
            with out.open("wb") as stream:
                return export_to_stream(form, selection, stream, on_whole)
        with _aside(form, out) as path:
            written = form.write(selection, path)
            if not form.suffix:
                (path / MANIFEST).write_text(manifest(form, selection, written), "utf-8", newline="\n")
            _sync(path)
            on_whole(path, written)
            _replace(path, out)
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error.strerror or error}") from error
    return written


def export_to_stream(
    form: Format, selection: Selection, stream: IO[bytes], on_whole: Callable[[Path, Written], None] = _nothing
) -> Written:
    """Write the export, which must be one file, into a stream when it is whole. Raises ExportError when it cannot."""
    if not form.suffix:
        raise ExportError(f"the format {form.name} is a folder of files: name one with -o FOLDER")
    with tempfile.TemporaryDirectory(prefix="dateline-export-") as folder:
        path = Path(folder) / f"export{form.suffix}"
        written = form.write(selection, path)
        with path.open("rb") as whole:
            if stream.isatty() and b"\0" in whole.read(_BINARY_HEAD):
                raise ExportError(f"the format {form.name} is not for a screen: name a file with -o FILE{form.suffix}")
            on_whole(path, written)
            whole.seek(0)
            shutil.copyfileobj(whole, stream)
    stream.flush()
    return written


def check_place(form: Format, out: Path) -> None:
    """Raises ExportError when an export of this format may not go to ``out``, before any work is done."""
    if not out.parent.is_dir():
        raise ExportError(f"{out.parent} is no folder: make it first, or name another place with -o")
    if form.suffix:
        if out.is_dir():
            raise ExportError(
                f"{out} is a folder, and {form.name} is one file: name {out / f'{form.name}{form.suffix}'}"
            )
    elif out.exists() and not out.is_dir():
        raise ExportError(f"{out} is a file, and {form.name} is a folder of files: name a folder")
    elif out.is_dir() and any(out.iterdir()) and not is_export(out):
        raise ExportError(f"{out} holds other things than an export of Dateline: name a new or empty folder")


def is_export(folder: Path) -> bool:
    """Whether an export made the folder, so that another may take its place."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("schema") == _SCHEMA


def manifest(form: Format, selection: Selection, written: Written) -> str:
    """What an export says of itself, as JSON: format, profile, conditions, what it holds and what it leaves out."""
    about = {
        "schema": _SCHEMA, "format": form.name, "title": form.title, **asdict(selection.about),
        "counts": dict(written.counts), "left_out": {**written.left_out, **withheld(selection)},
    }  # fmt: skip
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def withheld(selection: Selection) -> dict[str, int]:
    """What the profile held back, as reasons for leaving out."""
    profile = selection.about.profile
    return {f"{what} that the profile {profile} withholds": n for what, n in selection.withheld().items() if n}


@contextmanager
def _aside(form: Format, out: Path) -> Iterator[Path]:
    """The path to write to: under the final name, in a hidden folder of the same file system, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    try:
        path = folder / out.name
        if not form.suffix:
            path.mkdir()
        yield path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(path: Path, out: Path) -> None:
    """Move ``path`` to ``out``; what was there goes first aside, and comes back if the move fails."""
    if not out.is_dir():
        path.replace(out)
        return
    old = path.with_name(f"{path.name}.old")
    out.replace(old)
    try:
        path.replace(out)
    except BaseException:
        old.replace(out)
        raise


def _sync(path: Path) -> None:
    for file in path.rglob("*") if path.is_dir() else (path,):
        if file.is_file():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
    if sys.platform != "win32" and path.is_dir():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
