"""A coder that finds nothing and does what a text says, and runs that use it; with no import that takes long.

As a program: ``python -m tests.batch.acting_coder INPUT OUTPUT WORKERS`` codes a batch with it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.batch import Batch, Output, pool, run_batch
from dateline.batch.run import by_processes
from dateline.batch.shards import How, Shard, ShardDone, code_shard
from dateline.read import ReadOptions, find_inputs
from dateline.records import CodedDocument, Document, Note
from dateline.settings import Settings

QUICK = Settings(batch_size=2, worker_seconds=20)


class ActingCoder:
    """Notes of each document that there are no rules for it, or that it is of other news; fails, hangs, dies or takes its time
    where the text says so.
    """

    coded: list[str] = []

    def pipe(
        self, documents: Iterable[Document], *, on_error: Callable[[Document, Exception], None]
    ) -> Iterator[CodedDocument]:
        for document in documents:
            if "FAIL" in document.text:
                on_error(document, ValueError("as asked"))
                continue
            if "KILL" in document.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANG" in document.text:
                signal.pause()
            if "SLOW" in document.text:
                time.sleep(0.1)
            ActingCoder.coded.append(document.text)
            note = "W202" if "OTHER" in document.text else "W201"
            yield CodedDocument(document=document, notes=(Note(code=note, message="acted"),))


def acting(how: How) -> Any:
    """In place of ``dateline.batch.pool.coding``."""
    return lambda shard, say: code_shard(shard, how, ActingCoder(), say)  # type: ignore[arg-type]


def acting_in_executor(how: How, shard: Shard) -> ShardDone:
    """In place of ``dateline.batch.spark.code_in_executor``: with processes that the acting coder codes in."""
    from dateline.batch.spark import code_in_executor

    pool.coding = acting
    return code_in_executor(how, shard)


def here(how: How, shards: tuple[Shard, ...]) -> Iterator[ShardDone]:
    """An engine that codes in this process."""
    for shard in shards:
        yield code_shard(shard, how, ActingCoder(), lambda at, seconds: None)  # type: ignore[arg-type]


class _Knowing:
    """A coder that knows the records of its texts."""

    def __init__(self, reports: Sequence[CodedDocument]) -> None:
        self._known = {report.document.text: report for report in reports}

    def pipe(self, documents: Iterable[Document], **how: object) -> Iterator[CodedDocument]:
        for document in documents:
            yield self._known[document.text]


def knowing(reports: Sequence[CodedDocument]) -> Callable[[How, tuple[Shard, ...]], Iterator[ShardDone]]:
    """An engine that gives each text the record that is known for it."""
    coder = _Knowing(reports)

    def run(how: How, shards: tuple[Shard, ...]) -> Iterator[ShardDone]:
        for shard in shards:
            yield code_shard(shard, how, coder, lambda at, seconds: None)  # type: ignore[arg-type]

    return run


def batch(output: Path, **how: Any) -> Batch:
    """A batch that the acting coder codes in this process."""
    given = {"settings": QUICK, "options": ReadOptions(), "engine": here, "shard_size": 10}
    return Batch(output=Output(output), **(given | how))


def main() -> None:
    """Code with so many processes, in shards of four."""
    pool.coding = acting
    source, output, workers = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    print("begun", flush=True)
    ran = run_batch(list(find_inputs([source])), batch(output, engine=by_processes(workers), shard_size=4))
    print(f"coded {ran.shards}, there {ran.there}", flush=True)


if __name__ == "__main__":
    main()
