"""Shards by processes of our own; what ends one costs a document, and the shard is begun anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from dateline.batch.shards import How, Place, Shard, ShardDone, code_shard
from dateline.errors import BatchError
from dateline.intake.workers import TRIES, ended, process_limits
from dateline.processes import Done, Lost, Processes, Say

_TRIES_OF_NOTHING = 3
"""So often a shard is begun anew whose process ended while it was at no document."""


class ShardPool:
    """Processes that code shards. Use it in ``with``, so that they end with it."""

    def __init__(self, how: How, size: int) -> None:
        self._processes: Processes[Shard, ShardDone] = Processes(coding, (how,), size, process_limits(how.settings))
        self._tries: Counter[tuple[str, Place | None]] = Counter()

    def __enter__(self) -> ShardPool:
        self._processes.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._processes.__exit__(*raised)

    def code(self, shards: Iterable[Shard]) -> Iterator[ShardDone]:
        """Code the shards; what became of each, as they are done. Raises BatchError where one cannot be coded at all."""
        waiting = iter(shards)
        for came in self._processes.do(lambda: next(waiting, None)):
            if isinstance(came, Lost):
                self._processes.again(self._after_loss(came))
            else:
                assert isinstance(came, Done)
                yield came.answer

    def _after_loss(self, lost: Lost[Shard]) -> Shard:
        """The shard as it is to be begun anew."""
        shard, at = lost.job, tuple(lost.at or ())
        if len(at) > 1:
            return replace(shard, alone=shard.alone | set(at))
        place = at[0] if at else None
        self._tries[(shard.id, place)] += 1
        tried = self._tries[(shard.id, place)]
        if place is None:
            if tried >= _TRIES_OF_NOTHING:
                where = f"{shard.part.path}, from {shard.part.kind} {shard.part.first}"
                raise BatchError(f"the process that coded {where} {lost.how}, {tried} times, at no report")
            return shard
        if tried < TRIES:
            return replace(shard, alone=shard.alone | {place})
        return replace(shard, given_up={**shard.given_up, place: ended(lost.how)})


def coding(how: How) -> Any:
    """What a process of the pool does with a shard."""
    from dateline.pipeline import load

    coder = load(how.settings)

    def work(shard: Shard, say: Say) -> ShardDone:
        return code_shard(shard, how, coder, say)

    return work
