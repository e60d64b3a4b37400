"""What of an incident counts, and the row of a table that it belongs to.

What it adds to a sum is said in :mod:`dateline.store.overview.adding`, for the store's own sums too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from dateline.brief.record import Dimension
from dateline.brief.words import clean, country_name
from dateline.incidents import Incident
from dateline.records import Harm
from dateline.store.overview.adding import Band, band_of, closeness, dated_days, first_report, repeats, unquantified

HARMS: tuple[Harm, ...] = get_args(Harm)
NONE = ""
"""The key of incidents that say nothing of what a table is split by."""


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
    place, (start, end) = incident.place, dated_days(incident)
    bands = {harm: band for harm in HARMS if (band := band_of(incident, harm)) is not None}
    return Counted(
        id=incident.id,
        title=incident.title,
        kind=incident.acled.sub_event_type if incident.acled else incident.type.capitalize(),
        event_type=incident.type,
        start=start,
        end=end,
        known=first_report(incident),
        place=place.name if place else "",
        area=(place.admin1 or "") if place else "",
        country=(place.country or "") if place else "",
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        actors=tuple((a.authority_id or a.name, a.name) for a in incident.actors),
        grade=incident.grade,
        bands=bands,
        unquantified=unquantified(incident),
        repeated=(),
        documents=tuple(dict.fromkeys(r.document for r in incident.reports)),
        sources=tuple(dict.fromkeys(r.source for r in incident.reports if r.source)),
        independent=incident.independent_sources,
        disagreements=len(incident.disagreements),
    )


def without_repeats(counted: Iterable[Counted]) -> list[Counted]:
    """The incidents, each figure that may be said twice of one happening in one of them alone.

    See :func:`~dateline.store.overview.adding.repeats`.
    """
    kept: dict[tuple[str, Harm], list[tuple[Band, Counted]]] = {}
    out = []
    for one in sorted(counted, key=closeness):
        repeated = tuple(
            harm
            for harm, band in one.bands.items()
            if any(
                repeats(one, other, band, theirs)
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
