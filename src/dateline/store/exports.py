"""What leaves a store: the log of exports, what each release held, and what profiles of data responsibility ask for."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.link.tellings import Ref
from dateline.store import schema
from dateline.store.arrivals import now
from dateline.store.engine import reading
from dateline.store.engine import write as in_transaction
from dateline.store.secret import secret_of

if TYPE_CHECKING:
    from dateline.store.store import Store

_STAND_INS = "stand-ins"
_AT_ONCE = 5000
_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One line of the log: who took what out of the store, and in what shape.

    ``form`` is the format's name, or "release"; ``conditions`` what was asked, in full, and ``counts`` what was written.
    ``target`` is where it went, ``sha256`` that of the file; of a folder, that of its list of hashes.
    """

    person: str
    form: str
    profile: str
    conditions: Mapping[str, str]
    counts: Mapping[str, int]
    target: str
    sha256: str
    number: int = 0
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a release held: ``entries`` by the id of each incident, as the release made them; ``day`` is ISO 8601."""

    day: str
    profile: str
    conditions: Mapping[str, str]
    entries: Mapping[str, Mapping[str, Any]]
    number: int = 0


def log_export(store: Store, line: Export, release: Release | None = None) -> int:
    """Add a line to the log, with the release where it is of one; its number.

    Raises StoreError when it does not say who takes it, or cannot be written: then nothing may leave.
    """
    if not line.person.strip():
        raise StoreError("an export needs the name of who makes it")
    row = {
        "made": now(), "person": line.person, "form": line.form, "profile": line.profile, "target": line.target,
        "conditions": _json(line.conditions), "counts": _json(line.counts), "sha256": line.sha256,
    }  # fmt: skip

    def keep(connection: Connection) -> int:
        made = connection.execute(sa.insert(schema.exports).values(row).returning(schema.exports.c.number))
        number = int(made.scalar_one())
        if release is not None:
            packed = zlib.compress(_json(release.entries).encode(), _LEVEL)
            kept = {
                "export": number, "day": release.day, "profile": release.profile,
                "conditions": _json(release.conditions), "packed": packed,
            }  # fmt: skip
            connection.execute(sa.insert(schema.releases).values(kept))
        return number

    return in_transaction(store.engine, keep)


def exports(store: Store) -> list[Export]:
    """The whole log, the oldest line first."""
    table = schema.exports
    with reading(store.engine) as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.number)).all()
    return [
        Export(
            number=r.number, made=r.made, person=r.person, form=r.form, profile=r.profile, target=r.target,
            conditions=json.loads(r.conditions), counts=json.loads(r.counts), sha256=r.sha256,
        )
        for r in rows
    ]  # fmt: skip


def last_release(store: Store, profile: str, conditions: Mapping[str, str], before: str) -> Release | None:
    """The last release of an earlier day than ``before`` under this profile and these conditions."""
    table = schema.releases.c
    query = (
        sa.select(schema.releases)
        .where(table.profile == profile, table.conditions == _json(conditions), table.day < before)
        .order_by(table.day.desc(), table.number.desc())
        .limit(1)
    )
    with reading(store.engine) as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    entries = json.loads(zlib.decompress(row.packed))
    return Release(
        day=row.day, profile=row.profile, conditions=json.loads(row.conditions), entries=entries, number=row.number
    )


def stand_in_key(store: Store) -> bytes:
    """The key of the stand-ins of names: made when it is first asked for, and the same ever after."""
    return secret_of(store, _STAND_INS)


def individuals(store: Store) -> Iterator[tuple[str, str | None]]:
    """The names of all individuals that the current codings name, each with its id in the list of actors.

    A name that is also that of a place which was found is none: bylines and headlines are read as people at times.
    """
    table, other = schema.mentions.c, schema.mentions.alias("place").c
    places = sa.select(sa.func.lower(other.name)).where(other.layer == "places", other.geonames_id.is_not(None))
    query = (
        sa.select(table.name, table.authority_id)
        .where(table.layer == "actors", table.record.contains('"individual":true', autoescape=True))
        .where(sa.func.lower(table.name).not_in(places))
        .distinct()
        .order_by(table.name, table.authority_id)
    )
    with reading(store.engine) as connection:
        for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
            yield row.name, row.authority_id


def tellings_of(store: Store, document_id: str) -> dict[str, list[Ref]]:
    """For each event of the document that is in an incident: all events of that incident, by document and id."""
    found: dict[str, list[Ref]] = {}
    with reading(store.engine) as connection:
        for row in connection.execute(_tellings(), {"wanted": document_id}):
            found.setdefault(row.event, []).append((row.id, row.claim))
    return found


@cache
def _tellings() -> sa.Select[Any]:
    """It is asked for each document of an export, and takes longer to make than to answer."""
    claims, documents, members = schema.claims.c, schema.documents.c, schema.incident_claims
    mine, others = members.alias("mine").c, members.alias("others").c
    own, of_own = schema.claims.alias("own").c, schema.documents.alias("of_own").c
    joined = (
        own.row.table.join(of_own.row.table, of_own.row == own.document)
        .join(mine.claim.table, mine.claim == own.row)
        .join(others.claim.table, others.incident == mine.incident)
        .join(schema.claims, claims.row == others.claim)
        .join(schema.documents, documents.row == claims.document)
    )
    return (
        sa.select(own.claim.label("event"), documents.id, claims.claim)
        .select_from(joined)
        .where(of_own.id == sa.bindparam("wanted"))
        .order_by(own.claim, documents.id, claims.claim)
    )


def _json(value: object) -> str:
    return json.dumps(dict(value) if isinstance(value, Mapping) else value, ensure_ascii=False, sort_keys=True)
