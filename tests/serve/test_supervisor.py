"""Worker processes: they do what is to be done, one that is killed is replaced, and none outlives its server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from dateline.serve.jobs.supervisor import Supervisor, address_of
from dateline.serve.jobs.worker import is_gone, name_of_this_worker
from dateline.store import Store
from dateline.store.jobs import Jobs, NewJob, Uploads

_WITHIN_SECONDS = 240


def wait_until(done: Callable[[], object]) -> None:
    until = time.monotonic() + _WITHIN_SECONDS
    while not done():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost_or_done_twice(own_store: Store) -> None:
    jobs = Jobs(own_store)
    number = jobs.open_upload("Reviewer", {})
    texts = [f"Shelling in Bor on Monday killed {n} people, the army said." for n in range(2, 14)]
    jobs.add([NewJob(kind="file", name=f"{n}.txt", data=text.encode(), upload=number) for n, text in enumerate(texts)])
    with Supervisor({"samples": own_store}):
        wait_until(lambda: Uploads(own_store).one(number).counts.ended >= 2)
        wait_until(jobs.workers)
        worker = next(iter(jobs.workers()))
        os.kill(int(worker.rpartition(":")[2]), signal.SIGKILL)
        wait_until(lambda: not Uploads(own_store).one(number).counts.going_on)
    counts = Uploads(own_store).one(number).counts
    assert (counts.states, counts.outcomes) == ({"done": 12}, {"added": 12})
    assert is_gone(worker)


def test_a_worker_ends_with_the_process_that_started_it(own_store: Store) -> None:
    program = (
        "import sys, time; from dateline.store import open_store; from dateline.serve.jobs.supervisor import Supervisor\n"
        "with open_store(sys.argv[1]) as store, Supervisor({'samples': store}):\n"
        "    print('up', flush=True); time.sleep(600)\n"
    )
    jobs = Jobs(own_store)
    number = jobs.open_upload("Reviewer", {})
    long = " ".join(f"Shelling in Bor on Monday killed {n} people, the army said." for n in range(2, 900))
    jobs.add([NewJob(kind="file", name="long.txt", data=long.encode(), upload=number)])
    server = subprocess.Popen([sys.executable, "-c", program, address_of(own_store)])
    wait_until(jobs.workers)
    worker = next(iter(jobs.workers()))
    assert not is_gone(worker)
    server.kill()
    server.wait()
    wait_until(lambda: is_gone(worker))


def test_the_workers_of_other_machines_are_left_alone() -> None:
    assert not is_gone("elsewhere:1")
    assert not is_gone(name_of_this_worker())
    assert not is_gone("nonsense")
