"""Coding in several processes: each keeps a coder; one that dies or hangs on a document costs that document alone.

Documents go to a process in batches. Where one ends a process, or takes too long, the documents of its batch are given
out again one at a time, and one that ends two processes by itself is a failure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from dateline.errors import OntologyError, SettingError
from dateline.processes import Done, Limits, Lost, Processes, Say
from dateline.read import Received
from dateline.records import CodedDocument, Document
from dateline.settings import Settings

if TYPE_CHECKING:
    from dateline.pipeline import Coder

Coded = tuple[Received, CodedDocument | str]
"""A document as received, and its record or what went wrong."""
TRIES = 2
"""So often a document alone is tried before it is a failure."""
_BATCH_CHARS = 40_000
"""The most characters of a batch of several documents; the time limit is for so many, and longer documents have more."""
_OUT_OF_ORDER = 16
"""How many batches for each process may be done before one that is still waited for, where the order is kept."""


def code_here(received: Iterable[Received], settings: Settings) -> Iterator[Coded]:
    """Each document with its record, or with why there is none, in order, coded in this process."""
    from dateline.pipeline import load

    coder = load(settings)
    waiting: deque[Received] = deque()
    failed: list[Coded] = []

    def documents() -> Iterator[Document]:
        for item in received:
            waiting.append(item)
            yield item.document

    def fail(_: Document, error: Exception) -> None:
        failed.append((waiting.popleft(), _told(error)))

    for coded in coder.pipe(documents(), on_error=fail):
        yield from failed
        failed.clear()
        yield waiting.popleft(), coded
    yield from failed


def code_batch(coder: Coder, documents: Sequence[Document]) -> list[CodedDocument | str]:
    """The record of each document, or why there is none. Raises what is wrong for every document."""
    answers: list[CodedDocument | str] = []
    try:
        # Documents come back in the order in which they went in, coded or not.
        for coded in coder.pipe(documents, on_error=lambda _, error: answers.append(_told(error))):
            answers.append(coded)  # noqa: PERF402 (failures come between)
    except (SettingError, OntologyError):
        raise
    except Exception as error:  # one document has spoilt the batch
        if len(documents) == 1:
            return [_told(error)]
        return [answer for document in documents for answer in code_batch(coder, [document])]
    return answers


def seconds_for(documents: Iterable[Document], settings: Settings) -> float:
    """How long a process may take for these documents together."""
    chars = sum(len(document.text) for document in documents)
    return settings.worker_seconds * max(1.0, chars / _BATCH_CHARS)


def batches(received: Iterable[Any], settings: Settings, text: Any) -> Iterator[list[Any]]:
    """What is received in batches: so many documents as are parsed together, and not too many characters.

    ``text`` gives the text of one of them.
    """
    batch: list[Any] = []
    chars = 0
    for item in received:
        length = len(text(item))
        if batch and (len(batch) >= settings.batch_size or chars + length > _BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(item)
        chars += length
    if batch:
        yield batch


def process_limits(settings: Settings) -> Limits:
    """How large a process may grow."""
    return Limits(most_bytes=settings.worker_megabytes * 2**20)


@dataclass(slots=True)
class _Job:
    """Documents that go to a process together, by their numbers, and how often one of them alone has ended a process."""

    numbers: tuple[int, ...]
    documents: list[Document]
    tries: int = 0


@dataclass(slots=True)
class WorkerPool:
    """Processes that code. Use it in ``with``, so that they end with it.

    ``ordered`` gives the documents back in the order in which they came; else each as soon as it is ready.
    """

    settings: Settings
    size: int
    ordered: bool = False
    _processes: Processes[_Job, list[CodedDocument | str]] = field(init=False)
    _held: dict[int, Received] = field(default_factory=dict)
    _ready: dict[int, Coded] = field(default_factory=dict)
    _next: int = 0

    def __post_init__(self) -> None:
        self._processes = Processes(
            coding, (self.settings,), self.size, process_limits(self.settings), sent=lambda job: job.documents
        )

    def __enter__(self) -> WorkerPool:
        self._processes.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._processes.__exit__(kind, *rest)

    def code(self, received: Iterable[Received]) -> Iterator[Coded]:
        """Each document with its record, or with why there is none.

        No more is read ahead than the processes have room for.
        """
        self._next = 0
        for came in self._processes.do(partial(self._job, self._numbered(received))):
            if isinstance(came, Lost):
                self._after_loss(came)
            else:
                self._keep(came)
            yield from self._given_back()

    def _numbered(self, received: Iterable[Received]) -> Iterator[_Job]:
        number = 0
        for batch in batches(received, self.settings, lambda item: item.document.text):
            numbers = tuple(range(number, number + len(batch)))
            number += len(batch)
            self._held.update(zip(numbers, batch, strict=True))
            yield _Job(numbers, [item.document for item in batch])

    def _job(self, jobs: Iterator[_Job]) -> _Job | None:
        if self.ordered and len(self._ready) > _OUT_OF_ORDER * self.size * self.settings.batch_size:
            return None
        return next(jobs, None)

    def _keep(self, done: Done[_Job, list[CodedDocument | str]]) -> None:
        for number, answer in zip(done.job.numbers, done.answer, strict=True):
            self._ready[number] = (self._held.pop(number), answer)

    def _after_loss(self, lost: Lost[_Job]) -> None:
        job = lost.job
        if len(job.documents) > 1:
            for number, document in zip(job.numbers, job.documents, strict=True):
                self._processes.again(_Job((number,), [document]))
        elif job.tries + 1 < TRIES:
            self._processes.again(_Job(job.numbers, job.documents, job.tries + 1))
        else:
            self._ready[job.numbers[0]] = (self._held.pop(job.numbers[0]), ended(lost.how))

    def _given_back(self) -> Iterator[Coded]:
        if not self.ordered:
            ready, self._ready = self._ready, {}
            yield from ready.values()
            return
        while self._next in self._ready:
            self._next += 1
            yield self._ready.pop(self._next - 1)


def ended(how: str) -> str:
    """What is said of a document that ended its process each time that it was tried."""
    return f"it could not be coded (the process that coded it {how}, {TRIES} times)"


def coding(settings: Settings) -> Any:
    """What a process of the pool does with a job. Only such a process needs what codes."""
    from dateline.pipeline import load

    coder = load(settings)

    def work(documents: list[Document], say: Say) -> list[CodedDocument | str]:
        say(None, seconds_for(documents, settings))
        return code_batch(coder, documents)

    return work


def _told(error: Exception) -> str:
    return f"it could not be coded ({type(error).__name__}: {error})"
