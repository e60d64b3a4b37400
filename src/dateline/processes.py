"""Processes that do jobs: one that ends, or takes too long, costs its job alone, and what it was at is known.

Python's own pools hang or break when a process is killed. Here each process has its own pipe: its end is seen at once.
A process says what it is at before it begins with it, and how long that may take; one that takes longer is ended. One
that has grown too large is replaced between two jobs. Those whose asker is gone end at once, whatever they are at.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from dateline.errors import DatelineError, SettingError
from dateline.settings import threads_bound

Job = TypeVar("Job")
Answer = TypeVar("Answer")
At = Any
"""What a process is at: the words of whoever gives the jobs."""
Say = Callable[[At, float | None], None]
"""Says what is begun with, and how many seconds it may take (None: as long as it takes)."""
Work = Callable[[Any, Say], Answer]
_AHEAD = 2
"""So many jobs a process holds: the next one is there when one is done."""
_ENDS_WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class Done(Generic[Job, Answer]):
    """A job and its answer."""

    job: Job
    answer: Answer


@dataclass(frozen=True, slots=True)
class Lost(Generic[Job]):
    """A job whose process ended: what it was at by its own word (None: it had not begun), and how it ended."""

    job: Job
    at: At
    how: str


@dataclass(slots=True, kw_only=True)
class Limits:
    """What a process may take: it is replaced once it holds ``most_bytes``, or has answered ``most_jobs`` jobs."""

    most_bytes: int
    most_jobs: int = 1_000_000_000


@dataclass(slots=True, eq=False)
class _Process(Generic[Job]):
    process: BaseProcess
    pipe: Connection
    jobs: deque[Job] = field(default_factory=deque)
    at: At = None
    until: float | None = None
    """When what it is at must be over, by the monotonic clock."""
    seconds: float | None = None


@dataclass(slots=True)
class Processes(Generic[Job, Answer]):
    """So many processes, each of which runs ``start(*args)`` once and gives its jobs to what that returns.

    Use it in ``with``, so that the processes end with it. ``replaced`` counts those that had grown too large.
    """

    start: Callable[..., Work[Answer]]
    args: tuple[Any, ...]
    size: int
    limits: Limits
    sent: Callable[[Job], Any] = lambda job: job
    """What of a job goes to the process."""
    replaced: int = 0
    _all: list[_Process[Job]] = field(default_factory=list)
    _again: deque[Job] = field(default_factory=deque)

    def __enter__(self) -> Processes[Job, Answer]:
        self._all = [self._new() for _ in range(self.size)]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for one in self._all:
            one.pipe.close()
            if kind is not None:  # nobody waits for what it is at
                one.process.kill()
        for one in self._all:
            _end(one.process)

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the processes."""
        return tuple(one.process.pid or 0 for one in self._all)

    def again(self, job: Job) -> None:
        """Give out this job before any other."""
        self._again.append(job)

    def do(self, jobs: Callable[[], Job | None]) -> Iterator[Done[Job, Answer] | Lost[Job]]:
        """Each job with its answer, or how it was lost, as they come.

        ``jobs`` gives the next job, or None where there is none now; it is asked when a process has room for one, and
        anew after whoever takes the answers is done with one. Raises what a job found wrong for every job.
        """
        while True:
            self._give(jobs)
            busy = {one.pipe: one for one in self._all if one.jobs}
            if not busy:
                return
            for pipe in wait(list(busy), _left(busy.values())):
                assert isinstance(pipe, Connection)
                yield from self._take(busy[pipe])
            for one in busy.values():
                if one.until is not None and time.monotonic() > one.until and not one.pipe.closed:
                    one.process.kill()
                    yield from self._ended(one, f"was ended after {one.seconds:,.0f} seconds")

    def _give(self, jobs: Callable[[], Job | None]) -> None:
        """Give each process a job before any has two."""
        for held in range(_AHEAD):
            for number, one in enumerate(self._all):
                if len(one.jobs) != held:
                    continue
                job = self._again.popleft() if self._again else jobs()
                if job is None:
                    return
                try:
                    one.pipe.send(self.sent(job))
                except OSError:
                    if one.jobs:  # its end is seen where its answer is waited for
                        self._again.appendleft(job)
                        continue
                    _end(one.process)  # it died while it had nothing to do
                    one = self._all[number] = self._new()
                    with suppress(OSError):  # it too: its end is seen where its answer is waited for
                        one.pipe.send(self.sent(job))
                one.jobs.append(job)

    def _take(self, one: _Process[Job]) -> Iterator[Done[Job, Answer] | Lost[Job]]:
        if one.pipe.closed:
            return
        try:
            kind, *said = one.pipe.recv()
        except (EOFError, OSError):
            one.process.join()
            yield from self._ended(one, _how_it_ended(one.process.exitcode))
            return
        if kind == "at":
            one.at, one.seconds = said
            one.until = time.monotonic() + one.seconds if one.seconds is not None else None
            return
        one.at = one.until = None
        if kind == "wrong":
            raise SettingError(said[1]) if said[0] else DatelineError(said[1])
        answer, is_full = said
        job = one.jobs.popleft()
        if is_full:
            self.replaced += 1
            self._replace(one)
        yield Done(job, answer)

    def _ended(self, one: _Process[Job], how: str) -> Iterator[Lost[Job]]:
        lost = Lost(one.jobs.popleft(), one.at, how)
        self._replace(one)
        yield lost

    def _replace(self, one: _Process[Job]) -> None:
        """A new process in its place; the jobs that it had not begun with go to others."""
        self._again.extendleft(reversed(one.jobs))
        one.pipe.close()
        _end(one.process)
        self._all[self._all.index(one)] = self._new()

    def _new(self) -> _Process[Job]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.start, self.args, self.limits), daemon=True)
        with threads_bound():
            process.start()
        theirs.close()
        return _Process(process, ours)


def _left(busy: Any) -> float | None:
    """The seconds until the first process has taken too long."""
    until = min((one.until for one in busy if one.until is not None), default=None)
    return None if until is None else max(0.0, until - time.monotonic()) + 0.05


def _end(process: BaseProcess) -> None:
    process.join(timeout=_ENDS_WITHIN)
    if process.is_alive():
        process.kill()
        process.join()


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended with status {code}"


def _serve(pipe: Connection, start: Callable[..., Work[Any]], args: tuple[Any, ...], limits: Limits) -> None:
    """What a process does: jobs as they come, until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends the others
    jobs: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(pipe, jobs), daemon=True).start()
    try:
        work = start(*args)
        done = 0
        while True:
            job = jobs.get()
            answer = work(job, lambda at, seconds: pipe.send(("at", at, seconds)))
            done += 1
            is_full = done >= limits.most_jobs or resident_bytes() > limits.most_bytes
            pipe.send(("done", answer, is_full))
            if is_full:
                os._exit(0)
    except DatelineError as error:  # wrong for every job: the other side raises it
        pipe.send(("wrong", isinstance(error, SettingError), str(error)))
        jobs.get()  # until the other side goes


def _listen(pipe: Connection, jobs: SimpleQueue[Any]) -> None:
    """Take jobs in as soon as they are given, so that neither side waits for the other to read."""
    while True:
        try:
            jobs.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)  # nobody is there any more who would want what this process is at


def resident_bytes() -> int:
    """How much memory this process holds now; its most so far where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
