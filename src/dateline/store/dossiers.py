"""What a dossier shows of an incident beside the incident itself: a few questions, each of a few rows.

An incident of many reports costs no more than one of few: what is compared, and what was decided, comes by indexes and
with a limit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.link.facts import EventFacts
from dateline.link.tellings import Ref
from dateline.store import facts_json, schema
from dateline.store.engine import reading

if TYPE_CHECKING:
    from dateline.store.store import Store

_AT_ONCE = 500
_DECIDED = ("merge", "split", "pin", "forbid")


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What a report says of itself, and whose copy it is (by id)."""

    id: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    language: str
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two events that were compared, one of them of the incident asked for; ``incident`` is the one that ``other`` is of.

    ``levels`` is what each comparison found, as the model numbers it, ``against`` what decided that they are two.
    """

    linked: bool
    one: Ref
    other: Ref
    weight: float
    levels: bytes
    against: str | None
    incident: str | None


@dataclass(frozen=True, slots=True)
class IncidentHead:
    """An incident on one line."""

    id: str
    title: str
    grade: str
    type: str
    first_day: date
    place: str | None
    sources: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of events: a line of the log. ``undone_by`` is the line that took it back, where one holds."""

    number: int
    made: str
    person: str
    kind: str
    reason: str | None
    sides: tuple[tuple[Ref, ...], ...]
    undone_by: int | None = None


class Dossiers:
    """Asks a store what a dossier shows."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def facts(self, refs: Collection[Ref]) -> tuple[EventFacts, ...]:
        """The events, as linking and reconciling know them, in the order of the rows."""
        claims, documents = schema.claims.c, schema.documents.c
        query = sa.select(documents.id, claims.claim, claims.facts).join(
            schema.claims, claims.document == documents.row
        )
        query = query.where(claims.kind == "event").order_by(claims.row)
        wanted = set(refs)
        with reading(self._engine) as connection:
            return tuple(
                facts_json.from_json(EventFacts, row.facts)
                for part in _parts(sorted({document for document, _ in refs}))
                for row in connection.execute(query.where(documents.id.in_(part)))
                if (row.id, row.claim) in wanted
            )

    def heads(self, ids: Collection[str]) -> dict[str, ReportHead]:
        """What the reports say of themselves, by id."""
        with reading(self._engine) as connection:
            return {
                row.id: ReportHead(*row) for part in _parts(sorted(ids)) for row in connection.execute(_heads(part))
            }

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of reports, by id."""
        table = schema.documents.c
        query = sa.select(table.id, table.text)
        with reading(self._engine) as connection:
            return {
                row.id: row.text
                for part in _parts(sorted(ids))
                for row in connection.execute(query.where(table.id.in_(part)))
            }

    def compared(self, incident: str, *, linked: bool, limit: int) -> list[Compared]:
        """The heaviest pairs of the incident's events with one another, or those nearly linked with any; copies left out."""
        with reading(self._engine) as connection:
            rows = connection.execute(_pairs(incident, linked=linked).limit(limit)).all()
            incidents = _incidents_of(connection, {row.one for row in rows} | {row.other for row in rows})
        found = []
        for row in rows:
            pair = Compared(
                linked, (row.one_document, row.one_claim), (row.other_document, row.other_claim), row.weight, row.levels,
                row.against, incidents.get(row.other),
            )  # fmt: skip
            if not linked and incidents.get(row.one) != incident:
                pair = Compared(
                    linked, pair.other, pair.one, pair.weight, pair.levels, pair.against, incidents.get(row.one)
                )
            found.append(pair)
        return found

    def incidents(self, ids: Collection[str]) -> dict[str, IncidentHead]:
        """The incidents on one line each, by id."""
        table = schema.incidents.c
        query = sa.select(
            table.id, table.title, table.grade, table.type, table.first_day, table.place, table.independent_sources
        )
        with reading(self._engine) as connection:
            return {
                row.id: IncidentHead(*row)
                for part in _parts(sorted(ids))
                for row in connection.execute(query.where(table.id.in_(part)))
            }

    def incident_of(self, refs: Collection[Ref]) -> dict[Ref, str]:
        """Which incident each of these events is of now; an event of none is left out."""
        claims, documents, members = schema.claims.c, schema.documents.c, schema.incident_claims.c
        query = (
            sa.select(documents.id, claims.claim, members.incident)
            .join(schema.claims, claims.document == documents.row)
            .join(schema.incident_claims, members.claim == claims.row)
        )
        wanted = set(refs)
        with reading(self._engine) as connection:
            return {
                (row.id, row.claim): row.incident
                for part in _parts(sorted({document for document, _ in refs}))
                for row in connection.execute(query.where(documents.id.in_(part)))
                if (row.id, row.claim) in wanted
            }

    def decisions(self, refs: Collection[Ref]) -> list[Decision]:
        """What people decided about these events, the latest first, what was taken back among it."""
        judged, claims, documents = schema.judged_claims.c, schema.claims.c, schema.documents.c
        on_words = sa.and_(
            claims.document == judged.document,
            claims.kind == judged.kind,
            claims.anchor_start < judged.anchor_end,
            claims.anchor_end > judged.anchor_start,
        )
        query = (
            sa.select(documents.id, claims.claim, judged.judgement)
            .select_from(schema.judged_claims)
            .join(schema.documents, documents.row == judged.document)
            .join(schema.claims, on_words)
            .where(judged.kind == "event")
        )
        wanted = set(refs)
        with reading(self._engine) as connection:
            numbers = {
                row.judgement
                for part in _parts(sorted({document for document, _ in refs}))
                for row in connection.execute(query.where(documents.id.in_(part)))
                if (row.id, row.claim) in wanted
            }
            return _decisions(connection, numbers)

    def decision(self, number: int) -> Decision | None:
        """One line of the log about events; None where there is none of this number."""
        with reading(self._engine) as connection:
            found = _decisions(connection, {number})
        return found[0] if found else None


def _parts(items: Sequence[Any]) -> list[Sequence[Any]]:
    return [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]


def _heads(ids: Sequence[str]) -> sa.Select[Any]:
    documents, copies = schema.documents.c, schema.copies.c
    original = schema.documents.alias("original")
    is_copy = sa.and_(copies.document == documents.row, copies.kind == "copy")
    joined = schema.documents.outerjoin(schema.copies, is_copy).outerjoin(original, original.c.row == copies.original)
    return (
        sa.select(
            documents.id, documents.title, documents.source, documents.url, documents.published, documents.language,
            original.c.id.label("copy_of"),
        )
        .select_from(joined)
        .where(documents.id.in_(ids))
    )  # fmt: skip


def _pairs(incident: str, *, linked: bool) -> sa.Select[Any]:
    """Pairs of events of two reports of which neither is a copy, the heaviest first."""
    table, members = schema.links.c, schema.incident_claims.c
    mine = sa.select(members.claim).where(members.incident == incident)
    one, other = schema.claims.alias("one"), schema.claims.alias("other")
    of_one, of_other = schema.documents.alias("of_one"), schema.documents.alias("of_other")
    joined = schema.links.join(one, one.c.row == table.one).join(other, other.c.row == table.other)
    joined = joined.join(of_one, of_one.c.row == one.c.document).join(of_other, of_other.c.row == other.c.document)
    copies = sa.select(schema.copies.c.document).where(
        schema.copies.c.kind == "copy", schema.copies.c.document.in_([one.c.document, other.c.document])
    )
    return (
        sa.select(
            table.one, table.other, table.weight, table.levels, table.against, of_one.c.id.label("one_document"),
            one.c.claim.label("one_claim"), of_other.c.id.label("other_document"), other.c.claim.label("other_claim"),
        )
        .select_from(joined)
        .where(
            sa.or_(table.one.in_(mine), table.other.in_(mine)),
            table.kind == "link" if linked else table.kind != "link",
            one.c.document != other.c.document,
            ~copies.exists(),
        )
        .order_by(table.weight.desc(), table.number)
    )  # fmt: skip


def _incidents_of(connection: Connection, rows: Collection[int]) -> Mapping[int, str]:
    members = schema.incident_claims.c
    found: dict[int, str] = {}
    for part in _parts(sorted(rows)):
        query = sa.select(members.claim, members.incident).where(members.claim.in_(part))
        found |= {row.claim: row.incident for row in connection.execute(query)}
    return found


def _decisions(connection: Connection, numbers: Collection[int]) -> list[Decision]:
    table, judged, documents = schema.judgements.c, schema.judged_claims.c, schema.documents.c
    lines = connection.execute(
        sa.select(table.number, table.made, table.person, table.kind, table.reason)
        .where(table.number.in_(sorted(numbers)), table.kind.in_(_DECIDED))
        .order_by(table.number.desc())
    ).all()
    claims = connection.execute(
        sa.select(judged.judgement, judged.side, documents.id, judged.claim)
        .join(schema.documents, documents.row == judged.document)
        .where(judged.judgement.in_([line.number for line in lines]))
        .order_by(judged.judgement, judged.position)
    )
    sides: dict[int, dict[int, list[Ref]]] = {}
    for row in claims:
        sides.setdefault(row.judgement, {}).setdefault(row.side, []).append((row.id, row.claim))
    return [
        Decision(
            line.number, line.made, line.person, line.kind, line.reason,
            tuple(tuple(refs) for _, refs in sorted(sides.get(line.number, {}).items())),
            _undone_by(connection, line.number),
        )
        for line in lines
    ]  # fmt: skip


def _undone_by(connection: Connection, number: int) -> int | None:
    """The line that takes this one back, unless it was taken back itself."""
    table = schema.judgements.c
    by = connection.execute(sa.select(table.number).where(table.undoes == number)).scalar_one_or_none()
    return None if by is None or _undone_by(connection, by) is not None else int(by)
