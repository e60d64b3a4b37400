"""Who shares a harm by the words that join them: "along with three guards", "1,200 families (6,000 people)"."""

from __future__ import annotations

from collections.abc import Container, Iterator

from dateline.coding.tolls.groups import Group, GroupIndex
from dateline.parse import Doc, Token

_ALONG = frozenset({("along", "with"), ("together", "with"), ("well", "as")})
_REACH = 12
_KINDS = frozenset({"person", "household"})
_RESTATES = frozenset(
    "( , or about comprising i.e. representing totalling totaling - – — / some of with a total".split()
)
_SCENES = frozenset({"in", "at", "near", "from", "due"})
_LONGEST_GAP = 5


def companion(doc: Doc, start: int, index: GroupIndex, triggers: Container[int]) -> tuple[Token, Group | None] | None:
    """The noun that "along with", "together with" or "as well as" adds after token ``start``, counted or not; None without."""
    for j in range(start + 1, min(start + _REACH, doc[start].sent.end - 2)):
        if j in triggers or doc[j].text in (".", ";"):
            return None
        if (doc[j].lower_, doc[j + 1].lower_) in _ALONG:
            group = index.first_in(range(j + 2, min(j + 4, len(doc))))
            if group is not None:
                return doc[group.head], group
            nouns = (t for t in doc[j + 2 : doc[start].sent.end] if t.dep_ in ("pobj", "conj") and t.i - j < 7)
            noun = next(nouns, None)
            return (noun, index.at(noun.i)) if noun is not None else None
    return None


def gapped(doc: Doc, start: int, index: GroupIndex, triggers: Container[int]) -> Group | None:
    """A bare number that shares the harm told before it: "40 were displaced in Marrin and 25 in Dolbek"."""
    for j in range(start + 1, min(start + _REACH, doc[start].sent.end - 2)):
        if j in triggers or doc[j].text in (";", ":"):
            return None
        if doc[j].tag_ == "CC" and (group := index.at(j + 1)) is not None:
            after = doc[group.last + 1 : group.last + 9]
            placed = len(after) > 0 and not group.noun and after[0].lower_ in _SCENES
            return group if placed and group.first == j + 1 and not any(t.i in triggers for t in after) else None
    return None


def restated(doc: Doc, group: Group, index: GroupIndex) -> Iterator[Group]:
    """The same people in another unit right after the group: "1,200 families (6,000 people)", "310 people, or 60 families"."""
    if group.kind not in _KINDS:
        return
    for j in range(group.last + 1, min(group.last + _LONGEST_GAP, len(doc))):
        other = index.at(j)
        if other is not None:
            if other.first == j and other.kind in _KINDS and other.kind != group.kind and j > group.last + 1:
                yield other
            return
        if doc[j].lower_ not in _RESTATES:
            return
