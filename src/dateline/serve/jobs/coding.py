"""The coding of one job: a file, a pasted text or an address becomes reports in the store.

What each report came to is kept together with it. A job that is done again goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from dateline.errors import DatelineError, OntologyError, ReadError, SettingError
from dateline.intake import versions_of
from dateline.pipeline import Coder
from dateline.read import Fetcher, Found, Item, ReadFailure, ReadOptions, Received, Skipped, read_bytes, receive
from dateline.records import WITHOUT_RULES
from dateline.store import Arrival, Failure, Receipt, Store
from dateline.store.jobs import Came, Jobs, Leased, LostLeaseError, NewJob, keep_results, outcomes_of
from dateline.store.jobs.results import dealt_with

KINDS = ("file", "text", "address")
"""The kinds of jobs that are coded."""
LINK = NewJob(kind="link", name="link what was added", alone=True)
_KEPT_TOGETHER = 16
_KEPT_WITHIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a worker works with. ``lost`` says that the job in hand is no longer its own."""

    store: Store
    jobs: Jobs
    coder: Callable[[], Coder]
    fetcher: Fetcher
    lost: Callable[[], bool] = lambda: False


def code_job(leased: Leased, bench: Bench) -> None:
    """Code what the job holds, and finish it. Raises LostLeaseError where it is no longer this worker's."""
    versions = versions_of(bench.coder().settings)
    with bench.store.run("upload", versions) as run:
        keeping = _Keeping(leased, bench, run)
        for item in items_of(leased, bench):
            if bench.lost():
                raise LostLeaseError(f"the job {leased.number} is no longer this worker's")
            keeping.take(item)
        keeping.flush()
    counts, first_problem = outcomes_of(bench.store, leased.number)
    problem = None
    if not set(counts) - {"failed", "skipped"}:
        problem = first_problem or "there is no report in it"
    wants_linking = bool(counts.get("added") or counts.get("recoded"))
    bench.jobs.finish(leased, problem=problem, then=[LINK] if wants_linking else [])


def items_of(leased: Leased, bench: Bench) -> Iterator[Item]:
    """What the job holds, read."""
    settings = bench.coder().settings
    described = {name: leased.described.get(name) for name in ("published", "source")}
    options = ReadOptions(**described, max_chars=settings.max_chars)  # type: ignore[arg-type]
    if leased.kind == "address":
        yield from bench.fetcher.read(str(leased.content["url"]), options)
        return
    where, data = f"upload {leased.upload}/{leased.name}", bench.jobs.data(leased)
    if leased.kind == "file":
        yield from read_bytes(data, leased.name, where=where, options=options)
        return
    told = {name: leased.content[name] for name in ("title", "source", "published", "url") if leased.content.get(name)}
    try:
        yield receive(Found(text=data.decode("utf-8"), metadata=told), data, where, options)
    except ReadError as error:
        yield ReadFailure(where, error)


class _Keeping:
    """Gathers what comes of reports, and keeps it a transaction at a time."""

    def __init__(self, leased: Leased, bench: Bench, run: int) -> None:
        self._leased, self._bench, self._run = leased, bench, run
        self._done = dealt_with(bench.store, leased.number)
        self._came: list[Came] = []
        self._since = time.monotonic()

    def take(self, item: Item) -> None:
        """One thing that was read: it is coded and kept, unless that was done when the job was begun before."""
        came = _as_it_came(item)
        if came.key in self._done:
            return
        self._done.add(came.key)
        if isinstance(item, Received):
            came = self._coded(item, came.key)
        self._came.append(came)
        if len(self._came) >= _KEPT_TOGETHER or time.monotonic() - self._since > _KEPT_WITHIN_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Keep what has been gathered."""
        if self._came:
            keep_results(self._bench.jobs, self._leased, self._came, self._run)
        self._came, self._since = [], time.monotonic()

    def _coded(self, item: Received, key: str) -> Came:
        came = partial(Came, origin=item.where, key=key)
        said = tuple(note.message for note in item.notes)
        moment = datetime.now(UTC)
        if self._bench.store.coded_ids({item.document.id}, None):
            return came(kept=Receipt(item.document, item.original, item.where, moment), said=said)
        try:
            coded = self._bench.coder().code(item.document)
        except (SettingError, OntologyError):
            raise  # these are wrong for every report
        except Exception as error:  # one report that cannot be coded never stops the others
            problem = str(error) if isinstance(error, DatelineError) else f"it could not be coded ({error!r:.300})"
            return came(kept=Failure(item.where, problem, item.original), said=said)
        whole = coded.model_copy(update={"notes": (*item.notes, *coded.notes)})
        said += tuple(note.message for note in coded.notes if note.code == WITHOUT_RULES)
        return came(kept=Arrival(whole, item.original, item.where, moment), said=said)


def _as_it_came(item: Item) -> Came:
    """The item with what tells it from others; a report is not coded yet."""
    if isinstance(item, Received):
        return Came(origin=item.where, key=Came.key_of(item.where, item.document.id))
    if isinstance(item, Skipped):
        return Came(origin=item.where, key=Came.key_of(item.where, "skipped"), said=(item.message,))
    problem = f"{item.error.problem}. {item.error.remedy}"
    return Came(origin=item.where, key=Came.key_of(item.where, problem), kept=Failure(item.where, problem))
