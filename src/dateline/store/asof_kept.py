"""Incidents that were on a day what they are now: read as they are kept, many at once, and not made anew.

Such an incident sums up no others; and of it, and of all that linking might have joined with it, all events were known by
then, and nobody has judged a report since. The answer is the same as that of :mod:`dateline.store.asof`, which looks at
each incident by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.incidents import Incident
from dateline.link.clusters import JOIN_ABOVE
from dateline.store import schema
from dateline.store.overview.tables import outlines

_COLUMNS = ("id", "number", "first_day", "last_day", "lat", "lon", "title", "codes", "record")
_AT_ONCE = 500
_MOST_TOGETHER = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """An incident as the store has it: ``row`` is what it is found by."""

    row: Mapping[str, Any]

    @property
    def incident(self) -> Incident:
        """Its record."""
        return Incident.model_validate_json(self.row["record"])


def kept_as_now(connection: Connection, day: date, ids: Sequence[str], judged: Collection[int]) -> dict[str, Kept]:
    """Those of these incidents that were on the day what they are now, by their ids.

    ``judged`` are the rows of the documents that anybody has judged since, as :func:`judged_since` finds them.
    """
    together = _together(connection, ids)
    every = sorted({id_ for group in together.values() for id_ in group})
    other = _known_later(connection, every, day) | (_told_by(connection, every, judged) if judged else set())
    same = [id_ for id_ in ids if id_ in together and not together[id_] & other]
    table = schema.incidents.c
    query = sa.select(*(table[name] for name in _COLUMNS)).join(outlines, outlines.c.id == table.id)
    rows = connection.execute(query.where(table.id.in_(same), sa.not_(outlines.c.aggregate)))
    return {row.id: Kept(row._asdict()) for row in rows}


def judged_since(connection: Connection, day: date) -> frozenset[int]:
    """The rows of the documents of which a claim was judged, or a judgement taken back or restored, after the day."""
    log, judged = schema.judgements.c, schema.judged_claims.c
    after = sa.func.substr(log.made, 1, 10) > day.isoformat()
    lines = set(connection.execute(sa.select(log.number).where(after)).scalars())
    back = {
        row.number: row.undoes
        for row in connection.execute(sa.select(log.number, log.undoes).where(log.undoes.is_not(None)))
    }
    for line in tuple(lines):
        earlier = back.get(line)
        while earlier is not None:
            lines.add(earlier)
            earlier = back.get(earlier)
    if not lines:
        return frozenset()
    told = connection.execute(sa.select(judged.judgement, judged.document))
    return frozenset(row.document for row in told if row.judgement in lines)


def _together(connection: Connection, ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Of each incident those that linking might have joined with it, and with these, itself among them.

    One that so many are tied to that they are not all looked at is not among the keys.
    """
    group_of = {id_: {id_} for id_ in ids}
    wanted = set(ids)
    while wanted and len(group_of) <= _MOST_TOGETHER:
        pairs = [pair for part in _parts(sorted(wanted)) for pair in _tied(connection, part)]
        wanted = {other for _, other in pairs} - group_of.keys()
        for one, other in pairs:
            _join(group_of, one, other)
    return {id_: frozenset(group) for id_, group in group_of.items() if not group & wanted}


def _join(group_of: dict[str, set[str]], one: str, other: str) -> None:
    """Make one group of the two in which these incidents are."""
    small, large = sorted((group_of[one], group_of.setdefault(other, {other})), key=len)
    if small is not large:
        large |= small
        group_of.update(dict.fromkeys(small, large))


def _tied(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each of the incidents with another one, of which events may be one: from either end of a link."""
    members, links, theirs = schema.incident_claims, schema.links, schema.incident_claims.alias()
    for mine, other in ((links.c.one, links.c.other), (links.c.other, links.c.one)):
        joined = members.join(links, mine == members.c.claim).join(theirs, theirs.c.claim == other)
        query = sa.select(members.c.incident, theirs.c.incident).select_from(joined).distinct()
        query = query.where(
            members.c.incident.in_(ids), links.c.weight > JOIN_ABOVE, theirs.c.incident != members.c.incident
        )
        yield from ((row[0], row[1]) for row in connection.execute(query))


def _known_later(connection: Connection, ids: Sequence[str], day: date) -> set[str]:
    """Those of the incidents of which an event became known after the day."""
    members, claims = schema.incident_claims.c, schema.claims.c
    query = sa.select(members.incident).join(schema.claims, claims.row == members.claim).where(claims.known > day)
    return {
        id_ for part in _parts(ids) for id_ in connection.execute(query.where(members.incident.in_(part))).scalars()
    }


def _told_by(connection: Connection, ids: Sequence[str], documents: Collection[int]) -> set[str]:
    """Those of the incidents that one of the documents tells of."""
    members, claims = schema.incident_claims.c, schema.claims.c
    query = sa.select(members.incident, claims.document).join(schema.claims, claims.row == members.claim)
    rows = (row for part in _parts(ids) for row in connection.execute(query.where(members.incident.in_(part))))
    return {row.incident for row in rows if row.document in documents}


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
