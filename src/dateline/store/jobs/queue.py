"""The queue: jobs are put in, leased, renewed, finished, done again and cancelled."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.arrivals import now, stamp
from dateline.store.engine import reading, write
from dateline.store.jobs.tables import job_bytes, job_results, jobs, uploads

if TYPE_CHECKING:
    from dateline.store.store import Store

Answer = TypeVar("Answer")
LEASE_SECONDS = 30.0
MOST_TRIES = 3
MOST_WAITING = 5_000
MOST_WAITING_BYTES = 2 * 2**30
_LEVEL = 3
_ENDED = ("done", "failed", "cancelled")
_PURGED_AT_ONCE = 500


class BusyError(StoreError):
    """So much waits already that no more is taken for now."""


class LostLeaseError(StoreError):
    """The job does not belong to this worker any more: it was cancelled, or took longer than its lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job to be put in. ``alone``: nothing is put in where one of its kind and subject waits already."""

    kind: str
    name: str
    content: Mapping[str, Any] = field(default_factory=dict)
    data: bytes | None = field(default=None, repr=False)
    upload: int | None = None
    subject: str | None = None
    due: datetime | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A job in the hands of a worker. ``tries`` counts this one too; ``key`` is the lease's own."""

    number: int
    kind: str
    name: str
    upload: int | None
    subject: str | None
    content: Mapping[str, Any]
    described: Mapping[str, str]
    tries: int
    key: str


class Jobs:
    """The jobs of a store."""

    def __init__(self, store: Store, *, lease_seconds: float = LEASE_SECONDS, most_tries: int = MOST_TRIES) -> None:
        self._engine = store.engine
        self._lease_seconds = lease_seconds
        self._most_tries = most_tries

    # --- putting in ---

    def open_upload(self, person: str, described: Mapping[str, str | None]) -> int:
        """Note that a person begins to give something; its number."""
        told = {name: value for name, value in described.items() if value}
        row = {"made": now(), "person": _clean(person), "described": json.dumps(told, ensure_ascii=False)}

        def keep(connection: Connection) -> int:
            made = connection.execute(sa.insert(uploads).values(row).returning(uploads.c.number))
            return int(made.scalar_one())

        return write(self._engine, keep)

    def add(self, new: Sequence[NewJob]) -> list[int]:
        """Put jobs in, all or none; their numbers. Raises BusyError where too much waits already."""
        packed = [None if job.data is None else zlib.compress(job.data, _LEVEL) for job in new]

        def keep(connection: Connection) -> list[int]:
            if any(job.upload is not None for job in new):
                _check_room(connection, new)
            numbers = (put_in(connection, job, data) for job, data in zip(new, packed, strict=True))
            return [number for number in numbers if number is not None]

        return write(self._engine, keep)

    # --- working ---

    def lease(self, worker: str) -> Leased | None:
        """The next job that is due, now in the hands of this worker; None where there is none.

        One whose worker has not renewed its lease is given to another. One that was begun too often is failed.
        """
        return write(self._engine, partial(self._lease, worker=worker))

    def _lease(self, connection: Connection, worker: str) -> Leased | None:
        moment = datetime.now(UTC)
        while (row := connection.execute(_next(stamp(moment))).mappings().first()) is not None:
            mine = jobs.c.number == row["number"]
            if row["tries"] >= self._most_tries:
                problem = f"what worked on it ended {row['tries']} times before it was done"
                _end(connection, row["number"], "failed", row["problem"] or problem)
                continue
            key = f"{worker} {secrets.token_hex(8)}"
            until = stamp(moment + timedelta(seconds=self._lease_seconds))
            taken = {"state": "running", "worker": key, "leased": until, "tries": row["tries"] + 1}
            connection.execute(sa.update(jobs).where(mine).values(taken))
            described = "{}"
            if row["upload"] is not None:
                described = connection.execute(
                    sa.select(uploads.c.described).where(uploads.c.number == row["upload"])
                ).scalar_one()
            same = {name: row[name] for name in ("number", "kind", "name", "upload", "subject")}
            return Leased(
                **same,
                content=json.loads(row["content"]),
                described=json.loads(described),
                tries=row["tries"] + 1,
                key=key,
            )
        return None

    def data(self, leased: Leased) -> bytes:
        """The bytes that the job is to read; empty where it has none."""
        with reading(self._engine) as connection:
            packed = connection.execute(
                sa.select(job_bytes.c.packed).where(job_bytes.c.job == leased.number)
            ).scalar_one_or_none()
        return b"" if packed is None else zlib.decompress(packed)

    def renew(self, leased: Leased) -> bool:
        """Keep the job for longer; False where it is no longer this worker's."""
        until = stamp(datetime.now(UTC) + timedelta(seconds=self._lease_seconds))
        change = sa.update(jobs).where(_held_by(leased)).values(leased=until)
        return write(self._engine, lambda connection: connection.execute(change).rowcount == 1)

    def keep(self, leased: Leased, work: Callable[[Connection], Answer]) -> Answer:
        """What ``work`` writes for the job, in one transaction. Raises LostLeaseError where it is not this worker's."""

        def held(connection: Connection) -> Answer:
            _check_held(connection, leased)
            return work(connection)

        return write(self._engine, held)

    def finish(self, leased: Leased, *, problem: str | None = None, then: Iterable[NewJob] = ()) -> None:
        """The job is done, or failed where there is a problem; what is to be done next is put in with it.

        Raises LostLeaseError where it is not this worker's.
        """

        def end(connection: Connection) -> None:
            _end(connection, leased.number, "done" if problem is None else "failed", problem)
            for new in then:
                put_in(connection, new, None)

        self.keep(leased, end)

    def put_back(
        self,
        leased: Leased,
        *,
        problem: str | None = None,
        seconds: float = 0,
        content: Mapping[str, Any] | None = None,
    ) -> None:
        """Let the job wait again, for so long. With ``content``, which is laid over its own, as if it were a new one."""
        due = stamp(datetime.now(UTC) + timedelta(seconds=seconds))
        values: dict[str, Any] = {"state": "waiting", "worker": None, "leased": None, "due": due, "problem": problem}
        if content is not None:
            values |= {"tries": 0, "content": json.dumps({**leased.content, **content}, ensure_ascii=False)}
        change = sa.update(jobs).where(_held_by(leased)).values(values)
        write(self._engine, lambda connection: connection.execute(change))

    def release(self, worker: str) -> int:
        """Let what this worker held be given to others at once, since it has ended; how many that are."""
        change = (
            sa.update(jobs)
            .where(jobs.c.state == "running", jobs.c.worker.startswith(f"{worker} ", autoescape=True))
            .values(leased="")
        )
        return int(write(self._engine, lambda connection: connection.execute(change).rowcount))

    def workers(self) -> set[str]:
        """The names of the workers that hold jobs."""
        with reading(self._engine) as connection:
            held = connection.execute(sa.select(jobs.c.worker).where(jobs.c.state == "running")).scalars().all()
        return {worker.rpartition(" ")[0] for worker in held if worker}

    def next_due(self) -> bool:
        """Whether there is something to do now."""
        with reading(self._engine) as connection:
            return connection.execute(_due(now()).limit(1)).first() is not None

    # --- changing one's mind ---

    def retry(self, number: int) -> None:
        """Do a job again that failed, or of which some reports failed. Raises StoreError where it cannot be."""

        def again(connection: Connection) -> None:
            values = {"state": "waiting", "tries": 0, "due": now(), "problem": None, "finished": None}
            ended = jobs.c.state.in_(("failed", "cancelled", "done"))
            kept = sa.or_(jobs.c.size == 0, sa.exists().where(job_bytes.c.job == jobs.c.number))
            change = sa.update(jobs).where(jobs.c.number == number, ended, kept).values(values)
            if connection.execute(change).rowcount != 1:
                raise StoreError("it cannot be done again: it is waiting, running, or done, or was taken away")
            failed = sa.and_(job_results.c.job == number, job_results.c.outcome == "failed")
            connection.execute(sa.delete(job_results).where(failed))

        write(self._engine, again)

    def cancel(self, number: int) -> None:
        """Do not do the job, or no more of it. What it added stays. Raises StoreError where it has ended."""

        def end(connection: Connection) -> None:
            open_ = jobs.c.state.in_(("waiting", "running"))
            values = {"state": "cancelled", "worker": None, "leased": None, "finished": now()}
            if connection.execute(sa.update(jobs).where(jobs.c.number == number, open_).values(values)).rowcount != 1:
                raise StoreError("it has ended already")

        write(self._engine, end)

    def take_away(self, number: int) -> None:
        """Take a job that has ended out of the list, with the bytes that were kept for it."""

        def remove(connection: Connection) -> None:
            ended = jobs.c.state.in_(_ENDED)
            for table in (job_bytes, job_results):
                open_ = sa.exists().where(jobs.c.number == number, ended)
                connection.execute(sa.delete(table).where(table.c.job == number, open_))
            if connection.execute(sa.delete(jobs).where(jobs.c.number == number, ended)).rowcount != 1:
                raise StoreError("it has not ended, or is gone already")

        write(self._engine, remove)

    def purge(self, after: timedelta, moment: datetime | None = None) -> int:
        """Forget the jobs that ended so long ago, with what was kept for them; how many. The reports stay in the store."""
        before = stamp((moment or datetime.now(UTC)) - after)
        old = sa.and_(jobs.c.state.in_(_ENDED), jobs.c.finished < before)
        with reading(self._engine) as connection:
            if connection.execute(sa.select(jobs.c.number).where(old).limit(1)).first() is None:
                return 0

        def forget(connection: Connection) -> int:
            numbers = sa.select(jobs.c.number).where(old).order_by(jobs.c.number).limit(_PURGED_AT_ONCE)
            gone = list(connection.execute(numbers.with_for_update(skip_locked=True)).scalars())
            for table in (job_bytes, job_results):
                connection.execute(sa.delete(table).where(table.c.job.in_(gone)))
            connection.execute(sa.delete(jobs).where(jobs.c.number.in_(gone)))
            empty = ~sa.exists().where(jobs.c.upload == uploads.c.number)
            connection.execute(sa.delete(uploads).where(uploads.c.made < before, empty))
            return len(gone)

        return write(self._engine, forget)


def put_in(connection: Connection, job: NewJob, packed: bytes | None) -> int | None:
    """Put one job in, within a transaction; its number, None where one like it waits already."""
    if job.alone:
        same = sa.select(jobs.c.number).where(
            jobs.c.kind == job.kind, jobs.c.subject.is_not_distinct_from(job.subject), jobs.c.state == "waiting"
        )
        if connection.execute(same).first() is not None:
            return None
    row = {
        "upload": job.upload, "subject": job.subject, "kind": job.kind, "name": _clean(job.name), "tries": 0,
        "content": json.dumps(dict(job.content), ensure_ascii=False), "size": len(job.data or b""), "state": "waiting",
        "due": now() if job.due is None else stamp(job.due), "made": now(),
    }  # fmt: skip
    number = int(connection.execute(sa.insert(jobs).values(row).returning(jobs.c.number)).scalar_one())
    if packed is not None:
        connection.execute(sa.insert(job_bytes).values(job=number, packed=packed))
    return number


def _due(moment: str) -> sa.Select[Any]:
    waits = sa.and_(jobs.c.state == "waiting", jobs.c.due <= moment)
    left = sa.and_(jobs.c.state == "running", jobs.c.leased < moment)
    return sa.select(jobs).where(sa.or_(waits, left))


def _next(moment: str) -> sa.Select[Any]:
    """The job that is longest due, passing over those that another worker is taking just now."""
    return _due(moment).order_by(jobs.c.due, jobs.c.number).limit(1).with_for_update(skip_locked=True)


def _held_by(leased: Leased) -> sa.ColumnElement[bool]:
    return sa.and_(jobs.c.number == leased.number, jobs.c.state == "running", jobs.c.worker == leased.key)


def _check_held(connection: Connection, leased: Leased) -> None:
    held = sa.select(jobs.c.number).where(_held_by(leased)).with_for_update()
    if connection.execute(held).first() is None:
        raise LostLeaseError(f"the job {leased.number} is no longer this worker's")


def _end(connection: Connection, number: int, state: str, problem: str | None) -> None:
    values = {"state": state, "worker": None, "leased": None, "finished": now(), "problem": problem}
    connection.execute(sa.update(jobs).where(jobs.c.number == number).values(values))
    failed = sa.exists().where(job_results.c.job == number, job_results.c.outcome == "failed")
    if state == "done":
        # Where a report of it failed, the bytes are kept: it may be done again.
        connection.execute(sa.delete(job_bytes).where(job_bytes.c.job == number, ~failed))


def _check_room(connection: Connection, new: Sequence[NewJob]) -> None:
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(jobs.c.size), 0)).where(jobs.c.state == "waiting")
    count, size = connection.execute(counted).one()
    if count + len(new) > MOST_WAITING:
        raise BusyError(f"{count:,} files and addresses wait to be coded already, and {MOST_WAITING:,} are the most: "
                        "give more when some are done")  # fmt: skip
    if int(size) + sum(len(job.data or b"") for job in new) > MOST_WAITING_BYTES:
        raise BusyError(f"{int(size) / 2**20:,.0f} MiB wait to be coded already: give more when some are done")


def _clean(text: str) -> str:
    """PostgreSQL has no place for NUL, and no database for half a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
