"""Lines of a file, as they are."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from dateline.errors import ReadError

_GZIP = b"\x1f\x8b"


def lines_of(path: Path) -> Iterator[tuple[bytes, str]]:
    """Every line of the file that is not blank, without its ending, and where it stands; gzip is unpacked on the way.

    Raises ReadError when the file cannot be read, at its start or later.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield line.rstrip(b"\r\n"), f"{path}, line {number}"
    except (OSError, EOFError) as error:
        raise ReadError(str(path), f"it cannot be read ({error})", "Check the file") from error
