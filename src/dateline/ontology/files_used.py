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
    built = built_file(settings)
    return FileUsed("gazetteer", str(built), _sha256(built)), *own_files(settings)


def own_files(settings: Settings) -> tuple[FileUsed, ...]:
    """The user's files of places and actors among them, without the gazetteer, which takes the longest to hash.

    Raises OntologyError for a file that cannot be read.
    """
    places: Iterator[tuple[Role, str]] = (("places", path) for path in settings.gazetteers)
    actors: Iterator[tuple[Role, str]] = (("actors", path) for path in settings.actors)
    return tuple(FileUsed(role, path, _sha256(Path(path))) for role, path in (*places, *actors))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OntologyError(str(path), f"it cannot be read ({error.strerror})") from error
