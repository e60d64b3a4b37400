"""What goes into an export and the shape that every format has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

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


class Profile(Protocol):
    """A profile of data responsibility: what it lets out of each record, None where it holds the record back."""

    @property
    def name(self) -> str:
        """By which it is asked for."""

    @property
    def licence(self) -> str | None:
        """What a receiver may do with the export."""

    @property
    def methodology(self) -> str | None:
        """How the records were made, and what the profile changed."""

    def incident(self, incident: Incident) -> Incident | None:
        """The incident as it may go out."""

    def document(self, coded: CodedDocument) -> CodedDocument | None:
        """The coded document as it may go out."""

    def conditions(self, conditions: Mapping[str, str]) -> Mapping[str, str]:
        """What an export may say of what was asked: a point or a name in it may be one that is withheld."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How a record came to be: when the report was received first, when it was coded, and by which versions of what."""

    received: str | None = None
    coded: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


def _all_claims(coded: CodedDocument) -> frozenset[str]:
    return frozenset(c.id for layer in (coded.events, coded.tolls, coded.statements, coded.relations) for c in layer)


def _unknown_provenance(coded: CodedDocument) -> Provenance:
    return Provenance()


def _nothing_withheld() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The records to export, already as the profile of data responsibility lets them out.

    Each call of ``incidents`` and ``documents`` goes through them anew, in an order that does not change;
    ``documents`` are those that the incidents' reports name, and those without any incident that answer the
    conditions too. ``answering`` gives the ids of those claims of a document that answer the conditions themselves:
    a table of claims holds these, a table of documents all. ``provenance`` says how the record of a document that was
    gone to last came to be. ``withheld`` counts what the profile held back in what was gone
    through so far. ``options`` are the names of the format's own options that were asked for.
    """

    incidents: Callable[[], Iterator[Incident]]
    documents: Callable[[], Iterator[CodedDocument]]
    about: About
    answering: Callable[[CodedDocument], frozenset[str]] = _all_claims
    provenance: Callable[[CodedDocument], Provenance] = _unknown_provenance
    withheld: Callable[[], Mapping[str, int]] = _nothing_withheld
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a format wrote, by what it is (``{"incidents": 12}``), and what it left out, by the reason."""

    counts: Mapping[str, int]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of export. A module of :mod:`dateline.export.formats` defines one, under the name ``EXPORT``.

    ``suffix`` is that of the file, with the dot, or empty where the export is a folder. ``extra`` names the optional
    dependencies that ``write`` needs, ``packages`` the modules by which one sees whether they are there. ``options``
    are the names of :data:`dateline.export.registry.OPTIONS` that it understands. ``write(selection, path)`` writes
    the whole file (or fills the empty folder) at ``path``, which lies aside under its final name: the caller moves it
    into place when it is whole. A module imports what is heavy inside ``write``.
    """

    name: str
    title: str
    suffix: str
    extra: str | None = None
    packages: tuple[str, ...] = ()
    options: frozenset[str] = frozenset()
    write: Callable[[Selection, Path], Written]
