"""From a coded document to the rows of its claims and mentions: what they are found by, laid out flat."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.link.facts import ActorFacts, EventFacts, PlaceFacts, SourceFacts, facts_of, loose_tolls
from dateline.records import Actor, Attribution, CodedDocument, Event, Place, Relation, Span, Statement, Toll
from dateline.store import facts_json
from dateline.store.keys import row_number
from dateline.store.terms import code, fold_words, joined, powers

Row = dict[str, Any]
LONG_DAYS = 31
"""A claim that may have happened on more days than these carries the code of the decade in which the last of them is."""


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day of a claim; ``by`` says how they were come by where the text does not give them."""

    first: date
    last: date
    by: str | None


def document_codes(coded: CodedDocument, known: date) -> str:
    """The codes by which the document is found."""
    document = coded.document
    codes = [code("k", "document"), code("w", document.language)]
    codes += [code("p", document.source)] if document.source else []
    codes += [c for place in coded.places for c in _place_codes(place)]
    codes += [c for actor in coded.actors for c in _actor_codes(actor, ("a",))]
    codes += [code("t", event.type) for event in coded.events]
    codes += [c for toll in coded.tolls for c in _harm_codes(toll)]
    return joined(codes)


def claim_rows(coded: CodedDocument, *, document: int, number: int, known: date) -> list[Row]:
    """The rows of the document's claims.

    ``document`` is its row number, ``number`` its running number, ``known`` the day on which its claims became known.
    """
    layout = _Layout(coded, known)
    claims: tuple[Event | Toll | Statement | Relation, ...]
    claims = (*coded.events, *coded.tolls, *coded.statements, *coded.relations)
    rows = []
    for ordinal, claim in enumerate(claims, 1):
        row = layout.row(claim)
        row |= {"row": row_number(row["first_day"], number, ordinal), "document": document, "known": known}
        rows.append(row)
    return rows


def mention_rows(coded: CodedDocument, document: int) -> Iterator[Row]:
    """The rows of what the document names."""
    for layer in ("actors", "places", "dates"):
        for mention in getattr(coded, layer):
            yield {
                "document": document,
                "mention": mention.id,
                "layer": layer,
                "name": mention.value if layer == "dates" else mention.name,
                "authority_id": getattr(mention, "authority_id", None),
                "geonames_id": getattr(mention, "geonames_id", None),
                "country": getattr(mention, "country", None),
                "record": mention.model_dump_json(),
            }


class _Layout:
    """The rows of one document's claims, one claim at a time."""

    def __init__(self, coded: CodedDocument, known: date) -> None:
        self._coded = coded
        self._known = known
        self._actors = {a.id: a for a in coded.actors}
        self._places = {p.id: p for p in coded.places}
        self._events = {e.id: e for e in coded.events}
        self._facts = {f.event: f for f in facts_of(coded)}
        self._toll_facts = {t.toll: t for f in self._facts.values() for t in f.tolls}
        self._toll_facts |= {t.toll: t for t in loose_tolls(coded)}
        self._tolls_of: dict[str, list[Toll]] = {}
        for toll in coded.tolls:
            if toll.event is not None:
                self._tolls_of.setdefault(toll.event, []).append(toll)

    def row(self, claim: Event | Toll | Statement | Relation) -> Row:
        """The claim's row, but for its numbers."""
        if isinstance(claim, Event):
            return self._event(claim)
        if isinstance(claim, Toll):
            return self._toll(claim)
        if isinstance(claim, Statement):
            return self._statement(claim)
        return self._relation(claim)

    def _event(self, event: Event) -> Row:
        facts = self._facts[event.id]
        codes = [*self._event_codes(event), code("v", event.status), *_source_codes(facts.sources)]
        codes += self._people_codes(event.actors, ("a", "by")) + self._people_codes(event.recipients, ("a", "to"))
        for toll in self._tolls_of.get(event.id, ()):
            codes += _harm_codes(toll) + self._victim_codes(toll)
        row = self._base("event", event, self._days_of(facts), codes, event.evidence, event.trigger)
        row |= {"type": event.type, "mode": event.mode, "acled": facts.acled, "status": event.status}
        return row | _at(facts.place) | {"facts": facts_json.to_json(facts)}

    def _toll(self, toll: Toll) -> Row:
        event = self._events.get(toll.event or "")
        facts = self._facts.get(toll.event or "")
        own = self._toll_facts[toll.id]
        days = _span(toll.since, toll.until) or (self._days_of(facts) if facts else self._unknown_days())
        codes = [*_harm_codes(toll), *self._victim_codes(toll), code("v", toll.status), *_source_codes(own.sources)]
        codes += [code("sc", toll.scope)]
        place: Place | PlaceFacts | None = facts.place if facts else None
        if toll.places:
            place = min((self._places[p] for p in toll.places), key=lambda p: (p.lat is None, p.precision or 7))
        codes += [c for p in toll.places for c in _place_codes(self._places[p])]
        if event:
            codes += self._event_codes(event)
            codes += self._people_codes(event.actors, ("a", "by")) + self._people_codes(event.recipients, ("a", "to"))
        row = self._base("toll", toll, days, codes, toll.evidence, toll.number or toll.evidence[0])
        row |= {"event": toll.event, "harm": toll.harm, "status": toll.status}
        row |= {"low": toll.low, "best": toll.best, "high": toll.high}
        return row | _at(place) | {"facts": facts_json.to_json(own)}

    def _statement(self, statement: Statement) -> Row:
        speaker = [statement.speaker] if statement.speaker else []
        codes = self._people_codes(speaker, ("a", "by", "so"))
        codes += self._people_codes([statement.addressee] if statement.addressee else [], ("a", "to"))
        anchor = statement.cue or statement.evidence[0]
        row = self._base("statement", statement, self._unknown_days(), codes, statement.evidence, anchor)
        return row | _at(None) | {"facts": "{}"}

    def _relation(self, relation: Relation) -> Row:
        codes = self._people_codes([relation.subject], ("a", "by")) + self._people_codes([relation.object], ("a", "to"))
        codes += [code("t", relation.relation), *self._attribution_codes(relation.attribution)]
        row = self._base("relation", relation, self._unknown_days(), codes, relation.evidence, relation.evidence[0])
        return row | _at(None) | {"type": relation.relation, "facts": "{}"}

    def _base(
        self, kind: str, claim: Any, days: Days, codes: list[str], evidence: tuple[Span, ...], anchor: Span
    ) -> Row:
        text = " … ".join(dict.fromkeys(span.text for span in evidence))
        source = self._coded.document.source
        own = [code("k", kind), *([code("p", source)] if source else []), *codes, *_time_codes(days, self._known)]
        return {
            "claim": claim.id, "kind": kind, "type": None, "mode": None, "acled": None, "status": None, "event": None,
            "harm": None, "low": None, "best": None, "high": None, "first_day": days.first, "last_day": days.last,
            "dated_by": days.by, "confidence": claim.confidence, "anchor_start": anchor.start,
            "anchor_end": anchor.end, "evidence": text, "words": fold_words(text), "codes": joined(own),
        }  # fmt: skip

    def _event_codes(self, event: Event) -> list[str]:
        codes = [code("t", event.type), *(code("x", context) for context in event.contexts)]
        codes += [code("m", event.mode)] if event.mode else []
        codes += [code("u", event.acled.event_type), code("u", event.acled.sub_event_type)] if event.acled else []
        return codes + [c for p in event.places for c in _place_codes(self._places[p])]

    def _people_codes(self, ids: Iterable[str], prefixes: tuple[str, ...]) -> list[str]:
        return [c for actor in ids for c in _actor_codes(self._actors[actor], prefixes)]

    def _victim_codes(self, toll: Toll) -> list[str]:
        return self._people_codes([toll.victims.actor] if toll.victims.actor else [], ("a", "vi"))

    def _attribution_codes(self, chain: tuple[Attribution, ...]) -> list[str]:
        return [c for link in chain if link.source for c in _actor_codes(self._actors[link.source], ("so",))]

    def _days_of(self, facts: EventFacts) -> Days:
        if facts.start is None and facts.end is None:
            return self._unknown_days()
        first, last = facts.start or facts.end, facts.end or facts.start
        assert first is not None
        assert last is not None
        return Days(min(first, last), max(first, last), facts.derived_by)

    def _unknown_days(self) -> Days:
        """A claim that no day is given for stands under the day on which it became known."""
        return Days(self._known, self._known, "known")


def _at(place: Place | PlaceFacts | None) -> Row:
    """The columns of a place: of the record or of the facts, whose names are the same."""
    fields = {"place": "name", "country": "country", "admin1": "admin1", "lat": "lat", "lon": "lon"}
    return {column: getattr(place, name, None) for column, name in fields.items()} | {
        "precision": getattr(place, "precision", None)
    }


def _place_codes(place: Place) -> list[str]:
    codes = [code("l", place.name)]
    codes += [code("g", str(place.geonames_id))] if place.geonames_id else []
    codes += [code("c", place.country)] if place.country else []
    codes += [code("d", place.admin1)] if place.admin1 else []
    return codes


def _actor_codes(actor: Actor | ActorFacts, prefixes: tuple[str, ...]) -> list[str]:
    """An actor is found by its id in the authority and by its name, in every role that it has."""
    codes = [code(f"{prefix}n", actor.name) for prefix in prefixes]
    return codes + ([code(prefix, actor.authority_id) for prefix in prefixes] if actor.authority_id else [])


def _source_codes(chain: tuple[SourceFacts, ...]) -> list[str]:
    codes = [code("son", source.name) for source in chain if source.name]
    return codes + [code("so", source.authority_id) for source in chain if source.authority_id]


def _harm_codes(toll: Toll) -> list[str]:
    figures = [figure for figure in (toll.low, toll.best, toll.high) if figure is not None]
    return [code("h", toll.harm), *powers(f"h_{toll.harm}", max(figures, default=None))]


def _time_codes(days: Days, known: date) -> list[str]:
    codes = [code("f", "foretold")] if days.first > known else []
    long = (days.last - days.first).days > LONG_DAYS
    return [*codes, decade(days.last)] if long else codes


def decade(day: date) -> str:
    """The code of a long claim that ends in the decade of the day."""
    return code("y", str(min(max(day.year, 1850), 2109) // 10))


def _span(since: str | None, until: str | None) -> Days | None:
    """The days from ``since`` to ``until``, each as precise as a year, a month or a day."""
    first, last = day_of(since, last=False), day_of(until, last=True)
    if first is None and last is None:
        return None
    first, last = first or last, last or day_of(since, last=True)
    assert first is not None
    assert last is not None
    return Days(min(first, last), max(first, last), None)


def day_of(text: str | None, *, last: bool) -> date | None:
    """The first or last day of a date as precise as a year, a month or a day; None where there is no such day."""
    if not text or text.startswith("-"):
        return None
    parts = [int(part) for part in text.split("T")[0].split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12 if last else 1
    try:
        day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, day)
    except ValueError:  # records hold 30 February and the year 0 where a text does
        return None
