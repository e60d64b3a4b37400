"""What happened, by both: the reader's vote on the rules' events, roles that they left empty, and events they missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, cast, get_args

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.dates.event_time import event_time
from dateline.coding.events.status import status_of
from dateline.coding.fusion.roles import LAYER, Cast, RoleGiver
from dateline.coding.fusion.tokens import Tokens, gap, sentences_between, share_tokens, stretch, tokens_of
from dateline.coding.fusion.weights import Weights, shipped
from dateline.coding.mentions import Mentions
from dateline.coding.statements import Statements
from dateline.ontology.event_rules import EventRules
from dateline.parse.reading import Found, Reading
from dateline.records import Event, EventType

RULE = "reader/trigger"
_TRIGGER = "trigger"
_FAR = 12


def fuse_events(
    mentions: Mentions,
    statements: Statements,
    events: tuple[Reasoned[Event], ...],
    rules: EventRules,
    weights: Weights | None = None,
    *,
    by_rules: bool = True,
) -> tuple[Mentions, tuple[Reasoned[Event], ...]]:
    """The events with the reader's vote and roles, and those that the reader alone is sure of, in text order.

    The mentions come back with the actors that only the reader found. ``by_rules`` is false where the rules were not
    asked: then the reader need not be so sure.
    """
    reading = mentions.parsed.reading
    if reading is None:
        return mentions, events
    weights = weights or shipped()
    cast_ = Cast(mentions)
    voted = [_voted(mentions, reading, weights, reasoned) for reasoned in events]
    least = weights.needed("event alone" if by_rules else "event without rules")
    alone = [
        _event(mentions, statements, rules, *found)
        for found in _alone(mentions, weights, voted)
        if found.confidence >= least
    ]
    given, _ = RoleGiver(mentions, weights, cast_).give([*voted, *alone], reading.found(LAYER))
    return cast_.all(), _numbered(given)


def _voted(mentions: Mentions, reading: Reading, weights: Weights, reasoned: Reasoned[Event]) -> Reasoned[Event]:
    """The rules' event with the confidence of both.

    The reader's doubt lowers it; its assent does not raise it. Nearly all that the rules find it takes for a trigger, and its
    assent would put events that the text mentions by the way before those that it is about.
    """
    event = reasoned.claim
    tokens = tokens_of(mentions.parsed, event.trigger)
    trigger = reading.share(_TRIGGER, *tokens)
    shares = {"rule": event.confidence, "doubt": min(0.5, trigger)}
    together = weights.together("events", shares)
    if together is None:
        return reasoned
    confidence = round(together, 2)
    how = (
        f"rules {shares['rule']:.2f}; reader: a trigger {trigger:.2f}, of {event.type} "
        f"{_type_share(reading, tokens, event.type):.2f}{_told_status(reading, tokens)}; together {confidence:.2f}"
    )
    return replace(
        reasoned,
        claim=event.model_copy(update={"confidence": confidence}),
        reasons=(*reasoned.reasons, Reason("confidence", event.trigger, how)),
        shares=shares,
    )


def _told_status(reading: Reading, tokens: Tokens) -> str:
    """The status that the reader sees. It is told and not followed: where the two differ, the rules are right."""
    seen = reading.kind("status", *tokens)
    return "" if seen is None else f", {seen[0]} {seen[1]:.2f}"


def _type_share(reading: Reading, tokens: Tokens, name: EventType) -> float:
    marks = reading.spans.get(_TRIGGER)
    return reading.share(_TRIGGER, *tokens, name) if marks is not None and name in marks.names else 0.0


class _Alone(NamedTuple):
    """A trigger of the reader's that no rule took, the probability that it is one, and the surest role beside it."""

    found: Found
    confidence: float
    role: float


def _alone(mentions: Mentions, weights: Weights, known: Sequence[Reasoned[Event]]) -> Iterator[_Alone]:
    """The reader's triggers that no rule took."""
    reading = mentions.parsed.reading
    assert reading is not None, "fuse_events() has asked"
    taken = [tokens_of(mentions.parsed, span) for r in known for span in (r.claim.trigger, *r.claim.evidence)]
    roles = [f for f in reading.found(LAYER) if f.probability >= weights.needed(f"role {f.name}")]
    for found in reading.found(_TRIGGER):
        own = stretch(found)
        if found.name not in get_args(EventType) or any(share_tokens(own, other) for other in taken):
            continue
        near = [
            r
            for r in roles
            if gap(own, stretch(r)) <= _FAR and not sentences_between(mentions.parsed.doc, own, stretch(r), 1)
        ]
        role = max((r.probability for r in near), default=0.0)
        together = weights.together("events alone", {"trigger": found.probability, "role": role})
        if together is not None:
            yield _Alone(found, round(together, 2), role)


def _event(
    mentions: Mentions, statements: Statements, rules: EventRules, found: Found, confidence: float, role: float
) -> Reasoned[Event]:
    parsed = mentions.parsed
    first, last = stretch(found)
    trigger = parsed.tokens_span(first, last)
    state = status_of(parsed.doc[last], rules.status)
    claim = Event(
        id="e0",
        type=cast(EventType, found.name),
        trigger=trigger,
        evidence=(trigger,),
        when=event_time(mentions, last),
        status=state.status,
        attribution=statements.attribution_at(last),
        rule=RULE,
        confidence=confidence,
    )
    how = f"the reader takes it for the trigger of {found.name}: {found.probability:.2f}"
    together = (
        f"rules: none; reader: trigger {found.probability:.2f}, a role beside it {role:.2f}; together {confidence:.2f}"
    )
    reasons = (Reason("type", trigger, how), Reason("confidence", None, together))
    return Reasoned(claim, reasons, {"trigger": found.probability, "role": role})


def _numbered(events: Sequence[Reasoned[Event]]) -> tuple[Reasoned[Event], ...]:
    """In text order with ids e1, e2, …; what pointed at an event points at it still."""
    order = sorted(events, key=lambda r: r.claim.trigger.start)
    ids = {r.claim.id: f"e{number}" for number, r in enumerate(order, 1) if r.claim.id != "e0"}
    return tuple(
        replace(
            r,
            claim=r.claim.model_copy(
                update={"id": f"e{number}", "same_as": ids.get(r.claim.same_as) if r.claim.same_as else None}
            ),
        )
        for number, r in enumerate(order, 1)
    )
