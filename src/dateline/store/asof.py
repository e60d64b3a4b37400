"""Incidents as of a day: what would have been seen on it, had linking had the reports of that day alone.

An incident of now is taken apart where some of its reports came later, or where a person has judged it since: its
events of that day are grouped anew, from the match weights that were kept and the judgements made by then, together
with those of the incidents that they were nearly linked to. All others are grouped as they are now. Figures, grade,
place and time come from the claims of that day. Source profiles are those of now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import AbsentError
from dateline.incidents import Incident
from dateline.link.clusters import JOIN_ABOVE
from dateline.link.linker import parents_of
from dateline.link.regroup import regrouped
from dateline.link.rows import ParentsOf
from dateline.link.tellings import Ref
from dateline.ontology.authority import Authority
from dateline.store import schema
from dateline.store.asof_kept import Kept, judged_since, kept_as_now
from dateline.store.incidents import Maker, Member, members_of
from dateline.store.judgements import ABOUT_LINKS, Judgement, for_linking, judgements

_MOST_TOGETHER = 2_000
"""So many events at most are grouped anew together: near misses lead on from those."""
_AT_ONCE = 500
_PART = "~"
"""Before the number of a further incident of the day that is at home in one of now."""


@dataclass(frozen=True, slots=True)
class Then:
    """An incident of the day, the events that make it, and the incident of now that most of them are in."""

    id: str
    home: str
    members: tuple[Member, ...]
    aggregate: bool


class Day:
    """The incidents of a day, each looked up when it is asked for and kept as long as this is."""

    def __init__(self, connection: Connection, day: date) -> None:
        self._connection = connection
        self._day = day
        self._found: dict[str, tuple[Then, ...]] = {}
        self._of_event: dict[int, str] = {}

    @cached_property
    def _maker(self) -> Maker:
        return Maker.load(self._connection, self._day)

    @cached_property
    def _changed(self) -> list[Judgement]:
        return _changed(self._maker.log, judgements(self._connection, kinds=ABOUT_LINKS))

    @cached_property
    def _judged_since(self) -> set[Ref]:
        return {ref for line in self._changed for ref in _refs(line)}

    @cached_property
    def _judged_documents(self) -> frozenset[int]:
        return judged_since(self._connection, self._day)

    def as_now(self, ids: Sequence[str]) -> dict[str, Kept]:
        """Those of the incidents of now that were the same on the day, all looked up at once."""
        return kept_as_now(self._connection, self._day, ids, self._judged_documents)

    def at_home(self, incident_id: str) -> tuple[Then, ...]:
        """The incidents of the day that are at home in this one of now: none, one or several, the largest first."""
        if incident_id not in self._found:
            self._look(incident_id)
        return self._found[incident_id]

    def incident(self, incident_id: str) -> Then:
        """The incident of the day with this id. Raises AbsentError when there was none."""
        for then in self.at_home(incident_id.partition(_PART)[0]):
            if then.id == incident_id:
                return then
        raise AbsentError(f"on {self._day} no report was known of an incident {incident_id!r}")

    def make(self, then: Then) -> Incident:
        """The incident's record."""
        contains = self._contained(then) if then.aggregate else ()
        return self._maker.make(then.id, then.members, then.aggregate, contains)

    def _look(self, incident_id: str) -> None:
        """Find the incidents of the day in this one and in all those that may not be looked at without it."""
        region = self._region(incident_id)
        known = {id_: tuple(m for m in members if m.known <= self._day) for id_, members in region.items()}
        if any(m.known > self._day or _ref(m) in self._judged_since for members in region.values() for m in members):
            found = self._regrouped(known)
        else:
            found = [(id_, members) for id_, members in known.items() if members]
        aggregates = _aggregates(self._connection, list(region))
        self._found |= dict.fromkeys(region, ())
        for home, members in found:
            earlier = self._found[home]
            name = f"{home}{_PART}{len(earlier) + 1}" if earlier else home
            self._found[home] = (*earlier, Then(name, home, members, home in aggregates))
            self._of_event |= dict.fromkeys((m.row for m in members), name)

    def _region(self, incident_id: str) -> dict[str, list[Member]]:
        """The incident with those that its events of the day, or theirs, may have been one with then."""
        region: dict[str, list[Member]] = {}
        wanted, events = {incident_id}, 0
        while wanted and events < _MOST_TOGETHER:
            found = members_of(self._connection, sorted(wanted))
            region |= {id_: found.get(id_, []) for id_ in wanted}
            new = [m for members in found.values() for m in members if m.known <= self._day]
            events += len(new)
            wanted = _near(self._connection, [m.row for m in new]) | self._judged_with({_ref(m) for m in new})
            wanted -= region.keys()
        return region

    def _judged_with(self, refs: set[Ref]) -> set[str]:
        """The incidents of what a person has put together with these events, or taken apart from them, since."""
        lines = [line for line in self._changed if refs & _refs(line)]
        return _incidents_of(self._connection, {ref for line in lines for ref in _refs(line)})

    def _regrouped(self, known: Mapping[str, Sequence[Member]]) -> list[tuple[str, tuple[Member, ...]]]:
        """The events of a region in the groups of the day: each with the id of its home, those of one home by size."""
        member_of = {_ref(m): m for members in known.values() for m in members}
        home_of = {_ref(m): id_ for id_, members in known.items() for m in members}
        weights = _weights(self._connection, [m.row for m in member_of.values()])
        groups = regrouped(
            [m.facts for m in member_of.values()], weights, for_linking(self._maker.log), _parents()
        )  # fmt: skip
        homes = [Counter(home_of[ref] for ref in group).most_common(1)[0][0] for group in groups]
        order = sorted(range(len(groups)), key=lambda n: (homes[n], -len(groups[n]), groups[n][0]))
        return [(homes[n], tuple(sorted((member_of[ref] for ref in groups[n]), key=_row))) for n in order]

    def _contained(self, then: Then) -> tuple[str, ...]:
        """The incidents of the day that hold an event that the summary sums up."""
        kept, claims, members = schema.contained.c, schema.claims.c, schema.incident_claims.c
        query = (
            sa.select(kept.event, members.incident)
            .join(schema.incident_claims, members.claim == kept.event)
            .join(schema.claims, claims.row == kept.event)
            .where(kept.summary.in_([m.row for m in then.members]), claims.known <= self._day)
        )
        rows = self._connection.execute(query).all()
        for row in rows:
            self.at_home(row.incident)
        return tuple(sorted({self._of_event[row.event] for row in rows if row.event in self._of_event}))


def homes_between(connection: Connection, earlier: date, later: date) -> frozenset[str]:
    """The incidents of now outside of which the incidents of the two days are the same.

    Those with events that became known, or were judged, after the earlier day and up to the later one; and all that
    may have been one with these.
    """
    log = judgements(connection, kinds=ABOUT_LINKS)
    before = judgements(connection, until=earlier, kinds=ABOUT_LINKS)
    now_other = _changed(before, log)
    judged = {line.number for line in _changed(before, judgements(connection, until=later, kinds=ABOUT_LINKS))}
    claims, members = schema.claims.c, schema.incident_claims.c
    came = sa.select(members.incident).join(schema.claims, claims.row == members.claim).distinct()
    wanted = set(connection.execute(came.where(claims.known > earlier, claims.known <= later)).scalars())
    wanted |= _incidents_of(connection, {ref for line in log if line.number in judged for ref in _refs(line)})
    # What a person joined or parted since is looked at together, as Day does.
    together = [_incidents_of(connection, _refs(line)) for line in now_other]
    found: set[str] = set()
    while wanted:
        found |= wanted
        near = _near(connection, _events_of(connection, wanted))
        wanted = near.union(*(group for group in together if group & wanted)) - found
    return frozenset(found)


def _changed(then: Iterable[Judgement], now: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that hold now and did not then, or the other way round."""
    held = {line.number for line in then if not line.undone}
    return [line for line in now if (line.number in held) == line.undone]


def _refs(line: Judgement) -> set[Ref]:
    return {ref for side in line.sides for ref in side}


def _ref(member: Member) -> Ref:
    return member.facts.document, member.facts.event


def _row(member: Member) -> int:
    return member.row


@cache
def _parents() -> ParentsOf:
    return parents_of(Authority.load())


def _near(connection: Connection, rows: Sequence[int]) -> set[str]:
    """The incidents of events that so much speaks for being one with these that linking might have joined them."""
    links, members = schema.links.c, schema.incident_claims.c
    found: set[str] = set()
    for part in _parts(rows):
        for mine, theirs in ((links.one, links.other), (links.other, links.one)):
            query = sa.select(members.incident).join(schema.links, members.claim == theirs)
            query = query.where(mine.in_(part), links.weight > JOIN_ABOVE).distinct()
            found |= set(connection.execute(query).scalars())
    return found


def _events_of(connection: Connection, ids: Iterable[str]) -> list[int]:
    """The rows of the events of these incidents."""
    members = schema.incident_claims.c
    query = sa.select(members.claim)
    return [
        row
        for part in _parts(sorted(ids))
        for row in connection.execute(query.where(members.incident.in_(part))).scalars()
    ]


def _incidents_of(connection: Connection, refs: Iterable[Ref]) -> set[str]:
    claims, documents, members = schema.claims.c, schema.documents.c, schema.incident_claims.c
    query = (
        sa.select(documents.id, claims.claim, members.incident)
        .join(schema.claims, claims.row == members.claim)
        .join(schema.documents, documents.row == claims.document)
    )
    wanted = set(refs)
    ids = sorted({document for document, _ in wanted})
    rows = (r for part in _parts(ids) for r in connection.execute(query.where(documents.id.in_(part))))
    return {row.incident for row in rows if (row.id, row.claim) in wanted}


def _weights(connection: Connection, rows: Sequence[int]) -> dict[tuple[Ref, Ref], float]:
    """The match weights that were kept of pairs of these events."""
    table, one, other = schema.links.c, schema.claims.alias("one"), schema.claims.alias("other")
    of_one, of_other = schema.documents.alias("of_one"), schema.documents.alias("of_other")
    joined = schema.links.join(one, one.c.row == table.one).join(other, other.c.row == table.other)
    joined = joined.join(of_one, of_one.c.row == one.c.document).join(of_other, of_other.c.row == other.c.document)
    query = sa.select(
        table.other, table.weight, of_one.c.id, one.c.claim, of_other.c.id.label("with_"), other.c.claim.label("claim_")
    ).select_from(joined)
    mine = set(rows)
    return {
        ((r.id, r.claim), (r.with_, r.claim_)): r.weight
        for part in _parts(rows)
        for r in connection.execute(query.where(table.one.in_(part)))
        if r.other in mine
    }


def _aggregates(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the incidents that are summaries."""
    table = schema.incidents.c
    query = sa.select(table.id, table.record)
    rows = (r for part in _parts(ids) for r in connection.execute(query.where(table.id.in_(part))))
    return {row.id for row in rows if Incident.model_validate_json(row.record).aggregate}


def _parts(items: Sequence[int] | Sequence[str]) -> Iterable[Sequence[object]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))
