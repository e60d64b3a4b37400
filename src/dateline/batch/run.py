"""One run of a batch: plan, code what is missing, and say what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from dateline.batch.output import Output
from dateline.batch.plan import Plan, batch_versions, plan_of
from dateline.batch.shards import How, Shard, ShardDone
from dateline.errors import BatchError
from dateline.intake.uncoded import Uncoded
from dateline.read import ReadFailure, ReadOptions, Skipped
from dateline.settings import Settings

SHARD_SIZE = 500
Engine = Callable[[How, tuple[Shard, ...]], Iterator[ShardDone]]
"""What codes the shards: see :func:`by_processes` and :func:`dateline.batch.spark.by_spark`."""


@dataclass(slots=True, kw_only=True)
class Ran:
    """What a run did, so far: ``shards`` of ``planned`` were coded, and ``there`` were there already.

    ``counts`` are the rows of the tables that it wrote; ``failures`` are inputs that could not be read at all. ``uncoded``
    counts documents that nobody read; ``again`` is how many reports came once more in one shard, and were coded once.
    """

    planned: int = 0
    shards: int = 0
    there: int = 0
    copies: int = 0
    removed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    uncoded: Uncoded = field(default_factory=Uncoded)
    again: int = 0

    @property
    def failed(self) -> int:
        """How many inputs or reports could not be read or coded in this run."""
        return len(self.failures) + self.counts["failures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What to code into, and how. ``shard_size`` is in lines, rows or records; ``again`` codes anew what other versions coded."""

    output: Output
    settings: Settings
    options: ReadOptions
    engine: Engine
    shard_size: int | None = None
    again: bool = False
    on_progress: Callable[[Ran], None] = lambda ran: None


def by_processes(workers: int) -> Engine:
    """Shards coded by so many processes of our own."""

    def code(how: How, shards: tuple[Shard, ...]) -> Iterator[ShardDone]:
        from dateline.batch.pool import ShardPool

        with ShardPool(how, min(workers, len(shards))) as pool:
            yield from pool.code(shards)

    return code


def run_batch(inputs: Iterable[Path | ReadFailure | Skipped], batch: Batch) -> Ran:
    """Code what the output does not have of the inputs.

    Raises BatchError when the output is in use, of other versions or of another cut, or cannot be written; then what
    is whole there stays, and the same call goes on.
    """
    ran = Ran()
    paths = list(_paths(inputs, ran))
    with batch.output.held():
        size = batch.output.shard_size(batch.shard_size, SHARD_SIZE)
        versions = batch_versions(batch.settings, batch.options)
        with _readable(paths):
            plan = plan_of(paths, batch.output, size, versions, again=batch.again)
        # Settings go to every process, and with Spark to other machines: what is secret in them does not.
        open_settings = replace(batch.settings, openid_client_secret="")
        how = How(output=batch.output, settings=open_settings, options=batch.options, versions=versions)
        _code(plan, how, batch, ran)
        for outdated in plan.outdated:
            batch.output.remove(outdated)
            ran.removed += 1
    return ran


def _code(plan: Plan, how: How, batch: Batch, ran: Ran) -> None:
    ran.planned, ran.there, ran.copies = len(plan.shards), plan.there, plan.copies
    batch.on_progress(ran)
    if not plan.shards:
        return
    for done in batch.engine(how, plan.shards):
        ran.shards += 1
        ran.counts.update(done.counts)
        ran.skipped += done.skipped
        ran.uncoded.add(done.uncoded)
        ran.again += done.again
        batch.on_progress(ran)


def _paths(inputs: Iterable[Path | ReadFailure | Skipped], ran: Ran) -> Iterator[Path]:
    for item in inputs:
        if isinstance(item, Path):
            yield item
        elif isinstance(item, ReadFailure):
            ran.failures.append(str(item.error))
        else:
            ran.skipped.append(item.message)


@contextmanager
def _readable(paths: list[Path]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BatchError(f"an input cannot be read ({error})") from error
