"""The pictures of a brief: which there are, their words for those who cannot see them, and their data."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from datetime import date

from dateline.brief import charts, map
from dateline.brief.material import Material
from dateline.brief.record import Dimension, Picture, Table
from dateline.brief.sections.displacement import Moved
from dateline.brief.sections.places import table_of
from dateline.brief.tally import Tally
from dateline.brief.words import clean, number, plural
from dateline.ontology.boundaries import Boundaries, find_boundaries
from dateline.settings import load_settings

_DAYS, _WEEKS = 62, 400
DISPLACEMENT = "displacement"


def pictures_of(material: Material, moved: Sequence[Moved]) -> tuple[Picture, ...]:
    """The pictures that there are data for. Raises OntologyError where the outlines of the map are damaged."""
    return (*_over_time(material), *_map(material), *_displaced(material, moved))


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def period_for(material: Material) -> Dimension | None:
    """Days, weeks or months, as long as the period is; None where nothing is dated."""
    days = [day for one in material.counted for day in (one.start, one.end) if day]
    if not days:
        return None
    first, last = material.since or min(days), material.until or max(days)
    length = (last - first).days
    return "day" if length <= _DAYS else "week" if length <= _WEEKS else "month"


def late_rows(tally: Tally, last_known: date | None, by: Dimension) -> int:
    """How many of the last periods nine in ten reports have not had time to reach."""
    delay = tally.delay.nine_tenths
    if delay is None or last_known is None or by != "day":
        return 0
    keys = [row.key for row in tally.rows if row.key]
    return sum((last_known - date.fromisoformat(key)).days < delay for key in keys)


def _over_time(material: Material) -> Iterator[Picture]:
    by = period_for(material)
    if by is None:
        return
    incidents, killed = material.tally("incidents", by), material.tally("killed", by)
    rows = [row for row in incidents.rows if row.key]
    last = max((one.known for one in material.counted if one.known), default=None)
    late = late_rows(incidents, last, by)
    table = _table(material, by)
    peak = max(rows, key=lambda row: row.incidents)
    words = (
        f"{plural(sum(row.incidents for row in rows), 'dated incident')} by {by}, from {rows[0].key} to {rows[-1].key}"
    )
    unseen = f"; on no chart: {number(incidents.undated)} without a day" if incidents.undated else ""
    hatched = " Hatched: days that reports are still to reach." if late else ""
    yield _picture(
        "incidents", charts.bars(incidents, f"Incidents by {by}", late=late),
        f"{words}{unseen}.{hatched}",
        f"Bar chart: {words}; the most, {number(peak.incidents)}, in {peak.key}.", table,
    )  # fmt: skip
    if killed.total.with_figure:
        told = f"People reported killed by {by}, incidents with a figure only"
        yield _picture(
            "killed", charts.bands(killed, f"People reported killed, by {by}"),
            f"{told}. Bar: lowest to highest; dot: best-founded figure; arrow: at least.",
            f"Chart of bands: {told.lower()}; the data are in the table of the chart before.", table,
        )  # fmt: skip


def _table(material: Material, by: Dimension) -> Table:
    """Incidents and killed by the finest period of which a short table can be made, without empty rows."""
    most = material.limits.periods
    order: tuple[Dimension, ...] = ("day", "week", "month")
    for period in order[1:] if by == "month" else order:
        count = sum(row.incidents > 0 for row in material.tally("incidents", period).rows)
        if count <= most or period == "month":
            break
    left = f"; the first {count - most} rows are not shown" if count > most else ""
    what = "Incidents and people reported killed" if material.tally("killed").total.with_figure else "Incidents"
    caption = f"{what} by {period}; periods without an incident are left out{left}"
    return table_of(material, period, most, ("incidents", "killed"), caption=caption)


def _displaced(material: Material, moved: Sequence[Moved]) -> Iterator[Picture]:
    shown = [one for one in moved[: material.limits.displacement] if one.toll.unit == "person"]
    if len(shown) < 2:
        return
    largest = shown[0]
    yield _picture(
        DISPLACEMENT, charts.claims([(one.label, one.amount) for one in shown], "Figures of displacement, as they were said (people)"),
        "Single figures of displacement with the day of their report: they may count the same people, and are not added.",
        f"Chart of {plural(len(shown), 'figure')} of displacement; the largest is {largest.words} ({largest.label}); "
        "each is told in a sentence.",
    )  # fmt: skip


def ground_words(boundaries: Boundaries | None) -> str:
    """What the outlines of a map are and do not say."""
    if boundaries is None:
        return "Drawn without outlines, as none are built: python -m dateline.ontology.boundaries.build makes them."
    dashed = (
        "disputed lines are dashed"
        if "disputed" in boundaries.layers
        else "disputed lines are not marked in these outlines"
    )
    return f"Outlines: {boundaries.source}; they imply no opinion on the status of any territory, and {dashed}."


def _map(material: Material) -> Iterator[Picture]:
    spots = map.spots_of(material.counted)
    if not spots:
        return
    boundaries = find_boundaries(load_settings())
    ground = ground_words(boundaries)
    unseen = len(material.counted) - sum(spot.incidents for spot in spots)
    named = "; ".join(f"{clean(spot.name)} {number(spot.incidents)}" for spot in spots[:8])
    left = f" Not on the map: {plural(unseen, 'incident')} without a place or known by country only." if unseen else ""
    yield _picture(
        "map", map.draw([_named(spot) for spot in spots], boundaries),
        f"Incidents by place; larger circles are more incidents, hollow ones are known by area only.{left} {ground}",
        f"Map of {plural(len(spots), 'place')} with incidents: {named}.",
        table_of(material, "place", material.limits.spots, ("incidents", "killed")),
    )  # fmt: skip


def _named(spot: map.Spot) -> map.Spot:
    return map.Spot(clean(spot.name), spot.lat, spot.lon, spot.incidents, spot.precision)


def _picture(name: str, png: bytes, caption: str, alt: str, table: Table | None = None) -> Picture:
    width, height = size_of(png)
    return Picture(name=name, caption=caption, alt=alt, png=png, width=width, height=height, table=table)
