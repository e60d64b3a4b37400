"""The folder that a batch is coded into: one folder a shard, which is there whole or not at all, and its manifest.

::

    OUTPUT/shard=<id>/documents.parquet, events.parquet, …, manifest.json
    OUTPUT/_batch.json    the size of the shards
    OUTPUT/_inputs.json   how the inputs were cut, so that they are not read anew to find out
    OUTPUT/_lock          held by the run that writes
    OUTPUT/_aside/        shards that are being written
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import BatchError

SCHEMA = "dateline-batch/1"
SHARD = "shard="
ABOUT = "_batch.json"
_MANIFEST = "manifest.json"
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Output:
    """The folder of a batch."""

    folder: Path

    @property
    def is_there(self) -> bool:
        """Whether the folder is one that a batch wrote or was writing, or one of its shards."""
        folder = self.folder
        return folder.is_dir() and (
            folder.name.startswith(SHARD) or (folder / ABOUT).exists() or any(folder.glob(f"{SHARD}*"))
        )

    @contextmanager
    def held(self) -> Iterator[None]:
        """The folder, made where it is not there, for this run alone. Raises BatchError where another run writes into it.

        What an earlier run was at when it ended is removed. The system itself lets go of the lock of a process that ends.
        """
        with writing(self.folder):
            self._aside.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "_lock").open("a+", encoding="utf-8")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                who = lock.read() or "another process"
                raise BatchError(f"{self.folder} is being written by {who}; wait for it, or end it") from error
            lock.truncate(0)
            lock.write(f"process {os.getpid()} on {platform.node()}")
            lock.flush()
            for left in self._aside.iterdir():
                shutil.rmtree(left, ignore_errors=True)
            yield

    def shard_size(self, wanted: int | None, default: int) -> int:
        """The size of this output's shards, which is kept. Raises BatchError where another is wanted."""
        file = self.folder / ABOUT
        if not file.exists():
            size = wanted or default
            write_whole(file, {"schema": SCHEMA, "shard_size": size})
            return size
        kept = _read(file)
        if kept.get("schema") != SCHEMA:
            raise BatchError(f"{file} is of another version of Dateline; give another output")
        if wanted is not None and wanted != kept["shard_size"]:
            problem = f"{self.folder} has shards of {kept['shard_size']:,}, and {wanted:,} were asked for"
            raise BatchError(f"{problem}; leave --shard-size out, or give another output")
        return int(kept["shard_size"])

    def inputs(self) -> dict[str, Any]:
        """How inputs were cut by earlier runs, by path."""
        file = self.folder / "_inputs.json"
        return _read(file) if file.exists() else {}

    def keep_inputs(self, inputs: Mapping[str, Any]) -> None:
        """Keep how inputs were cut."""
        write_whole(self.folder / "_inputs.json", inputs)

    def ids(self) -> set[str]:
        """The ids of the shards that are there."""
        return {folder.name.removeprefix(SHARD) for folder in self.folder.glob(f"{SHARD}*")}

    def manifest(self, shard_id: str) -> dict[str, Any]:
        """The manifest of a shard that is there."""
        return _read(self.shard(shard_id) / _MANIFEST)

    def shard(self, shard_id: str) -> Path:
        """The folder of a shard."""
        return self.folder / f"{SHARD}{shard_id}"

    @contextmanager
    def new_shard(self, shard_id: str, manifest: dict[str, Any], *, replace: bool) -> Iterator[Path]:
        """A folder to write a shard into, which is moved into place in one step when the block ends well.

        ``manifest`` may be filled in the block; the hashes of the files are added to it. Where the shard is there by then, as two
        executors of a cluster may have been given it, the first one stays, unless it is to be replaced. Raises
        BatchError when it cannot be written.
        """
        aside = self._aside / f"{shard_id}.{platform.node()}.{os.getpid()}"
        try:
            with writing(self.folder):
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir()
                yield aside
                manifest["files"] = {file.name: _hash_kept(file) for file in sorted(aside.iterdir())}
                write_whole(aside / _MANIFEST, manifest)
                self._move(aside, self.shard(shard_id), replace=replace)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def remove(self, shard_id: str) -> None:
        """Remove a shard, in one step."""
        gone = self._aside / f"{shard_id}.removed"
        with writing(self.folder):
            self.shard(shard_id).replace(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _move(self, aside: Path, place: Path, *, replace: bool) -> None:
        if replace and place.exists():
            self.remove(place.name.removeprefix(SHARD))
        try:
            aside.rename(place)
        except OSError:
            if not (place / _MANIFEST).exists():
                raise
        _sync(self.folder)

    @property
    def _aside(self) -> Path:
        return self.folder / "_aside"


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Says of a full disk, or of what may not be written, what it is. Raises BatchError."""
    try:
        yield
    except OSError as error:
        raise BatchError(f"{where} cannot be written ({error}); what is whole there stays") from error


def write_whole(path: Path, value: Mapping[str, Any]) -> None:
    """A JSON file that is there whole or not at all. Raises BatchError when it cannot be written."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    with writing(path):
        try:
            with aside.open("w", encoding="utf-8") as stream:
                json.dump(value, stream, ensure_ascii=False, indent=1)
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def _hash_kept(file: Path) -> str:
    """The SHA-256 of a file, once its bytes are safe on the disk."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where the file system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BatchError(f"{file} cannot be read ({error}); remove it, or give another output") from error
    if not isinstance(value, dict):
        raise BatchError(f"{file} is no manifest; remove it, or give another output")
    return value
