"""Sums over several happenings ("airstrikes across the province since Tuesday"): told from incidents, and what they contain."""

from __future__ import annotations

import math

from dateline.link.facts import EventFacts
from dateline.link.knowledge import kinds, words
from dateline.link.rows import Row, days_of

_WIDE_PRECISION = 4
_COUNTRY_PRECISION = 6
_SEVERAL_DAYS = 2
_LONG_DAYS = 45
_WARS = frozenset("war conflict insurgency hostilities campaign unrest violence".split())


def is_summary(facts: EventFacts) -> bool:
    """Whether the event sums up several happenings, by its words, its figures, its time and its place.

    "Since Tuesday" sums up whatever is counted; a plural ("airstrikes", "clashes") does so where it goes with a
    count over time, with a wide place and several days, or with several towns. A vague day alone ("clashes in the
    town last week") does not.
    """
    days = _days_said(facts)
    wide = facts.place is not None and (facts.place.precision or 1) >= _WIDE_PRECISION
    lasting = facts.start is not None and facts.end is None and facts.derived_by != "publication-window"
    cumulative = bool(facts.tolls) and all(t.scope == "cumulative" for t in facts.tolls)
    if cumulative and (lasting or wide):
        return True
    head = {w.casefold() for w in facts.trigger.split()}
    if head & _WARS:
        return cumulative or lasting or wide or days >= _SEVERAL_DAYS
    if not head & words().sums:
        return days > _LONG_DAYS
    towns = {p.geonames_id or p.name for p in facts.places if (p.precision or 1) < _WIDE_PRECISION}
    return cumulative or lasting or (wide and days >= _SEVERAL_DAYS) or len(towns) > 2


def contains(summary: EventFacts, summed: Row, incident: Row) -> bool:
    """Whether an incident is among what the summary sums up: in its time, in its place, and of its kind."""
    low, high = days_of(summary)
    if low is None or high is None or incident.low is None or incident.high is None:
        return False
    if incident.low < low or incident.high > high:
        return False
    return _within(summary, summed, incident) and kinds().may_be_one(summed.kind, incident.kind)


def _within(summary: EventFacts, summed: Row, incident: Row) -> bool:
    place = summary.place
    if place is None or place.country is None or place.country != incident.country:
        return False
    precision = place.precision or 1
    if precision >= _COUNTRY_PRECISION:
        return True
    if place.feature == "ADM1" or (summed.admin1 is not None and precision >= _WIDE_PRECISION):
        return summed.admin1 == incident.admin1
    if summed.lat is None or summed.lon is None or incident.lat is None or incident.lon is None:
        return False
    across = (summed.lon - incident.lon) * math.cos(math.radians(summed.lat))
    return 111.2 * math.hypot(summed.lat - incident.lat, across) <= (summed.radius or 0.0)


def _days_said(facts: EventFacts) -> int:
    """How many days the text says that it lasted, beyond one."""
    if facts.derived_by == "publication-window" or facts.start is None or facts.end is None:
        return 0
    return (facts.end - facts.start).days
