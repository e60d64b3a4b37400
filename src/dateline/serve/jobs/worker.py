"""A worker process: it takes the jobs of all projects in turn, as long as the process that started it lives."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from dateline.errors import DatelineError
from dateline.intake import versions_of
from dateline.intake.linking import link_all
from dateline.pipeline import Coder, load
from dateline.read import Fetcher
from dateline.serve.jobs import hooks, news
from dateline.serve.jobs.coding import KINDS, LINK, Bench, code_job
from dateline.settings import load_settings
from dateline.store import Store, open_store
from dateline.store.jobs import Jobs, Leased, LostLeaseError
from dateline.store.jobs.queue import LEASE_SECONDS, MOST_TRIES
from dateline.store.review.listing import decided_waits

_IDLE_SECONDS = 0.5
_LOOKS_EVERY_SECONDS = 20.0
"""How often it is seen whether something was left undone."""
_AGAIN_AFTER_SECONDS = 5.0
_LOG = logging.getLogger("dateline.jobs")


def name_of_this_worker() -> str:
    """The machine and the process: whether it still lives can be seen from another on the same machine."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(worker: str) -> bool:
    """Whether a worker of this machine has ended; False for those of others, which nobody here can see."""
    machine, _, process = worker.rpartition(":")
    if machine != socket.gethostname() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


class Worker:
    """Takes jobs of stores and does them. The coder is loaded when the first report is to be coded, and kept."""

    def __init__(
        self, stores: Mapping[str, Store], *, fetcher: Fetcher | None = None, lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self._stores = dict(stores)
        self._jobs = {name: Jobs(store, lease_seconds=lease_seconds) for name, store in stores.items()}
        self._lease_seconds = lease_seconds
        self._fetcher = fetcher or Fetcher(reliefweb_appname=load_settings().reliefweb_appname)
        self._coder: Coder | None = None
        self._fingerprint = ""
        self._looked: float | None = None
        self.name = name_of_this_worker()

    def clear(self) -> None:
        """Let the jobs of workers of this machine that have ended be done again at once."""
        for jobs in self._jobs.values():
            for worker in jobs.workers():
                if is_gone(worker):
                    jobs.release(worker)

    def step(self) -> int:
        """Do one job of each project that has one; how many were done."""
        done = 0
        for project, jobs in self._jobs.items():
            if (leased := jobs.lease(self.name) if jobs.next_due() else None) is not None:
                self.do(project, leased)
                done += 1
        return done

    def do(self, project: str, leased: Leased) -> None:
        """Do a job; what goes wrong with it is kept with it."""
        jobs = self._jobs[project]
        try:
            with _renewing(jobs, leased, self._lease_seconds / 3) as lost:
                bench = Bench(
                    store=self._stores[project], jobs=jobs, coder=self._current_coder, fetcher=self._fetcher,
                    lost=lost.is_set,
                )  # fmt: skip
                _do(leased, bench)
        except LostLeaseError:
            _LOG.info("job %d was taken away", leased.number)
        except Exception as error:
            _LOG.exception("job %d (%s)", leased.number, leased.kind)
            problem = str(error) if isinstance(error, DatelineError) else f"it broke the worker ({error!r:.300})"
            self._failed(jobs, leased, problem)

    def look(self) -> None:
        """See, now and then, what was left undone: what was decided and is not linked, and news that nobody looked for."""
        if self._looked is not None and time.monotonic() - self._looked < _LOOKS_EVERY_SECONDS:
            return
        self._looked = time.monotonic()
        for project, jobs in self._jobs.items():
            if decided_waits(self._stores[project]):
                jobs.add([LINK])
            if news.is_behind(self._stores[project]):
                jobs.add([news.LOOK])
            jobs.purge(timedelta(days=load_settings().keep_jobs_days))

    def _failed(self, jobs: Jobs, leased: Leased, problem: str) -> None:
        try:
            if leased.tries >= MOST_TRIES:
                jobs.finish(leased, problem=problem)
            else:
                jobs.put_back(leased, problem=problem, seconds=_AGAIN_AFTER_SECONDS * leased.tries)
        except DatelineError:
            _LOG.exception("job %d could not be put back; its lease will end", leased.number)

    def _current_coder(self) -> Coder:
        """The coder; a new one where what records depend on has changed: the user's lists of actors, say."""
        settings = load_settings()
        fingerprint = versions_of(settings).fingerprint
        if self._coder is None or fingerprint != self._fingerprint:
            self._coder, self._fingerprint = load(settings), fingerprint
        return self._coder


def _do(leased: Leased, bench: Bench) -> None:
    if leased.kind in KINDS:
        code_job(leased, bench)
    elif leased.kind == "link":
        link_all(bench.store)
        bench.jobs.finish(leased, then=[news.LOOK])
    elif leased.kind == "news":
        bench.jobs.finish(leased, then=news.look(bench.store))
    elif leased.kind == "webhook":
        hooks.tell(leased, bench)
    else:
        bench.jobs.finish(leased, problem=f"this version does not know jobs of the kind {leased.kind!r}")


@contextmanager
def _renewing(jobs: Jobs, leased: Leased, every: float) -> Iterator[threading.Event]:
    """Keeps the lease as long as the job is worked on; the event is set when it is lost."""
    lost, over = threading.Event(), threading.Event()

    def renew() -> None:
        while not over.wait(every):
            try:
                if not jobs.renew(leased):
                    lost.set()
                    return
            except DatelineError:
                _LOG.warning("the lease of job %d could not be renewed", leased.number)

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        over.set()
        thread.join(timeout=every)


def _end_with_parent() -> None:
    """End when the process that started this one has: whatever is in hand is done again by another."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


def main(arguments: Sequence[str] = ()) -> None:
    """What the process does. The first line that comes in names the stores, as JSON: name and address."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked ends the others
    addresses: dict[str, str] = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with ExitStack() as opened:
        worker = Worker({name: opened.enter_context(open_store(address)) for name, address in addresses.items()})
        worker.clear()
        while True:
            try:
                worker.look()
                if not worker.step():
                    time.sleep(_IDLE_SECONDS)
            except DatelineError:  # the store cannot be reached just now
                _LOG.exception("the worker waits")
                time.sleep(_AGAIN_AFTER_SECONDS)


if __name__ == "__main__":
    main()
