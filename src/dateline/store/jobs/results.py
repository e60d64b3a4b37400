"""What came of the reports of a job: kept in the transaction that keeps the reports themselves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store.arrivals import Arrival, Failure, Receipt
from dateline.store.engine import reading
from dateline.store.jobs.queue import Jobs, Leased
from dateline.store.jobs.tables import job_results
from dateline.store.write import forget_failures, insert_new, keep, keep_failure, keep_receipt

if TYPE_CHECKING:
    from dateline.store.store import Store

_SAID_SHOWN = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One report of a job, and what is to be kept: a coded one, one that is there already, or a failure.

    With none of these it was passed over. ``said`` is what its reader should know.
    """

    origin: str
    key: str
    kept: Arrival | Receipt | Failure | None = None
    said: tuple[str, ...] = ()

    @staticmethod
    def key_of(origin: str, what: str) -> str:
        """What tells a report of a job from its others: where it stood, and what it is."""
        return hashlib.sha256(f"{origin}\0{what}".encode("utf-8", "replace")).hexdigest()


def dealt_with(store: Store, job: int) -> set[str]:
    """The keys of the reports of the job that were dealt with."""
    with reading(store.engine) as connection:
        return set(connection.execute(sa.select(job_results.c.key).where(job_results.c.job == job)).scalars())


def keep_results(jobs: Jobs, leased: Leased, came: Sequence[Came], run: int) -> None:
    """Keep reports and what came of them, all or nothing.

    Raises LostLeaseError where the job is no longer this worker's; then nothing is kept.
    """

    def work(connection: Connection) -> None:
        last = sa.select(sa.func.coalesce(sa.func.max(job_results.c.position), 0)).where(
            job_results.c.job == leased.number
        )
        position = int(connection.execute(last).scalar_one())
        # In the order of their ids, so that two writers meet the same documents in the same order.
        for n, report in sorted(enumerate(came, position + 1), key=lambda pair: _order(pair[1])):
            outcome, problem = _keep(connection, report, run)
            document = report.kept if isinstance(report.kept, Receipt) else None
            of = report.kept.coded.document if isinstance(report.kept, Arrival) else document and document.document
            said = [*([problem] if problem else []), *report.said]
            row = {
                "job": leased.number, "key": report.key, "position": n, "outcome": outcome,
                "origin": _clean(report.origin), "document": of.id if of else None,
                "title": _clean(of.title or "") if of else None, "said": json.dumps(said, ensure_ascii=False),
            }  # fmt: skip
            insert_new(connection, job_results, row)

    jobs.keep(leased, work)


def outcomes_of(store: Store, job: int) -> tuple[dict[str, int], str | None]:
    """How many reports of the job came to which outcome, and why the first of those that failed did."""
    table = job_results.c
    counted = sa.select(table.outcome, sa.func.count()).where(table.job == job).group_by(table.outcome)
    failed = sa.select(table.said).where(table.job == job, table.outcome == "failed").order_by(table.position).limit(1)
    with reading(store.engine) as connection:
        counts = {row.outcome: int(row[1]) for row in connection.execute(counted)}
        said = connection.execute(failed).scalar_one_or_none()
    return counts, "; ".join(json.loads(said)) if said else None


def results_of(store: Store, job: int, *, outcome: str | None = None, limit: int = 100) -> list[tuple[str, ...]]:
    """The first results of a job, as (outcome, origin, document, title, what is said of it)."""
    table = job_results.c
    query = sa.select(table.outcome, table.origin, table.document, table.title, table.said).where(table.job == job)
    if outcome is not None:
        query = query.where(table.outcome == outcome)
    with reading(store.engine) as connection:
        rows = connection.execute(query.order_by(table.position).limit(limit)).all()
    return [(r.outcome, r.origin, r.document or "", r.title or "", "; ".join(json.loads(r.said))) for r in rows]


def _order(report: Came) -> str:
    kept = report.kept
    if isinstance(kept, Arrival):
        return kept.coded.document.id
    return kept.document.id if isinstance(kept, Receipt) else ""


def _keep(connection: Connection, report: Came, run: int) -> tuple[str, str | None]:
    """The outcome, and the problem where it failed."""
    kept = report.kept
    if isinstance(kept, Arrival):
        forget_failures(connection, kept.origin)
        return keep(connection, kept, run), None
    if isinstance(kept, Receipt):
        keep_receipt(connection, kept)
        return "known", None
    if isinstance(kept, Failure):
        keep_failure(connection, kept, run)
        return "failed", kept.problem[:_SAID_SHOWN]
    return "skipped", None


def _clean(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
