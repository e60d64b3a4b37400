"""What is shown of uploads: how far each has come, and why something failed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.errors import StoreError
from dateline.store.engine import reading
from dateline.store.jobs.tables import job_bytes, job_results, jobs, uploads

if TYPE_CHECKING:
    from dateline.store.store import Store

_OPEN = ("waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadCounts:
    """How many files and addresses are in which state, and what came of how many reports."""

    states: Mapping[str, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many files and addresses there are."""
        return sum(self.states.values())

    @property
    def ended(self) -> int:
        """How many of them wait for nothing any more."""
        return self.total - sum(self.states.get(state, 0) for state in _OPEN)

    @property
    def going_on(self) -> bool:
        """Whether there is something left to do."""
        return self.ended < self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What one person gave together."""

    number: int
    made: str
    person: str
    described: Mapping[str, str]
    counts: UploadCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class JobShown:
    """A job as it stands: ``documents`` are the first of those that came of it, ``failures`` the first that failed.

    Both are (where, document or "", title or "", what is said of it). ``again`` says whether it can be done again.
    """

    number: int
    upload: int | None
    kind: str
    name: str
    content: Mapping[str, Any]
    size: int
    state: str
    tries: int
    due: str
    made: str
    finished: str | None
    problem: str | None
    again: bool
    outcomes: Mapping[str, int] = field(default_factory=dict)
    documents: Sequence[tuple[str, str, str, str]] = ()
    failures: Sequence[tuple[str, str, str, str]] = ()
    said: Sequence[str] = ()


class Uploads:
    """The uploads of a store, to be looked at."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine

    def last(self, limit: int = 20, before: int | None = None) -> list[Upload]:
        """The newest uploads, with what came of them."""
        query = sa.select(uploads).order_by(uploads.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(uploads.c.number < before)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            counts = _counts(connection, [row.number for row in rows])
        return [_upload(row, counts) for row in rows]

    def one(self, number: int) -> Upload:
        """One upload. Raises StoreError when there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(uploads).where(uploads.c.number == number)).first()
            if row is None:
                raise StoreError(f"there is no upload {number}")
            return _upload(row, _counts(connection, [number]))

    def jobs(self, upload: int, *, limit: int = 50, after: int = 0) -> list[JobShown]:
        """The files and addresses of an upload in their order, from after the job of that number."""
        query = (
            sa.select(jobs).where(jobs.c.upload == upload, jobs.c.number > after).order_by(jobs.c.number).limit(limit)
        )
        with reading(self._engine) as connection:
            return _shown(connection, connection.execute(query).mappings().all())

    def job(self, number: int) -> JobShown | None:
        """One job; None where there is none."""
        with reading(self._engine) as connection:
            found = _shown(
                connection, connection.execute(sa.select(jobs).where(jobs.c.number == number)).mappings().all()
            )
        return found[0] if found else None

    def about(self, kind: str, subject: str, *, limit: int = 10) -> list[JobShown]:
        """The newest jobs of this kind about something that is no upload."""
        query = sa.select(jobs).where(jobs.c.kind == kind, jobs.c.subject == subject)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(jobs.c.number.desc()).limit(limit)).mappings().all()
            return _shown(connection, rows)

    def linking(self) -> tuple[bool, str | None]:
        """Whether what was added waits to be linked, and why that failed where it did the last time."""
        query = sa.select(jobs.c.state, jobs.c.problem).where(jobs.c.kind == "link", jobs.c.subject.is_(None))
        with reading(self._engine) as connection:
            last = connection.execute(query.order_by(jobs.c.number.desc()).limit(1)).first()
        if last is None:
            return False, None
        return last.state in _OPEN, last.problem if last.state == "failed" else None


def _upload(row: Any, counts: Mapping[int, UploadCounts]) -> Upload:
    return Upload(
        number=row.number, made=row.made, person=row.person, described=json.loads(row.described),
        counts=counts.get(row.number, UploadCounts()),
    )  # fmt: skip


def _counts(connection: Connection, numbers: Sequence[int]) -> dict[int, UploadCounts]:
    mine = jobs.c.upload.in_(numbers)
    states = sa.select(jobs.c.upload, jobs.c.state, sa.func.count()).where(mine).group_by(jobs.c.upload, jobs.c.state)
    results = (
        sa.select(jobs.c.upload, job_results.c.outcome, sa.func.count())
        .join(job_results, job_results.c.job == jobs.c.number)
        .where(mine)
        .group_by(jobs.c.upload, job_results.c.outcome)
    )
    found = {number: (Counter[str](), Counter[str]()) for number in numbers}
    for upload, state, count in connection.execute(states):
        found[upload][0][state] = count
    for upload, outcome, count in connection.execute(results):
        found[upload][1][outcome] = count
    return {number: UploadCounts(states=states_, outcomes=outcomes) for number, (states_, outcomes) in found.items()}


_LISTED = 5
_FIELDS = ("number", "upload", "kind", "name", "size", "state", "tries", "due", "made", "finished", "problem")


def _shown(connection: Connection, rows: Sequence[Any]) -> list[JobShown]:
    numbers = [row["number"] for row in rows]
    table = job_results.c
    counted = sa.select(table.job, table.outcome, sa.func.count()).where(table.job.in_(numbers))
    outcomes: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for job, outcome, count in connection.execute(counted.group_by(table.job, table.outcome)):
        outcomes[job][outcome] = count
    kept = set(connection.execute(sa.select(job_bytes.c.job).where(job_bytes.c.job.in_(numbers))).scalars())
    ranked = sa.func.row_number().over(partition_by=(table.job, table.outcome == "failed"), order_by=table.position)
    inner = sa.select(job_results, ranked.label("rank")).where(table.job.in_(numbers)).subquery()
    first = sa.select(inner).where(inner.c.rank <= _LISTED).order_by(inner.c.job, inner.c.position)
    listed: dict[int, list[Any]] = {number: [] for number in numbers}
    for result in connection.execute(first):
        listed[result.job].append(result)
    return [_one(row, outcomes[row["number"]], listed[row["number"]], has_bytes=row["number"] in kept) for row in rows]


def _one(row: Any, outcomes: Mapping[str, int], listed: Sequence[Any], *, has_bytes: bool) -> JobShown:
    told = [(r.outcome, (r.origin, r.document or "", r.title or "", "; ".join(json.loads(r.said)))) for r in listed]
    ended_badly = row["state"] in ("failed", "cancelled") or bool(outcomes.get("failed"))
    return JobShown(
        **{name: row[name] for name in _FIELDS},
        content=json.loads(row["content"]),
        again=ended_badly and row["state"] not in _OPEN and (has_bytes or not row["size"]),
        outcomes=outcomes,
        documents=[line for outcome, line in told if line[1]],
        failures=[line for outcome, line in told if outcome == "failed"],
        said=[line[3] for outcome, line in told if outcome == "skipped" and line[3]],
    )
