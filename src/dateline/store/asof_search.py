"""Searching the incidents of a day: found through those of now, then held to the query as what they were then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.store.asof import Day, Then
from dateline.store.engine import distance_km
from dateline.store.found import Page
from dateline.store.incidents import incident_row
from dateline.store.keys import LAST, row_number
from dateline.store.plan import Names, plan_of, words_of
from dateline.store.query import Plan, Query, Segment, Term
from dateline.store.rows import Row
from dateline.store.search import incident_ids, rows_of
from dateline.store.terms import code, fold_words

_MONTH = timedelta(days=31)
_DEGREES = 1.5
_KM = 150.0


def page_of_day(connection: Connection, query: Query, names: Names, after: str | None, size: int) -> Page[Incident]:
    """Up to ``size`` incidents of the day ``query.as_of``, from after the place that the last page ended at.

    They come in the order of the incidents of now that they are at home in.
    """
    assert query.as_of is not None
    found: list[tuple[str, Incident]] = []
    for place, item in _found(connection, query, names, Day(connection, query.as_of), after):
        found.append((place, item))
        if len(found) > size:
            break
    return Page(tuple(item for _, item in found[:size]), found[size - 1][0] if len(found) > size else None)


def incidents_of_day(connection: Connection, query: Query, names: Names, homes: frozenset[str]) -> Iterator[Incident]:
    """The incidents of the day ``query.as_of`` that answer, of those alone that are at home in these of now."""
    assert query.as_of is not None
    for _, item in _found(connection, query, names, Day(connection, query.as_of), None, homes):
        yield item


def _found(
    connection: Connection, query: Query, names: Names, day: Day, after: str | None, homes: frozenset[str] | None = None
) -> Iterator[tuple[str, Incident]]:
    """All that answer, each with its place: the row of its home, and how many came of that home so far."""
    plan, wide = plan_of(query, "incident", names), plan_of(_widened(query), "incident", names)
    row, _, told = after.partition(".") if after else ("", "", "")
    last, done = int(row) if row else None, int(told) if told else 0
    members_asked = bool(query.at_least or plan.phrases or plan.excluded)
    for homes_read in _homes(connection, wide, last, seen=bool(done)):
        read = [home for home in homes_read if homes is None or home[1] in homes]
        same = {} if members_asked else day.as_now([home for _, home, _ in read])
        for at, home, number in read:
            if home in same:
                if not (at == last and done) and _answers_itself(plan, query, same[home].row):
                    yield f"{at}.1", same[home].incident
                continue
            for n, then in enumerate(day.at_home(home), 1):
                if at == last and n <= done:
                    continue
                item = day.make(then)
                if _answers(connection, plan, query, then, incident_row(item, then.members, 0, number)):
                    yield f"{at}.{n}", item


_READ = 100


def _homes(connection: Connection, plan: Plan, row: int | None, *, seen: bool) -> Iterator[list[tuple[int, str, int]]]:
    """The incidents of now that answer the plan: row, id and number; from ``row`` on, itself where it was ``seen`` in part."""
    if row is not None and seen:
        yield incident_ids(connection, [row])
    while rows := rows_of(connection, "incidents", plan, row, _READ):
        yield incident_ids(connection, rows)
        row = rows[-1]


def _widened(query: Query) -> Query:
    """What finds the incident of now, which may be dated or placed a little differently, graded otherwise, and tell more."""
    box = query.box
    if box is not None:
        south, west, north, east = box[0] - _DEGREES, box[1] - _DEGREES, box[2] + _DEGREES, box[3] + _DEGREES
        wide = (box[3] - box[1]) % 360 + 2 * _DEGREES >= 360 or box[3] - box[1] >= 360
        west, east = (-180.0, 180.0) if wide else ((west + 180) % 360 - 180, (east + 180) % 360 - 180)
        box = (max(south, -90.0), west, min(north, 90.0), east)
    return replace(
        query,
        text=_wanted_words(query.text),
        since=query.since and query.since - _MONTH,
        until=query.until and query.until + _MONTH,
        box=box,
        within_km=query.within_km + _KM,
        grade=None,
    )


def _wanted_words(text: str | None) -> str | None:
    """The words without those that must not be there: a later report may have them."""
    return " ".join(f'"{phrase}"' for wanted, phrase in words_of(text or "") if wanted) or None


def _answers(connection: Connection, plan: Plan, query: Query, then: Then, row: Row) -> bool:
    """Whether the incident of the day, whose row would be this one, meets the query by itself."""
    return (
        _answers_itself(plan, query, row)
        and _counts(query, then)
        and all(_says(connection, phrase, then, row) for phrase in plan.phrases)
        and not any(_says(connection, phrase, then, row) for phrase in plan.excluded)
    )


def _answers_itself(plan: Plan, query: Query, row: Mapping[str, Any]) -> bool:
    """Whether it meets what of the query its row decides: all but words, and how large its figures are."""
    codes = set(row["codes"].split(" "))
    place = row_number(row["first_day"], row["number"])
    return (
        all(_has(codes, group) for group in plan.terms)
        and any(s.low <= place < s.high and all(_has(codes, group) for group in s.terms) for s in plan.segments)
        and (query.since is None or row["last_day"] >= query.since)
        and _lies(plan, row)
    )


def _has(codes: set[str], group: tuple[Term, ...]) -> bool:
    return any(any(c.startswith(t.code) for c in codes) if t.start else t.code in codes for t in group)


def _lies(plan: Plan, row: Mapping[str, Any]) -> bool:
    if not plan.boxes:
        return True
    lat, lon = row["lat"], row["lon"]
    if lat is None or lon is None:
        return False
    inside = any(b.south <= lat <= b.north and b.west <= lon <= b.east for b in plan.boxes)
    circle = plan.circle
    return inside and (circle is None or distance_km(lat, lon, circle.lat, circle.lon) <= circle.km)


def _counts(query: Query, then: Then) -> bool:
    if not query.at_least:
        return True
    figures = (
        (t.high, t.best, t.low) for member in then.members for t in member.facts.tolls if t.harm == query.harm
    )  # fmt: skip
    return any(next((f for f in three if f is not None), 0) >= query.at_least for three in figures)


def _says(connection: Connection, phrase: str, then: Then, row: Row) -> bool:
    """Whether the title has the phrase, or a report of the day: asked of the database, which knows the forms of words."""
    if f" {phrase} " in f" {fold_words(row['title'])} ":
        return True
    rows = sorted(member.row for member in then.members)
    plan = Plan(
        terms=((Term(code("k", "event")),),),
        phrases=(phrase,),
        segments=(Segment(rows[0], min(rows[-1] + 1, LAST)),),
        checks=(f"r.row IN ({', '.join(map(str, rows))})",),
        values={},
    )
    return bool(rows_of(connection, "claims", plan, None, 1))
