"""Claims in words: what a claim says and who said it, for every format that people read.

A word or name that comes from the article is put on one line and rid of control characters and of bidirectional
overrides here, so that no article can steer a terminal or turn the words around it; escaping for a format (HTML,
rich markup) is the format's own work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dateline.export.words.days import day_words, interval_words
from dateline.records import (
    Attribution,
    CodedDocument,
    Document,
    Event,
    EventTime,
    Relation,
    Span,
    Statement,
    Toll,
    spans_of,
)

Layer = Literal["tolls", "events", "statements", "relations"]
LAYERS: tuple[Layer, ...] = ("tolls", "events", "statements", "relations")
"""The layers that hold claims, in the order in which people want them."""

STATUS_WORDS = {
    "occurred": "occurred",
    "ongoing": "ongoing",
    "attempted": "attempted",
    "planned": "planned",
    "threatened": "threatened",
    "called_for": "called for",
    "hypothetical": "hypothetical",
    "denied": "denied",
}
HAPPENED = frozenset({"occurred", "ongoing"})
"""The statuses of what did happen; any other must be shown so that nobody misses it."""

_HARM_WORDS = {"homes_destroyed": "homes destroyed", "unspecified": "casualties (harm not said)"}
_UNIT_WORDS = {"person": "", "household": "households ", "dwelling": "dwellings "}
RELATION_WORDS = {
    "leads": "leads",
    "member_of": "is a member of",
    "part_of": "is part of",
    "commands": "commands",
    "ally_of": "is an ally of",
    "supports": "supports",
    "opposes": "opposes",
    "spokesperson_of": "speaks for",
    "role_in": "has a role in",
}
_LONGEST_TITLE = 120
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI_CONTROL = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords:
    """One claim in words.

    ``headline`` says what, ``details`` the rest as (label, words) in reading order, ``source`` who is responsible
    ("said by X (stated)"), empty where the report says it in its own voice.
    ``anchor`` is the span that the claim hangs on (trigger, number, cue), None where it has no span at all;
    ``evidence`` is what to quote, and ``spans`` everything that was read for the claim, all in code points of
    ``document.text``.
    """

    id: str
    layer: Layer
    headline: str
    details: tuple[tuple[str, str], ...]
    source: str
    status: str
    anchor: Span | None
    evidence: tuple[Span, ...]
    spans: tuple[Span, ...]
    rule: str
    confidence: float

    @property
    def happened(self) -> bool:
        """False for what was only attempted, planned, threatened, called for, supposed or denied."""
        return self.status in HAPPENED

    @property
    def status_words(self) -> str:
        """The status as people say it."""
        return STATUS_WORDS[self.status]

    @property
    def gist(self) -> str:
        """The claim on one line."""
        told = " — ".join([self.headline, *(words for _, words in self.details[:1])])
        return f"{told} — {self.source}" if self.source else told


def claims_in_words(coded: CodedDocument) -> tuple[ClaimWords, ...]:
    """Every claim of the document in words: layer by layer, each in the order of the text."""
    names = Names(coded)
    claims = (
        *(_toll(toll, names) for toll in coded.tolls),
        *(_event(event, names) for event in coded.events),
        *(_statement(statement, names) for statement in coded.statements),
        *(_relation(relation, names) for relation in coded.relations),
    )
    return tuple(sorted(claims, key=_reading_order))


def one_line(words: str) -> str:
    """Words on one line, without bidirectional overrides, and U+FFFD for each control character or lone surrogate."""
    return _CONTROL.sub("\ufffd", _BIDI_CONTROL.sub("", " ".join(words.split())))


def title_of(document: Document) -> str:
    """The report's title; where it has none, its first line, cut at 120 characters."""
    if title := one_line(document.title or ""):
        return title
    line = one_line(document.text.lstrip().partition("\n")[0].lstrip("# "))
    if len(line) > _LONGEST_TITLE:
        line = f"{line[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    return line or "Untitled report"


def toll_amount(toll: Toll) -> str:
    """How many and which harm: ``at least 25 killed``, ``dozens of households displaced``."""
    harm = _HARM_WORDS.get(toll.harm, toll.harm)
    unit = "" if toll.harm == "homes_destroyed" else _UNIT_WORDS[toll.unit]
    of = "of " if unit and toll.bound in ("order", "unquantified") else ""
    return f"{_figure(toll)} {of}{unit}{harm}"


def source_words(chain: tuple[Attribution, ...], names: Names) -> str:
    """Who is responsible for a claim, then through whom it was told; empty for the report's own voice."""
    if not chain:
        return ""
    innermost = chain[-1]
    named = _source(innermost, names)
    first = f"denied by {named}" if innermost.certainty == "denied" else f"said by {named} ({innermost.certainty})"
    return ", through ".join([first, *(f"{_source(link, names)} ({link.certainty})" for link in reversed(chain[:-1]))])


def when_words(when: EventTime) -> str:
    """When it happened, and how that was inferred where no date in the text says it."""
    days = interval_words(when.start, when.end, when.precision)
    return f"{days} (inferred: {when.derived_by.replace('-', ' ')})" if when.derived_by and not when.date else days


class Names:
    """The names of a document's actors, places, events and tolls, by id."""

    def __init__(self, coded: CodedDocument) -> None:
        self.actors: Mapping[str, str] = {actor.id: one_line(actor.name) for actor in coded.actors}
        self.places: Mapping[str, str] = {place.id: one_line(place.name) for place in coded.places}
        self.events: Mapping[str, str] = {event.id: _event_with_day(event) for event in coded.events}
        self.tolls: Mapping[str, str] = {toll.id: f"{toll_amount(toll)} [{toll.id}]" for toll in coded.tolls}
        self.short_events: Mapping[str, str] = {event.id: _event_with_status(event) for event in coded.events}

    def list_actors(self, ids: Iterable[str]) -> str:
        """The actors' names, comma between."""
        return ", ".join(self.actors[i] for i in ids)

    def list_places(self, ids: Iterable[str]) -> str:
        """The places' names, comma between."""
        return ", ".join(self.places[i] for i in ids)


def _figure(toll: Toll) -> str:
    if toll.bound in ("order", "unquantified"):
        words = one_line(toll.number.text) if toll.number else "an unstated number"
        return words[:1].lower() + words[1:]
    best = f"{toll.best:,}"
    if toll.bound == "range":
        middle = f" (best {best})" if toll.best not in (toll.low, toll.high) else ""
        return f"{toll.low:,} to {toll.high:,}{middle}"
    prefix = {"exact": "", "at_least": "at least ", "at_most": "up to ", "approximately": "about "}[toll.bound]
    return prefix + best


def _source(link: Attribution, names: Names) -> str:
    if link.source:
        return names.actors[link.source]
    words = link.source_text or link.cue
    return f"“{one_line(words.text)}”" if words else "an unnamed source"


def _toll(toll: Toll, names: Names) -> ClaimWords:
    details = [
        ("Victims", _victims(toll, names)),
        ("Counts", _scope(toll)),
        ("Where", _where(toll, names)),
        ("Counted in", names.tolls[toll.part_of] if toll.part_of else ""),
        ("Event", names.events[toll.event] if toll.event else ""),
    ]
    return ClaimWords(
        id=toll.id,
        layer="tolls",
        headline=toll_amount(toll),
        details=_filled(details),
        source=source_words(toll.attribution, names),
        status=toll.status,
        anchor=_first(toll.number, toll.victims.text, *toll.evidence),
        evidence=toll.evidence,
        spans=tuple(spans_of(toll)),
        rule=toll.rule,
        confidence=toll.confidence,
    )


def _victims(toll: Toll, names: Names) -> str:
    victims = toll.victims
    status = (
        "" if victims.status == "unknown" else {"mixed": "civilians and combatants"}.get(victims.status, victims.status)
    )
    # "At least 31 were killed": the number itself says who, and would only be said twice.
    is_number = toll.number and victims.text and toll.number.start <= victims.text.start < toll.number.end
    words = one_line(victims.text.text) if victims.text and not is_number else ""
    marks = [
        status if words else "",
        names.actors[victims.actor] if victims.actor else "",
        victims.sex or "",
        victims.age or "",
    ]
    notes = ", ".join(mark for mark in marks if mark and mark.casefold() not in words.casefold())
    named = f"“{words}”" if words else status
    return f"{named} ({notes})" if named and notes else named or notes


def _scope(toll: Toll) -> str:
    since = f" since {day_words(toll.since)}" if toll.since else ""
    until = f" until {day_words(toll.until)}" if toll.until else ""
    if toll.scope == "cumulative":
        return f"cumulative total{since}{until}: not one incident"
    return (since + until).strip()


def _event_headline(event: Event) -> str:
    name = event.type.capitalize()
    return f"{name} ({event.mode.replace('-', ' ')})" if event.mode else name


def _event_with_day(event: Event) -> str:
    days = interval_words(event.when.start, event.when.end, event.when.precision)
    return f"{_event_with_status(event)}, {days} [{event.id}]"


def _event_with_status(event: Event) -> str:
    """The event where it is only named, and its status cannot stand beside it: ``Assault (aerial), denied``."""
    name = _event_headline(event)
    return name if event.status in HAPPENED else f"{name}, {STATUS_WORDS[event.status]}"


def _event(event: Event, names: Names) -> ClaimWords:
    details = [
        ("Who", _who(event, names)),
        ("Where", _where(event, names)),
        ("When", when_words(event.when)),
        ("With", ", ".join(one_line(span.text) for span in event.means)),
        ("ACLED", f"{event.acled.event_type}: {event.acled.sub_event_type}" if event.acled else ""),
        ("Context", ", ".join(context.replace("_", " ") for context in event.contexts)),
        ("Same as", names.events[event.same_as] if event.same_as else ""),
    ]
    return ClaimWords(
        id=event.id,
        layer="events",
        headline=_event_headline(event),
        details=_filled(details),
        source=source_words(event.attribution, names),
        status=event.status,
        anchor=event.trigger,
        evidence=event.evidence,
        spans=tuple(spans_of(event)),
        rule=event.rule,
        confidence=event.confidence,
    )


def _who(event: Event, names: Names) -> str:
    """Who did it to whom; the words for a target stand in where no recipient is known."""
    actors = names.list_actors(event.actors) or "not said who"
    targets = ", ".join(f"“{one_line(span.text)}”" for span in event.targets)
    recipients = names.list_actors(event.recipients)
    whom = f"{recipients} ({targets})" if recipients and targets else recipients or targets
    return f"{actors} → {whom}" if whom else actors


def _where(claim: Event | Toll, names: Names) -> str:
    parts = [names.list_places(claim.places)]
    parts += [f"from {names.list_places(claim.origin)}"] if claim.origin else []
    parts += [f"to {names.list_places(claim.destination)}"] if claim.destination else []
    return ", ".join(part for part in parts if part)


def _statement(statement: Statement, names: Names) -> ClaimWords:
    speaker = names.actors[statement.speaker] if statement.speaker else ""
    if not speaker:
        speaker = f"“{one_line(statement.source_text.text)}”" if statement.source_text else "Not said who"
    # "that it bombed the town" means one thing from who said it and another from who denied it.
    cue = f" (“{one_line(statement.cue.text)}”)" if statement.cue else ""
    to = f" to {names.actors[statement.addressee]}" if statement.addressee else ""
    words = " … ".join(one_line(part.text) for part in statement.content)
    return ClaimWords(
        id=statement.id,
        layer="statements",
        headline=f"{speaker}{cue}{to}",
        details=(("Said", words if words.startswith(("“", '"')) or not statement.direct else f"“{words}”"),),
        source="",
        status="occurred",
        anchor=_first(statement.cue, *statement.content, *statement.evidence),
        evidence=statement.evidence,
        spans=tuple(spans_of(statement)),
        rule=statement.rule,
        confidence=statement.confidence,
    )


def _relation(relation: Relation, names: Names) -> ClaimWords:
    words = RELATION_WORDS[relation.relation]
    if relation.role:
        words = f"is {one_line(relation.role)} of"
    return ClaimWords(
        id=relation.id,
        layer="relations",
        headline=f"{names.actors[relation.subject]} {words} {names.actors[relation.object]}",
        details=(),
        source=source_words(relation.attribution, names),
        status="occurred",
        anchor=_first(*relation.evidence),
        evidence=relation.evidence,
        spans=tuple(spans_of(relation)),
        rule=relation.rule,
        confidence=relation.confidence,
    )


def _reading_order(claim: ClaimWords) -> tuple[int, bool, int, int]:
    anchor = claim.anchor
    start, end = (anchor.start, anchor.end) if anchor else (0, 0)
    return LAYERS.index(claim.layer), anchor is None, start, end


def _first(*spans: Span | None) -> Span | None:
    return next((span for span in spans if span), None)


def _filled(details: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, words) for label, words in details if words)
