"""The output of a batch as others read it: whole, of bytes that its manifests vouch for, and unchanged meanwhile."""

from __future__ import annotations

import fcntl
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dateline.batch.output import ABOUT, SCHEMA, SHARD, Output
from dateline.batch.shards import shard_id
from dateline.errors import BatchError
from dateline.export.formats.parquet import read_documents, read_rows
from dateline.read.parts import Part
from dateline.records import CodedDocument

_AGAIN = "run the same dateline batch once more"


@contextmanager
def whole(output: Output) -> Iterator[list[dict[str, Any]]]:
    """The manifests of its shards, in the order of their ids, none of which changes meanwhile.

    Raises BatchError where the folder is no output of a batch, or one that is unfinished, or is being written.
    """
    folder = output.folder
    if folder.name.startswith(SHARD):
        raise BatchError(f"{folder} is one shard of a batch; give the folder that it is in: {folder.parent}")
    if not (folder / ABOUT).exists():
        raise BatchError(f"{folder} is no output of dateline batch: it has no {ABOUT}")
    with _unchanged(folder):
        manifests = [output.manifest(id_) for id_ in sorted(output.ids())]
        _check(output, manifests)
        yield manifests


def coded_in(output: Output, manifest: dict[str, Any]) -> Iterator[tuple[CodedDocument, list[str]]]:
    """The coded documents of a shard, each with the places that it came from. Raises BatchError where bytes have changed."""
    folder = output.shard(manifest["shard"])
    for name, sha256 in manifest["files"].items():
        if _sha256(folder / name) != sha256:
            raise BatchError(f"{folder / name} is not what its manifest says; remove {folder}, and {_AGAIN}")
    origins: dict[str, list[str]] = defaultdict(list)
    for receipt in read_rows(folder, "receipts"):
        origins[receipt["document"]].append(receipt["origin"])
    for coded in read_documents(folder):
        yield coded, origins[coded.document.id]


def failures_in(output: Output, manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What of a shard's input could not be read or coded: where it stands, and why."""
    for row in read_rows(output.shard(manifest["shard"]), "failures"):
        yield row["origin"], row["problem"]


def _check(output: Output, manifests: list[dict[str, Any]]) -> None:
    folder, inputs = output.folder, output.inputs()
    if odd := next((m for m in manifests if m.get("schema") != SCHEMA), None):
        raise BatchError(f"{folder} was written by another version of Dateline (shard {odd.get('shard')})")
    wanted = {shard_id(Part(**part)) for found in inputs.values() for part in found["parts"]}
    there = {manifest["shard"] for manifest in manifests}
    if missing := len(wanted - there):
        raise BatchError(f"{folder} is unfinished: {missing:,} of {len(wanted):,} shards are missing; {_AGAIN}")
    if left := sum(m["shard"] not in wanted and m["input"]["path"] in inputs for m in manifests):
        raise BatchError(f"{folder} is unfinished: {left:,} shards are of inputs that have changed since; {_AGAIN}")
    if not manifests:
        raise BatchError(f"{folder} holds no shard; code a batch into it first")


@contextmanager
def _unchanged(folder: Path) -> Iterator[None]:
    """No batch writes into the folder meanwhile; several may read."""
    try:
        lock = (folder / "_lock").open("rb")
    except OSError as error:
        raise BatchError(f"{folder} cannot be read ({error})") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BatchError(f"{folder} is being written; wait until it is done") from error
        yield


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BatchError(f"{file} cannot be read ({error})") from error
