"""What a timeline shows one by one where it is little, and counted where it is much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.engine import Connection

from dateline.store.keys import LAST, after, day_number, day_numbered, first_of
from dateline.store.overview.keep import STRETCHES
from dateline.store.overview.record import Bin, Level
from dateline.store.overview.selection import Selection, selected
from dateline.store.overview.sums import day_of
from dateline.store.plan import Names, plan_of
from dateline.store.query import Query, Term
from dateline.store.search import claims_at, rows_of
from dateline.store.terms import code

OF_REPORTS = frozenset(
    {"text", "place", "admin1", "country", "near", "within_km", "box", "source", "actor", "harm", "at_least"}
)
"""The conditions that narrow statements: those that their reports can meet. Days are those of the report."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An incident with the days on which it may have happened; the figures are of those killed."""

    id: str
    title: str
    begins: date
    ends: date
    kind: str
    grade: str
    reviewed: bool
    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Cumulative:
    """A claim of a count over time, under the day of its report; ``since`` is the first day that it counts."""

    document: str
    claim: str
    known: date
    since: date | None
    low: int | None
    best: int | None
    high: int | None
    source: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement, under the day of its report."""

    document: str
    claim: str
    known: date
    source: str | None
    evidence: str


def drawn(chosen: Selection, most: int) -> tuple[Drawn, ...] | None:
    """The dated incidents one by one; None where there are more than ``most``."""
    rows = chosen.ask(
        "SELECT o.id, o.title, o.begins, o.ends, o.kind, o.grade, o.reviewed, b.low, b.best, b.high FROM {outlines}"
        " LEFT JOIN incident_bands b ON b.row = o.row AND b.harm = 'killed' AND b.quantified = :yes"
        " WHERE o.counts = :yes AND o.begins IS NOT NULL ORDER BY o.row LIMIT :most",
        most=most + 1,
    )
    if len(rows) > most:
        return None
    return tuple(
        Drawn(r.id, r.title, date.fromordinal(r.begins), date.fromordinal(r.ends), r.kind, r.grade, bool(r.reviewed),
              r.low, r.best, r.high)
        for r in rows
    )  # fmt: skip


def cumulative(
    connection: Connection, names: Names, conditions: Mapping[str, Any], harm: str, most: int
) -> tuple[Cumulative, ...]:
    """The latest claims of a count over time that are said to have happened, the first first."""
    days = {name: conditions[name] for name in ("since", "until") if name in conditions}
    others = {name: value for name, value in conditions.items() if name not in (*days, "harm", "at_least")}
    plan = plan_of(Query(**others, harm=harm), "toll", names)
    happened = tuple(Term(code("v", status)) for status in ("occurred", "ongoing"))
    bounds = {"since": "r.known >= :from_day", "until": "r.known <= :to_day"}
    plan = replace(
        plan,
        terms=(*plan.terms, (Term(code("sc", "cumulative")),), happened),
        checks=(*plan.checks, *(bounds[name] for name in days)),
        values=plan.values | {{"since": "from_day", "until": "to_day"}[name]: day for name, day in days.items()},
    )
    found = claims_at(connection, rows_of(connection, "claims", plan, None, most))
    made = [
        Cumulative(c.document, c.claim, c.known, c.first_day if c.dated_by != "known" else None, c.low, c.best, c.high,
                   c.source, c.evidence)
        for c in found
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda c: (c.known, c.document, c.claim)))


def statements(connection: Connection, names: Names, conditions: Mapping[str, Any], level: Level) -> tuple[Bin, ...]:
    """How many statements the reports of each stretch hold."""
    chosen, source, where, values = _statements(connection, names, conditions)
    day = day_number("c.document")
    rows = chosen.ask(f"SELECT {day} AS at, count(*) AS n FROM {source} WHERE {where} GROUP BY {day}", **values)
    found: Counter[int] = Counter()
    for r in rows:
        found[STRETCHES[level](day_numbered(r.at))] += r.n
    return tuple(Bin(day_of(level, number), "", n) for number, n in sorted(found.items()))


def said(connection: Connection, names: Names, conditions: Mapping[str, Any], most: int) -> tuple[Said, ...] | None:
    """The statements one by one; None where there are more than ``most``."""
    chosen, source, where, values = _statements(connection, names, conditions)
    rows = chosen.ask(
        f"SELECT c.row FROM {source} WHERE {where} ORDER BY c.document, c.row LIMIT :most", most=most + 1, **values
    )
    if len(rows) > most:
        return None
    found = claims_at(connection, [r.row for r in rows])
    return tuple(Said(c.document, c.claim, c.known, c.source, c.evidence) for c in found)


def _statements(
    connection: Connection, names: Names, conditions: Mapping[str, Any]
) -> tuple[Selection, str, str, dict[str, Any]]:
    """Where the statements are found, the conditions, and their values."""
    kept = {name: value for name, value in conditions.items() if name in OF_REPORTS}
    days = {name: conditions[name] for name in ("since", "until") if name in conditions}
    if kept:
        chosen = selected(connection, names, kept | days, "document")
        join = "CROSS JOIN" if connection.dialect.name == "sqlite" else "JOIN"
        return chosen, f"s {join} claims c ON c.document = s.row", "c.kind = 'statement'", {}
    low = first_of(days["since"]) if "since" in days else 0
    high = after(days["until"]) if "until" in days else LAST
    where = "c.kind = 'statement' AND c.document >= :low AND c.document < :high"
    return Selection(connection, None), "claims c", where, {"low": low, "high": high}
