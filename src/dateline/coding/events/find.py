"""From triggers to events."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.dates.event_time import event_time
from dateline.coding.events.acled import acled_of
from dateline.coding.events.appeals import Appeals
from dateline.coding.events.classes import Classes
from dateline.coding.events.intents import Intents, turned
from dateline.coding.events.repeats import Repeats
from dateline.coding.events.roles import RoleFiller, Roles
from dateline.coding.events.setting import SPOKEN, Setting
from dateline.coding.events.sport import is_sport
from dateline.coding.events.status import State, status_of
from dateline.coding.events.triggers import Trigger, find_triggers
from dateline.coding.mentions import Mentions
from dateline.coding.statements import Statements
from dateline.ontology.event_rules import EventRules
from dateline.parse import Token
from dateline.records import Attribution, Event, Note, Span


@dataclass(slots=True)
class _Draft:
    trigger: Trigger
    roles: Roles
    state: State
    attribution: tuple[Attribution, ...]
    again: list[Trigger] = field(default_factory=list)


SPORT = "W301"
"""The code of the note that a text was read as a report on sport."""
CALIBRATION = (0.45, 0.55)
"""Offset and slope from a rule's raw score to confidence."""


def find_events(
    mentions: Mentions, statements: Statements, rules: EventRules
) -> tuple[tuple[Reasoned[Event], ...], tuple[Note, ...]]:
    """The events of a document in the order of the text, and notes on what was left out."""
    doc = mentions.parsed.doc
    classes = Classes(mentions, rules)
    triggers = turned(find_triggers(doc, rules, classes, mentions.dates.by_token), rules)
    notes: tuple[Note, ...] = ()
    if is_sport(doc, rules.words):
        if triggers:
            notes = (
                Note(
                    code=SPORT,
                    message=f"read as a report on sport: {len(triggers)} words that could tell of events were left out",
                ),
            )
        return (), notes
    drafts = _Drafting(mentions, statements, rules).drafts(triggers)
    setting = Setting(mentions, (draft.trigger for draft in drafts))
    built = [_build(number, draft, mentions, setting, rules) for number, draft in enumerate(drafts, 1)]
    return tuple(built), notes


class _Drafting:
    """One pass over the triggers of a document."""

    def __init__(self, mentions: Mentions, statements: Statements, rules: EventRules) -> None:
        self._mentions = mentions
        self._statements = statements
        self._rules = rules
        self._filler = RoleFiller(mentions, rules)
        self._repeats = Repeats(rules)

    def drafts(self, triggers: list[Trigger]) -> list[_Draft]:
        out: dict[int, _Draft] = {}
        for trigger in _nouns_of_clause_first(triggers):
            first = self._repeats.first_telling(trigger)
            told = out.get(first.token.i) if first is not None else None
            if first is not None and told is not None and not _is_denied(told, trigger):
                self._tell_again(told, trigger)
                self._repeats.again(trigger, first)
                continue
            draft = None if trigger.rule.only_again else self._draft(trigger)
            if draft is not None:
                out[trigger.token.i] = draft
                self._repeats.add(trigger)
        self._add_intents(out)
        asked = {i for i, draft in out.items() if draft.state.status != "called_for"}
        for appeal in Appeals(self._mentions, self._statements).find(asked):
            out[appeal.token.i] = _Draft(appeal, self._appeal_roles(appeal), State("occurred"), ())
        return [out[i] for i in sorted(out)]

    def _add_intents(self, out: dict[int, _Draft]) -> None:
        """Beside each deed that is announced, the promise, threat or refusal that the announcement is."""
        intents = Intents(self._mentions)
        taken = {word.i for draft in out.values() for word in draft.trigger.words}
        for draft in list(out.values()):
            roles, speaker = draft.roles, self._speaker(draft.trigger.token.i)
            trigger = intents.announced(draft.trigger, draft.state, roles.actors, speaker, taken)
            if trigger is not None:
                chain = tuple(a for a in draft.attribution if a.source is None or a.source not in roles.actors)
                out[trigger.words[0].i] = _Draft(trigger, roles, State("occurred"), chain)

    def _appeal_roles(self, appeal: Trigger) -> Roles:
        """Of an appeal in someone's own words: the speaker asks whoever should act."""
        roles = self._spoken(appeal)
        self._filler.add_recipients(roles, appeal, "subject", but=("i", "we", "you"))
        return roles

    def _spoken(self, trigger: Trigger) -> Roles:
        roles = Roles()
        speaker = self._speaker(trigger.token.i)
        if speaker:
            roles.actors.append(speaker)
            roles.reasons.append(Reason("actors", None, "whose words these are"))
        return roles

    def _charge(self, trigger: Trigger) -> _Draft | None:
        """A charge: the speaker accuses whoever is said to do it; no event in the text's own voice."""
        roles = self._spoken(trigger)
        if not roles.actors:
            return None
        for slot in trigger.rule.recipient:
            self._filler.add_recipients(roles, trigger, slot)
        return _Draft(trigger, roles, State("occurred"), ())

    def _speaker(self, token: int) -> str | None:
        chain = self._statements.attribution_at(token)
        return chain[-1].source if chain else None

    def _draft(self, trigger: Trigger) -> _Draft | None:
        if trigger.rule.charge:
            return self._charge(trigger)
        roles = self._filler.fill(trigger)
        state = status_of(trigger.token, self._rules.status)
        chain = self._statements.attribution_at(trigger.token.i)
        if trigger.rule.type in SPOKEN:
            chain = tuple(a for a in chain if a.source is None or a.source not in roles.actors)
        if not _worth_writing(trigger, roles, self._mentions):
            return None
        return _Draft(trigger, roles, state, chain)

    def _tell_again(self, draft: _Draft, trigger: Trigger) -> None:
        """Add what a second telling says to the event: whom it harmed, where, and its words as evidence."""
        more = self._filler.fill(trigger)
        draft.again.append(trigger)
        roles = draft.roles
        if trigger.rule.harm or trigger.rule.effect:
            roles.recipients.extend(i for i in more.recipients if i not in roles.recipients and i not in roles.actors)
            roles.targets.extend(s for s in more.targets if s not in roles.targets)
        if not roles.actors and self._is_told_as_done(trigger, more.actors):
            roles.actors.extend(i for i in more.actors if i not in roles.recipients)
        if not roles.places:
            roles.places.extend(more.places)
        roles.reasons.extend(more.reasons)

    def _is_told_as_done(self, trigger: Trigger, actors: Collection[str]) -> bool:
        """Whether a second telling says that these did it: none that others only allege, and none that is only vowed."""
        chain = self._statements.attribution_at(trigger.token.i)
        if any(a.certainty == "alleged" and a.source not in actors for a in chain):
            return False
        told = trigger.governor if trigger.governor is not None else trigger.token  # "vowed to continue the war"
        return status_of(told, self._rules.status).status in ("occurred", "ongoing")


def _is_denied(told: _Draft, trigger: Trigger) -> bool:
    """Whether a noun points back at what someone denied: "the shelling", told in another sentence, did happen."""
    return (
        trigger.nominal and told.state.status == "denied" and trigger.token.sent.start != told.trigger.token.sent.start
    )


def _nouns_of_clause_first(triggers: list[Trigger]) -> list[Trigger]:
    """Text order, but a harm comes after the event of its own sentence that it may belong to."""
    return sorted(triggers, key=lambda t: (t.token.sent.start, t.rule.harm or t.rule.effect, t.token.i))


def _worth_writing(trigger: Trigger, roles: Roles, mentions: Mentions) -> bool:
    """Whether the trigger tells of an event at all.

    Background words ("violence", "war"), bare nouns ("in the heat of battle") and nouns in headings do so only where
    something is said of them.
    """
    if not trigger.nominal:
        return not trigger.rule.background or bool(roles.actors or roles.recipients)
    token = trigger.token
    bare = token.tag_ in ("NN", "NNP") and not any(
        c.dep_ in ("det", "poss", "nummod") for w in trigger.words for c in w.lefts
    )
    heading = mentions.parsed.kind_of(token) in ("heading", "headline")
    if not (trigger.rule.background or trigger.rule.background_nouns or bare or heading):
        return True
    own = [c for c in token.children if c.dep_ not in ("relcl", "acl", "advcl")]
    dated = any(t.i in mentions.dates.by_token for c in own for t in c.subtree)
    if trigger.way == "noticed" and not heading:
        return True
    filled = bool(roles.actors or roles.recipients or roles.targets or roles.places or dated)
    return filled or (trigger.governor is not None and not bare and not heading)


def _build(number: int, draft: _Draft, mentions: Mentions, setting: Setting, rules: EventRules) -> Reasoned[Event]:
    trigger, roles, rule = draft.trigger, draft.roles, draft.trigger.rule
    places, place_reason = setting.places(trigger, roles, draft.state.status)
    mode = mode_of(trigger, roles)
    actors = tuple(mentions.actor(i) for i in roles.actors)
    recipients = tuple(mentions.actor(i) for i in roles.recipients)
    grenade = any("grenade" in m.text.lower() for m in roles.means)
    spoken_of = bool(draft.attribution) and any(a.certainty == "alleged" for a in draft.attribution)
    event = Event(
        id=f"e{number}",
        type=rule.type,
        mode=mode,
        contexts=contexts_of(trigger, rules),
        acled=None if spoken_of else acled_of(rule.id, mode, draft.state.status, actors, recipients, grenade=grenade),
        trigger=_trigger_span(trigger, mentions),
        evidence=_evidence(draft, mentions),
        actors=tuple(roles.actors),
        recipients=tuple(roles.recipients),
        means=tuple(roles.means),
        targets=tuple(roles.targets),
        places=tuple(places),
        origin=tuple(roles.origin),
        destination=tuple(roles.destination),
        when=event_time(mentions, trigger.token.i),
        status=draft.state.status,
        attribution=draft.attribution,
        rule=rule.id,
        confidence=confidence_of(draft.trigger, roles, draft.state),
    )
    reasons = [
        Reason("type", event.trigger, f"rule {rule.id}: {' … '.join(w.text for w in trigger.words)}"),
        *roles.reasons,
    ]
    if draft.state.word is not None:
        reasons.append(
            Reason("status", mentions.parsed.tokens_span(draft.state.word.i, draft.state.word.i), draft.state.status)
        )
    if place_reason:
        reasons.append(place_reason)
    return Reasoned(event, tuple(reasons))


def mode_of(trigger: Trigger, roles: Roles) -> str | None:
    """The rule's mode; where the rule has none, or a general one, the weapon's."""
    rule = trigger.rule
    if rule.type != "ASSAULT" or roles.means_mode is None:
        return rule.mode
    if (
        rule.mode is None
        or rule.mode in ("destroy", "heavy-weapons", "explosives")
        or (rule.mode == "firearms" and trigger.token.lemma_ == "fire")
        or (rule.mode == "aerial" and roles.means_mode == "drone")
    ):
        return roles.means_mode
    return rule.mode


def contexts_of(trigger: Trigger, rules: EventRules) -> tuple[str, ...]:
    """The rule's contexts, then those that words of the sentence set."""
    found = dict.fromkeys(trigger.rule.contexts)
    known = rules.words.contexts
    for token in trigger.token.sent:
        for context in known.get(token.lemma_.lower(), ()):
            found.setdefault(context)
    return tuple(found)[:4]


def confidence_of(trigger: Trigger, roles: Roles, state: State) -> float:
    """How sure the rule is here: its own figure, more for a main clause and filled slots, less for a bare noun.

    The sum is stretched to the share of events that proved right on the marked articles (benchmarks/accuracy/reliability.py).
    """
    score = trigger.rule.confidence
    if not roles.actors:
        score -= 0.08
    if not roles.recipients and not roles.targets and not roles.places:
        score -= 0.05
    if trigger.nominal and trigger.governor is None:
        score -= 0.12
    if not trigger.nominal and trigger.token.dep_ == "ROOT":
        score += 0.08
    if len(trigger.words) > 1:
        score += 0.03
    if state.status not in ("occurred", "ongoing"):
        score -= 0.1
    return round(min(0.98, CALIBRATION[0] + CALIBRATION[1] * max(0.05, score)), 2)


def _trigger_span(trigger: Trigger, mentions: Mentions) -> Span:
    """The trigger's words when they stand close together, else its head word."""
    first, last = min(w.i for w in trigger.words), max(w.i for w in trigger.words)
    if last - first > len(trigger.words) + 2:
        first = last = trigger.token.i
    return mentions.parsed.tokens_span(first, last)


def _evidence(draft: _Draft, mentions: Mentions) -> tuple[Span, ...]:
    """The stretch from the first to the last word that the event was read from, in each sentence that tells of it."""
    trigger = draft.trigger
    spans = [_stretch(trigger, draft.roles.tokens, mentions)]
    elsewhere = (again for again in draft.again if again.token.sent.start != trigger.token.sent.start)
    spans.extend(_stretch(again, set(), mentions) for again in elsewhere)
    return tuple(dict.fromkeys(spans))


def _stretch(trigger: Trigger, tokens: set[int], mentions: Mentions) -> Span:
    sent = trigger.token.sent
    inside = (
        {i for i in tokens if sent.start <= i < sent.end} | {w.i for w in trigger.words} | _arguments(trigger.token)
    )
    if trigger.governor is not None:
        inside.add(trigger.governor.i)
    return mentions.parsed.tokens_span(min(inside), max(inside))


def _arguments(token: Token) -> set[int]:
    """The extent of the word's own objects and phrases."""
    out: set[int] = set()
    for c in token.children:
        if c.dep_ in ("dobj", "prep", "agent", "nsubjpass", "prt"):
            out.update((c.left_edge.i, c.right_edge.i))
    return out
