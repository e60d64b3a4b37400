"""Keeping the outline of an incident in step with its record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.ontology.authority import fold
from dateline.records import Harm
from dateline.store import schema
from dateline.store.arrivals import now
from dateline.store.overview.adding import Band, band_of, closeness, dated_days, repeats, unquantified
from dateline.store.overview.tables import bands, gone, outlines, parts
from dateline.store.overview.tables import repeats as repeated

_HARMS: tuple[Harm, ...] = get_args(Harm)
_AT_ONCE = 500
STRETCHES: Mapping[str, Callable[[date], int]] = {
    "day": date.toordinal,
    "week": lambda day: (day.toordinal() - 1) // 7,
    "month": lambda day: day.year * 12 + day.month - 1,
    "year": lambda day: day.year,
}
"""The number of the stretch in which a day lies."""


@dataclass(frozen=True, slots=True)
class Times:
    """When an incident first was in the store, and when its record last became another one."""

    made: str
    changed: str


_THERE = sa.text(
    "SELECT o.made, o.changed, i.record FROM incident_outlines o JOIN incidents i ON i.row = o.row WHERE o.id = :id"
)
_GONE = sa.text("SELECT made, changed, sha256 FROM incidents_gone WHERE id = :id")


def times_of(connection: Connection, incident: Incident) -> Times:
    """The times of an incident that is about to be kept, by what the store has, or had, under its id."""
    moment = now()
    if (row := connection.execute(_THERE, {"id": incident.id}).first()) is not None:
        return Times(row.made, row.changed if row.record == incident.model_dump_json() else moment)
    if (row := connection.execute(_GONE, {"id": incident.id}).first()) is not None:
        return Times(row.made, row.changed if row.sha256 == _hash(incident.model_dump_json()) else moment)
    return Times(moment, moment)


def note_gone(connection: Connection, ids: Sequence[str]) -> None:
    """Note that these incidents are about to go; one that is kept again is taken off the list."""
    rows = sa.select(
        outlines.c.id, outlines.c.made, outlines.c.changed, outlines.c.title, outlines.c.first_day, schema.incidents.c.record
    ).join(schema.incidents, schema.incidents.c.row == outlines.c.row)  # fmt: skip
    moment = now()
    for start in range(0, len(ids), _AT_ONCE):
        found = connection.execute(rows.where(outlines.c.id.in_(ids[start : start + _AT_ONCE]))).all()
        if not found:
            continue
        connection.execute(sa.delete(gone).where(gone.c.id.in_([row.id for row in found])))
        connection.execute(
            sa.insert(gone),
            [
                {"id": r.id, "made": r.made, "changed": r.changed, "gone": moment, "title": r.title,
                 "first_day": r.first_day, "sha256": _hash(r.record)}
                for r in found
            ],
        )  # fmt: skip


def keep_outlines(connection: Connection, kept: Iterable[tuple[Mapping[str, Any], Incident, Times]]) -> None:
    """Keep the outlines of incidents that are in the store, and have none: each with its row there, and its times."""
    items = list(kept)
    for table, rows in (
        (outlines, [_outline(row, incident, times) for row, incident, times in items]),
        (bands, [made for row, incident, _ in items for made in _bands(row["row"], incident)]),
        (parts, [made for row, incident, _ in items for made in _parts(row["row"], incident)]),
    ):
        if rows:
            connection.execute(sa.insert(table), rows)


def keep_outline(connection: Connection, row: Mapping[str, Any], incident: Incident, times: Times) -> None:
    """Keep the outline of an incident that has just been kept with its claims, and which figures it repeats."""
    connection.execute(sa.delete(gone).where(gone.c.id == incident.id))
    keep_outlines(connection, [(row, incident, times)])
    if counts(incident) and any(band_of(incident, harm) for harm in _HARMS):
        keep_repeats(connection, row["row"])


def keep_repeats(connection: Connection, row: int) -> None:
    """Keep which figures of the incident may be those of others, and which of others may be its own."""
    connection.execute(sa.delete(repeated).where(sa.or_(repeated.c.vague == row, repeated.c.close == row)))
    mine, others = _with_bands(connection, [row]), _beside(connection, row)
    if not mine or not others:
        return
    one = mine[0]
    made = {
        (vague.row, harm, close.row)
        for other in _with_bands(connection, others)
        for vague, close in (sorted((one, other), key=closeness, reverse=True),)
        for harm, band in vague.bands.items()
        if harm in close.bands and repeats(vague, close, band, close.bands[harm])
    }
    if made:
        connection.execute(sa.insert(repeated), [{"vague": v, "harm": h, "close": c} for v, h, c in sorted(made)])


def counts(incident: Incident) -> bool:
    """Whether the incident is one of those that are counted: no summary, and not discounted."""
    return not incident.aggregate and incident.grade != "discounted"


@dataclass(frozen=True, slots=True)
class _Beside:
    """An incident as far as :func:`repeats` needs it."""

    row: int
    id: str
    start: date | None
    end: date | None
    place: str
    area: str
    country: str
    precision: int | None
    bands: Mapping[str, Band]


_BESIDE = sa.text(
    "SELECT DISTINCT o.row FROM incident_outlines me JOIN incident_claims m ON m.incident = me.id"
    " JOIN claims mine ON mine.row = m.claim JOIN claims theirs ON theirs.document = mine.document"
    " JOIN incident_claims other ON other.claim = theirs.row JOIN incident_outlines o ON o.id = other.incident"
    " WHERE me.row = :row AND o.counts = :yes AND o.row <> me.row"
)


def _beside(connection: Connection, row: int) -> list[int]:
    """The other incidents of the same reports that are counted."""
    return list(connection.execute(_BESIDE, {"row": row, "yes": True}).scalars())


def _with_bands(connection: Connection, rows: Sequence[int]) -> list[_Beside]:
    found: dict[int, dict[str, Band]] = {}
    table, o = bands.c, outlines.c
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        query = sa.select(table.row, table.harm, table.low, table.best, table.high)
        for r in connection.execute(query.where(table.row.in_(some), table.quantified)):
            found.setdefault(r.row, {})[r.harm] = Band(r.low, r.best, r.high)
    columns = sa.select(o.row, o.id, o.begins, o.ends, o.place, o.admin1, o.country, o.precision)
    return [
        _Beside(r.row, r.id, _day(r.begins), _day(r.ends), r.place, r.admin1, r.country, r.precision, found[r.row])
        for start in range(0, len(rows), _AT_ONCE)
        for r in connection.execute(columns.where(o.row.in_(rows[start : start + _AT_ONCE])))
        if r.row in found
    ]


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)


def _outline(row: Mapping[str, Any], incident: Incident, times: Times) -> dict[str, Any]:
    start, end = dated_days(incident)
    place = incident.place
    return {
        "row": row["row"], "id": incident.id, "counts": counts(incident), "first_day": row["first_day"],
        "last_day": row["last_day"], "known": row["known"], **_stretches(start, end),
        "kind": incident.acled.event_type if incident.acled else "", "grade": incident.grade,
        "aggregate": incident.aggregate, "reviewed": incident.reviewed, "contested": _contested(incident),
        "geonames_id": place.geonames_id if place else None, "place": _clean(place.name) if place else "",
        "admin1": _clean(place.admin1 or "") if place else "", "country": (place.country or "") if place else "",
        "precision": place.precision if place else None, "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "made": times.made, "changed": times.changed, "title": _clean(incident.title),
    }  # fmt: skip


def _bands(row: int, incident: Incident) -> Iterator[dict[str, Any]]:
    _, end = dated_days(incident)
    base = {"row": row, "counts": counts(incident), "ends": end.toordinal() if end else None}
    for harm in _HARMS:
        if (band := band_of(incident, harm)) is not None:
            yield base | {"harm": harm, "quantified": True, "low": band.low, "best": band.best, "high": band.high}
    for harm in unquantified(incident):
        yield base | {"harm": harm, "quantified": False, "low": None, "best": None, "high": None}


def _parts(row: int, incident: Incident) -> Iterator[dict[str, Any]]:
    for role, actors in (("did", incident.actors), ("suffered", incident.recipients)):
        seen = set()
        for actor in actors:
            key = actor.authority_id or fold(_clean(actor.name))
            if key and key not in seen:
                seen.add(key)
                yield {
                    "row": row, "role": role, "actor": key, "name": _clean(actor.name), "kind": actor.kind,
                    "contested": actor.contested, "counts": counts(incident),
                }  # fmt: skip


def _contested(incident: Incident) -> bool:
    return incident.grade == "contested" or any(toll.grade == "contested" for toll in incident.tolls)


def _stretches(first: date | None, last: date | None) -> dict[str, int | None]:
    """Its days as numbers, and the day, week, month and year in which both lie."""
    if first is None or last is None:
        return dict.fromkeys(("begins", "ends", *STRETCHES))
    both = {name: (number(first), number(last)) for name, number in STRETCHES.items()}
    within = {name: one if one == other else None for name, (one, other) in both.items()}
    return {"begins": first.toordinal(), "ends": last.toordinal(), **within}


def _clean(text: str) -> str:
    """Without NUL, which PostgreSQL has no place for."""
    return text.replace("\0", "\ufffd")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
