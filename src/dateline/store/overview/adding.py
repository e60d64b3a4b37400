"""What an incident adds to a sum of figures, and whose figure may be that of another incident said a second time.

Nothing is added that may be the same people twice: no summary of several happenings, no count over time, no part of
another figure, no figure in households. Where an incident has figures of several classes of victims and none of all,
the largest of them is the least that is known, and only the open top reaches their sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dateline.incidents import Incident, IncidentToll
from dateline.records import Harm

_COUNTRY = 6
"""UCDP's precision of a place that is only known as a country."""


@dataclass(frozen=True, slots=True)
class Band:
    """What an incident adds to a sum. ``best`` is None where only a party to it gives a figure, of its enemy."""

    low: int
    best: int | None
    high: int | None


class Placed(Protocol):
    """An incident with its days and its place, empty or None where they are not known."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def start(self) -> date | None:
        """The first day on which it may have happened."""

    @property
    def end(self) -> date | None:
        """The last day on which it may have happened."""

    @property
    def place(self) -> str:
        """The name of the place."""

    @property
    def area(self) -> str:
        """The first-level area that it lies in."""

    @property
    def country(self) -> str:
        """ISO 3166 alpha-3."""

    @property
    def precision(self) -> int | None:
        """UCDP's where_prec."""


def band_of(incident: Incident, harm: Harm) -> Band | None:
    """What the incident adds to a sum of the harm; None where it has no figure that may be added.

    A summary of several happenings adds nothing: what it sums up is counted where it happened.
    """
    if incident.aggregate:
        return None
    rows = [t for t in incident.tolls if t.harm == harm and _adds(t)]
    if not rows:
        return None
    bests = [t.best for t in rows if t.best is not None]
    return Band(
        low=max((t.low or 0 for t in rows), default=0),
        best=max(bests, default=None),
        high=_top(rows),
    )


def unquantified(incident: Incident) -> tuple[Harm, ...]:
    """The harms that the incident tells of without a figure that can be added."""
    told = dict.fromkeys(t.harm for t in incident.tolls if t.rule != "nothing-counted" and t.scope == "incident")
    return tuple(harm for harm in told if band_of(incident, harm) is None)


def closeness(one: Placed) -> tuple[bool, bool, int, str]:
    """The order in which incidents keep a figure that several of them have: the closest first."""
    return not one.place, not one.start, one.precision or 0, one.id


def repeats(vague: Placed, close: Placed, band: Band, theirs: Band) -> bool:
    """Whether the figure of an incident may be that of a closer one, which a report of both tells of.

    Linking leaves two tellings of a report apart when one is vaguer ("in the province, 31 died"). Where incidents of one
    report have the same figure of a harm, on days that meet, and the place of one is unknown, or contains or is that of
    the other, the incident with the closer place keeps it. An incident with neither day nor place adds no figure, of
    whatever size, where its report has another one of the harm: "the army put the dead at 67" may be of that one.
    """
    return (band == theirs or not (vague.place or vague.start)) and _may_be(vague, close)


def _may_be(vague: Placed, close: Placed) -> bool:
    """Whether two incidents of one report may be one: nothing in their days and places keeps them apart."""
    if vague.start and close.start and vague.end and close.end and (vague.start > close.end or close.start > vague.end):
        return False
    if not vague.place or not close.place or vague.place == close.place:
        return True
    return vague.place == close.area or (vague.country == close.country and (vague.precision or 0) >= _COUNTRY)


def _adds(toll: IncidentToll) -> bool:
    counts = toll.scope == "incident" and toll.within is None and toll.rule != "nothing-counted"
    known = toll.best is not None or toll.high is not None
    unit = "dwelling" if toll.harm == "homes_destroyed" else "person"
    return counts and known and toll.unit == unit


def _top(rows: Iterable[IncidentToll]) -> int | None:
    highs = [t.high for t in rows]
    return None if None in highs else sum(high for high in highs if high is not None)


def dated_days(incident: Incident) -> tuple[date | None, date | None]:
    """The first and last day on which it may have happened; None where no text gives one."""
    when = incident.when
    if when.precision == "unknown":
        return None, None
    return _day(when.start), _day(when.end)


def first_report(incident: Incident) -> date | None:
    """The day of its first report; None where no report has one."""
    return min((day for r in incident.reports if (day := _day(r.published))), default=None)


def _day(text: str | None) -> date | None:
    """A day; None where the text is no day but a month, a year or nothing."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
