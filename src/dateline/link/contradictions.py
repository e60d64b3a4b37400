"""What forbids that two groups of reports are about one happening, however much they resemble one another.

Checked between whole groups, so that no chain of likenesses leads from one exact day to another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateline.link.facts import EventFacts
from dateline.link.knowledge import kinds, words
from dateline.link.rows import Row, is_exact, key_of
from dateline.link.summaries import is_summary

FAR_KM = 30.0
SEVERAL = 3
"""Fewer reports that agree may be wrong together."""
_PRECISE = 1


Told = tuple[int, int, int]
"""A telling: the numbers of its document and of its sentence, and where it stands in the document."""


@dataclass(frozen=True, slots=True)
class Certain:
    """What a group of reports is certain of: the exact days, precise points, and kinds that it tells of.

    ``kinds`` and ``targets`` say how many reports give each. ``told`` is where it is told, and ``apart`` where a report
    sets it apart from what it told before.
    """

    days: frozenset[int]
    points: frozenset[tuple[float, float]]
    kinds: Mapping[str, int]
    sums: frozenset[bool]
    told: frozenset[Told] = frozenset()
    apart: frozenset[Told] = frozenset()
    targets: Mapping[str, int] = field(default_factory=dict)

    def joined(self, other: Certain) -> Certain:
        """What the two groups together are certain of."""
        return Certain(
            self.days | other.days, self.points | other.points, _sum(self.kinds, other.kinds), self.sums | other.sums,
            self.told | other.told, self.apart | other.apart, _sum(self.targets, other.targets),
        )  # fmt: skip


def certain_of(facts: EventFacts, row: Row) -> Certain:
    """What one report of an event is certain of."""
    told = frozenset(((row.document, key_of(facts.sentence), facts.offset),))
    precise = facts.place is not None and facts.place.precision == _PRECISE and not facts.place.radius_km
    return Certain(
        frozenset((row.low,)) if is_exact(facts) and row.low is not None else frozenset(),
        frozenset(((row.lat, row.lon),)) if precise and row.lat is not None and row.lon is not None else frozenset(),
        {row.kind: 1},
        frozenset((is_summary(facts),)),
        told,
        told if words().apart.search(facts.sentence) else frozenset(),
        dict.fromkeys(row.targets, 1),
    )


def contradiction(one: Certain, other: Certain) -> str | None:
    """Why the two groups cannot be about one happening, in words; None when nothing forbids it."""
    if one.sums != other.sums:
        return "one sums up several happenings"
    if one.days and other.days and not one.days & other.days:
        return "different days, both exact"
    if one.points and other.points and _nearest(one.points, other.points) > FAR_KM:
        return "far apart, both places exact"
    if not _kinds_agree(one.kinds, other.kinds):
        return "kinds that exclude one another"
    if _told_apart(one, other) or _told_apart(other, one):
        return "one report tells them as two"
    if _all_differ(one.targets, other.targets):
        return "each told several times, always with another target"
    if _all_differ(*({k: n for k, n in each.kinds.items() if k not in kinds().generic} for each in (one, other))):
        return "each told several times, always as another kind"
    return None


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}


def _all_differ(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether both name something several times, and nothing that the other names.

    The mean over pairs takes three reports that say "a market" against three that say "a school" for one such pair.
    """
    return sum(one.values()) >= SEVERAL and sum(other.values()) >= SEVERAL and not one.keys() & other.keys()


def _told_apart(one: Certain, other: Certain) -> bool:
    """Whether a report that tells the other sets the one apart from it, in a later sentence."""
    return bool(one.apart) and any(
        document == earlier and sentence != before and offset > at
        for document, sentence, offset in one.apart
        for earlier, before, at in other.told
    )


def _nearest(points: Iterable[tuple[float, float]], others: Iterable[tuple[float, float]]) -> float:
    others = tuple(others)
    return min(
        111.2 * math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(math.radians(a[0]))) for a in points for b in others
    )


def _kinds_agree(one: Iterable[str], other: Iterable[str]) -> bool:
    table = kinds()
    others = tuple(other)
    return all(table.may_be_one(a, b) for a in one for b in others)
