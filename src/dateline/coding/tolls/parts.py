"""Claims within a claim: "20 people, including two children", "three of them doctors", "the dead included a nurse"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.coding.mentions import Mentions
from dateline.coding.syntax import conjuncts
from dateline.coding.tolls.groups import Group, GroupIndex
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.nouns import is_single, noun_kind
from dateline.coding.tolls.triggers import Trigger
from dateline.parse import Token

_OF_THEM = frozenset({"them", "whom", "these", "those", "which"})
_INCLUDES = frozenset({"include", "includes", "included"})
_REACH = 18
_NAMED_PART, _SOME, _MEMBER = "named as part of another toll", "some of another toll", "one of those harmed"
PARTS = frozenset({_NAMED_PART, _SOME, _MEMBER})
"""How someone is harmed whom another toll counts too."""


def parts_of(
    mentions: Mentions, harmed: Sequence[Harmed], index: GroupIndex, triggers: Mapping[int, Trigger]
) -> list[Harmed]:
    """Second claims within the given ones, by the harm of the claim that they are part of."""
    return _Parts(mentions, harmed, index, triggers).all()


@dataclass(frozen=True, slots=True)
class _Parts:
    mentions: Mentions
    harmed: Sequence[Harmed]
    index: GroupIndex
    triggers: Mapping[int, Trigger]

    def all(self) -> list[Harmed]:
        heads = {h.head for h in self.harmed}
        out: dict[tuple[int, str | None], Harmed] = {}
        for part in (*self._some(), *self._who_were(), *self._by_word()):
            if part.head not in heads or self._has_a_past(part):
                out.setdefault((part.head, part.trigger.harm), part)
        return list(out.values())

    def _has_a_past(self, part: Harmed) -> bool:
        """As in "40 people, including two who had been wounded before": the part's own harm is an earlier one."""
        doc = self.mentions.parsed.doc
        opened = part.group is not None and part.group.first > 0 and doc[part.group.first - 1].lower_ == "including"
        after = doc[part.group.last + 1 : part.group.last + 2] if part.group is not None else ()
        return opened and any(t.lower_ == "who" for t in after)

    def _by_word(self) -> Iterator[Harmed]:
        for token in self.mentions.parsed.doc:
            lower = token.lower_
            if lower == "including":
                yield from self._included(token)
            elif lower in _INCLUDES and token.pos_ == "VERB":
                yield from self._members(token)
            elif lower in ("among", "amongst"):
                yield from self._among(token)

    def _whole(self, i: int) -> Harmed | None:
        """The nearest claim before token ``i`` in its sentence."""
        doc = self.mentions.parsed.doc
        sent = doc[i].sent
        before = (h for h in self.harmed if sent.start <= h.head < i and h.trigger.harm is not None)
        return max(before, key=lambda h: h.head, default=None)

    def _included(self, opening: Token) -> Iterator[Harmed]:
        """As in "…, including two children and a nurse": those right after "including"."""
        whole = self._whole(opening.i)
        if whole is not None and opening.i - whole.head <= _REACH:
            for head, group in self._listed(opening):
                yield Harmed(whole.trigger, head, group, _NAMED_PART)

    def _listed(self, opening: Token) -> Iterator[tuple[int, Group | None]]:
        """The people listed after the opening word: counted groups, and single persons."""
        objects = [o for c in opening.children if c.dep_ in ("pobj", "dobj", "attr") for o in conjuncts(c)]
        if not objects:
            group = self.index.first_in(range(opening.i + 1, opening.i + 4))
            objects = [opening.doc[group.head]] if group else []
        for o in objects:
            group = self.index.at(o.i)
            if group is not None and (
                group.kind == "person" or (group.kind is None and group.noun) or self._are_who(group)
            ):
                yield group.head, group
            elif group is None and is_single(self.mentions, o):
                yield o.i, None

    def _are_who(self, group: Group) -> bool:
        """As in "including 20 who had fled"."""
        return any(t.lower_ == "who" for t in self.mentions.parsed.doc[group.last + 1 : group.last + 2])

    def _some(self) -> Iterator[Harmed]:
        """As in "12 men, three of them doctors", "of whom two were children"; not those with a harm of their own."""
        doc = self.mentions.parsed.doc
        for group in self.index.groups:
            if group.figures.bound == "order" or (group.noun and group.kind != "person"):
                continue
            after = [t.lower_ for t in doc[group.number[1] + 1 : group.number[1] + 3]]
            before = [t.lower_ for t in doc[max(group.first - 2, 0) : group.first]]
            if not any(len(w) == 2 and w[0] == "of" and w[1] in _OF_THEM for w in (after, before)):
                continue
            if not group.noun and doc[group.head].dep_ == "nsubj" and doc[group.head].head.lemma_ == "be":
                continue  # "nine of them are children" is a part by its noun: _who_were()
            whole = self._whole(group.first)
            end = min(group.last + 6, doc[group.head].sent.end)
            if whole is not None and not any(j in self.triggers for j in range(group.first, end)):
                yield Harmed(whole.trigger, group.head, group, _SOME)

    def _who_were(self) -> Iterator[Harmed]:
        """As in "of the 40 injured, 12 were children": a bare number that is said to be people of some kind."""
        doc = self.mentions.parsed.doc
        for group in self.index.groups:
            token = doc[group.head]
            if group.noun or token.dep_ != "nsubj" or token.head.lemma_ != "be":
                continue
            kinds = (c for c in token.head.children if c.dep_ == "attr" and c.i > group.head)
            kind = next((c for c in kinds if noun_kind(self.mentions, c) == "person"), None)
            whole = self._whole(group.first)
            if kind is not None and whole is not None:
                counted = replace(group, head=kind.i, last=kind.i, noun=True, kind="person")
                yield Harmed(whole.trigger, kind.i, counted, _SOME)

    def _members(self, verb: Token) -> Iterator[Harmed]:
        """As in "the dead included four women", "the 20 killed in the blast included a nurse"."""
        before = range(verb.i - 1, max(verb.sent.start, verb.i - 8) - 1, -1)
        trigger = next((t for j in before if (t := self._state_at(j)) is not None), None)
        if trigger is not None:
            yield from (Harmed(trigger, head, group, _MEMBER) for head, group in self._listed(verb))

    def _among(self, among: Token) -> Iterator[Harmed]:
        """As in "among the wounded was a nurse", "there are three foreigners among the dead militants"."""
        of_them = among.doc[min(among.i + 1, len(among.doc) - 1)].lower_ in _OF_THEM
        if of_them and self._state_at(among.i + 2) is None:
            yield from self._among_them(among)
            return
        after = range(among.i + 1, among.i + 4)
        trigger = next((t for j in after if (t := self._state_at(j)) is not None), None)
        if trigger is None:
            return
        verb = among.head
        if verb.pos_ not in ("AUX", "VERB") or verb.lemma_ not in ("be", "include", "number", "lie"):
            if (group := self.index.at(verb.i)) is not None:
                yield Harmed(trigger, group.head, group, _MEMBER)
            return
        subjects = (c for c in verb.children if c.dep_ in ("nsubj", "attr", "nsubjpass") and c.tag_ != "EX")
        for o in (o for c in subjects for o in conjuncts(c)):
            group = self.index.at(o.i)
            if group is not None and (group.noun or o.i < among.i):
                yield Harmed(trigger, group.head, group, _MEMBER)
            elif group is None and is_single(self.mentions, o):
                yield Harmed(trigger, o.i, None, _MEMBER)

    def _among_them(self, among: Token) -> Iterator[Harmed]:
        """As in "19 people were killed, among them four policemen and a nurse", "five nurses, two women among them"."""
        whole, doc = self._whole(among.i), among.doc
        if whole is None or among.i - whole.head > _REACH:
            return
        before = self.index.at(among.i - 1)
        if before is not None and before.head != whole.head and before.noun:
            yield Harmed(whole.trigger, before.head, before, _NAMED_PART)
            return
        after = next((t for t in doc[among.i + 2 : among.sent.end] if t.pos_ in ("NOUN", "PROPN")), None)
        group = self.index.at(among.i + 2)
        if group is not None and group.noun:
            after = doc[group.head]
        if after is None or (group is None and after.i > among.i + 6):
            return
        for o in conjuncts(after):
            if any(t.pos_ in ("VERB", "AUX") and t.tag_ not in ("VBN", "VBG") for t in doc[after.i : o.i]):
                break  # another clause: "…, among them two nurses, when it was hit, officials said"
            member = self.index.at(o.i)
            if member is not None or is_single(self.mentions, o):
                yield Harmed(whole.trigger, member.head if member else o.i, member, _NAMED_PART)

    def _state_at(self, i: int) -> Trigger | None:
        """The trigger at token ``i``, if it tells the state that people are in: "the dead", "those killed"."""
        trigger = self.triggers.get(i)
        if trigger is None or trigger.harm is None:
            return None
        return trigger if trigger.participle or trigger.frame in ("state", "harmed") else None
