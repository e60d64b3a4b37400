"""Who is harmed in a text, each group once for each harm, with how many they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.coding.mentions import Mentions
from dateline.coding.tolls.figures import ONE, Figures
from dateline.coding.tolls.groups import Group, counted_groups
from dateline.coding.tolls.harmed import Harmed, harmed_by
from dateline.coding.tolls.nouns import is_single
from dateline.coding.tolls.parts import parts_of
from dateline.coding.tolls.reality import happened
from dateline.coding.tolls.stray import strays
from dateline.coding.tolls.triggers import Trigger, find_triggers
from dateline.parse import Token
from dateline.records import Harm

_DISPLACING = frozenset({"displaced", "evacuated", "returned", "homes_destroyed"})
_CASUALTIES = frozenset({"killed", "injured"})
_TOLD_BEFORE = frozenset({"the", "this", "that", "these", "those"})
_UNBOUNDED = frozenset({"such", "any", "all"})
_PLURALS = frozenset({"NNS", "NNPS"})


Counted = tuple[Harmed, Figures]
"""Someone harmed, and how many they are."""


def gather(mentions: Mentions) -> list[Counted]:
    """Those harmed with how many they are, in text order; what did not happen is left out."""
    doc = mentions.parsed.doc
    triggers = {t.i: t for t in find_triggers(mentions)}
    if not triggers:
        return []
    groups = counted_groups(mentions)
    kept = [h for t in triggers.values() for h in harmed_by(mentions, t, groups, triggers)]
    direct = _once(kept)
    parts = parts_of(mentions, direct, groups, triggers)
    every = [*direct, *parts, *strays(mentions, [*kept, *parts], groups, triggers)]
    out: list[Counted] = []
    for harmed in sorted(every, key=lambda h: (h.head, h.trigger.i)):
        harm, head = harmed.trigger.harm, doc[harmed.head]
        if harm is None or (harmed.group is None and _is_fellow(head)):
            continue
        figures = harmed.group.figures if harmed.group is not None else _uncounted(mentions, harmed)
        if figures is not None and happened(harmed, doc[harmed.trigger.i]):
            out.append((harmed, figures))
    return out


def count_of(mentions: Mentions, group: Group, harm: Harm, token: int, how: str) -> Counted | None:
    """A counted group that the word at ``token`` harms, by another's judgement than the rules'; None if it did not happen."""
    harmed = Harmed(Trigger(token, token, harm, "state", ""), group.head, group, how)
    return (harmed, group.figures) if happened(harmed, mentions.parsed.doc[token]) else None


def _once(found: Sequence[Harmed]) -> list[Harmed]:
    """One claim for each group and harm.

    Words that share one number say one thing: "20 killed or wounded" are casualties, "500 displaced or relocated" are
    displaced; and a word that only keeps its number (harm "none" in ``harms.yaml``) says nothing.
    """
    by_group: dict[tuple[int, Group | None], list[Harmed]] = {}
    for harmed in found:
        by_group.setdefault((harmed.head, harmed.group), []).append(harmed)
    return [harmed for same in by_group.values() for harmed in _distinct(_merged(same))]


def _merged(same: list[Harmed]) -> list[Harmed]:
    """Killed and injured under one number become casualties whose harm is not parted."""
    if same[0].group is None or not {h.trigger.harm for h in same} >= _CASUALTIES:
        return same
    killed = next(h for h in same if h.trigger.harm == "killed")
    trigger = replace(killed.trigger, harm="unspecified")
    both = replace(killed, trigger=trigger, how=killed.how + "; killed and injured under one number")
    return [both, *(h for h in same if h.trigger.harm not in _CASUALTIES)]


def _distinct(same: list[Harmed]) -> Iterator[Harmed]:
    """The harms of one group; what the noun alone says of them ("refugees") gives way to what befell them."""
    seen: set[Harm] = set()
    back = [h for h in same if h.trigger.harm == "returned" and h.trigger.frame != "harmed"]
    if back:
        same = [h for h in same if h.trigger.harm not in _DISPLACING] + back  # who has returned is displaced no more
    befell = [h for h in same if h.trigger.frame != "harmed" or h.head != h.trigger.i]
    for harmed in befell or same:
        harm = harmed.trigger.harm
        if harm is None or harm in seen or (harm in _DISPLACING and seen & _DISPLACING):
            continue
        seen.add(harm)
        yield harmed


def _is_fellow(token: Token) -> bool:
    """A further noun of a list, which the first one's victims hold already: "men, women and children"."""
    return token.dep_ == "conj" and token.tag_ in _PLURALS and token.head.tag_ in _PLURALS


def _is_determined(token: Token, determiners: frozenset[str]) -> bool:
    return any(c.dep_ == "det" and c.lower_ in determiners for c in token.lefts)


def _uncounted(mentions: Mentions, harmed: Harmed) -> Figures | None:
    """Without a number: one for a single person, none for a plural; None where the words only repeat or describe."""
    token, trigger = mentions.parsed.doc[harmed.head], harmed.trigger
    moved = trigger.harm in _DISPLACING
    if is_single(mentions, token):
        return None if moved else ONE
    if trigger.frame in ("state", "harmed", "toll") or harmed.head == trigger.i or (moved and trigger.frame != "act"):
        return None
    if token.tag_ not in _PLURALS or trigger.form in ("base", "s"):
        return None
    return None if _is_determined(token, _TOLD_BEFORE | _UNBOUNDED) else Figures("unquantified")
