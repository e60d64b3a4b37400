"""The questions of the overview, each one or two queries over the outlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.engine import Row

from dateline.store.overview.record import (
    Bin,
    ContestedIncident,
    Figures,
    Level,
    New,
    NewIncident,
    Selected,
    Step,
    TopActor,
    TopPlace,
)
from dateline.store.overview.selection import Selection

_WHOLE_COUNTRY = 6
"""UCDP's precision of a place that is only known as a country."""


def day_of(level: Level, number: int) -> date:
    """The first day of a stretch: see :data:`dateline.store.overview.keep.STRETCHES`."""
    if level == "day":
        return date.fromordinal(number)
    if level == "week":
        return date.fromordinal(number * 7 + 1)
    return date(number // 12, number % 12 + 1, 1) if level == "month" else date(number, 1, 1)


def counted(chosen: Selection) -> Selected:
    """How many incidents there are, and of which sort."""
    rows = chosen.ask(
        "SELECT o.counts, o.aggregate, o.grade, o.reviewed, o.contested, count(*) AS n, count(o.begins) AS dated,"
        " min(o.begins) AS first, max(o.ends) AS last FROM {outlines}"
        " GROUP BY o.counts, o.aggregate, o.grade, o.reviewed, o.contested"
    )
    mine = [r for r in rows if r.counts]
    grades: dict[str, int] = {}
    for r in mine:
        grades[r.grade] = grades.get(r.grade, 0) + r.n
    first = min((r.first for r in mine if r.first is not None), default=None)
    last = max((r.last for r in mine if r.last is not None), default=None)
    return Selected(
        counted=sum(r.n for r in mine),
        summaries=sum(r.n for r in rows if r.aggregate and r.grade != "discounted"),
        discounted=sum(r.n for r in rows if r.grade == "discounted"),
        reviewed=sum(r.n for r in mine if r.reviewed),
        contested=sum(r.n for r in mine if r.contested),
        undated=sum(r.n - r.dated for r in mine),
        grades=tuple(sorted(grades.items(), key=lambda item: (-item[1], item[0]))),
        first=None if first is None else date.fromordinal(first),
        last=None if last is None else date.fromordinal(last),
    )


def bins(chosen: Selection, level: Level) -> tuple[Bin, ...]:
    """How many incidents of each kind there are in each day, week, month or year; only those dated so closely."""
    rows = chosen.ask(
        f"SELECT o.{level} AS at, o.kind, count(*) AS n FROM {{outlines}}"
        f" WHERE o.counts = :yes AND o.{level} IS NOT NULL GROUP BY o.{level}, o.kind ORDER BY o.{level}, o.kind"
    )
    return tuple(Bin(day_of(level, r.at), r.kind, r.n) for r in rows)


_SUMS = (
    "count(*) AS n, sum(b.low) AS low, sum(b.best) AS best, count(b.best) AS bests, sum(b.high) AS high,"
    " count(b.high) AS highs"
)
_AGAIN = (
    " FROM (SELECT DISTINCT x.vague, x.harm FROM incident_repeats x WHERE {among:x.close} AND {among:x.vague}) y"
    " JOIN incident_bands b ON b.row = y.vague AND b.harm = y.harm WHERE b.counts = :yes AND b.quantified = :yes"
)
"""Few figures are repeated: they are found by their own table, and taken from the sum of all."""


def figures(chosen: Selection) -> dict[str, Figures]:
    """The sum of the figures of each harm."""
    told = chosen.ask(
        f"SELECT b.quantified, b.harm, {_SUMS} FROM {{bands}} WHERE b.counts = :yes GROUP BY b.quantified, b.harm"
    )
    less = {r.harm: r for r in chosen.ask(f"SELECT b.harm, {_SUMS}{_AGAIN} GROUP BY b.harm")}
    without = {r.harm: r.n for r in told if not r.quantified}
    added = {r.harm: _figures(r, less.get(r.harm), without.get(r.harm, 0)) for r in told if r.quantified}
    nothing = {harm: Figures(0, None, None, 0, 0, 0, n) for harm, n in without.items() if harm not in added}
    return added | nothing


_STEP = (
    "count(*) AS n, sum(b.low) AS low, sum(coalesce(b.best, 0)) AS best, sum(coalesce(b.high, b.best, b.low)) AS top,"
    " count(*) - count(b.high) AS opened"
)


def running(chosen: Selection, harm: str) -> tuple[Step, ...]:
    """The sum of the harm over the incidents that had happened by each day on which it grew, without the undated."""
    asked = "FROM {bands} WHERE b.counts = :yes AND b.quantified = :yes AND b.harm = :harm AND b.ends IS NOT NULL"
    whole = chosen.ask(f"SELECT b.ends, {_STEP} {asked} GROUP BY b.ends ORDER BY b.ends", harm=harm)
    again = f"SELECT b.ends, {_STEP}{_AGAIN} AND b.harm = :harm AND b.ends IS NOT NULL GROUP BY b.ends"
    less = {r.ends: r for r in chosen.ask(again, harm=harm)}
    sums, steps = [0] * 5, []
    for r in whole:
        repeated = less.get(r.ends)
        for n, name in enumerate(("n", "low", "best", "top", "opened")):
            sums[n] += int(getattr(r, name)) - (int(getattr(repeated, name)) if repeated else 0)
        steps.append(Step(date.fromordinal(r.ends), *sums))
    return tuple(steps)


def _figures(whole: Row[Any], less: Row[Any] | None, unquantified: int) -> Figures:
    def left(name: str) -> int:
        return int(getattr(whole, name) or 0) - (int(getattr(less, name) or 0) if less else 0)

    n, bests, highs = left("n"), left("bests"), left("highs")
    return Figures(
        low=left("low"),
        best=left("best") if bests else None,
        high=left("high") if n and highs == n else None,
        incidents=n,
        open=n - highs,
        party_only=n - bests,
        unquantified=unquantified,
        repeated=int(less.n) if less else 0,
    )


def places(chosen: Selection, most: int) -> tuple[TopPlace, ...]:
    """The places with the most incidents; a country as a whole is none."""
    rows = chosen.ask(
        "SELECT o.geonames_id, o.place, o.country, count(*) AS n FROM {outlines} WHERE o.counts = :yes AND o.place <> ''"
        " AND coalesce(o.precision, 0) < :whole GROUP BY o.geonames_id, o.place, o.country",
        whole=_WHOLE_COUNTRY,
    )
    found: dict[tuple[int | str, str], TopPlace] = {}
    for r in rows:
        key = (r.place if r.geonames_id is None else r.geonames_id, r.country)
        same = found.get(key)
        name, there = (min(same.name, r.place), same.incidents) if same else (r.place, 0)
        found[key] = TopPlace(name, r.geonames_id, r.country, there + r.n)
    return tuple(sorted(found.values(), key=lambda place: (-place.incidents, place.name, place.country))[:most])


def actors(chosen: Selection, role: str, most: int) -> tuple[TopActor, ...]:
    """Who did, or suffered, the most incidents; each by its name in the newest of all."""
    top = chosen.ask(
        "SELECT p.actor, count(*) AS n, count(CASE WHEN p.contested = :yes THEN 1 END) AS contested FROM {parts}"
        " WHERE p.counts = :yes AND p.role = :role GROUP BY p.actor ORDER BY n DESC, p.actor LIMIT :most",
        role=role,
        most=most,
    )
    plain = Selection(chosen.connection, None)
    named = (
        "SELECT p.name FROM {parts} WHERE p.actor = :actor AND p.role = :role"
        " ORDER BY p.actor DESC, p.role DESC, p.row DESC LIMIT 1"
    )
    return tuple(
        TopActor(r.actor, plain.ask(named, actor=r.actor, role=role)[0].name, r.n, r.contested) for r in top
    )  # fmt: skip


def contested(chosen: Selection, most: int) -> tuple[ContestedIncident, ...]:
    """The contested incidents, those with the most killed first."""
    rows = chosen.ask(
        "SELECT o.id, o.title, o.first_day, o.grade, b.low, b.best, b.high FROM {outlines}"
        " LEFT JOIN incident_bands b ON b.row = o.row AND b.harm = 'killed' AND b.quantified = :yes"
        " WHERE o.contested = :yes AND o.counts = :yes"
        " ORDER BY coalesce(b.high, b.best, b.low, -1) DESC, o.row DESC LIMIT :most",
        most=most,
    )
    return tuple(
        ContestedIncident(r.id, r.title, _as_day(r.first_day), r.grade, r.low, r.best, r.high) for r in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anew:
    """What has become new whatever is asked for: reports that were read, and incidents that are no more."""

    documents: int
    gone: int
    no_more: tuple[NewIncident, ...]


def anew(chosen: Selection, since: str, most: int) -> Anew:
    """What of the news is told of the whole store, since a moment, ISO 8601 in UTC."""
    gone = "FROM incidents_gone g WHERE g.gone >= :since AND g.made < :since"
    read = (
        "SELECT count(DISTINCT c.document) AS n FROM codings c WHERE c.made >= :since AND c.run IN"
        " (SELECT r.number FROM runs r WHERE r.finished IS NULL OR r.finished >= :since)"
    )
    left = chosen.ask(
        f"SELECT g.id, g.title, g.first_day, g.gone AS at {gone} ORDER BY g.gone DESC, g.id LIMIT :most",
        since=since,
        most=most,
    )
    return Anew(
        documents=int(chosen.ask(read, since=since)[0].n),
        gone=int(chosen.ask(f"SELECT count(*) AS n {gone}", since=since)[0].n),
        no_more=tuple(NewIncident(r.id, r.title, _as_day(r.first_day), r.at, None) for r in left),
    )


def news(chosen: Selection, since: str, most: int, told: Anew) -> New:
    """What has become new since a moment, ISO 8601 in UTC; with what is told of the whole store."""
    made, changed = "o.made >= :since", "o.made < :since AND o.changed >= :since"
    n = chosen.ask(
        f"SELECT count(CASE WHEN {made} THEN 1 END) AS made, count(CASE WHEN {changed} THEN 1 END) AS changed"
        " FROM {outlines} WHERE o.changed >= :since",
        since=since,
    )[0]

    def latest(where: str, at: str) -> tuple[NewIncident, ...]:
        rows = chosen.ask(
            f"SELECT o.id, o.title, o.first_day, o.{at} AS at, o.grade FROM {{outlines}} WHERE {where}"
            f" ORDER BY o.{at} DESC, o.row DESC LIMIT :most",
            since=since,
            most=most,
        )
        return tuple(NewIncident(r.id, r.title, _as_day(r.first_day), r.at, r.grade) for r in rows)

    return New(
        made=n.made,
        changed=n.changed,
        gone=told.gone,
        documents=told.documents,
        newest=latest(made, "made") if n.made else (),
        otherwise=latest(changed, "changed") if n.changed else (),
        no_more=told.no_more,
    )


def _as_day(value: Any) -> date:
    """A day: SQLite gives the text of one where a query is not told of the column's type."""
    return value if isinstance(value, date) else date.fromisoformat(value)
