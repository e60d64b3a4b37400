"""A toll that the text only tells again: more evidence for the first claim, and no claim of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import cast

from dateline.coding.claims import Reason, Reasoned
from dateline.coding.mentions import Mentions
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import lexicon
from dateline.coding.tolls.nouns import is_name, is_single
from dateline.parse import Token
from dateline.records import Event, Place, Toll

_FAMILIES = {"captured": "held", "detained": "held", "abducted": "held"}
_DEFINITE = frozenset({"the", "these", "those", "both", "this", "that"})
_WIDE = frozenset({"PCLI", "ADM1"})
_SURER = 0.03
_OPPOSED = frozenset({"civilian", "combatant"})
_AGAIN, _NUMBERED = "told again", "told again with a number"


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of a toll: those harmed, and the claim that was made of it."""

    harmed: Harmed
    made: Reasoned[Toll]


def once_each(
    mentions: Mentions, tellings: Sequence[Telling], events: Mapping[str, Event]
) -> tuple[Reasoned[Toll], ...]:
    """The claims with each toll once, in text order.

    Told again is a toll with the same figures, bound, scope and sources as one before, of people that may be the same:
    with "the" ("the two suspects were detained"), or without where the first stands in the headline or opens the text.
    Figures that differ, or that others gave, all stay; but a number tells more exactly what a word of order said in the
    opening ("several suspects", then "five suspects"). A pronoun, and a person with "the", are someone told of before.
    """
    judge = _Judge(mentions, events, _opening(mentions, tellings))
    kept: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    held: dict[str, Telling] = {}
    out: list[Telling] = []
    for telling in tellings:
        claim = telling.made.claim
        key = _key(claim)
        first = next((k for k in kept[key] if judge.is_retold(k, telling)), None)
        how = _AGAIN
        if first is None:
            first = next((k for k in _vaguer(kept, key) if judge.is_retold(k, telling)), None)
            how = _NUMBERED if first is not None else how
        if first is None and judge.resumes(telling):
            first, how = held.get(_family(claim)), "someone of those told of before"
        if first is None:
            kept[key].append(telling)
            out.append(telling)
            held[_family(claim)] = telling
            continue
        joined = _joined(first, telling, how)
        for telling_list in kept.values():
            telling_list[:] = [joined if t is first else t for t in telling_list]
        if how == _NUMBERED:
            kept[key].append(joined)
        out[:] = [joined if t is first else t for t in out]
        held[_family(claim)] = joined
    return tuple(t.made for t in out)


def _family(claim: Toll) -> str:
    return _FAMILIES.get(claim.harm, claim.harm)


def _key(claim: Toll) -> tuple[object, ...]:
    """What two tellings of one toll have in common."""
    sources = frozenset(
        link.source or (link.source_text.text.lower() if link.source_text else "") for link in claim.attribution
    )
    figures = (claim.bound, claim.low, claim.best, claim.high)
    return (_family(claim), figures, claim.unit, claim.scope, claim.since, claim.until, claim.status, sources)


def _vaguer(kept: Mapping[tuple[object, ...], list[Telling]], key: tuple[object, ...]) -> list[Telling]:
    """The tellings that leave to a word of order ("several") what the key's number says, and that it fits."""
    bound, low, best, _ = cast(tuple[str, int | None, int | None, int | None], key[1])
    number = low or best
    if bound in ("order", "unquantified") or number is None:
        return []
    alike = (found for other, found in kept.items() if (other[0], *other[2:]) == (key[0], *key[2:]))
    return [t for found in alike for t in found if t.made.claim.bound == "order" and (t.made.claim.low or 0) <= number]


def _joined(first: Telling, again: Telling, how: str) -> Telling:
    """The first claim with the evidence of the second, and what the first leaves open filled from it."""
    a, b = first.made.claim, again.made.claim
    fuller = a.victims.text is None or (a.number is not None and a.victims.text == a.number)
    same = how in (_AGAIN, _NUMBERED)
    update: dict[str, object] = {
        "evidence": (*a.evidence, *(e for e in b.evidence if e not in a.evidence)),
        "confidence": min(1.0, a.confidence + _SURER),
    }
    if same:
        update |= {
            "victims": b.victims
            if fuller
            else a.victims.model_copy(update={"actor": a.victims.actor or b.victims.actor}),
            "event": a.event or b.event,
            "places": a.places or b.places,
            "origin": a.origin or b.origin,
            "destination": a.destination or b.destination,
        }
    if how == _NUMBERED:
        update |= {"bound": b.bound, "low": b.low, "best": b.best, "high": b.high, "number": b.number}
    reasons = (*first.made.reasons, Reason("evidence", b.evidence[0], how))
    harmed = again.harmed if same and fuller else first.harmed
    return replace(first, harmed=harmed, made=Reasoned(a.model_copy(update=update), reasons))


def _opening(mentions: Mentions, tellings: Sequence[Telling]) -> frozenset[int]:
    """The first tokens of the sentences whose tolls the rest of the text may tell again: titles, and the first with one."""
    doc = mentions.parsed.doc
    out, led = set(), False
    for telling in tellings:
        token = doc[telling.harmed.head]
        title = mentions.parsed.kind_of(token) != "paragraph"
        if title or not led:
            out.add(token.sent.start)
        led = led or not title
    return frozenset(out)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Whether two tellings with the same figures are of one toll."""

    mentions: Mentions
    events: Mapping[str, Event]
    opening: frozenset[int]

    def is_retold(self, first: Telling, again: Telling) -> bool:
        """Whether the second telling may be the first told again."""
        a, b = first.made.claim, again.made.claim
        if {a.victims.status, b.victims.status} == _OPPOSED or first.harmed.trigger.i == again.harmed.trigger.i:
            return False
        if self._is_anew(again) and not self._is_anew(first):
            return False
        if _differ(a.victims.sex, b.victims.sex) or _differ(a.victims.age, b.victims.age):
            return False
        if a.evidence[0].start == b.evidence[0].start or not self._may_be_same(first, again):
            return False
        if self._apart(a, b):
            return False
        doc = self.mentions.parsed.doc
        opens = doc[first.harmed.head].sent.start in self.opening
        return self._is_definite(again) or (opens and not self._turns_away(again))

    def _turns_away(self, telling: Telling) -> bool:
        """Whether the clause says that it tells of something else: "in a separate raid", "two men were also killed"."""
        doc, harmed = self.mentions.parsed.doc, telling.harmed
        words = doc[doc[harmed.head].sent.start : max(harmed.head, harmed.trigger.last) + 1]
        return any(t.lower_ in lexicon().gaps["anew_clause"] for t in words)

    def resumes(self, telling: Telling) -> bool:
        """Whether the words take up people told of before: "he", "the leader", "both"; not a name."""
        token, group = self.mentions.parsed.doc[telling.harmed.head], telling.harmed.group
        if group is not None:
            return token.doc[group.number[0]].lower_ == "both"
        return token.pos_ == "PRON" or (token.pos_ == "NOUN" and is_single(self.mentions, token) and _has_the(token))

    def _is_definite(self, telling: Telling) -> bool:
        token, group = self.mentions.parsed.doc[telling.harmed.head], telling.harmed.group
        if group is not None:
            return token.doc[group.first].lower_ in _DEFINITE or _has_the(token)
        return token.pos_ == "PRON" or _has_the(token)

    def _is_anew(self, telling: Telling) -> bool:
        """Whether the words count more of them: "two other men", "a second soldier"."""
        doc, group = self.mentions.parsed.doc, telling.harmed.group
        head = doc[telling.harmed.head]
        first = min(head.left_edge.i, group.first) if group is not None else head.left_edge.i
        return any(t.lower_ in lexicon().gaps["anew"] for t in doc[max(first, head.sent.start) : head.i])

    def _may_be_same(self, first: Telling, again: Telling) -> bool:
        """Whether the nouns can name the same people: the same one, a general one, or words for the same kind."""
        a, b = first.made.claim.victims.actor, again.made.claim.victims.actor
        x, y = (self.mentions.parsed.doc[t.harmed.head] for t in (first, again))
        if a is not None and a == b and (x.pos_ == "PRON" or y.pos_ == "PRON" or is_name(x) or is_name(y)):
            return True
        if is_name(x) or is_name(y):
            return is_name(x) and is_name(y) and bool(_proper(x) & _proper(y))
        if _proper(x) and _proper(y) and not _proper(x) & _proper(y):
            return False
        bare = any(t.harmed.group is not None and not t.harmed.group.noun for t in (first, again))
        words = lexicon()
        m, n = x.lemma_.lower(), y.lemma_.lower()
        general = bool({m, n} & words.gaps["general"]) or "PRON" in (x.pos_, y.pos_)
        return bare or general or m == n or bool(words.alike.get(m, m) == words.alike.get(n, n))

    def _apart(self, a: Toll, b: Toll) -> bool:
        """Whether the two were suffered in different places or at different times."""
        where: Callable[[str], Place] = self.mentions.place
        if a.places and b.places and not any(_meets(where(p), where(q)) for p, q in product(a.places, b.places)):
            return True
        times = [self.events[c.event].when for c in (a, b) if c.event is not None]
        dated = [t for t in times if t.date is not None and t.start is not None]
        return len(dated) == 2 and dated[0].start != dated[1].start


def _meets(p: Place, q: Place) -> bool:
    """Whether one of the places is the other or holds it."""
    if p.id == q.id:
        return True
    if (p.country is None) != (q.country is None):
        return (p.feature or q.feature or "").startswith(("ADM", "PCL"))  # a village that no list has may lie in it
    if p.country is None or p.country != q.country:
        return False
    if "PCLI" in (p.feature, q.feature):
        return True
    return p.admin1 is not None and p.admin1 == q.admin1 and bool({p.feature, q.feature} & _WIDE)


def _has_the(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.lefts)


def _proper(head: Token) -> set[str]:
    """The names and peoples in the noun's own phrase: "Afghan", "Taliban", "Haddad"."""
    doc = head.doc
    return {t.lower_ for t in doc[head.left_edge.i : head.i + 1] if t.pos_ == "PROPN" or t.ent_type_ == "NORP"}


def _differ(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b
