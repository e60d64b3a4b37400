"""The same happening told again within one document: one event, with several stretches of evidence.

A later noun that points back ("the attack", "these airstrikes"), and a harm that an event's own clause tells of ("… exploded, killing 20"),
add to the event that is there; they make none of their own.
"""

from __future__ import annotations

from dateline.coding.events.triggers import Trigger
from dateline.coding.syntax import pobjs, subjects_of
from dateline.ontology.event_rules import EventRules
from dateline.parse import Token

_GENERIC = frozenset(
    "attack strike violence incident raid assault offensive operation fighting clash bombing blast explosion airstrike killing "
    "shooting campaign action battle bombardment shelling ambush massacre".split()
)
_BLASTS = frozenset({"explosives", "heavy-weapons", "aerial", "drone", "suicide-attack"})
"""Of these modes, what a verb does and the harm that the next one tells of are one: "shelled the town and killed four"."""
_HURT = frozenset({"injure", "wound", "hurt", "maim"})
_HANGING = frozenset({"advcl", "relcl", "acl", "conj", "xcomp"})
_OCCASIONS = frozenset({"in", "by", "during", "from", "after", "amid"})
_POINTING = frozenset({"the", "this", "these", "those", "that", "such"})


class Repeats:
    """Decides, trigger by trigger in text order, whether it tells of an event that is already there."""

    def __init__(self, rules: EventRules) -> None:
        self._words = rules.words
        self._by_token: dict[int, Trigger] = {}
        self._made: list[Trigger] = []

    def add(self, trigger: Trigger) -> None:
        """Take note of a trigger that makes an event of its own."""
        words = list(trigger.words)
        if trigger.governor is not None and trigger.way not in ("occurrence", "noticed"):
            words.append(trigger.governor)
        for word in words:
            self._by_token[word.i] = trigger
        self._made.append(trigger)

    def again(self, trigger: Trigger, first: Trigger) -> None:
        """Take note of a trigger that tells of an earlier one's event again: what hangs on it belongs to that event."""
        for word in trigger.words:
            self._by_token[word.i] = first

    def first_telling(self, trigger: Trigger) -> Trigger | None:
        """The earlier trigger whose event this one tells of again, or None."""
        if trigger.rule.harm or trigger.rule.effect:
            cause = self._cause(trigger)
            if cause is not None:
                return cause
        return self._pointed_at(trigger) if trigger.nominal else None

    def _cause(self, trigger: Trigger) -> Trigger | None:
        """The event in whose clause the harm stands: as its subject, the noun or verb that it hangs on, or "in the attack"."""
        token = trigger.token
        if trigger.nominal:
            return None
        subjects = subjects_of(token)
        for subject in (o for s in subjects for o in (s, *(o for _, o in pobjs(s, "of")))):
            if subject.i in self._by_token and self._is_violent(self._by_token[subject.i]):
                return self._by_token[subject.i]
        head = token.head
        if (token.dep_ in _HANGING or _is_relative(token)) and head.i in self._by_token:
            found = self._by_token[head.i]
            of_harm = found.nominal or found.rule.harm or found.rule.effect or head.i != found.token.i
            of_harm = of_harm or found.rule.mode in _BLASTS
            if self._is_violent(found) and (token.dep_ != "conj" or of_harm):
                return found
        return self._below(token) or (None if subjects else self._earlier_in_sentence(trigger))

    def _below(self, token: Token) -> Trigger | None:
        """The violence that a clause or phrase under the harm names as its occasion: "killed in the raid", "hurt when police fired"."""
        hurt = (c for c in token.conjuncts if c.i > token.i and c.lemma_.lower() in _HURT)
        for branch in (b for verb in (token, *hurt) for b in verb.children):
            if branch.dep_ in ("prep", "agent") and branch.lower_ not in _OCCASIONS:
                continue
            if branch.dep_ not in ("prep", "agent", "advcl"):
                continue
            for word in branch.subtree:
                found = self._by_token.get(word.i)
                if found is not None and self._is_violent(found) and not found.rule.harm:
                    return found
        return None

    def _earlier_in_sentence(self, trigger: Trigger) -> Trigger | None:
        """A harm that no one is said to have done belongs to the violence that its sentence has told of before."""
        start = trigger.token.sent.start
        for earlier in reversed(self._made):
            if earlier.token.i < start:
                return None
            if earlier.token.i < trigger.token.i and earlier.rule.type == "ASSAULT" and not earlier.rule.harm:
                return earlier
        return None

    def _pointed_at(self, trigger: Trigger) -> Trigger | None:
        """The latest event of the same kind that a definite noun can mean."""
        token = trigger.token
        if not _is_pointing(token) or any(
            c.dep_ in ("amod", "compound", "nmod", "poss", "nummod") for c in token.lefts
        ):
            return None
        if any(
            c.dep_ in ("relcl", "acl")
            or (c.dep_ == "prep" and c.lower_ in ("on", "against", "of", "near", "by", "in", "at"))
            for c in token.rights
        ):
            return None
        for earlier in reversed(self._made):
            if earlier.rule.type == trigger.rule.type and self._same_kind(earlier, trigger):
                return earlier
        return None

    @staticmethod
    def _same_kind(earlier: Trigger, later: Trigger) -> bool:
        if later.rule.type != "ASSAULT":
            return earlier.rule.id == later.rule.id
        if later.rule.mode is None or earlier.rule.mode == later.rule.mode:
            return later.token.lemma_.lower() in _GENERIC or earlier.rule.id == later.rule.id
        return earlier.rule.mode is None and later.token.lemma_.lower() in _GENERIC

    @staticmethod
    def _is_violent(trigger: Trigger) -> bool:
        return trigger.rule.type in ("ASSAULT", "COERCE")


def _is_pointing(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in _POINTING for c in token.children)


def _is_relative(verb: Token) -> bool:
    """Whether a relative clause was parsed as the noun's content: "after fighting that left nine people dead"."""
    return verb.dep_ == "ccomp" and any(c.dep_ == "nsubj" and c.lower_ == "that" for c in verb.children)
