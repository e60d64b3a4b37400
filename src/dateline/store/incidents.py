"""Incidents: computed from the events that linking put together, and kept with what they are found by."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import AbsentError, OntologyError, StoreError
from dateline.incidents import History, Incident, IncidentToll
from dateline.link.facts import EventFacts
from dateline.link.reconcile import Scene, reconcile
from dateline.link.tellings import Ref
from dateline.ontology.authority import fold
from dateline.ontology.sources import Profile, Profiles, profile_of
from dateline.settings import load_settings
from dateline.store import facts_json, schema
from dateline.store.arrivals import now
from dateline.store.found import FoundPair
from dateline.store.judgements import Judgement, judgements
from dateline.store.keys import row_number
from dateline.store.overview.keep import keep_outline, note_gone, times_of
from dateline.store.review.told import ClaimReview, reviews_of
from dateline.store.rows import LONG_DAYS, day_of, decade
from dateline.store.stakes import keep_stakes
from dateline.store.terms import code, fold_words, joined
from dateline.store.write import count_change, next_number

_OWN_PREFIXES = ("k_", "f_", "y_")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Member:
    """An event of an incident, with its row, what it is found by, and the day on which it became known."""

    row: int
    known: date
    words: str
    codes: str
    facts: EventFacts


def members_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[Member]]:
    """The events of each of these incidents."""
    claims, links = schema.claims.c, schema.incident_claims.c
    query = (
        sa.select(links.incident, claims.row, claims.known, claims.words, claims.codes, claims.facts)
        .join(schema.claims, claims.row == links.claim)
        .order_by(claims.row)
    )
    found: dict[str, list[Member]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        for r in connection.execute(query.where(links.incident.in_(ids[start : start + _AT_ONCE]))):
            facts = facts_json.from_json(EventFacts, r.facts)
            found.setdefault(r.incident, []).append(Member(r.row, r.known, r.words, r.codes, facts))
    return found


def incidents_at(connection: Connection, rows: Sequence[int]) -> list[Incident]:
    """The incidents with these row numbers, in their order."""
    table = schema.incidents.c
    found = dict(connection.execute(sa.select(table.row, table.record).where(table.row.in_(rows))).all())
    return [Incident.model_validate_json(found[row]) for row in rows]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes incidents of events: with the source profiles, the copies and the judgements that the store has."""

    profiles: Profiles
    copy_of: Mapping[str, str]
    log: Sequence[Judgement]
    reviews: Sequence[ClaimReview] = ()

    @classmethod
    def load(
        cls, connection: Connection, until: date | None = None, documents: Sequence[str] | None = None
    ) -> Maker:  # fmt: skip
        """With what is in the store now; of the judgements, only with those made until that day.

        With ``documents``, for incidents that only these tell of.
        """
        log = judgements(connection, until=until, documents=documents)
        return cls(
            profiles_of(connection),
            copies_of(connection, documents),
            [line for line in log if "verdict" not in line.content],
            reviews_of(connection, documents, until),
        )

    def make(self, incident: str, members: Sequence[Member], aggregate: bool, contains: Sequence[str]) -> Incident:
        """The incident that these events tell of together."""
        facts = tuple(member.facts for member in members)
        refs = {(f.document, f.event) for f in facts}
        told = [line for line in self.log if refs & {ref for side in line.sides for ref in side} and not line.undone]
        history = [History(at=line.made, by=line.person, what=line.kind, why=line.reason) for line in told]
        documents = {f.document for f in facts}
        reviews = [r for r in self.reviews if r.document in documents and (r.document, r.event) in refs]
        history += [History(at=r.made, by=r.person, what=r.words, why=r.reason) for r in reviews]
        scene = Scene(facts, self.profiles, {c: o for c, o in self.copy_of.items() if c in documents})
        made = reconcile(
            incident, scene, aggregate=aggregate, contains=contains, reviewed=bool(history),
            history=sorted(history, key=lambda step: step.at),
        )  # fmt: skip
        checked = {(r.document, r.claim) for r in reviews if r.review != "rejected"}
        return made.model_copy(update={"tolls": tuple(_told_reviewed(toll, checked) for toll in made.tolls)})


def _told_reviewed(toll: IncidentToll, checked: Collection[Ref]) -> IncidentToll:
    """The figure; reviewed, where people have judged every claim that it was made from."""
    reviewed = bool(toll.claims) and all((claim.document, claim.claim) in checked for claim in toll.claims)
    return toll.model_copy(update={"reviewed": True}) if reviewed else toll


def keep_incident(connection: Connection, incident: Incident, members: Sequence[Member], run: int) -> None:
    """Keep the incident in the place of the one of the same id."""
    kept = connection.execute(
        sa.select(schema.incidents.c.number).where(schema.incidents.c.id == incident.id)
    ).scalar_one_or_none()
    number, times = kept or next_number(connection, schema.incidents), times_of(connection, incident)
    row = incident_row(incident, members, run, number)
    _delete(connection, incident.id)
    connection.execute(sa.insert(schema.incidents).values(row))
    rows = [{"claim": member.row, "incident": incident.id, "grade": incident.grade} for member in members]
    connection.execute(
        sa.delete(schema.incident_claims).where(schema.incident_claims.c.claim.in_([m.row for m in members]))
    )
    connection.execute(sa.insert(schema.incident_claims), rows)
    keep_sources(connection, incident.id, members)
    keep_outline(connection, row, incident, times)
    keep_stakes(connection, incident, row["row"], [member.row for member in members])


def remove_incidents(connection: Connection, ids: Sequence[str]) -> None:
    """Remove computed incidents, and nothing of what they were computed from."""
    note_gone(connection, ids)
    for incident in ids:
        _delete(connection, incident)


def _delete(connection: Connection, incident: str) -> None:
    connection.execute(sa.delete(schema.incident_claims).where(schema.incident_claims.c.incident == incident))
    connection.execute(sa.delete(schema.incidents).where(schema.incidents.c.id == incident))


def incident_row(incident: Incident, members: Sequence[Member], run: int, number: int) -> dict[str, Any]:
    """The row of the incident, found by all that its events are found by."""
    known = min(member.known for member in members)
    first = day_of(incident.when.start, last=False) or known
    last = max(day_of(incident.when.end, last=True) or first, first)
    place = incident.place
    return {
        "row": row_number(first, number), "number": number, "id": incident.id, "run": run, "computed": now(),
        "title": incident.title, "type": incident.type, "mode": incident.mode,
        "acled": incident.acled.sub_event_type if incident.acled else None, "grade": incident.grade,
        "first_day": first, "last_day": last, "known": known, "place": place.name if place else None,
        "country": place.country if place else None, "admin1": place.admin1 if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None, "sources": incident.sources,
        "independent_sources": incident.independent_sources,
        "words": fold_words(" … ".join([incident.title, *(member.words for member in members)])),
        "codes": _codes(incident, members, first, last, known), "record": incident.model_dump_json(),
    }  # fmt: skip


def _codes(incident: Incident, members: Sequence[Member], first: date, last: date, known: date) -> str:
    """An incident is found by all that its events are found by."""
    own = [code("k", "incident"), code("q", incident.grade)]
    own += [code("f", "foretold")] if first > known else []
    own += [decade(last)] if (last - first).days > LONG_DAYS else []
    theirs = (c for member in members for c in member.codes.split(" ") if not c.startswith(_OWN_PREFIXES))
    return joined([*own, *theirs])


def copies_of(connection: Connection, documents: Collection[str] | None = None) -> dict[str, str]:
    """From the id of each copy (among these documents) to that of its original.

    A version, whose figures differ, is no copy.
    """
    copy, original = schema.documents.alias("copy").c, schema.documents.alias("original").c
    table = schema.copies.c
    joined_ = schema.copies.join(copy.row.table, copy.row == table.document)
    joined_ = joined_.join(original.row.table, original.row == table.original)
    query = sa.select(copy.id, original.id.label("of")).select_from(joined_).where(table.kind == "copy")
    if documents is not None:
        query = query.where(copy.id.in_(documents))
    return {row.id: row.of for row in connection.execute(query)}


def profiles_of(connection: Connection) -> Profiles:
    """The source profiles that ship, with those of the user's files over them, and those of the store over all."""
    table = schema.source_profiles.c
    rows = connection.execute(sa.select(table.id, table.profile)).all()
    return Profiles.load(load_settings().sources).over({row.id: Profile(**json.loads(row.profile)) for row in rows})


def incident_of(connection: Connection, incident: str) -> Incident:
    """One incident by its id. Raises StoreError when there is none."""
    record = connection.execute(
        sa.select(schema.incidents.c.record).where(schema.incidents.c.id == incident)
    ).scalar_one_or_none()
    if record is None:
        raise AbsentError(f"there is no incident {incident!r} in the store")
    return Incident.model_validate_json(record)


def pairs_of(connection: Connection, incident: str) -> list[FoundPair]:
    """The links between the events of an incident, and their near misses with any event, the heaviest first."""
    table, members = schema.links.c, schema.incident_claims
    mine = sa.select(members.c.claim).where(members.c.incident == incident)
    one, other = schema.claims.alias("one"), schema.claims.alias("other")
    of_one, of_other = schema.documents.alias("of_one"), schema.documents.alias("of_other")
    joined_ = schema.links.join(one, one.c.row == table.one).join(other, other.c.row == table.other)
    joined_ = joined_.join(of_one, of_one.c.row == one.c.document).join(of_other, of_other.c.row == other.c.document)
    query = (
        sa.select(
            table.kind, table.weight, table.levels, table.against, of_one.c.id, one.c.claim, of_other.c.id.label("with_"),
            other.c.claim.label("claim_"),
        )
        .select_from(joined_)
        .where(sa.or_(table.one.in_(mine), table.other.in_(mine)))
        .order_by(table.weight.desc(), table.number)
    )  # fmt: skip
    return [
        FoundPair(r.kind, (r.id, r.claim), (r.with_, r.claim_), r.weight, r.levels, r.against)
        for r in connection.execute(query)
    ]


def keep_profile(connection: Connection, name: str, given: Mapping[str, Any]) -> Profile:
    """Keep the profile of a source: the fields given, over those that it has. Raises StoreError where one is none."""
    if not name.strip():
        raise StoreError("a source has a name")
    profiles, table = profiles_of(connection), schema.source_profiles
    before = {} if (known := profiles.by_name.get(fold(name))) is None else asdict(known)
    try:
        profile = profile_of(name, before | dict(given), profiles.by_kind)
    except OntologyError as error:
        raise StoreError(str(error)) from error
    same = [row.id for row in connection.execute(sa.select(table.c.id)) if fold(row.id) == fold(name)]
    connection.execute(sa.delete(table).where(table.c.id.in_(same)))
    connection.execute(sa.insert(table).values(id=name, changed=now(), profile=json.dumps(asdict(profile))))
    return profile


def told_by(connection: Connection, name: str) -> list[str]:
    """The incidents of which a report is by the source, or by one that passes its word on, or cites it."""
    profiles, table = profiles_of(connection), schema.incident_sources.c
    wanted = {fold(name)} | {n for n in profiles.by_name if fold(profiles.origin_of(n)) == fold(name)}
    query = sa.select(table.incident).where(table.source.in_(sorted(wanted))).distinct()
    return list(connection.execute(query.order_by(table.incident)).scalars())


def keep_sources(connection: Connection, incident: str, members: Sequence[Member]) -> None:
    """Keep which sources the incident, that has none yet, has."""
    names = {fold(name) for member in members for name in _sources(member.facts)} - {""}
    if names:
        rows = [{"source": name, "incident": incident} for name in sorted(names)]
        connection.execute(sa.insert(schema.incident_sources), rows)


def _sources(facts: EventFacts) -> set[str]:
    cited = (*facts.sources, *(source for toll in facts.tolls for source in toll.sources))
    return {source.name for source in cited} | ({facts.publisher} if facts.publisher else set())


def hold_incidents(connection: Connection) -> None:
    """Let nobody else change incidents until this transaction ends, and whoever is linking meanwhile link again."""
    count_change(connection)


def compute_again(connection: Connection, ids: Sequence[str], run: int) -> int:
    """Compute these incidents from the same events with the source profiles as they are now; how many came out otherwise.

    Only after :func:`hold_incidents`.
    """
    changed = 0
    for start in range(0, len(ids), _AT_ONCE):
        found = members_of(connection, ids[start : start + _AT_ONCE])
        documents = sorted({member.facts.document for members in found.values() for member in members})
        maker = Maker.load(connection, documents=documents)
        for id_, members in found.items():
            old = incident_of(connection, id_)
            new = maker.make(id_, members, old.aggregate, old.contains)
            if new != old:
                keep_incident(connection, new, members, run)
                changed += 1
    return changed


def ids_after(connection: Connection, number: int) -> list[tuple[int, str]]:
    """Some more incidents, by their running number, after that one: number and id."""
    table = schema.incidents.c
    query = sa.select(table.number, table.id).where(table.number > number).order_by(table.number).limit(_AT_ONCE)
    return [(row.number, row.id) for row in connection.execute(query)]
