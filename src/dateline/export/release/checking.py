"""Checking a release that one was given: every file as its list of hashes says, and the list as it was signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import ExportError
from dateline.export.release.papers import SIGNATURE, SUMS
from dateline.export.release.signing import check
from dateline.export.sums import sha256_of

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: how many files are as they were, what is wrong with others, and what the signature says.

    ``signature`` is None where the release is not signed.
    """

    files: int
    wrong: tuple[str, ...]
    signature: str | None


def check_release(folder: Path, signers: Path | None = None) -> Checked:
    """Check the release in the folder.

    Raises ExportError when it is no release, when its list of hashes was not signed as ``signers`` demands, or when
    the signature is not of this list.
    """
    sums = folder / SUMS
    if not sums.is_file():
        raise ExportError(f"{folder} is no release: it has no {SUMS}")
    signature = None
    if (folder / SIGNATURE).is_file():
        signature = check(sums, folder / SIGNATURE, signers)
    elif signers is not None:
        raise ExportError(f"{folder} is not signed: it has no {SIGNATURE}")
    listed = _listed(sums)
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() or p.is_symlink()}
    wrong = [f"{name} is not there" for name in sorted(listed.keys() - present)]
    wrong += [f"{name} is not in the list" for name in sorted(present - listed.keys() - {SUMS, SIGNATURE})]
    same = sorted(listed.keys() & present)
    changed = [name for name in same if (folder / name).is_symlink() or sha256_of(folder / name) != listed[name]]
    wrong += [f"{name} has changed" for name in changed]
    return Checked(len(same) - len(changed), tuple(wrong), signature)


def _listed(sums: Path) -> dict[str, str]:
    found = {}
    for number, line in enumerate(sums.read_text("utf-8").splitlines(), 1):
        parts = _LINE.fullmatch(line)
        # A list that leads out of the folder would have one check other people's files.
        if parts is None or parts[2].startswith("/") or ".." in parts[2].split("/"):
            raise ExportError(f"{sums}:{number}: {line!r} is no hash and path in the release")
        found[parts[2]] = parts[1]
    return found
