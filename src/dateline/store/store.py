"""The store: one object through which everything is kept and found."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.errors import AbsentError, StoreError
from dateline.incidents import Incident
from dateline.link.links import Judgements, Linked
from dateline.link.tellings import Ref
from dateline.ontology.sources import Profiles
from dateline.records import CodedDocument
from dateline.settings import Settings, load_settings
from dateline.store import linking, schema, write
from dateline.store.address import hidden, url_of
from dateline.store.arrivals import Arrival, Failure, Outcome, Receipt, Versions
from dateline.store.backup import backup
from dateline.store.check import Finding, check, stats
from dateline.store.engine import open_engine, reading
from dateline.store.engine import write as in_transaction
from dateline.store.found import Coding, Custody, FoundClaim, FoundDocument, FoundPair, Page, Results, int_of
from dateline.store.incidents import (
    compute_again,
    copies_of,
    hold_incidents,
    ids_after,
    incident_of,
    incidents_at,
    keep_profile,
    members_of,
    pairs_of,
    profiles_of,
    told_by,
)
from dateline.store.judgements import Judgement, Kind, decision_behind, judgements, keep_judgement
from dateline.store.linking import FindCopies, Neighbours, Waiting
from dateline.store.lists import lists_at
from dateline.store.migrate import head, migrate, migrations, revision
from dateline.store.names import KnownNames
from dateline.store.once import Once, done_once
from dateline.store.plan import Names, plan_of
from dateline.store.query import Query
from dateline.store.review.effective import effective_records
from dateline.store.review.log import verdict_at
from dateline.store.review.verdicts import undo_verdict
from dateline.store.search import claims_at, documents_at, rows_of

Item = TypeVar("Item")
_ASKED_AT_ONCE = 500


def create_store(address: str | Path) -> Store:
    """Make a store at a path (a SQLite file) or in an empty database at a URL, or bring one that is there up to date.

    Raises StoreError when it cannot be made there.
    """
    url = url_of(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").resolve().parent.is_dir():
        raise StoreError(f"{Path(url.database or '').parent} is no folder")
    engine = open_engine(url)
    migrate(engine)
    return Store(engine)


def migrate_store(address: str | Path) -> tuple[str, str]:
    """Bring a store to this version's schema; which one it had, and which one it has.

    Raises StoreError when there is no store.
    """
    url = url_of(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"there is no store at {hidden(url)}")
    engine = open_engine(url)
    try:
        if (before := revision(engine)) is None:
            raise StoreError(f"there is no store at {hidden(url)}")
        return before, migrate(engine)[1]
    finally:
        engine.dispose()


def open_store(address: str | Path) -> Store:
    """The store at a path or URL. Raises StoreError when there is none, or one of another version."""
    url = url_of(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"there is no store at {hidden(url)}: make one with: dateline store create {hidden(url)}")
    engine = open_engine(url)
    at = revision(engine)
    if at == head():
        return Store(engine)
    engine.dispose()
    if at is None:
        raise StoreError(f"{hidden(url)} holds no store: make one with: dateline store create {hidden(url)}")
    if at not in migrations():
        raise StoreError(
            f"the store at {hidden(url)} was made by a newer version of Dateline (schema {at}): use that version"
        )
    remedy = f"bring it up to date with: dateline store migrate {hidden(url)}"
    raise StoreError(f"the store at {hidden(url)} has the schema {at}, and this version needs {head()}: {remedy}")


class Store:
    """A store that is open. Make one with :func:`open_store` or :func:`create_store`; it may be shared by threads."""

    def __init__(self, engine: Engine, settings: Settings | None = None) -> None:
        self.engine = engine
        self.names: Names = KnownNames(settings or load_settings(), lists_at(engine.url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def where(self) -> str:
        """The path of the file, or the address of the database without its password."""
        return hidden(self.engine.url)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    # --- keeping ---

    @contextmanager
    def run(self, kind: str, versions: Versions) -> Iterator[int]:
        """A run that writes: its number. One that did not end by itself has no time at which it finished."""
        number = in_transaction(self.engine, partial(write.start_run, kind=kind, versions=versions))
        yield number
        in_transaction(self.engine, partial(write.finish_run, run=number))

    def add(self, arrivals: Sequence[Arrival], run: int, *, recode: bool = False) -> list[Outcome | Failure]:
        """Keep coded documents, all in one transaction; what became of each, in their order.

        One that the database refuses is a Failure, and the others are kept. Raises StoreError when nothing can be
        written at all: a full disk, a lost connection.
        """

        def keep_all(connection: Connection) -> list[Outcome | Failure]:
            # In the order of their ids, so that two writers meet the same documents in the same order.
            order = sorted(range(len(arrivals)), key=lambda n: arrivals[n].coded.document.id)
            kept = {n: write.keep(connection, arrivals[n], run, recode=recode) for n in order}
            for origin in {arrival.origin for arrival in arrivals}:
                write.forget_failures(connection, origin)
            return [kept[n] for n in range(len(arrivals))]

        try:
            return in_transaction(self.engine, keep_all)
        except (sa.exc.IntegrityError, sa.exc.DataError, UnicodeError, OverflowError) as error:
            if len(arrivals) == 1:
                return [Failure(arrivals[0].origin, f"it could not be kept ({error})", arrivals[0].original)]
        return [outcome for arrival in arrivals for outcome in self.add([arrival], run, recode=recode)]

    def receive(self, receipts: Sequence[Receipt]) -> None:
        """Keep that documents which the store has came once more."""

        def keep_all(connection: Connection) -> None:
            for receipt in sorted(receipts, key=lambda r: r.document.id):
                write.keep_receipt(connection, receipt)

        in_transaction(self.engine, keep_all)

    def add_failures(self, failures: Sequence[Failure], run: int) -> None:
        """Keep what could not be read or coded, with the reason."""

        def keep_all(connection: Connection) -> None:
            for failure in failures:
                write.keep_failure(connection, failure, run)

        in_transaction(self.engine, keep_all)

    # --- finding ---

    def events(self, text: str | None = None, **conditions: Any) -> Results[FoundClaim]:
        """The events that meet all conditions: the fields of :class:`~dateline.store.query.Query`, by name."""
        return self.claims("event", text, **conditions)

    def tolls(self, text: str | None = None, **conditions: Any) -> Results[FoundClaim]:
        """The tolls that meet all conditions, as :meth:`events`."""
        return self.claims("toll", text, **conditions)

    def claims(self, kind: str, text: str | None = None, **conditions: Any) -> Results[FoundClaim]:
        """The claims of one kind (event, toll, statement, relation) that meet all conditions, as :meth:`events`."""
        return self._results("claims", kind, Query(text=text, **conditions), claims_at)

    def documents(self, text: str | None = None, **conditions: Any) -> Results[FoundDocument]:
        """The documents that meet all conditions, as :meth:`events`: by what they say and name, and when they came."""
        return self._results("documents", "document", Query(text=text, **conditions), documents_at)

    def find(self, kind: str, text: str | None = None, **conditions: Any) -> Results[Any]:
        """The events, tolls, statements, relations, documents or incidents that meet all conditions, as :meth:`events`."""
        if kind in ("documents", "incidents"):
            found: Results[Any] = getattr(self, kind)(text, **conditions)
            return found
        return self.claims(kind.removesuffix("s"), text, **conditions)

    def _results(
        self, table: str, kind: str, query: Query, read: Callable[[Connection, Sequence[int]], list[Item]]
    ) -> Results[Item]:
        plan = plan_of(query, kind, self.names)

        def page(after: str | None, size: int) -> Page[Item]:
            with reading(self.engine) as connection:
                # One row more than the page holds shows whether there is a next one.
                rows = rows_of(connection, table, plan, int_of(after), size + 1)
                items = read(connection, rows[:size])
            return Page(tuple(items), str(rows[size - 1]) if len(rows) > size else None)

        return Results(page)

    def incidents(self, text: str | None = None, **conditions: Any) -> Results[Incident]:
        """The incidents that meet all conditions, as :meth:`events`: by what any of their reports says of them.

        With ``as_of`` they are what they would have been on that day: see :mod:`dateline.store.asof`.
        """
        query = Query(text=text, **conditions)
        if query.as_of is None:
            return self._results("incidents", "incident", query, incidents_at)
        plan_of(query, "incident", self.names)  # what is wrong with it is said at once

        def page(after: str | None, size: int) -> Page[Incident]:
            from dateline.store.asof_search import page_of_day

            with reading(self.engine) as connection:
                return page_of_day(connection, query, self.names, after, size)

        return Results(page)

    def incident(self, incident_id: str, as_of: date | None = None) -> Incident:
        """One incident, or what it was on a day. Raises StoreError when there is, or was, none of this id."""
        with reading(self.engine) as connection:
            if as_of is None:
                return incident_of(connection, incident_id)
            from dateline.store.asof import Day

            day = Day(connection, as_of)
            return day.make(day.incident(incident_id))

    def events_of(self, incident_id: str) -> list[FoundClaim]:
        """The events of an incident, in the order of the rows. Raises StoreError when there is none of this id."""
        with reading(self.engine) as connection:
            if not (members := members_of(connection, [incident_id]).get(incident_id)):
                raise AbsentError(f"there is no incident {incident_id!r} in the store")
            return claims_at(connection, [member.row for member in members])

    def pairs_of(self, incident_id: str) -> list[FoundPair]:
        """Why the events of an incident are linked, and which others were nearly: the heaviest pair first."""
        with reading(self.engine) as connection:
            return pairs_of(connection, incident_id)

    def copy_of(self, documents: Collection[str]) -> dict[str, str]:
        """For each of the documents that is a copy of another one: the id of that one."""
        with reading(self.engine) as connection:
            found = copies_of(connection)
        return {document: found[document] for document in documents if document in found}

    # --- linking and judging ---

    def waiting(self, limit: int) -> Waiting:
        """The first documents that wait for linking."""
        with reading(self.engine) as connection:
            return linking.waiting(connection, limit)

    def neighbours(self, keys: Collection[int], rows: Collection[int]) -> Neighbours:
        """The events that may be one with those that have these keys, outside the documents of these rows."""
        with reading(self.engine) as connection:
            return linking.neighbours(connection, keys, rows)

    def links_wanted(self) -> tuple[Judgements, int]:
        """What people decided about links, and how many events are linked."""
        with reading(self.engine) as connection:
            return linking.holding_judgements(connection), linking.event_count(connection)

    def keep_linked(
        self, run: int, seen: Waiting, near: Neighbours, linked: Linked, keys: Mapping[Ref, Sequence[int]]
    ) -> int | None:
        """Keep links and incidents; how many are new or changed, None where somebody changed incidents meanwhile."""
        return in_transaction(
            self.engine,
            partial(linking.keep_linked, run=run, seen=seen, near=near, linked=linked, keys=keys),
        )

    def mark_copies(self, seen: Waiting, find: FindCopies) -> int:
        """Keep the signatures of the waiting texts, and which are copies, as ``find`` says; how many are."""
        return in_transaction(self.engine, partial(linking.mark_copies, seen=seen, find=find))

    def judge(
        self,
        kind: Kind,
        person: str,
        *,
        sides: Sequence[Iterable[Ref]] = (),
        reason: str | None = None,
        content: Mapping[str, Any] | None = None,
    ) -> int:
        """Add a judgement to the log; its number. The incidents of its events wait for linking again."""

        def add(connection: Connection) -> int:
            made = [list(side) for side in sides]
            number = keep_judgement(connection, kind, person, sides=made, reason=reason, content=content)
            linking.link_again(connection, [ref for side in made for ref in side])
            return number

        return in_transaction(self.engine, add)

    def undo(self, number: int, person: str, reason: str | None = None, *, request: Once | None = None) -> int:
        """Take a judgement back; the number of the line that does. Raises StoreError when there is none to take back."""

        def add(connection: Connection) -> int:
            if verdict_at(connection, number) is not None:
                return undo_verdict(connection, number, person, reason)
            line = keep_judgement(connection, "undo", person, reason=reason, undoes=number)
            log = {judgement.number: judgement for judgement in judgements(connection)}
            decided = log[decision_behind(connection, number)]
            linking.link_again(connection, [ref for side in decided.sides for ref in side])
            return line

        return in_transaction(
            self.engine, lambda connection: done_once(connection, request, lambda: [add(connection)])[0]
        )

    def judgements(self, refs: Iterable[Ref] | None = None) -> list[Judgement]:
        """The log of judgements, the oldest first; or what of it is about these events."""
        with reading(self.engine) as connection:
            return judgements(connection, refs)

    def set_source_profile(self, name: str, **fields: int | str | None) -> int:
        """Change the profile of a source: ``standing`` (0 to 4), ``side``, ``kind``, ``ownership``, ``origin``.

        The incidents that it is a source of are computed again, in the same transaction; how many came out otherwise.
        Raises StoreError for a value that is none.
        """

        def change(connection: Connection, run: int) -> int:
            hold_incidents(connection)
            touched = told_by(connection, name)
            keep_profile(connection, name, fields)
            return compute_again(connection, list(dict.fromkeys([*touched, *told_by(connection, name)])), run)

        with self.run("source profile", Versions({"source": name})) as run:
            return in_transaction(self.engine, partial(change, run=run))

    def compute_again(self) -> int:
        """Compute all incidents again, after a change of the files of source profiles; how many came out otherwise.

        Some hundred at a time, each time whole or not at all: what is interrupted is simply done again.
        """

        def some(connection: Connection, run: int, number: int) -> tuple[int, int]:
            hold_incidents(connection)
            found = ids_after(connection, number)
            return found[-1][0] if found else 0, compute_again(connection, [id_ for _, id_ in found], run)

        changed = last = 0
        with self.run("source profiles", Versions({"source profiles": self.source_profiles().digest})) as run:
            while (step := in_transaction(self.engine, partial(some, run=run, number=last)))[0]:
                last, changed = step[0], changed + step[1]
        return changed

    def source_profiles(self) -> Profiles:
        """The profiles of all sources, as reconciling takes them."""
        with reading(self.engine) as connection:
            return profiles_of(connection)

    # --- the store itself ---

    def check(self, *, hashes: bool = True) -> list[Finding]:
        """What was checked, and how it was found; ``hashes`` reads all bytes and codings, and takes the longest."""
        return check(self.engine, hashes=hashes)

    def stats(self) -> dict[str, int | str | None]:
        """How much of everything the store holds."""
        return stats(self.engine)

    def backup(self, target: Path) -> None:
        """Copy the store, while it is used, to a new file. Raises StoreError when that cannot be done."""
        backup(self.engine, target)

    # --- one document ---

    def coded_ids(self, ids: Collection[str], fingerprint: str | None = None) -> set[str]:
        """Which of these documents have a coding; with ``fingerprint``, one by a run of those versions."""
        found: set[str] = set()
        wanted = list(ids)
        with reading(self.engine) as connection:
            for start in range(0, len(wanted), _ASKED_AT_ONCE):
                query = _coded(wanted[start : start + _ASKED_AT_ONCE], fingerprint)
                found |= set(connection.execute(query).scalars().all())
        return found

    def document(self, document_id: str) -> CodedDocument:
        """The document with its effective record: its current coding, and what people decided about it laid over that.

        Raises StoreError when there is none.
        """
        with reading(self.engine) as connection:
            kept = connection.execute(effective_records().where(schema.documents.c.id == document_id)).first()
        if kept is None:
            raise AbsentError(f"there is no document {document_id} in the store")
        return CodedDocument.from_json(_unpacked(kept.packed, kept.sha256, f"the coding of {document_id}"))

    def codings(self, document_id: str) -> list[Coding]:
        """Every coding of the document, the oldest first, with the versions that made it."""
        codings, documents, runs = schema.codings.c, schema.documents.c, schema.runs.c
        query = (
            sa.select(codings.number, codings.made, codings.superseded, codings.sha256, runs.versions)
            .join(schema.documents, documents.row == codings.document)
            .join(schema.runs, runs.number == codings.run)
            .where(documents.id == document_id)
            .order_by(codings.number)
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        return [Coding(r.number, r.made, r.superseded, r.sha256, json.loads(r.versions)) for r in rows]

    def coding(self, number: int) -> CodedDocument:
        """The record of a coding, superseded or not, by its number. Raises StoreError when there is none."""
        codings = schema.codings.c
        with reading(self.engine) as connection:
            kept = connection.execute(
                sa.select(codings.packed, codings.sha256).where(codings.number == number)
            ).one_or_none()
        if kept is None:
            raise AbsentError(f"there is no coding {number} in the store")
        return CodedDocument.from_json(_unpacked(kept.packed, kept.sha256, f"the coding {number}"))

    def custody(self, document_id: str) -> list[Custody]:
        """How the document came, each time, the first time first."""
        receipts, documents = schema.receipts.c, schema.documents.c
        query = (
            sa.select(receipts.origin, receipts.received, receipts.original, receipts.described)
            .join(schema.documents, documents.row == receipts.document)
            .where(documents.id == document_id)
            .order_by(receipts.number)
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        return [Custody(r.origin, r.received, r.original, json.loads(r.described)) for r in rows]

    def failures(self) -> list[Failure]:
        """What could not be read, coded or kept so far, and why, without the bytes."""
        table = schema.failures.c
        with reading(self.engine) as connection:
            rows = connection.execute(sa.select(table.origin, table.problem).order_by(table.number)).all()
        return [Failure(row.origin, row.problem) for row in rows]

    def original(self, sha256: str) -> bytes:
        """The bytes received that have this SHA-256. Raises StoreError when there are none, or they are damaged."""
        table = schema.originals.c
        with reading(self.engine) as connection:
            packed = connection.execute(sa.select(table.packed).where(table.sha256 == sha256)).scalar_one_or_none()
        if packed is None:
            raise AbsentError(f"no bytes with the SHA-256 {sha256} were received")
        return _unpacked(packed, sha256, "the bytes received")


def _coded(ids: Sequence[str], fingerprint: str | None) -> sa.Select[Any]:
    documents, codings, runs = schema.documents.c, schema.codings.c, schema.runs.c
    query = sa.select(documents.id).join(schema.codings, codings.document == documents.row)
    query = query.where(documents.id.in_(ids), codings.superseded.is_(None))
    if fingerprint is None:
        return query
    return query.join(schema.runs, runs.number == codings.run).where(runs.fingerprint == fingerprint)


def _unpacked(packed: bytes, sha256: str, what: str) -> bytes:
    try:
        data = zlib.decompress(packed)
    except zlib.error as error:
        raise StoreError(f"{what} are damaged in the store ({error}); restore a backup") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"{what} in the store do not have the SHA-256 {sha256}; restore a backup")
    return data
