"""Shards by the executors of a Spark cluster: the same function as in our own processes, given out by PySpark.

An executor keeps one process of ours, which keeps the models, so that a report that ends or hangs it costs that report alone here
too. What Spark does twice (a task of an executor that was lost, or that it thinks slow) is one shard all the same:
the first one that is whole stays.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.batch.output import Output
from dateline.batch.shards import How, Shard, ShardDone, done_of
from dateline.errors import BatchError

if TYPE_CHECKING:
    from dateline.batch.pool import ShardPool

_LOOKED_EVERY_SECONDS = 2.0
_UNNAMED_PYTHON = "python3"
_PYTHON = "spark.pyspark.python"
_LAST_LINES = 20


def by_spark(master: str | None, properties: Mapping[str, str]) -> Callable[..., Iterator[ShardDone]]:
    """Shards coded by the executors of a cluster. ``properties`` are Spark's own."""

    def code(how: How, shards: tuple[Shard, ...]) -> Iterator[ShardDone]:
        # An executor works in a folder of its own.
        how = replace(how, output=Output(how.output.folder.absolute()))
        shards = tuple(replace(s, part=replace(s.part, path=str(Path(s.part.path).absolute()))) for s in shards)
        with spark_context(master, properties) as context:
            tasks = context.parallelize(shards, len(shards)).map(partial(code_in_executor, how))
            with ThreadPoolExecutor(1) as thread:
                try:
                    yield from _as_they_come(thread.submit(tasks.collect), how, shards)
                finally:
                    context.cancelAllJobs()

    return code


@contextmanager
def scores(master: str | None, properties: Mapping[str, str]) -> Iterator[Any]:
    """What scores the pairs of events on a cluster: see :func:`dateline.batch.link.link_output`."""
    with spark_context(master, properties) as context:
        from pyspark.sql import SparkSession

        from dateline.link.scoring_spark import scored_by

        yield scored_by(SparkSession(context))


@contextmanager
def spark_context(master: str | None, properties: Mapping[str, str]) -> Iterator[Any]:
    """The context of Spark; one that is there already, as on Databricks, is used and left. Raises BatchError without PySpark or Java."""
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.errors import PySparkException
    except ImportError as error:
        raise BatchError("Spark needs pyspark, which is not installed: pip install 'dateline[spark]'") from error
    is_theirs = SparkContext._active_spark_context is not None
    conf = SparkConf().setAppName("dateline").setAll(list(properties.items()))
    if master:
        conf = conf.setMaster(master)
    try:
        context = SparkContext.getOrCreate(conf)
    except (PySparkException, OSError) as error:
        raise BatchError(f"Spark cannot be started ({error}); it needs Java 17 or later") from error
    if _PYTHON in properties or context.pythonExec == _UNNAMED_PYTHON:
        context.pythonExec = properties.get(_PYTHON, sys.executable)
    try:
        yield context
    finally:
        if not is_theirs:
            context.stop()


def code_in_executor(how: How, shard: Shard) -> ShardDone:
    """Code one shard, in the process that this executor keeps for it."""
    global _pool
    if _pool is None or _pool[0] != how:
        from dateline.batch.pool import ShardPool

        _pool = (how, ShardPool(how, 1).__enter__())
    (done,) = _pool[1].code([shard])
    return done


_pool: tuple[How, ShardPool] | None = None


def _as_they_come(collected: Future[list[ShardDone]], how: How, shards: tuple[Shard, ...]) -> Iterator[ShardDone]:
    """What became of each shard: those that are seen in the output while the job runs, and at its end the others."""
    expected = {shard.id for shard in shards if not shard.replace}
    seen: set[str] = set()
    while not collected.done():
        try:
            collected.result(timeout=_LOOKED_EVERY_SECONDS)
        except NotYet:
            for id_ in sorted(how.output.ids() & expected - seen):
                seen.add(id_)
                yield done_of(how.output.manifest(id_))
        except Exception:  # it is told below
            break
    try:
        results = collected.result()
    except Exception as error:  # whatever Spark and Java raise
        raise BatchError(f"Spark has given up: {told_by_spark(error)}") from error
    yield from (done for done in results if done.id not in seen)


def told_by_spark(error: Exception) -> str:
    """The end of what Spark says, which is what went wrong, without the frames of Java."""
    lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith("\tat ")]
    return "\n".join(lines[-_LAST_LINES:])
