"""From a query to its plan: which terms, which stretches of rows, and what is left to check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from dateline.errors import StoreError
from dateline.store.geometry import boxes_around, boxes_of
from dateline.store.keys import LAST, after, first_of
from dateline.store.query import ROLE_PREFIXES, Circle, Plan, Query, Segment, Term
from dateline.store.rows import LONG_DAYS, decade
from dateline.store.terms import code, fold_words, power_of

_WORD = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_LAST_DECADE = 2100


class Names(Protocol):
    """What the names in a query mean."""

    def actor(self, name: str, prefix: str) -> tuple[Term, ...]:
        """The codes of the actor of this name or id, of its other names and of its parts."""

    def country(self, name: str) -> str:
        """The alpha-3 code of a country. Raises StoreError when there is none of this name."""

    def place(self, name: str) -> tuple[Term, ...]:
        """The codes of the places of this name."""


def plan_of(query: Query, kind: str, names: Names) -> Plan:
    """The plan of the query for rows of this kind: event, toll, statement, relation, document or incident."""
    words = list(words_of(query.text or ""))
    circle = Circle(*query.near, query.within_km) if query.near else None
    boxes = boxes_around(circle) if circle else boxes_of(query.box) if query.box else ()
    checks, values = _checks(query, kind)
    segments = tuple(_segments(query, kind))
    return Plan(
        terms=((Term(code("k", kind)),), *_terms(query, kind, names)),
        phrases=tuple(phrase for wanted, phrase in words if wanted),
        excluded=tuple(phrase for wanted, phrase in words if not wanted),
        segments=segments if query.order == "newest" else segments[::-1],
        boxes=boxes,
        circle=circle,
        checks=checks,
        values=values,
        order=query.order,
    )


def words_of(text: str) -> Iterator[tuple[bool, str]]:
    """Each word or phrase, folded, and whether it is wanted."""
    any_word = False
    for match in _WORD.finditer(text):
        any_word = True
        phrase = fold_words(match[2] if match[2] is not None else match[4])
        if phrase:
            yield not (match[1] or match[3]), phrase
        elif any(c.isalnum() for c in match[0]):
            raise StoreError(f"{match[0]!r} cannot be searched for")
    if text and not any_word:
        raise StoreError(f"there is no word in {text!r}")


def _terms(query: Query, kind: str, names: Names) -> Iterator[tuple[Term, ...]]:
    plain: tuple[tuple[str | None, str], ...] = (
        (query.mode, "m"),
        (query.context, "x"),
        (query.status, "v"),
        (query.harm, "h"),
        (query.source, "p"),
        (query.admin1, "d"),
        (query.grade if kind == "incident" else None, "q"),
    )
    yield from ((Term(code(prefix, value)),) for value, prefix in plain if value is not None)
    if query.type is not None:
        yield Term(code("t", query.type)), Term(code("u", query.type))
    if query.country is not None:
        yield (Term(code("c", names.country(query.country))),)
    if query.place is not None:
        yield names.place(query.place)
    if query.actor is not None:
        yield names.actor(query.actor, ROLE_PREFIXES[query.role])
    if query.cited is not None:
        yield names.actor(query.cited, "so")
    if query.at_least:
        yield (Term(power_of(f"h_{query.harm}", query.at_least)),)


def _segments(query: Query, kind: str) -> Iterator[Segment]:
    """The stretches of rows that may answer, the newest first.

    Rows stand under the first day on which they may have happened. What became known on a day happened by then, or
    was foretold; what may have happened since a day began no more than a month before it, or is long. Both exceptions
    have a code, so that no search walks through rows that cannot answer. Documents stand under the day on which they
    became known, and have neither exception.
    """
    top = after(query.until) if query.until else LAST
    told = min(after(query.as_of), top) if query.as_of else top
    if kind == "document":
        yield Segment(first_of(query.since) if query.since else 0, told)
        return
    reach = min(first_of(query.since - timedelta(days=LONG_DAYS)), top) if query.since else 0
    foretold = ((Term(code("f", "foretold")),),)
    long = (tuple(_decades_since(query.since)),) if query.since else ()
    cuts = sorted({0, reach, told, top}, reverse=True)
    for high, low in pairwise(cuts):
        yield Segment(low, high, (foretold if low >= told else ()) + (long if high <= reach else ()))


def _decades_since(day: date) -> Iterator[Term]:
    yield from (Term(decade(day.replace(year=year, day=1))) for year in range(day.year, _LAST_DECADE, 10))
    yield Term(decade(date(_LAST_DECADE, 1, 1)))


def _checks(query: Query, kind: str) -> tuple[tuple[str, ...], dict[str, object]]:
    """Conditions over one row that the index does not decide."""
    checks: list[str] = []
    values: dict[str, object] = {}

    def check(sql: str, name: str, value: object) -> None:
        checks.append(sql)
        values[name] = value

    has_days = kind != "document"
    if query.since and has_days:
        check("r.last_day >= :since", "since", query.since)
    if query.as_of:
        check("r.known <= :as_of", "as_of", query.as_of)
    if query.min_confidence is not None:
        if kind not in _CLAIMS:
            raise StoreError(f"min_confidence={query.min_confidence}: it is claims that have a confidence, no {kind}")
        check("r.confidence >= :min_confidence", "min_confidence", query.min_confidence)
    if query.grade is not None and kind != "incident":
        check(_GRADED["document" if kind == "document" else "claim"], "grade", query.grade)
    if query.at_least:
        check(_FIGURES[kind if kind in _FIGURES else "toll"], "at_least", query.at_least)
        if kind in _FIGURES and kind != "toll":
            values["harm"] = query.harm
    return tuple(checks), values


_CLAIMS = ("event", "toll", "statement", "relation")
_GRADED = {
    "claim": "EXISTS (SELECT 1 FROM incident_claims m WHERE m.claim = r.row AND m.grade = :grade)",
    "document": "EXISTS (SELECT 1 FROM claims e JOIN incident_claims m ON m.claim = e.row"
    " WHERE e.document = r.row AND m.grade = :grade)",
}
_FIGURES = {
    "toll": "coalesce(r.high, r.best, r.low) >= :at_least",
    "event": "EXISTS (SELECT 1 FROM claims t WHERE t.document = r.document AND t.event = r.claim AND t.harm = :harm"
    " AND coalesce(t.high, t.best, t.low) >= :at_least)",
    "document": "EXISTS (SELECT 1 FROM claims t WHERE t.document = r.row AND t.harm = :harm"
    " AND coalesce(t.high, t.best, t.low) >= :at_least)",
    "incident": "EXISTS (SELECT 1 FROM incident_claims m JOIN claims e ON e.row = m.claim JOIN claims t"
    " ON t.document = e.document AND t.event = e.claim WHERE m.incident = r.id AND t.harm = :harm"
    " AND coalesce(t.high, t.best, t.low) >= :at_least)",
}
