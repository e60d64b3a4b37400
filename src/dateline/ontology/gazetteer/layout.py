"""The gazetteer file: a header line in JSON, then numpy arrays and pools of strings, each at an offset the header gives."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dateline.errors import OntologyError

MAGIC = b"dateline-gazetteer-2\n"
_ALIGN = 64

Arrays = Mapping[str, np.ndarray[Any, Any]]


def write_arrays(path: Path, arrays: Arrays, tables: Mapping[str, list[str]]) -> None:
    """Write the file aside and put it in place at once, so that no reader ever sees half of it."""
    places: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, offset, len(array))
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"arrays": places, "tables": tables}, ensure_ascii=True).encode() + b"\n"
    start = -(-(len(MAGIC) + 9 + len(header)) // _ALIGN) * _ALIGN
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(MAGIC + b"%08d\n" % start + header)
            for name, array in arrays.items():
                file.seek(start + places[name][1])
                file.write(array.tobytes())
            file.truncate(start + offset)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def map_arrays(path: Path) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, list[str]]]:
    """The arrays of the file, mapped and read only, and its tables.

    Raises OntologyError when the file is no gazetteer of this version.
    """
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise OntologyError(
                str(path), "it is not a gazetteer that this version can read; delete it and it is built anew"
            )
        start = int(file.read(9))
        header = json.loads(file.readline())
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    arrays = {
        name: whole[start + at : start + at + count * np.dtype(kind).itemsize].view(np.dtype(kind))
        for name, (kind, at, count) in header["arrays"].items()
    }
    return arrays, header["tables"]
