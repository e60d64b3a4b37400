"""Adding reports to a store: what is there already is passed over, so that an interrupted run just starts again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from dateline.errors import RecordError
from dateline.intake.uncoded import Uncoded
from dateline.intake.versions import versions_of
from dateline.read import Item, ReadFailure, Received, Skipped
from dateline.records import CodedDocument
from dateline.settings import Settings
from dateline.store import Arrival, Failure, Receipt, Store, Versions
from dateline.store.lists import with_lists

if TYPE_CHECKING:
    from dateline.intake.linking import LinkReport
    from dateline.intake.workers import Coded

_ASKED_TOGETHER = 64
_KEPT_TOGETHER = 64
_KEPT_WITHIN_SECONDS = 1.0
Input = Item
OnProgress = Callable[["Added"], None]


@dataclass(slots=True, kw_only=True)
class Added:
    """What became of the reports so far, by number; ``failures`` are all those that are not in the store, and why.

    ``skipped`` says what was passed over inside archives and the like; ``uncoded`` counts those of the reports kept that
    nobody read.
    """

    added: int = 0
    recoded: int = 0
    known: int = 0
    failures: list[Failure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    uncoded: Uncoded = field(default_factory=Uncoded)
    linked: LinkReport | None = None

    @property
    def done(self) -> int:
        """How many reports have been seen to the end."""
        return self.added + self.recoded + self.known + len(self.failures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How to take reports in: where to, with which settings, by how many processes.

    ``recode`` codes what was coded by another version once more; ``coded`` says that the inputs are records already,
    as ``dateline code --format jsonl`` writes them.
    """

    store: Store
    settings: Settings
    workers: int = 1
    recode: bool = False
    link: bool = True
    on_progress: OnProgress = lambda added: None


def add_and_link(inputs: Iterable[Input], intake: Intake) -> Added:
    """Code the reports that the store does not have, keep them, and link their events.

    A report that cannot be read, coded or kept is counted and listed, and the others go on. Whatever ends the run,
    each document is in the store whole or not at all, and the same call goes on where it stopped. Raises StoreError
    when the store can no longer be written.
    """
    intake = replace(intake, settings=with_lists(intake.settings, intake.store))
    versions = versions_of(intake.settings)
    with intake.store.run("add", versions) as run:
        keeper = Keeper(intake, run)
        with _coding(intake) as code:
            for received, coded in code(_unknown(inputs, intake, versions, keeper)):
                keeper.take(received, coded)
        keeper.flush()
        return _linked(keeper.added, intake, run)


def add_coded(lines: Iterable[tuple[bytes, str]], intake: Intake) -> Added:
    """Keep records that were coded elsewhere: (JSON of one record, where it is from); then link their events.

    As :func:`add_and_link`, without the coding. The bytes kept are those of the record.
    """
    with intake.store.run("add coded", Versions({"coded": "elsewhere", "schema": "dateline/1"})) as run:
        keeper = Keeper(intake, run)
        for line, origin in lines:
            try:
                coded = CodedDocument.from_json(line)
            except RecordError as error:
                keeper.fail(Failure(origin, str(error), line))
            else:
                keeper.keep(coded, line, origin)
        keeper.flush()
        return _linked(keeper.added, intake, run)


def _linked(added: Added, intake: Intake, run: int) -> Added:
    if intake.link:
        from dateline.intake.linking import link_waiting

        added.linked = link_waiting(intake.store, run)
    return added


@contextmanager
def _coding(intake: Intake) -> Iterator[Callable[[Iterable[Received]], Iterator[Coded]]]:
    """What codes, in this process or in several; the models are not loaded where nothing is to be coded."""
    from dateline.intake.workers import WorkerPool, code_here

    if intake.workers == 1:
        yield partial(code_here, settings=intake.settings)
        return
    with WorkerPool(intake.settings, intake.workers) as pool:
        yield pool.code


def _unknown(inputs: Iterable[Input], intake: Intake, versions: Versions, keeper: Keeper) -> Iterator[Received]:
    """The reports that are to be coded; of the others it is kept that they came once more, or why they cannot be."""
    inputs = iter(inputs)
    while group := list(islice(inputs, _ASKED_TOGETHER)):
        received = [item for item in group if isinstance(item, Received)]
        for item in group:
            if isinstance(item, ReadFailure):
                keeper.fail(Failure(item.where, f"{item.error.problem}. {item.error.remedy}"))
            elif isinstance(item, Skipped):
                keeper.added.skipped.append(item.message)
        fingerprint = versions.fingerprint if intake.recode else None
        known = intake.store.coded_ids({item.document.id for item in received}, fingerprint)
        keeper.receive([item for item in received if item.document.id in known])
        yield from (item for item in received if item.document.id not in known)


class Keeper:
    """Gathers what is coded, and keeps it a transaction at a time: small ones, soon after the coding.

    ``added`` goes on counting where another run of the same intake ended.
    """

    def __init__(self, intake: Intake, run: int, added: Added | None = None) -> None:
        self.added = added or Added()
        self._intake = intake
        self._run = run
        self._arrivals: list[Arrival] = []
        self._failures: list[Failure] = []
        self._since = time.monotonic()

    def take(self, received: Received, coded: CodedDocument | str) -> None:
        """A report with its record, or why there is none."""
        if isinstance(coded, str):
            self.fail(Failure(received.where, coded, received.original))
            return
        whole = coded.model_copy(update={"notes": (*received.notes, *coded.notes)})
        self.keep(whole, received.original, received.where)

    def keep(self, coded: CodedDocument, original: bytes, origin: str) -> None:
        """Keep the record, in the next transaction."""
        self._arrivals.append(Arrival(coded, original, origin, datetime.now(UTC)))
        if len(self._arrivals) >= _KEPT_TOGETHER or time.monotonic() - self._since > _KEPT_WITHIN_SECONDS:
            self.flush()

    def fail(self, failure: Failure) -> None:
        """Keep that it failed, in the next transaction."""
        self._failures.append(failure)
        self.added.failures.append(failure)

    def receive(self, known: list[Received]) -> None:
        """Keep that documents came which are there already."""
        if known:
            now = datetime.now(UTC)
            self._intake.store.receive([Receipt(r.document, r.original, r.where, now) for r in known])
            self.added.known += len(known)
            self._intake.on_progress(self.added)

    def flush(self) -> None:
        """Write what has been gathered."""
        arrivals, failures = self._arrivals, self._failures
        self._arrivals, self._failures = [], []
        if arrivals:
            outcomes = self._intake.store.add(arrivals, self._run, recode=self._intake.recode)
            for arrival, outcome in zip(arrivals, outcomes, strict=True):
                if isinstance(outcome, Failure):
                    failures.append(outcome)
                    self.added.failures.append(outcome)
                else:
                    setattr(self.added, outcome, getattr(self.added, outcome) + 1)
                    if outcome != "known":
                        self.added.uncoded.count(arrival.coded)
        if failures:
            self._intake.store.add_failures(failures, self._run)
        self._since = time.monotonic()
        self._intake.on_progress(self.added)
