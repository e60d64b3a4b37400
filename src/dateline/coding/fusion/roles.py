"""Who did it, to what and with what, by the reader: its roles given to the violent events that they stand beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.fusion.tokens import Tokens, actors_in, gap, sentences_between, share_tokens, stretch, tokens_of
from dateline.coding.fusion.weights import Weights
from dateline.coding.mentions import Mentions
from dateline.parse.reading import Found
from dateline.records import Actor, Event, Span

LAYER = "roles"
SLOTS = {"PerpInd": "actors", "PerpOrg": "actors", "Victim": "recipients", "Target": "targets", "Weapon": "means"}
"""The slot of an event for each role of the reader."""
_INDIVIDUALS = frozenset({"PerpInd", "Victim"})
_NO_DEED = frozenset({"denied", "hypothetical"})
_PRONOUN_LENGTH = 4


def is_violent(event: Event) -> bool:
    """Whether the event is of the kind whose roles the reader has learned."""
    deed = event.type == "ASSAULT" or (event.type, event.mode) in {("COERCE", "seize"), ("THREATEN", "violence")}
    return deed and event.status not in _NO_DEED


@dataclass(slots=True)
class Cast:
    """The actors of a document, with those that only the reader found."""

    mentions: Mentions
    added: dict[str, Actor] = field(default_factory=dict)
    longer: dict[str, list[Span]] = field(default_factory=dict)
    """Mentions of known actors as far as the reader sees them reach."""

    def lengthen(self, found: Found, own: Iterable[str]) -> bool:
        """Take the reader's reach for the mention of the one actor that its words stand for, where that is one of ``own``."""
        known = actors_in(self.mentions, stretch(found))
        if len(known) != 1 or known[0] not in own:
            return False
        span = self.mentions.parsed.tokens_span(*stretch(found))
        is_longer = any(_holds(span, m) and span != m for m in self.mentions.actor(known[0]).mentions)
        if is_longer:
            self.longer.setdefault(known[0], []).append(span)
        return is_longer

    def actor_of(self, found: Found) -> str:
        """The id of the actor that the words stand for: one that is known, else a new one, one for the same words."""
        known = actors_in(self.mentions, stretch(found))
        if known:
            return known[0]
        span = self.mentions.parsed.tokens_span(*stretch(found))
        key = span.text.casefold()
        actor = self.added.get(key)
        if actor is None:
            number = len(self.mentions.actors.actors) + len(self.added) + 1
            actor = Actor(id=f"a{number}", name=span.text, individual=found.name in _INDIVIDUALS, mentions=(span,))
        elif span not in actor.mentions:
            actor = actor.model_copy(update={"mentions": tuple(sorted((*actor.mentions, span), key=lambda s: s.start))})
        self.added[key] = actor
        return actor.id

    def all(self) -> Mentions:
        """The mentions with the actors that were added."""
        if not self.added and not self.longer:
            return self.mentions
        known = (_lengthened(a, self.longer.get(a.id, ())) for a in self.mentions.actors.actors)
        actors = replace(self.mentions.actors, actors=(*known, *self.added.values()))
        return replace(self.mentions, actors=actors)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _lengthened(actor: Actor, spans: Iterable[Span]) -> Actor:
    """The actor with these mentions, in place of those of its own that they hold."""
    mentions = list(actor.mentions)
    for span in spans:
        mentions = [m for m in mentions if not _holds(span, m)] + [span]
    return actor.model_copy(update={"mentions": tuple(sorted(mentions, key=lambda s: s.start))})


class RoleGiver:
    """Gives the reader's roles to the events of one document."""

    def __init__(self, mentions: Mentions, weights: Weights, cast: Cast) -> None:
        self._parsed, self._weights, self._cast = mentions.parsed, weights, cast

    def give(
        self, events: Sequence[Reasoned[Event]], roles: Iterable[Found]
    ) -> tuple[list[Reasoned[Event]], list[Found]]:
        """The events with the roles filled that stand beside them; and the roles that stand beside none."""
        out = list(events)
        triggers = {n: tokens_of(self._parsed, r.claim.trigger) for n, r in enumerate(out) if is_violent(r.claim)}
        left: list[Found] = []
        for role in roles:
            if role.probability < self._weights.needed(f"role {role.name}"):
                continue
            number = self._event_of(role, triggers)
            if number is None:
                left.append(role)
            else:
                out[number] = self._given(out[number], role)
        return out, left

    def _event_of(self, role: Found, triggers: dict[int, Tokens]) -> int | None:
        """The event whose trigger is nearest: in the role's sentence, else in the one beside it."""
        place, doc = stretch(role), self._parsed.doc
        near = [
            (borders, gap(place, trigger), number)
            for number, trigger in triggers.items()
            if (borders := sentences_between(doc, place, trigger, 2)) < 2
        ]
        return min(near)[2] if near else None

    def _given(self, reasoned: Reasoned[Event], role: Found) -> Reasoned[Event]:
        slot = SLOTS[role.name]
        claim = reasoned.claim
        words = self._parsed.tokens_span(*stretch(role))
        if slot in ("targets", "means"):
            value: tuple[object, ...] = self._spans(getattr(claim, slot), role)
        else:
            value = self._actors(claim, slot, role)
            if role.probability >= self._weights.needed("role reach") and self._cast.lengthen(role, value):
                how = f"the reader takes the mention to be {words.text!r}: {role.probability:.2f}"
                reasoned = replace(reasoned, reasons=(*reasoned.reasons, Reason(slot, words, how)))
        if value == getattr(claim, slot):
            return reasoned
        reason = Reason(slot, words, f"the reader takes it for {role.name}: {role.probability:.2f}")
        return replace(reasoned, claim=claim.model_copy(update={slot: value}), reasons=(*reasoned.reasons, reason))

    def _spans(self, held: tuple[Span, ...], role: Found) -> tuple[Span, ...]:
        """The slot's spans with the role's: in the place of those that it overlaps, where the reader is sure of its reach."""
        new = self._parsed.tokens_span(*stretch(role))
        over = [s for s in held if share_tokens(tokens_of(self._parsed, s), stretch(role))]
        if not over:
            return (*held, new)
        if role.probability < self._weights.needed("role extent"):
            return held
        return tuple(dict.fromkeys(new if s in over else s for s in held))

    def _actors(self, claim: Event, slot: str, role: Found) -> tuple[str, ...]:
        held: tuple[str, ...] = getattr(claim, slot)
        other = claim.recipients if slot == "actors" else claim.actors
        full = bool(held) and role.probability < self._weights.needed("role beside others")
        if full or role.last - role.first < 0:
            return held
        actor = self._cast.actor_of(role)
        return held if actor in held or actor in other else (*held, actor)
