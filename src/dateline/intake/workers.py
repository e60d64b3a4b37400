"""Coding in several processes: each keeps a coder; one that dies is replaced, and costs no document but its own.

Python's own pools hang or break when a process is killed. Here each process has its own pipe: its end is seen at
once, the documents that it held are given to others one at a time, and one that ends two processes is a failure.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from dateline.errors import DatelineError, OntologyError, SettingError
from dateline.pipeline import Coder, load
from dateline.read import Received
from dateline.records import CodedDocument, Document
from dateline.settings import Settings

Coded = tuple[Received, CodedDocument | str]
"""A document as received, and its record or what went wrong."""
_TRIES = 2
_AHEAD = 3
"""How many batches for each process are read ahead of what is coded."""


def code_here(received: Iterable[Received], settings: Settings) -> Iterator[Coded]:
    """Each document with its record, or with why there is none, in order, coded in this process."""
    coder = load(settings)
    waiting: deque[Received] = deque()
    failed: list[Coded] = []

    def documents() -> Iterator[Document]:
        for item in received:
            waiting.append(item)
            yield item.document

    def fail(_: Document, error: Exception) -> None:
        failed.append((waiting.popleft(), f"it could not be coded ({type(error).__name__}: {error})"))

    for coded in coder.pipe(documents(), on_error=fail):
        yield from failed
        failed.clear()
        yield waiting.popleft(), coded
    yield from failed


@dataclass(slots=True)
class _Job:
    """Documents that go to a process together, and how often one of them has ended a process."""

    documents: list[Received]
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    job: _Job | None = None


@dataclass(slots=True)
class WorkerPool:
    """Processes that code. Use it in ``with``, so that they end with it."""

    settings: Settings
    size: int
    batch: int = 8
    _workers: list[_Worker] = field(default_factory=list)
    _again: deque[_Job] = field(default_factory=deque)

    def __enter__(self) -> WorkerPool:
        self._workers = [self._start() for _ in range(self.size)]
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for worker in self._workers:
            worker.pipe.close()
            if kind is not None:  # nobody waits for what it is coding
                worker.process.kill()
        for worker in self._workers:
            worker.process.join(timeout=5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def code(self, received: Iterable[Received]) -> Iterator[Coded]:
        """Each document with its record, or with why there is none, as they are ready."""
        jobs = self._jobs(received)
        while True:
            self._give(jobs)
            busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
            if not busy:
                return
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)
                yield from self._take(busy[pipe])

    def _jobs(self, received: Iterable[Received]) -> Iterator[_Job]:
        batch: list[Received] = []
        for item in received:
            batch.append(item)
            if len(batch) == self.batch:
                yield _Job(batch)
                batch = []
        if batch:
            yield _Job(batch)

    def _give(self, jobs: Iterator[_Job]) -> None:
        for number, worker in enumerate(self._workers):
            if worker.job is not None:
                continue
            job = self._again.popleft() if self._again else next(jobs, None)
            if job is None:
                continue
            try:
                worker.pipe.send([item.document for item in job.documents])
            except OSError:  # it died while it had nothing to do
                worker.process.join()
                worker = self._workers[number] = self._start()
                worker.pipe.send([item.document for item in job.documents])
            worker.job = job

    def _take(self, worker: _Worker) -> Iterator[Coded]:
        job, worker.job = worker.job, None
        assert job is not None
        try:
            answers: list[CodedDocument | str] | DatelineError = worker.pipe.recv()
        except (EOFError, OSError):
            worker.pipe.close()
            worker.process.join()
            how = _how_it_ended(worker.process.exitcode)
            self._workers[self._workers.index(worker)] = self._start()
            yield from self._after_death(job, how)
        else:
            if isinstance(answers, DatelineError):
                raise answers
            yield from zip(job.documents, answers, strict=True)

    def _after_death(self, job: _Job, how: str) -> Iterator[Coded]:
        if len(job.documents) > 1:
            self._again += [_Job([item]) for item in job.documents]
        elif job.tries + 1 < _TRIES:
            self._again.append(_Job(job.documents, job.tries + 1))
        else:
            yield job.documents[0], f"it could not be coded (the process that coded it {how}, {_TRIES} times)"

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.settings), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended with status {code}"


def _serve(pipe: Connection, settings: Settings) -> None:
    """What a process does: code what it is given, until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends the others
    coder = load(settings)
    while True:
        try:
            documents: list[Document] = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            pipe.send([_code_one(coder, document) for document in documents])
        except (SettingError, OntologyError) as error:  # wrong for every document: the other side raises it
            pipe.send(error)


def _code_one(coder: Coder, document: Document) -> CodedDocument | str:
    problems: list[str] = []

    def fail(_: Document, error: Exception) -> None:
        problems.append(f"it could not be coded ({type(error).__name__}: {error})")

    coded = next(coder.pipe([document], on_error=fail), None)
    return coded if coded is not None else problems[0]
