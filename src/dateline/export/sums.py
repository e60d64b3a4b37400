"""Lists of hashes as ``sha256sum`` writes and checks them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path


def sha256_of(file: Path) -> str:
    """The SHA-256 of the file's bytes, in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sums_of(folder: Path, without: Collection[str] = ()) -> str:
    """A line for each file in the folder, below it too, by path: its hash, two spaces, its path with slashes."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256_of(folder / name)}  {name}\n" for name in files if name not in without)


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, or of the list of the hashes of a folder."""
    return sha256_of(path) if path.is_file() else hashlib.sha256(sums_of(path).encode()).hexdigest()
