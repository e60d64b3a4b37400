"""What of an incident counts, and how: the bands that may be added, and the row of a table that it belongs to.

Nothing is added that may be the same people twice: no summary of several happenings, no count over time, no part of
another figure, no figure in households. Where an incident has figures of several classes of victims and none of all,
the largest of them is the least that is known, and only the open top reaches their sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from dateline.brief.record import Dimension
from dateline.brief.words import clean, country_name
from dateline.incidents import Incident, IncidentToll
from dateline.records import Harm

HARMS: tuple[Harm, ...] = get_args(Harm)
_COUNTRY = 6
"""UCDP's precision of a place that is only known as a country."""
NONE = ""
"""The key of incidents that say nothing of what a table is split by."""


@dataclass(frozen=True, slots=True)
class Band:
    """What an incident adds to a sum. ``best`` is None where only a party to it gives a figure, of its enemy."""

    low: int
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """An incident as far as counting needs it.

    ``bands`` holds what it adds by harm, ``unquantified`` the harms that it tells of without a figure that can be
    added. ``known`` is the day of its first report, ``start`` and ``end`` the days on which it may have happened, both
    None where no text gives them. ``actors`` are those who did it, as (key, name). ``repeated`` are the harms whose figure
    may count the people of another incident, and is not added: see :func:`without_repeats`.
    """

    id: str
    title: str
    kind: str
    event_type: str
    start: date | None
    end: date | None
    known: date | None
    place: str
    area: str
    country: str
    lat: float | None
    lon: float | None
    precision: int | None
    actors: tuple[tuple[str, str], ...]
    grade: str
    bands: dict[Harm, Band]
    unquantified: tuple[Harm, ...]
    repeated: tuple[Harm, ...]
    documents: tuple[str, ...]
    sources: tuple[str, ...]
    independent: int
    disagreements: int

    def keys(self, by: Dimension) -> Iterator[tuple[str, str]]:
        """The rows that the incident counts in, as (key, label): several only where it is split by actors."""
        if by == "actor":
            yield from self.actors or ((NONE, "no actor named"),)
        elif by == "area":
            area = ", ".join(x for x in (self.area, self.country) if x)
            label = ", ".join(x for x in (self.area, country_name(self.country) if self.country else "") if x)
            yield (area, clean(label)) if area else (NONE, "no area known")
        elif by == "place":
            inside = self.area if self.area != self.place else self.country
            name = f"{self.place} ({inside})" if self.place and inside else self.place
            label = name.replace(f"({self.country})", f"({country_name(self.country)})") if self.country else name
            yield (name, clean(label)) if name else (NONE, "no place known")
        elif by == "type":
            yield self.kind, self.kind
        elif by == "grade":
            yield self.grade, self.grade
        else:
            key = self._period(by)
            yield (key, key) if key else (NONE, "not dated so closely")

    def _period(self, by: Dimension) -> str | None:
        if self.start is None or self.end is None:
            return None
        first, last = period_of(self.start, by), period_of(self.end, by)
        return first if first == last else None


def counted(incident: Incident) -> Counted:
    """The incident as far as counting needs it."""
    place, when = incident.place, incident.when
    bands = {harm: band for harm in HARMS if (band := band_of(incident, harm)) is not None}
    told = dict.fromkeys(t.harm for t in incident.tolls if t.rule != "nothing-counted" and t.scope == "incident")
    dated = when.precision != "unknown"
    return Counted(
        id=incident.id,
        title=incident.title,
        kind=incident.acled.sub_event_type if incident.acled else incident.type.capitalize(),
        event_type=incident.type,
        start=_day(when.start) if dated else None,
        end=_day(when.end) if dated else None,
        known=min((day for r in incident.reports if (day := _day(r.published))), default=None),
        place=place.name if place else "",
        area=(place.admin1 or "") if place else "",
        country=(place.country or "") if place else "",
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        actors=tuple((a.authority_id or a.name, a.name) for a in incident.actors),
        grade=incident.grade,
        bands=bands,
        unquantified=tuple(harm for harm in told if harm not in bands),
        repeated=(),
        documents=tuple(dict.fromkeys(r.document for r in incident.reports)),
        sources=tuple(dict.fromkeys(r.source for r in incident.reports if r.source)),
        independent=incident.independent_sources,
        disagreements=len(incident.disagreements),
    )


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


def without_repeats(counted: Iterable[Counted]) -> list[Counted]:
    """The incidents, each figure that may be said twice of one happening in one of them alone.

    Linking leaves two tellings of a report apart when one is vaguer ("in the province, 31 died"). Where incidents of one
    report have the same figure of a harm, on days that meet, and the place of one is unknown, or contains or is that of
    the other, the incident with the closer place keeps it. An incident with neither day nor place adds no figure, of
    whatever size, where its report has another one of the harm: "the army put the dead at 67" may be of that one.
    """
    kept: dict[tuple[str, Harm], list[tuple[Band, Counted]]] = {}
    out = []
    for one in sorted(counted, key=lambda one: (not one.place, not one.start, one.precision or 0, one.id)):
        repeated = tuple(
            harm
            for harm, band in one.bands.items()
            if any(
                (band == theirs or not (one.place or one.start)) and _may_be(one, other)
                for document in one.documents
                for theirs, other in kept.get((document, harm), ())
            )
        )
        for harm, band in one.bands.items():
            for document in one.documents:
                kept.setdefault((document, harm), []).append((band, one))
        bands = {harm: band for harm, band in one.bands.items() if harm not in repeated}
        out.append(replace(one, bands=bands, repeated=repeated) if repeated else one)
    return out


def _may_be(vague: Counted, close: Counted) -> bool:
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


def period_of(day: date, by: Dimension) -> str:
    """The day, ISO week or month in which a day lies: ``2024-12-03``, ``2024-W49``, ``2024-12``."""
    if by == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return day.isoformat()[:7] if by == "month" else day.isoformat()


def periods(first: date, last: date, by: Dimension) -> list[str]:
    """Every day, week or month from that of ``first`` to that of ``last``."""
    step = timedelta(days=1)
    return list(dict.fromkeys(period_of(first + n * step, by) for n in range((last - first).days + 1)))


def _day(text: str | None) -> date | None:
    """A day; None where the text is no day but a month, a year or nothing."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
