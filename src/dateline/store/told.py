"""What reports say, read in one pass: of each report that answers a query, the layers of its record as they were kept.

The records were checked when they came in, and are not checked anew: that would take most of the time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from dateline.errors import StoreError
from dateline.ontology.sources import Profiles
from dateline.store import schema
from dateline.store.engine import reading
from dateline.store.found import FoundDocument
from dateline.store.incidents import profiles_of
from dateline.store.review.effective import effective_records

if TYPE_CHECKING:
    from dateline.store.store import Store

_PAGE = 200


@dataclass(frozen=True, slots=True)
class ToldSpan:
    """A stretch of the text, as :class:`dateline.records.Span`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ToldActor:
    """An actor, as :class:`dateline.records.Actor`."""

    id: str
    name: str
    authority_id: str | None
    kind: str
    country: str | None
    individual: bool
    mentions: tuple[ToldSpan, ...]


@dataclass(frozen=True, slots=True)
class ToldPlace:
    """A place, as :class:`dateline.records.Place`."""

    id: str
    name: str
    geonames_id: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    precision: int | None
    mentions: tuple[ToldSpan, ...]


@dataclass(frozen=True, slots=True)
class ToldAttribution:
    """A link of a chain of sources, as :class:`dateline.records.Attribution`."""

    source: str | None
    source_text: ToldSpan | None
    certainty: str


@dataclass(frozen=True, slots=True)
class ToldTime:
    """When, as :class:`dateline.records.EventTime`."""

    start: str | None
    end: str | None
    precision: str
    derived_by: str | None


@dataclass(frozen=True, slots=True)
class ToldAcled:
    """The ACLED type."""

    sub_event_type: str


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event, as :class:`dateline.records.Event`."""

    id: str
    type: str
    mode: str | None
    acled: ToldAcled | None
    trigger: ToldSpan
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    targets: tuple[ToldSpan, ...]
    places: tuple[str, ...]
    origin: tuple[str, ...]
    when: ToldTime
    status: str
    attribution: tuple[ToldAttribution, ...]


@dataclass(frozen=True, slots=True)
class ToldToll:
    """A toll, as :class:`dateline.records.Toll`."""

    id: str
    harm: str
    low: int | None
    best: int | None
    high: int | None
    bound: str
    unit: str
    scope: str
    since: str | None
    part_of: str | None
    event: str | None
    places: tuple[str, ...]
    attribution: tuple[ToldAttribution, ...]
    status: str
    evidence: tuple[ToldSpan, ...]


@dataclass(frozen=True, slots=True)
class ToldStatement:
    """A statement, as :class:`dateline.records.Statement`."""

    id: str
    speaker: str | None
    direct: bool
    cue: ToldSpan | None
    content: tuple[ToldSpan, ...]


@dataclass(frozen=True, slots=True)
class ToldRelation:
    """A relation, as :class:`dateline.records.Relation`."""

    id: str
    subject: str
    relation: str
    object: str
    attribution: tuple[ToldAttribution, ...]
    evidence: tuple[ToldSpan, ...]


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """The document's own text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldRecord:
    """A report's record: the layers that are read."""

    document: ToldDocument
    actors: tuple[ToldActor, ...]
    places: tuple[ToldPlace, ...]
    events: tuple[ToldEvent, ...]
    tolls: tuple[ToldToll, ...]
    statements: tuple[ToldStatement, ...]
    relations: tuple[ToldRelation, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A report of the store, with its record."""

    found: FoundDocument
    record: ToldRecord


def told(store: Store, **conditions: Any) -> Iterator[Told]:
    """Every report that meets the conditions of a query, newest first, a page in memory at a time.

    Raises StoreError for conditions that cannot be asked, and for a record that is damaged.
    """
    after: str | None = None
    results = store.documents(**conditions)
    while True:
        page = results.page(_PAGE, after)
        records = records_of(store, [found.id for found in page.items])
        yield from (Told(found, records[found.id]) for found in page.items if found.id in records)
        if page.after is None:
            return
        after = page.after


def source_profiles(store: Store) -> Profiles:
    """The profiles of sources: those that ship, with the store's own over them."""
    with reading(store.engine) as connection:
        return profiles_of(connection)


def records_of(store: Store, ids: Sequence[str]) -> dict[str, ToldRecord]:
    """The records of these reports, by id. Raises StoreError for one that is damaged."""
    query = effective_records().where(schema.documents.c.id.in_(ids))
    with reading(store.engine) as connection:
        return {row.id: _record(row.id, row.packed) for row in connection.execute(query)}


def _record(document: str, packed: bytes) -> ToldRecord:
    try:
        return _adapter().validate_json(zlib.decompress(packed))
    except (zlib.error, ValidationError) as error:
        raise StoreError(f"the coding of {document} is damaged in the store ({error}); restore a backup") from error


@cache
def _adapter() -> TypeAdapter[ToldRecord]:
    return TypeAdapter(ToldRecord)
