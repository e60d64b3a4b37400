"""What linking and reconciling need to know of a claim: flat, frozen, and made from a coded document alone.

A store may keep these as they are, and hands them back: ``link`` itself neither reads nor writes anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from dateline.records import (
    Actor,
    ActorKind,
    Attribution,
    Bound,
    Certainty,
    CodedDocument,
    Event,
    EventTime,
    EventType,
    Harm,
    Place,
    Scope,
    Span,
    Status,
    Toll,
    Unit,
    VictimStatus,
    WhenPrecision,
)

_LONGEST_SENTENCE = 600


class ActorFacts(NamedTuple):
    """An actor as one document knows it."""

    name: str
    authority_id: str | None
    kind: ActorKind
    country: str | None


class PlaceFacts(NamedTuple):
    """A resolved place: WGS 84 degrees, UCDP's precision 1–7; coordinates are None where it is unresolved."""

    name: str
    geonames_id: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    precision: int | None
    radius_km: float | None = None


class SourceFacts(NamedTuple):
    """One link of the chain of attribution, innermost last: who is cited, and how sure they were."""

    name: str
    authority_id: str | None
    kind: ActorKind
    country: str | None
    certainty: Certainty


class TollFacts(NamedTuple):
    """One figure as one report gives it.

    ``victims`` is the status, ``side`` the actor that the victims belong to, ``number`` the figure in the text's own
    words, ``part_of`` the toll of the same document that counts these people too, ``start`` where it stands in the text.
    """

    document: str
    toll: str
    event: str | None
    part_of: str | None
    harm: Harm
    number: str | None
    low: int | None
    best: int | None
    high: int | None
    bound: Bound
    unit: Unit
    scope: Scope
    since: str | None
    until: str | None
    victims: VictimStatus
    victims_text: str | None
    side: ActorFacts | None
    age: str | None
    sex: str | None
    status: Status
    sources: tuple[SourceFacts, ...]
    text: str
    start: int
    published: date | None
    publisher: str | None
    confidence: float


class EventFacts(NamedTuple):
    """One event as one report tells it, with its tolls.

    ``publisher`` and ``published`` are the document's; ``start`` and ``end`` the first and last day (None where
    unknown) on which it may have happened; ``derived_by`` says when that was not read from the text. ``text`` is the
    evidence, ``offset`` the trigger's start in the document (code points). ``sentence`` is the trigger's whole
    sentence, as far as full stops tell, and ``places`` are all the places of the event.
    """

    document: str
    event: str
    publisher: str | None
    published: date | None
    type: EventType
    mode: str | None
    acled: str | None
    status: Status
    place: PlaceFacts | None
    start: date | None
    end: date | None
    when_precision: WhenPrecision
    derived_by: str | None
    actors: tuple[ActorFacts, ...]
    recipients: tuple[ActorFacts, ...]
    means: tuple[str, ...]
    targets: tuple[str, ...]
    tolls: tuple[TollFacts, ...]
    sources: tuple[SourceFacts, ...]
    trigger: str
    text: str
    offset: int
    confidence: float
    sentence: str = ""
    places: tuple[PlaceFacts, ...] = ()


def facts_of(coded: CodedDocument) -> tuple[EventFacts, ...]:
    """The facts of every event of the document, in the order of its events, each with the tolls that point at it."""
    actors = {a.id: a for a in coded.actors}
    places = {p.id: p for p in coded.places}
    return tuple(_event(coded, event, actors, places) for event in coded.events)


def loose_tolls(coded: CodedDocument) -> tuple[TollFacts, ...]:
    """The tolls that belong to no event of the document: cumulative figures, for the most part."""
    actors = {a.id: a for a in coded.actors}
    return tuple(_toll(coded, toll, actors) for toll in coded.tolls if toll.event is None)


def _event(coded: CodedDocument, event: Event, actors: Mapping[str, Actor], places: Mapping[str, Place]) -> EventFacts:
    start, end = _days(event.when)
    return EventFacts(
        coded.document.id,
        event.id,
        coded.document.source,
        _day(coded.document.published, last=False),
        event.type,
        event.mode,
        event.acled.sub_event_type if event.acled else None,
        event.status,
        _place([places[p] for p in event.places]),
        start,
        end,
        event.when.precision,
        event.when.derived_by,
        tuple(_actor(actors[a]) for a in event.actors),
        tuple(_actor(actors[a]) for a in event.recipients),
        tuple(s.text for s in event.means),
        tuple(s.text for s in event.targets),
        tuple(_toll(coded, t, actors) for t in coded.tolls if t.event == event.id),
        tuple(_sources(event.attribution, actors)),
        event.trigger.text,
        _joined(event.evidence),
        event.trigger.start,
        event.confidence,
        _sentence(coded.document.text, event.trigger),
        tuple(_place_facts(places[p]) for p in event.places),
    )


_STOP = re.compile(r"(?<=[.!?][\s\"”])|\n")


def _sentence(text: str, trigger: Span) -> str:
    """The stretch of the text between the full stops or line ends around the trigger."""
    first = max(0, trigger.start - _LONGEST_SENTENCE)
    before = text[first : trigger.start]
    after = text[trigger.end : trigger.end + _LONGEST_SENTENCE]
    starts = [m.end() for m in _STOP.finditer(before)]
    end = _STOP.search(after)
    return (before[starts[-1] if starts else 0 :] + trigger.text + (after[: end.start()] if end else after)).strip()


def _place(places: list[Place]) -> PlaceFacts | None:
    """The most specific of an event's places, a resolved one before one that is not."""
    if not places:
        return None
    return _place_facts(min(places, key=lambda p: (p.lat is None, p.precision or 7)))


def _place_facts(place: Place) -> PlaceFacts:
    return PlaceFacts(
        place.name,
        place.geonames_id,
        place.lat,
        place.lon,
        place.country,
        place.admin1,
        place.feature,
        place.precision,
        place.radius_km,
    )


def _toll(coded: CodedDocument, toll: Toll, actors: Mapping[str, Actor]) -> TollFacts:
    victims = toll.victims
    return TollFacts(
        coded.document.id,
        toll.id,
        toll.event,
        toll.part_of,
        toll.harm,
        toll.number.text if toll.number else None,
        toll.low,
        toll.best,
        toll.high,
        toll.bound,
        toll.unit,
        toll.scope,
        toll.since,
        toll.until,
        victims.status,
        victims.text.text if victims.text else None,
        _actor(actors[victims.actor]) if victims.actor else None,
        victims.age,
        victims.sex,
        toll.status,
        tuple(_sources(toll.attribution, actors)),
        _joined(toll.evidence),
        toll.number.start if toll.number else toll.evidence[0].start,
        _day(coded.document.published, last=False),
        coded.document.source,
        toll.confidence,
    )


def _actor(actor: Actor) -> ActorFacts:
    return ActorFacts(actor.name, actor.authority_id, actor.kind, actor.country)


def _sources(chain: tuple[Attribution, ...], actors: Mapping[str, Actor]) -> Iterator[SourceFacts]:
    for link in chain:
        actor = actors.get(link.source or "")
        name = actor.name if actor else link.source_text.text if link.source_text else ""
        yield SourceFacts(
            name,
            actor.authority_id if actor else None,
            actor.kind if actor else "unknown",
            actor.country if actor else None,
            link.certainty,
        )


def _joined(spans: tuple[Span, ...]) -> str:
    return " … ".join(dict.fromkeys(s.text for s in spans))


def _days(when: EventTime) -> tuple[date | None, date | None]:
    return _day(when.start, last=False), _day(when.end, last=True)


def _day(text: str | None, *, last: bool) -> date | None:
    """The first or last day of an ISO 8601 date that may be a year or a month only, or that holds a time of day."""
    if not text:
        return None
    parts = text.split("T")[0].split("-")
    try:
        year, month, day = (int(p) for p in (*parts, *(("12", "31") if last else ("01", "01"))[len(parts) - 1 :]))
        return date(year, month, min(day, _month_length(year, month)))
    except ValueError:
        return None


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date(year, month, 1)).days
