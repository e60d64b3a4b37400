"""From those harmed to tolls, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.events.status import State
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import NOMINAL, phrase
from dateline.coding.tolls.figures import Figures
from dateline.coding.tolls.gather import Counted, gather
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.parts import PARTS
from dateline.coding.tolls.reality import state_of
from dateline.coding.tolls.retold import Telling, once_each
from dateline.coding.tolls.scope import Reach, reach_of
from dateline.coding.tolls.stray import STRAY
from dateline.coding.tolls.victims import unit_of, victims_of
from dateline.coding.tolls.where import EventIndex, cause_of, scene_of
from dateline.coding.whereabouts import Story, story_of
from dateline.records import Attribution, Event, Span, Toll

_PART = "-part"
_COUNTED, _SINGLE, _UNCOUNTED, _STRAY = 0.9, 0.75, 0.55, 0.5


class Attributing(Protocol):
    """What a toll needs of the text's statements: whose words a token stands in."""

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        """The chain of sources of the token, outermost first; empty in the text's own voice."""
        ...


def find_tolls(
    mentions: Mentions, statements: Attributing, events: Sequence[Reasoned[Event]]
) -> tuple[Reasoned[Toll], ...]:
    """Every claim of the text that people were harmed, or homes destroyed, in text order, with ids t1, t2, ….

    Each figure stays as it was said: conflicting figures all stand, and a part ("including two children") is a claim of
    its own; what is only told again is one claim with the evidence of both. What did not happen (threats, plans,
    suppositions, denials, drills) is no toll, or has a status that says so.
    """
    return tolls_of(mentions, statements, events, gather(mentions))


def tolls_of(
    mentions: Mentions,
    statements: Attributing,
    events: Sequence[Reasoned[Event]],
    counted: Sequence[Counted],
) -> tuple[Reasoned[Toll], ...]:
    """The claims about those harmed and how many they are, in text order, with ids t1, t2, …; what is told again is one."""
    index = EventIndex(mentions, (e.claim for e in events))
    maker = _Maker(mentions, statements, index, story_of(mentions, index.events))
    tellings = [Telling(harmed, maker.toll(harmed, figures)) for harmed, figures in counted]
    found = once_each(mentions, tellings, {event.id: event for event in index.events})
    return _within_one_another(
        tuple(replace(r, claim=r.claim.model_copy(update={"id": f"t{n}"})) for n, r in enumerate(found, start=1))
    )


def _within_one_another(found: tuple[Reasoned[Toll], ...]) -> tuple[Reasoned[Toll], ...]:
    """The tolls, each part with the toll that it is part of: the last before it of the same harm that is no part."""
    out: list[Reasoned[Toll]] = []
    wholes: dict[str, Toll] = {}
    for reasoned in found:
        toll = reasoned.claim
        if not toll.rule.endswith(_PART):
            wholes[toll.harm] = toll
        elif (whole := wholes.get(toll.harm)) is not None and (toll.best or 0) <= (whole.best or toll.best or 0):
            reasoned = replace(reasoned, claim=toll.model_copy(update={"part_of": whole.id}))
        out.append(reasoned)
    return tuple(out)


def _rule(harmed: Harmed) -> str:
    how = (
        _PART if harmed.how in PARTS else "-phrase" if harmed.trigger.near else "-stray" if harmed.how == STRAY else ""
    )
    return f"toll-{harmed.trigger.frame}{how}"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Fills a toll's fields from what the rest of the text says."""

    mentions: Mentions
    statements: Attributing
    events: EventIndex
    story: Story

    def toll(self, harmed: Harmed, figures: Figures) -> Reasoned[Toll]:
        """The toll of those harmed, with its reasons, not yet numbered."""
        trigger, group, mentions = harmed.trigger, harmed.group, self.mentions
        assert trigger.harm is not None, "gather() gives none without a harm"
        attribution = self.statements.attribution_at(group.number[0] if group is not None else harmed.head)
        event, how = cause_of(mentions, harmed, self.events)
        reach = self._reach(harmed, figures)
        over_time = reach.since is not None or reach.until is not None
        scene = scene_of(mentions, harmed, event, self.story, over_time=over_time)
        state = state_of(harmed, mentions.parsed.doc[trigger.i])
        claim = Toll(
            id="t0",
            harm=trigger.harm,
            low=figures.low,
            best=figures.best,
            high=figures.high,
            bound=figures.bound,
            unit=unit_of(mentions, harmed),
            victims=victims_of(mentions, harmed, attribution),
            scope=reach.scope,
            since=reach.since,
            until=reach.until,
            event=event.id if event else None,
            places=scene.places,
            origin=scene.origin,
            destination=scene.destination,
            number=mentions.parsed.tokens_span(*group.number) if group is not None else None,
            attribution=attribution,
            status=state.status,
            evidence=(self._evidence(harmed),),
            rule=_rule(harmed),
            confidence=_confidence(harmed, figures),
        )
        return Reasoned(claim, tuple(self._reasons(harmed, claim, reach, event, how, state)))

    def _reach(self, harmed: Harmed, figures: Figures) -> Reach:
        if harmed.group is None and figures.bound == "exact":
            return Reach("incident", how="one person's fate")
        return reach_of(self.mentions, harmed)

    def _evidence(self, harmed: Harmed) -> Span:
        """The stretch from the harmed to the words that harm them, whichever come first, with the noun phrase it opens with."""
        group, trigger = harmed.group, harmed.trigger
        marks = [trigger.i, trigger.last, harmed.head, *((group.first, group.last) if group else ())]
        opening = self.mentions.parsed.doc[min(marks)]
        first = phrase(opening)[0] if opening.pos_ in NOMINAL else opening.i
        return self.mentions.parsed.tokens_span(max(first, opening.sent.start), max(marks))

    def _reasons(
        self, harmed: Harmed, claim: Toll, reach: Reach, event: Event | None, how: str, state: State
    ) -> list[Reason]:
        span, group, trigger = self.mentions.parsed.tokens_span, harmed.group, harmed.trigger
        reasons = [
            Reason("harm", span(trigger.i, trigger.i), harmed.how),
            Reason("scope", reach.words, reach.how),
        ]
        if group is not None:
            reasons.append(Reason("bound", span(group.first, group.number[1]), claim.bound))
        if state.word is not None:
            reasons.append(Reason("status", span(state.word.i, state.word.i), state.status))
        if event is not None:
            reasons.append(Reason("event", event.trigger, how))
        return reasons


def _confidence(harmed: Harmed, figures: Figures) -> float:
    if harmed.how == STRAY:
        return _STRAY
    if harmed.group is not None:
        return _COUNTED
    return _SINGLE if figures.bound == "exact" else _UNCOUNTED
