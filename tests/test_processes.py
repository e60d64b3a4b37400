"""Processes that end at bad moments cost a job, and never the one that asked."""

from __future__ import annotations

import os
from typing import Any

from dateline.processes import Done, Limits, Lost, Processes, Say

_LIMITS = Limits(most_bytes=2**40)


def dies(code: int) -> Any:
    """Ends before it can take a job."""
    os._exit(code)


def doubles() -> Any:
    return lambda number, say: number * 2


def test_processes_that_end_as_soon_as_they_are_started_are_told() -> None:
    """The job is given to one that is gone, then to the one in its place, which goes too."""
    waiting = iter([1])
    with Processes[int, int](dies, (3,), 1, _LIMITS) as processes:
        processes._all[0].process.join()
        (came,) = processes.do(lambda: next(waiting, None))
    assert isinstance(came, Lost)
    assert (came.job, came.at, came.how) == (1, None, "ended with status 3")


def test_a_process_killed_while_it_had_nothing_to_do_costs_no_job() -> None:
    waiting = iter([1, 2, 3])
    with Processes[int, int](doubles, (), 1, _LIMITS) as processes:
        processes._all[0].process.kill()
        processes._all[0].process.join()
        came = list(processes.do(lambda: next(waiting, None)))
    assert [one.answer for one in came if isinstance(one, Done)] == [2, 4, 6]


def test_what_a_lost_process_was_at_is_known() -> None:
    waiting = iter([5])
    with Processes[int, int](_stops, (), 1, _LIMITS) as processes:
        (came,) = processes.do(lambda: next(waiting, None))
    assert isinstance(came, Lost)
    assert (came.at, came.how) == ("five", "ended with status 7")


def _stops() -> Any:
    def work(job: int, say: Say) -> int:
        say("five", None)
        os._exit(7)

    return work
