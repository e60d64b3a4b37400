"""From a parsed document to its coded record: mentions first, then the claims that are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from dateline.coding.actors import find_actors
from dateline.coding.claims import Reason, Reasoned
from dateline.coding.dates import find_dates
from dateline.coding.events import SPORT, find_events
from dateline.coding.fusion import fuse_events, fuse_statements, fuse_tolls
from dateline.coding.mentions import Mentions
from dateline.coding.names import find_names
from dateline.coding.places import find_places
from dateline.coding.relations import find_relations
from dateline.coding.statements import Statements, find_statements
from dateline.coding.tolls import find_tolls
from dateline.ontology.authority import Authority
from dateline.ontology.event_rules import EventRules
from dateline.ontology.gazetteer import Gazetteer
from dateline.parse import ParsedDocument
from dateline.records import WITHOUT_RULES, CodedDocument, Document, Note, Toll

LANGUAGE = "en"
"""The language that there are rules for."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What coding knows of the world: loaded once, shared by all documents."""

    authority: Authority
    gazetteer: Gazetteer
    events: EventRules
    rules: bool = True
    """Whether the rules make claims; where they do not, the reader's stand alone."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A coded document with its parse and the reasons for each of its claims, by the claim's id."""

    coded: CodedDocument
    parsed: ParsedDocument
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)


def code(parsed: ParsedDocument, knowledge: Knowledge) -> Explained:
    """The record of a parsed document, and the reasons for its claims.

    A document in a language that has no rules comes back without claims, and with a note that says so.
    """
    document = parsed.document
    if (record := uncoded(document)) is not None:
        return Explained(record, parsed)
    mentions = find_mentions(parsed, knowledge)
    by_rules = knowledge.rules
    statements = find_statements(mentions) if by_rules else Statements()
    statements = fuse_statements(mentions, statements, by_rules=by_rules)
    events, notes = find_events(mentions, statements, knowledge.events) if by_rules else ((), ())
    is_sport = SPORT in {note.code for note in notes}
    if not is_sport:
        mentions, events = fuse_events(mentions, statements, events, knowledge.events, by_rules=by_rules)
    tolls: tuple[Reasoned[Toll], ...] = ()
    if not is_sport:
        tolls = find_tolls(mentions, statements, events) if by_rules else ()
        tolls = fuse_tolls(mentions, statements, events, tolls, by_rules=by_rules)
    relations = find_relations(mentions, statements) if by_rules else ()
    coded = CodedDocument(
        document=document,
        actors=mentions.actors.actors,
        places=mentions.places.places,
        dates=mentions.dates.dates,
        events=_claims(events),
        tolls=_claims(tolls),
        statements=_claims(statements.statements),
        relations=_claims(relations),
        notes=(*mentions.places.notes, *notes),
    )
    reasons: dict[str, tuple[Reason, ...]] = {}
    for layer in (events, tolls, statements.statements, relations):
        reasons.update((r.claim.id, r.reasons) for r in cast(tuple[Reasoned[Any], ...], layer))
    return Explained(coded, parsed, reasons)


def uncoded(document: Document) -> CodedDocument | None:
    """The record of a document in a language that has no rules; None where there are rules for it."""
    if document.language == LANGUAGE:
        return None
    note = Note(
        code=WITHOUT_RULES,
        message=f"the language is {document.language!r}, and there are rules for {LANGUAGE!r} only: nothing was coded",
    )
    return CodedDocument(document=document, notes=(note,))


def find_mentions(parsed: ParsedDocument, knowledge: Knowledge) -> Mentions:
    """What a parsed document names: the places, dates and actors that all claims are made of."""
    names = find_names(parsed, knowledge.gazetteer, knowledge.authority)
    places = find_places(parsed, names, knowledge.gazetteer, knowledge.authority)
    dates = find_dates(parsed)
    actors = find_actors(parsed, names, places, dates, knowledge.authority)
    return Mentions(parsed, names, places, dates, actors)


def _claims(reasoned: tuple[Reasoned[Any], ...]) -> tuple[Any, ...]:
    return tuple(r.claim for r in reasoned)
