"""What goes into an export and the shape that every format has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.incidents import Incident
from dateline.records import CodedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an export says of itself. ``conditions`` is what was asked of the store, ``made`` an ISO 8601 time."""

    profile: str
    licence: str | None = None
    methodology: str | None = None
    made: str
    version: str
    as_of: str | None = None
    conditions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The records to export, already as the profile of data responsibility lets them out.

    Each call goes through them anew, in an order that does not change; ``documents`` are those that the incidents'
    reports name, and those without any incident that answer the conditions too.
    """

    incidents: Callable[[], Iterator[Incident]]
    documents: Callable[[], Iterator[CodedDocument]]
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of export. A module of :mod:`dateline.export.formats` defines one, under the name ``EXPORT``.

    ``suffix`` is that of the file, with the dot, or empty where the export is a folder. ``extra`` names the optional
    dependencies that ``write`` needs. ``write(selection, path)`` writes the whole file (or fills the empty folder) at
    ``path``, which lies aside: the caller moves it into place when it is whole.
    """

    name: str
    title: str
    suffix: str
    extra: str | None = None
    write: Callable[[Selection, Path], None]
