"""The rows of the tables of :mod:`dateline.export.tables.layers`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from dateline.export.event_data.deaths import deaths_of
from dateline.export.event_data.rows import names_of
from dateline.export.tables.table import Row, listed
from dateline.export.words.claims import Names, source_words
from dateline.export.words.reports import said_by
from dateline.incidents import ClaimRef, Incident
from dateline.records import Acled, Attribution, CodedDocument, EventTime, Span


@dataclass(frozen=True)
class DocumentRows:
    """A document with what its rows need: the claims that are wanted, its names, and the incidents of its events."""

    coded: CodedDocument
    answering: frozenset[str]
    incident_of: Mapping[tuple[str, str], str]

    @cached_property
    def names(self) -> Names:
        """The names of its actors and places."""
        return Names(self.coded)

    @property
    def id(self) -> str:
        """The document's id."""
        return self.coded.document.id

    def incident(self, event: str | None) -> str | None:
        """The incident of one of its events."""
        return self.incident_of.get((self.id, event)) if event else None

    def actors(self, ids: Iterable[str]) -> str | None:
        """The names of these actors."""
        return listed(self.names.actors[i] for i in ids)

    def places(self, ids: Iterable[str]) -> str | None:
        """The names of these places."""
        return listed(self.names.places[i] for i in ids)

    def said(self, chain: tuple[Attribution, ...]) -> dict[str, Any]:
        """The columns of whose word it is."""
        source = said_by(chain, self.names.actors) if chain else None
        return {"source": source, "attribution": source_words(chain, self.names) or None}


def incident(item: Incident) -> Row:
    """The row of an incident."""
    place, deaths = item.place, deaths_of(item)
    return {
        "id": item.id, "title": item.title, **_kind(item.type, item.mode, item.acled),
        "first_day": item.when.start, "last_day": item.when.end, "day_precision": item.when.precision,
        "place": place.name if place else None, "admin1": place.admin1 if place else None,
        "country": place.country if place else None, "lat": place.lat if place else None, "lon": place.lon if place else None,
        "precision": place.precision if place else None, "geonames_id": place.geonames_id if place else None,
        "actors": names_of(item.actors), "recipients": names_of(item.recipients),
        "killed_low": deaths.low, "killed_best": deaths.best, "killed_high": deaths.high,
        "grade": item.grade, "grade_reasons": listed(item.grade_reasons), "reports": len(item.reports),
        "sources": item.sources, "independent_sources": item.independent_sources,
        "disagreements": listed(f"{d.field}: {' / '.join(v.value for v in d.values)}" for d in item.disagreements),
        "summary": item.aggregate, "contains": listed(item.contains), "reviewed": item.reviewed,
    }  # fmt: skip


def figures(item: Incident) -> Iterator[Row]:
    """A row a figure."""
    for number, toll in enumerate(item.tolls):
        yield {
            "incident": item.id, "number": number, "harm": toll.harm, "victims": toll.victims, "side": toll.side,
            "group": toll.group, "unit": toll.unit, "scope": toll.scope, "since": toll.since, "low": toll.low,
            "best": toll.best, "high": toll.high, "phrase": toll.phrase, "grade": toll.grade, "rule": toll.rule,
            "within": toll.within, "claims": listed(map(_ref, toll.claims)),
            "set_aside": listed(f"{_ref(aside.claim)} ({aside.rule})" for aside in toll.set_aside),
        }  # fmt: skip


def reports(item: Incident) -> Iterator[Row]:
    """A row a report."""
    for report in item.reports:
        yield {"incident": item.id, **report.model_dump()}


def document(about: DocumentRows) -> Row:
    """The row of a document."""
    head = about.coded.document
    return {
        "id": head.id, "title": head.title, "source": head.source, "url": head.url, "published": head.published,
        "retrieved": head.retrieved, "language": head.language, "characters": len(head.text),
        "original_sha256": head.original_sha256, "events": len(about.coded.events), "tolls": len(about.coded.tolls),
    }  # fmt: skip


def _events(about: DocumentRows) -> Iterator[Row]:
    for event in about.coded.events:
        if event.id in about.answering:
            yield {
                "document": about.id, "id": event.id, "incident": about.incident(event.id),
                **_kind(event.type, event.mode, event.acled), "contexts": listed(event.contexts), "status": event.status,
                "actors": about.actors(event.actors), "recipients": about.actors(event.recipients),
                "means": _words(event.means), "targets": _words(event.targets), "places": about.places(event.places),
                "origin": about.places(event.origin), "destination": about.places(event.destination), **_days(event.when),
                **about.said(event.attribution), "trigger": event.trigger.text, "trigger_start": event.trigger.start,
                "trigger_end": event.trigger.end, "evidence": _words(event.evidence), "same_as": event.same_as,
                "rule": event.rule, "confidence": event.confidence, "review": event.review,
            }  # fmt: skip


def _tolls(about: DocumentRows) -> Iterator[Row]:
    for toll in about.coded.tolls:
        if toll.id in about.answering:
            victims = toll.victims
            yield {
                "document": about.id, "id": toll.id, "incident": about.incident(toll.event), "event": toll.event,
                "harm": toll.harm, "low": toll.low, "best": toll.best, "high": toll.high, "bound": toll.bound,
                "number": toll.number.text if toll.number else None, "unit": toll.unit,
                "victims": victims.text.text if victims.text else None, "victim_status": victims.status,
                "side": about.actors([victims.actor]) if victims.actor else None, "age": victims.age, "sex": victims.sex,
                "scope": toll.scope, "since": toll.since, "until": toll.until, "part_of": toll.part_of,
                "places": about.places(toll.places), "origin": about.places(toll.origin),
                "destination": about.places(toll.destination), "status": toll.status, **about.said(toll.attribution),
                "evidence": _words(toll.evidence), "rule": toll.rule, "confidence": toll.confidence, "review": toll.review,
            }  # fmt: skip


def _statements(about: DocumentRows) -> Iterator[Row]:
    for statement in about.coded.statements:
        if statement.id in about.answering:
            speaker = about.actors([statement.speaker]) if statement.speaker else None
            yield {
                "document": about.id, "id": statement.id,
                "speaker": speaker or (statement.source_text.text if statement.source_text else None),
                "addressee": about.actors([statement.addressee]) if statement.addressee else None,
                "direct": statement.direct, "cue": statement.cue.text if statement.cue else None,
                "content": " … ".join(span.text for span in statement.content), "rule": statement.rule,
                "confidence": statement.confidence, "review": statement.review,
            }  # fmt: skip


def _relations(about: DocumentRows) -> Iterator[Row]:
    for relation in about.coded.relations:
        if relation.id in about.answering:
            yield {
                "document": about.id, "id": relation.id, "subject": about.actors([relation.subject]),
                "relation": relation.relation, "object": about.actors([relation.object]), "role": relation.role,
                **about.said(relation.attribution), "evidence": _words(relation.evidence), "rule": relation.rule,
                "confidence": relation.confidence, "review": relation.review,
            }  # fmt: skip


def _actors(about: DocumentRows) -> Iterator[Row]:
    for actor in about.coded.actors:
        yield {"document": about.id, **actor.model_dump(exclude={"mentions"}), "mentions": len(actor.mentions)}


def _places(about: DocumentRows) -> Iterator[Row]:
    for place in about.coded.places:
        fields = place.model_dump(exclude={"mentions", "alternatives"})
        yield {"document": about.id, **fields, "mentions": len(place.mentions)}


def _dates(about: DocumentRows) -> Iterator[Row]:
    for when in about.coded.dates:
        yield {"document": about.id, **when.model_dump(exclude={"mention"}), "text": when.mention.text}


def _notes(about: DocumentRows) -> Iterator[Row]:
    for note in about.coded.notes:
        words = note.span.text if note.span else None
        yield {"document": about.id, "code": note.code, "message": note.message, "words": words}


OF_DOCUMENTS: dict[
    Literal["events", "tolls", "statements", "relations", "actors", "places", "dates", "notes"],
    Callable[[DocumentRows], Iterator[Row]],
] = {
    "events": _events,
    "tolls": _tolls,
    "statements": _statements,
    "relations": _relations,
    "actors": _actors,
    "places": _places,
    "dates": _dates,
    "notes": _notes,
}
"""By table, what makes its rows from a document."""


def _kind(plover: str, mode: str | None, acled: Acled | None) -> dict[str, Any]:
    return {
        "type": plover,
        "mode": mode,
        "acled_event_type": acled.event_type if acled else None,
        "acled_sub_event_type": acled.sub_event_type if acled else None,
    }


def _days(when: EventTime) -> dict[str, Any]:
    return {
        "first_day": when.start,
        "last_day": when.end,
        "day_precision": when.precision,
        "dated_by": when.derived_by if when.date is None else None,
    }


def _words(spans: Iterable[Span]) -> str | None:
    return listed(span.text for span in spans)


def _ref(claim: ClaimRef) -> str:
    return f"{claim.document}:{claim.claim}"
