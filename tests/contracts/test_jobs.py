"""Jobs on both databases: each belongs to one worker, is done once, and outlasts the workers that are killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.store import Failure, Store, create_store, open_store
from dateline.store.jobs import BusyError, Came, Jobs, LostLeaseError, NewJob, Uploads, keep_results, queue, results_of
from tests.contracts.made import FIRST, At, Did, arrival, coded
from tests.contracts.stores import NewAddress, count, wrong

RAID = coded(
    "Shells hit Bor and killed 4 people.", Did("Shells hit Bor", at=At("Bor", 6.2, 31.5, "SSD"), tolls=(("killed", 4),))
)


def put(store: Store, *names: str, **how: object) -> list[int]:
    return Jobs(store).add([NewJob(kind="file", name=name, data=name.encode(), **how) for name in names])  # type: ignore[arg-type]


def test_jobs_are_given_in_their_order_and_each_once(store: Store) -> None:
    jobs = Jobs(store)
    upload = jobs.open_upload("Reviewer", {"source": "Radio A", "published": None})
    put(store, "a", "b", upload=upload)
    first, second = jobs.lease("one"), jobs.lease("two")
    assert first
    assert second
    assert (first.name, second.name, jobs.lease("three")) == ("a", "b", None)
    assert first.described == {"source": "Radio A"}
    assert jobs.data(first) == b"a"
    jobs.finish(first)
    [shown, other] = Uploads(store).jobs(upload)
    assert (shown.state, other.state, shown.again) == ("done", "running", False)
    assert count(store, "job_bytes") == 1, "the bytes of what is done are not kept"


def test_a_lease_that_is_not_renewed_ends_and_its_worker_can_keep_nothing(store: Store) -> None:
    slow, quick = Jobs(store, lease_seconds=0.05), Jobs(store)
    put(store, "a")
    lost = slow.lease("slow")
    assert lost
    time.sleep(0.1)
    taken = quick.lease("quick")
    assert taken
    assert (taken.number, taken.tries) == (lost.number, 2)
    assert slow.renew(lost) is False
    with store.run("test", FIRST) as run, pytest.raises(LostLeaseError):
        keep_results(slow, lost, [Came(origin="a", key="k", kept=arrival(RAID))], run)
    assert count(store, "documents") == 0, "nothing of the lost lease is kept"
    with pytest.raises(LostLeaseError):
        slow.finish(lost)
    assert quick.renew(taken)


def test_a_job_that_ends_its_workers_is_failed_with_the_reason(store: Store) -> None:
    jobs = Jobs(store, most_tries=3)
    put(store, "deadly")
    for _ in range(3):
        assert jobs.lease("worker")
        assert jobs.release("worker") == 1
    assert jobs.lease("worker") is None
    shown = Uploads(store).job(1)
    assert shown
    assert (shown.state, shown.again) == ("failed", True)
    assert "ended 3 times" in (shown.problem or "")
    jobs.retry(1)
    assert jobs.lease("worker"), "a person may have it done again"


def test_reports_and_what_came_of_them_are_kept_together(store: Store) -> None:
    jobs = Jobs(store)
    put(store, "a")
    leased = jobs.lease("worker")
    assert leased
    came = [
        Came(origin="a", key="1", kept=arrival(RAID), said=("dated by the mail",)),
        Came(origin="b", key="2", kept=Failure("b", "it is empty")),
        Came(origin="c", key="3", said=("passed over",)),
    ]
    with store.run("test", FIRST) as run:
        keep_results(jobs, leased, came, run)
    jobs.finish(leased, then=[NewJob(kind="link", name="link", alone=True)])
    assert [line[0] for line in results_of(store, leased.number)] == ["added", "failed", "skipped"]
    shown = Uploads(store).job(leased.number)
    assert shown
    assert (shown.state, shown.again, shown.outcomes) == (
        "done",
        True,
        {"added": 1, "failed": 1, "skipped": 1},
    )
    assert shown.documents[0][1] == RAID.document.id
    jobs.retry(leased.number)
    assert [line[0] for line in results_of(store, leased.number)] == ["added", "skipped"], "what failed is tried again"
    assert wrong(store) == []


def test_of_what_need_be_done_once_only_one_waits(store: Store) -> None:
    jobs, link = Jobs(store), NewJob(kind="link", name="link", alone=True)
    assert len(jobs.add([link, link])) == 1
    assert jobs.lease("worker")
    assert len(jobs.add([link])) == 1, "while one is done another may wait: it sees what came meanwhile"


def test_what_is_cancelled_is_not_done_and_can_be_taken_away(store: Store) -> None:
    jobs = Jobs(store)
    put(store, "a", "b")
    leased = jobs.lease("worker")
    assert leased
    for number in (1, 2):
        jobs.cancel(number)
    assert jobs.renew(leased) is False
    assert jobs.lease("worker") is None
    with pytest.raises(StoreError, match="ended already"):
        jobs.cancel(1)
    jobs.take_away(1)
    assert (count(store, "jobs"), count(store, "job_bytes")) == (1, 1)
    with pytest.raises(StoreError):
        jobs.take_away(1)


def test_what_waits_for_a_later_time_is_left(store: Store) -> None:
    jobs = Jobs(store)
    jobs.add([NewJob(kind="webhook", name="w", due=datetime.now(UTC) + timedelta(hours=1))])
    assert jobs.lease("worker") is None
    assert not jobs.next_due()


def test_no_more_is_taken_than_can_wait(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    upload = Jobs(store).open_upload("Reviewer", {})
    with pytest.raises(BusyError, match="the most"):
        put(store, "a", "b", "c", upload=upload)
    assert count(store, "jobs") == 0, "all or none"


@pytest.mark.parametrize("name", ["\0", "\ud800", "<script>.txt", "\u202egpj.exe", "é" * 3000, "../../etc/passwd", "🕊️"])
def test_any_name_can_be_kept(store: Store, name: str) -> None:
    put_ = Jobs(store).add([NewJob(kind="file", name=name, data=b"")])
    shown = Uploads(store).job(put_[0])
    assert shown
    assert len(shown.name) == len(name)


def test_two_hundred_jobs_are_done_once_each_though_workers_are_killed(new_address: NewAddress) -> None:
    address = new_address()
    with create_store(address) as store:
        put(store, *(f"Report {n} of the day." for n in range(200)))
    context = multiprocessing.get_context("spawn")
    start = [context.Process(target=work, args=(address, f"w{n}"), daemon=True) for n in range(3)]
    for process in start:
        process.start()
    running, next_name = list(start), 3
    with open_store(address) as store:
        until = time.monotonic() + 60
        kills = 0
        while time.monotonic() < until and count_done(store) < 200:
            time.sleep(0.15)
            if kills < 6 and count_done(store) > kills * 25:
                victim = running.pop(0)
                assert victim.pid
                os.kill(victim.pid, signal.SIGKILL)
                victim.join()
                Jobs(store).release(f"w{next_name - 3}")
                running.append(context.Process(target=work, args=(address, f"w{next_name}"), daemon=True))
                running[-1].start()
                next_name, kills = next_name + 1, kills + 1
        for process in running:
            process.join(10)
        assert kills >= 3
        assert count_done(store) == 200
        outcomes = Counter(line[0] for number in range(1, 201) for line in results_of(store, number))
        assert outcomes == {"added": 200}, "none lost, and none found to be there already"
        assert count(store, "documents") == count(store, "receipts") == 200


def count_done(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM jobs WHERE state = 'done'")).scalar_one())


def work(address: str, name: str) -> None:
    """What a process of the test does: take jobs, and keep a document for each."""
    with open_store(address) as store:
        jobs = Jobs(store, most_tries=10)
        with store.run("test", FIRST) as run:
            while True:
                leased = jobs.lease(name)
                if leased is None:
                    if count_done(store) >= 200:
                        return
                    time.sleep(0.05)
                    continue
                text = jobs.data(leased).decode()
                record = coded(text)
                keep_results(
                    jobs,
                    leased,
                    [Came(origin=leased.name, key=Came.key_of(leased.name, text), kept=arrival(record, leased.name))],
                    run,
                )
                jobs.finish(leased)


def test_jobs_that_ended_long_ago_are_forgotten_and_their_reports_are_not(store: Store) -> None:
    jobs, month = Jobs(store), timedelta(days=30)
    old, new = jobs.open_upload("Reviewer", {}), jobs.open_upload("Reviewer", {})
    put(store, "done", "failed", upload=old)
    done, failed = jobs.lease("w"), jobs.lease("w")
    assert done
    assert failed
    with store.run("test", FIRST) as run:
        keep_results(jobs, done, [Came(origin="a", key="k", kept=arrival(RAID))], run)
    jobs.finish(done)
    jobs.finish(failed, problem="no report")
    put(store, "waits", upload=new)
    later = datetime.now(UTC) + timedelta(days=29)
    assert jobs.purge(month, later) == 0
    later += timedelta(days=2)
    assert jobs.purge(month, later) == 2
    assert (count(store, "jobs"), count(store, "job_bytes"), count(store, "job_results")) == (1, 1, 0), (
        "what waits stays"
    )
    assert [upload.number for upload in Uploads(store).last()] == [new]
    assert store.document(RAID.document.id) == RAID
    assert wrong(store) == []
