"""What a coding depends on, so that any claim can be traced and any document coded again."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import dateline
from dateline.ontology.files_used import own_files
from dateline.ontology.gazetteer.reader import built_file
from dateline.parse.gate import gate_of
from dateline.parse.reading import identity_of
from dateline.settings import Settings

if TYPE_CHECKING:
    from dateline.store import Versions

_PACKAGE = Path(dateline.__file__).parent
_CODING_ROOMS = ("read", "parse", "coding", "ontology")
_SHOWN = 16


def versions_of(settings: Settings) -> Versions:
    """What :func:`parts_of` says, as a store keeps it."""
    from dateline.store import Versions

    return Versions(parts_of(settings))


def parts_of(settings: Settings) -> dict[str, str]:
    """The versions of code, rules, model, gazetteer and the user's own files that these settings mean, by name."""
    return {
        "dateline": dateline.__version__,
        "code": _digest(tuple(_files(".py", *_CODING_ROOMS))),
        "rules": _digest(tuple(_files("", "ontology/data"))),
        "model": f"{settings.model} {_installed(settings.model)}",
        "spacy": _installed("spacy"),
        "reader": _reader(settings),
        "gate": gate.identity if (gate := gate_of(settings)) is not None else "off",
        "gazetteer": _gazetteer(settings),
        "own files": _own_files(settings),
    }


def _files(suffix: str, *folders: str) -> list[Path]:
    found = (path for folder in folders for path in (_PACKAGE / folder).rglob(f"*{suffix}"))
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


@lru_cache(maxsize=8)
def _digest(files: tuple[Path, ...]) -> str:
    """A hash over the names and contents of files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_SHOWN]


def _reader(settings: Settings) -> str:
    """Who codes, and a hash over the reader's files where it does; the weights of its vote ship with it."""
    if settings.engine == "rules":
        return "rules alone"
    weights = _digest(tuple(_files("", "models/fusion")))
    return f"{settings.engine}, {identity_of(settings.reader)} weighed by {weights}"


def _own_files(settings: Settings) -> str:
    """A hash over what the user's files hold, in their order, wherever they lie."""
    told = "".join(f"{used.role} {used.sha256}\n" for used in own_files(settings))
    return hashlib.sha256(told.encode()).hexdigest()[:_SHOWN]


def _gazetteer(settings: Settings) -> str:
    if settings.gazetteer:
        return _digest((built_file(settings),))
    from dateline.ontology.gazetteer.build import default_path

    # The name of the file that is built holds the hash of the packages and data that it is built from.
    return default_path(settings).stem


def _installed(package: str) -> str:
    try:
        return version(package)
    except (PackageNotFoundError, ValueError):
        return "not a package"
