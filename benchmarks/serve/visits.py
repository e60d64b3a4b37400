"""``python -m benchmarks.serve.visits``: several users at once at a workbench that runs, by locust.

A process of its own: locust changes how the network is used in the one that imports it. On standard input it is given what
to ask for; on standard output it tells how long each answer took.
"""

from __future__ import annotations

# Locust comes first: it puts its own waiting in the place of Python's, and what is imported before keeps the other.
from locust import HttpUser, between, events, task  # isort: skip

import json
import random
import sys
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import gevent  # type: ignore[import-untyped]
from locust.env import Environment

_ARRIVE = 4.0
"""So many users a second begin: nobody opens the first page in the same instant as nine others."""


class Analyst(HttpUser):
    """Opens one page after the other, of any kind, and looks at each for a moment."""

    asked: dict[str, list[str]] = {}
    order: Iterator[str]

    def on_start(self) -> None:
        """Each goes through all kinds of pages in an order of their own."""
        self.order = cycle(random.sample(list(self.asked), len(self.asked)))

    @task
    def look(self) -> None:
        """Open a page."""
        name = next(self.order)
        self.client.get(random.choice(self.asked[name]), name=name)


def visited(given: dict[str, Any]) -> dict[str, Any]:
    """How long each answer took in milliseconds, and what failed, by the kind of page."""
    random.seed(1)
    Analyst.asked, Analyst.host = given["asked"], given["address"]
    Analyst.wait_time = between(*given["looks"])
    took: dict[str, list[float]] = {name: [] for name in given["asked"]}
    failed: dict[str, list[str]] = {name: [] for name in given["asked"]}

    def answered(name: str, response_time: float, exception: Exception | None, **_: object) -> None:
        if exception is None:
            took[name].append(response_time)
        else:
            failed[name].append(str(exception)[:200])

    environment = Environment(user_classes=[Analyst], events=events)
    environment.events.request.add_listener(answered)  # type: ignore[no-untyped-call]
    runner = environment.create_local_runner()
    runner.start(given["users"], spawn_rate=_ARRIVE)
    gevent.sleep(given["seconds"])
    runner.quit()
    return {"took": took, "failed": failed}


if __name__ == "__main__":
    json.dump(visited(json.load(sys.stdin)), sys.stdout)
