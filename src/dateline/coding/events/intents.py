"""Announced intentions, and undertakings that are called off.

PLOVER codes an announced intention by what is intended: a cooperative deed ("will visit", "is ready to send aid") is
an AGREE, a hostile one of the speaker's own ("we will close the border") a THREATEN, and a cooperative deed that will
not be done a REJECT. The deed itself stays an event that is planned or denied. An event noun under a verb of ending
is the opposite of its own type: aid that is suspended is a SANCTION, a curfew that is lifted a CONCEDE. The words are
in ``_intents.yaml``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from dateline.coding.events.status import State
from dateline.coding.events.triggers import Trigger, governor_of
from dateline.coding.mentions import Mentions
from dateline.coding.syntax import child
from dateline.ontology.event_rules import EventRule, EventRules, rule_files
from dateline.parse import Token
from dateline.records import EventType

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "before"})
_PROMISES = {
    "AGREE": frozenset({"be", "stand", "promise", "pledge", "plan", "intend", "decide"}),
    "THREATEN": frozenset({"vow", "swear"}),
}
"""Verbs that promise or threaten by what is promised."""
_SPEAKING_FOR = frozenset({"government", "military", "police"})
_PARTS = frozenset({"part", "all", "most", "some", "much", "half", "bulk", "portion", "series", "round"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What event nouns of the types (and modes; none named: any) become under one of the verbs or nouns of ending."""

    rule: EventRule
    types: frozenset[str]
    modes: frozenset[str]
    unless: frozenset[str]
    only: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]

    def takes(self, trigger: Trigger) -> bool:
        """Whether the trigger is of the kind that this ending turns."""
        rule = trigger.rule
        words = {w.lemma_.lower() for w in trigger.words}
        fits = rule.type in self.types and (not self.modes or rule.mode in self.modes)
        return fits and not words & self.unless and (not self.only or bool(words & self.only))


@dataclass(frozen=True, slots=True)
class IntentWords:
    """The words of intention and of ending of a language."""

    announcing: frozenset[str]
    intending: frozenset[str]
    cooperative: frozenset[str]
    hostile: Mapping[str, Mapping[str, str]]
    refusal: Mapping[str, str]
    turns: tuple[Turn, ...]


@cache
def load_intent_words(language: str = "en") -> IntentWords:
    """The words of intention of a language, from its ``_intents.yaml``."""
    content = rule_files(language)["_intents.yaml"]
    return IntentWords(
        announcing=frozenset(content["announcing"]),
        intending=frozenset(content["intending"]),
        cooperative=frozenset(content["cooperative"]),
        hostile=content["hostile"],
        refusal=content["refusal"],
        turns=tuple(
            Turn(
                rule=_turned_rule(name, entry["type"], entry.get("mode")),
                types=frozenset(entry["from"]),
                modes=frozenset(entry.get("modes", ())),
                unless=frozenset(entry.get("unless", ())),
                only=frozenset(entry.get("only", ())),
                verbs=frozenset(entry["verbs"]),
                nouns=frozenset(entry.get("nouns", ())),
            )
            for name, entry in content["turns"].items()
        ),
    )


def turned(triggers: Iterable[Trigger], rules: EventRules) -> list[Trigger]:
    """The triggers in order, each event noun that stands under an ending replaced by what the ending makes of it."""
    words = load_intent_words()
    triggers = list(triggers)
    replaced: dict[int, Trigger] = {}
    for trigger in triggers:
        if (found := _turn(trigger, words, rules)) is not None:
            replaced[trigger.token.i] = found
    used = {w.i for t in replaced.values() for w in t.words}
    kept = [replaced.get(t.token.i, t) for t in triggers if t.token.i in replaced or t.token.i not in used]
    unique = {t.token.i: t for t in reversed(kept)}
    in_order = sorted(unique.values(), key=lambda t: t.token.i)
    deeds = {_verb(t).i: t for t in in_order}
    return [_by_deed(t, deeds, words) for t in in_order]


class Intents:
    """Reads the announced intentions of one document."""

    def __init__(self, mentions: Mentions) -> None:
        self._mentions = mentions
        self._words = load_intent_words()

    def announced(
        self, trigger: Trigger, state: State, actors: Sequence[str], speaker: str | None, taken: Collection[int]
    ) -> Trigger | None:
        """The AGREE, THREATEN or REJECT that the trigger's announcement is, or None.

        ``actors`` are the ids of who would do the deed, ``speaker`` that of whose words it stands in; ``taken`` holds
        the numbers of the tokens that are triggers' words already.
        """
        verb = trigger.governor if trigger.nominal else trigger.token
        if verb is None or not actors or state.status not in ("planned", "hypothetical", "denied"):
            return None
        marker = self._marker(verb)
        if marker is None or marker.i in taken or _is_conditional(verb):
            return None
        if state.status == "hypothetical" and (state.word is None or state.word.i != marker.i):
            return None
        rule = self._rule(trigger.rule, state, own=self._is_own(actors, speaker))
        if trigger.rule.type == "RETREAT" and state.status == "planned" and _is_unless(verb):
            rule = _intent_rule("THREATEN", "relations")
        if rule is None:
            return None
        return Trigger(verb, rule, tuple(dict.fromkeys((marker, verb, *trigger.words))), nominal=False)

    def _rule(self, deed: EventRule, state: State, *, own: bool) -> EventRule | None:
        if deed.type in self._words.cooperative:
            if state.status == "denied":
                return _intent_rule("REJECT", self._words.refusal.get(deed.type))
            return _intent_rule("AGREE", None)
        if deed.type in self._words.hostile and own and state.status != "denied":
            return _intent_rule("THREATEN", _threat_mode(deed, self._words))
        return None

    def _marker(self, verb: Token) -> Token | None:
        """The word that says that the deed is yet to come: "will", a reported "would", or what it is the infinitive of."""
        for aux in verb.children:
            if aux.dep_ == "aux" and aux.lower_ in _FUTURE:
                return aux
            if aux.dep_ == "aux" and aux.lower_ in ("would", "'d") and self._is_reported(verb):
                return aux
        if verb.dep_ in ("xcomp", "acl", "advcl") and verb.tag_ == "VB" and self._is_intending(verb.head):
            return verb.head
        return None

    def _is_reported(self, verb: Token) -> bool:
        while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
        if verb.dep_ == "ccomp":
            return verb.head.lemma_.lower() in self._words.announcing
        return any(
            c.dep_ in ("ccomp", "parataxis") and c.lemma_.lower() in self._words.announcing for c in verb.children
        )

    def _is_intending(self, word: Token) -> bool:
        negated = any(c.dep_ == "neg" for w in (word, word.head) for c in w.children)
        return word.lemma_.lower() in self._words.intending and not negated

    def _is_own(self, actors: Sequence[str], speaker: str | None) -> bool:
        """Whether the speaker is one who would do the deed, or speaks for the state that would."""
        if speaker is None or speaker in actors:
            return speaker is not None
        said_by = self._mentions.actor(speaker)
        return said_by.kind in _SPEAKING_FOR and any(
            a.kind in _SPEAKING_FOR and a.country == said_by.country and a.country is not None
            for a in map(self._mentions.actor, actors)
        )


def _verb(trigger: Trigger) -> Token:
    return trigger.governor if trigger.nominal and trigger.governor is not None else trigger.token


def _by_deed(trigger: Trigger, deeds: Mapping[int, Trigger], words: IntentWords) -> Trigger:
    """A promise of something hostile is a threat ("is prepared to impose a curfew"), a vow to do good a promise."""
    if trigger.nominal or trigger.token.lemma_.lower() not in _PROMISES.get(trigger.rule.type, ()):
        return trigger
    deed = next((deeds[c.i] for w in trigger.words for c in w.children if c.dep_ == "xcomp" and c.i in deeds), None)
    if deed is None:
        return trigger
    if trigger.rule.type == "AGREE" and deed.rule.type in words.hostile:
        return replace(trigger, rule=_intent_rule("THREATEN", _threat_mode(deed.rule, words)))
    if trigger.rule.type == "THREATEN" and deed.rule.type in words.cooperative:
        return replace(trigger, rule=_intent_rule("AGREE", None))
    return trigger


def _threat_mode(deed: EventRule, words: IntentWords) -> str | None:
    modes = words.hostile[deed.type]
    return modes.get(deed.mode or "other") or modes.get("other")


def _turn(trigger: Trigger, words: IntentWords, rules: EventRules) -> Trigger | None:
    turns = [t for t in words.turns if t.takes(trigger)]
    if not turns:
        return None
    if not trigger.nominal:
        return _called_off(trigger, turns)
    noun = _whole(trigger.token)
    head = noun.head
    if noun.dep_ in ("dobj", "nsubjpass") and head.pos_ == "VERB":
        particle = child(head, "prt")
        lemma = head.lemma_.lower() if particle is None else f"{head.lemma_.lower()} {particle.lower_}"
        found = next((t for t in turns if lemma in t.verbs), None)
        hanging = (particle,) if particle is not None else ()
        return Trigger(head, found.rule, (head, *hanging, *trigger.words), nominal=False) if found else None
    if noun.dep_ == "pobj" and head.lower_ in ("of", "to", "in") and head.head.pos_ == "NOUN":
        ending = head.head
        found = next((t for t in turns if ending.lemma_.lower() in t.nouns), None)
        if found is not None:
            governor, way = governor_of(ending, rules)
            return Trigger(ending, found.rule, (ending, *trigger.words), nominal=True, governor=governor, way=way)
    return None


def _called_off(trigger: Trigger, turns: Sequence[Turn]) -> Trigger | None:
    """A verb phrase that its particle turns round: "called a strike", but "called off a strike"."""
    particle = child(trigger.token, "prt")
    if particle is None or particle in trigger.words:
        return None
    lemma = f"{trigger.token.lemma_.lower()} {particle.lower_}"
    found = next((t for t in turns if lemma in t.verbs), None)
    return replace(trigger, rule=found.rule, words=(*trigger.words, particle)) if found else None


def _whole(noun: Token) -> Token:
    """The noun that stands for the event in its clause: "part of an aid programme" is headed by "part"."""
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in _PARTS:
        return noun.head.head
    return noun


def _is_conditional(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children)


def _is_unless(verb: Token) -> bool:
    """ "will pull out unless …": a step back that depends on the other side is a threat to take it."""
    return any(c.dep_ == "advcl" and any(m.lower_ == "unless" for m in c.children) for c in verb.children)


def _turned_rule(name: str, event_type: str, mode: str | None) -> EventRule:
    return EventRule(
        id=f"{event_type.lower()}/{name}",
        type=cast(EventType, event_type),
        mode=mode,
        confidence=0.82,
        recipient=("object", "to", "with", "against", "on", "for", "from", "between"),
        contexts=("diplomatic",),
    )


@cache
def _intent_rule(event_type: EventType, mode: str | None) -> EventRule:
    return EventRule(
        id=f"{event_type.lower()}/announced-intent",
        type=event_type,
        mode=mode,
        confidence=0.8,
        contexts=("diplomatic",),
    )
