"""Which files of places and actors a record depends on, so that a run can say so and be done again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dateline.errors import OntologyError
from dateline.ontology.gazetteer.reader import built_file
from dateline.settings import Settings

Role = Literal["gazetteer", "places", "actors"]


@dataclass(frozen=True, slots=True)
class FileUsed:
    """A file that codings depend on: the built gazetteer, or a user's file of places or actors; ``sha256`` of its bytes, in hex."""

    role: Role
    path: str
    sha256: str


def files_used(settings: Settings) -> tuple[FileUsed, ...]:
    """The files that the settings lead to, in the order in which they are read.

    Raises OntologyError for a file that cannot be read, SettingError when the gazetteer that the settings name is not there.
    """
    return tuple(FileUsed(role, str(path), _sha256(path)) for role, path in _files(settings))


def _files(settings: Settings) -> Iterator[tuple[Role, Path]]:
    yield "gazetteer", built_file(settings)
    yield from (("places", Path(path)) for path in settings.gazetteers)
    yield from (("actors", Path(path)) for path in settings.actors)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OntologyError(str(path), f"it cannot be read ({error.strerror})") from error
