"""Lists of harms, each with its own figure: "46 deaths, 25 missing, 300 relocated and 4,000 people affected"."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.coding.tolls.groups import Group, GroupIndex
from dateline.coding.tolls.triggers import Trigger
from dateline.parse import Doc

_DEAD_OR_HURT = frozenset({"killed", "unspecified"})
_ENDS = frozenset({".", ";"})


def own_figure(doc: Doc, trigger: Trigger, index: GroupIndex) -> Group | None:
    """The bare number right before a participle or a state that closes an item of a list: "25 missing, 300 …".

    None where the words after it go on with the item, as in "25 missing farmers" and "25 relocated and displaced".
    """
    group = _before(trigger, index)
    if group is None or group.noun:
        return None
    j, end = trigger.i + 1, doc[trigger.i].sent.end
    ends = j >= end or doc[j].text in _ENDS
    return group if ends or _next_item(doc, j, index) is not None else None


def is_next_items(
    doc: Doc, trigger: Trigger, group: Group | None, index: GroupIndex, triggers: Mapping[int, Trigger]
) -> bool:
    """Whether the group is a later item of a list in which both it and the trigger's own have their word right after."""
    if group is None or group.first <= trigger.i or _before(trigger, index) is None:
        return False
    own = triggers.get(group.last + 1)
    told = own is not None and _closes_item(own) and own.i != trigger.i
    return told and _next_item(doc, trigger.i + 1, index) is not None


def is_harm_itself(group: Group, triggers: Mapping[int, Trigger]) -> bool:
    """Whether what is counted is a harm already, and nobody whom another one befalls: "46 deaths", "3 fatalities"."""
    named = triggers.get(group.head)
    if named is None or not group.noun:
        return False
    return named.frame == "act" or (named.frame == "harmed" and named.harm in _DEAD_OR_HURT)


def _before(trigger: Trigger, index: GroupIndex) -> Group | None:
    """The group that ends right before a participle or a state."""
    group = index.at(trigger.i - 1) if _closes_item(trigger) else None
    return group if group is not None and group.last == trigger.i - 1 else None


def _closes_item(trigger: Trigger) -> bool:
    return trigger.participle or trigger.frame == "state"


def _next_item(doc: Doc, j: int, index: GroupIndex) -> Group | None:
    """The group that a comma, a semicolon or "and" at token ``j`` opens as the list's next item."""
    start = j
    while j < len(doc) and j < start + 2 and (doc[j].text in (",", ";") or doc[j].lower_ == "and"):
        j += 1
    group = index.at(j) if j > start else None
    return group if group is not None and group.first == j else None
