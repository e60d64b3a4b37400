"""Numbers of people beside a word of displacement that syntax has not joined to it: in tables, fragments, long clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.coding.mentions import Mentions
from dateline.coding.tolls.fellows import restated
from dateline.coding.tolls.groups import Group, GroupIndex
from dateline.coding.tolls.harmed import Harmed
from dateline.coding.tolls.lexicon import NounKind
from dateline.coding.tolls.lines import passage
from dateline.coding.tolls.triggers import Trigger
from dateline.records import Harm

_KINDS: Mapping[Harm, frozenset[NounKind]] = {
    "displaced": frozenset({"person", "household"}),
    "evacuated": frozenset({"person", "household"}),
    "homes_destroyed": frozenset({"dwelling"}),
}
_FURTHEST = 20
STRAY = "the only number of people beside the word"


def strays(
    mentions: Mentions, harmed: Sequence[Harmed], index: GroupIndex, triggers: Mapping[int, Trigger]
) -> Iterator[Harmed]:
    """The one number beside each word of displacement that has none, where it can only belong to that word.

    Lines that do not end a sentence run on into the next, as text copied from a page does.
    """
    doc = mentions.parsed.doc
    claimed = {h.head for h in harmed}
    served = {h.trigger.i for h in harmed if h.group is not None}
    for trigger in triggers.values():
        kinds = _KINDS.get(trigger.harm) if trigger.harm is not None else None
        if kinds is None or trigger.i in served:
            continue
        first, last = passage(doc, trigger.i, _FURTHEST)
        beside = [g for g in index.groups if first <= g.first and g.last < last]
        free = [g for g in beside if g.kind in kinds and g.head not in claimed and _near(g, trigger, triggers)]
        same = {g.head for f in free[:1] for g in (f, *restated(doc, f, index))}
        if free and same >= {g.head for g in free}:
            claimed |= same
            yield from (Harmed(trigger, g.head, g, STRAY) for g in free)


def _near(group: Group, trigger: Trigger, triggers: Mapping[int, Trigger]) -> bool:
    """Whether the group stands near the trigger with no other harm between them."""
    if group.last < trigger.i:
        between = range(group.last + 1, trigger.i)
    else:
        between = range(trigger.last + 1, group.first)
    return len(between) <= _FURTHEST and not any(j in triggers for j in between)
