"""What forbids that two groups of reports are about one happening, however much they resemble one another.

Checked between whole groups, so that no chain of likenesses leads from one exact day to another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.link.facts import EventFacts
from dateline.link.knowledge import kinds
from dateline.link.rows import Row, is_exact
from dateline.link.summaries import is_summary

FAR_KM = 30.0
_PRECISE = 1


@dataclass(frozen=True, slots=True)
class Certain:
    """What a group of reports is certain of: the exact days, precise points, and kinds that it tells of."""

    days: frozenset[int]
    points: frozenset[tuple[float, float]]
    kinds: frozenset[str]
    sums: frozenset[bool]

    def joined(self, other: Certain) -> Certain:
        """What the two groups together are certain of."""
        return Certain(
            self.days | other.days, self.points | other.points, self.kinds | other.kinds, self.sums | other.sums
        )  # fmt: skip


def certain_of(facts: EventFacts, row: Row) -> Certain:
    """What one report of an event is certain of."""
    precise = facts.place is not None and facts.place.precision == _PRECISE and not facts.place.radius_km
    return Certain(
        frozenset((row.low,)) if is_exact(facts) and row.low is not None else frozenset(),
        frozenset(((row.lat, row.lon),)) if precise and row.lat is not None and row.lon is not None else frozenset(),
        frozenset((row.kind,)),
        frozenset((is_summary(facts),)),
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
    return None


def _nearest(points: Iterable[tuple[float, float]], others: Iterable[tuple[float, float]]) -> float:
    others = tuple(others)
    return min(
        111.2 * math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(math.radians(a[0]))) for a in points for b in others
    )


def _kinds_agree(one: Iterable[str], other: Iterable[str]) -> bool:
    table = kinds()
    others = tuple(other)
    return all(table.may_be_one(a, b) for a in one for b in others)
