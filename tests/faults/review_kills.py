"""Kills ``dateline serve`` in the midst of review: ``python -m tests.faults.review_kills --kills 100``.

Two people send verdicts, corrections, claims that were missed, assignments and what they take back, each through a client
of their own, and each notes what it asked and what was answered. The server is killed at random moments: half of them a
random while after a random statement. After every kill all that was answered must be in the store, and nothing of what was
refused; what was not answered must be there whole or not at all; every line of the log must be somebody's; and a check of
the store must find nothing. Then the server is started again, and half of what was not answered is sent again, with the same
key: it must be there once. At the end all of it is, and what was decided must be linked without anybody's asking.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import sqlalchemy as sa

from dateline.intake.linking import link_all
from dateline.store import open_store
from dateline.store.accounts import People, Tokens
from dateline.store.engine import reading
from tests.contracts.stores import keep
from tests.faults.kills import NewAddress, Zygote, new_postgresql, new_sqlite
from tests.faults.people_at_work import PEOPLE, Sent, Worker
from tests.faults.reports import reports
from tests.faults.steps import where

PROJECT = "reviewed"
_DOCUMENTS = 12
_SHORTLY = 0.003
"""Seconds, on average, from a statement to the kill that it sets off."""
_STATEMENTS = 150
"""A kill that a statement sets off comes after one of so many."""
_AT_MOST_SECONDS = 2.0
_STARTS_WITHIN = 120.0
_LINKED_WITHIN = 180.0


@dataclass(slots=True)
class Found:
    """What was done, and everything that was wrong."""

    kills: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    there: int = 0
    """Of what was not answered, how much was there whole."""
    absent: int = 0
    wrong: list[str] = field(default_factory=list)


class Server:
    """``dateline serve`` as a process that can be killed."""

    def __init__(self, zygote: Zygote, address: str) -> None:
        self._zygote, self._store = zygote, address
        self._first = 0
        self._process = 0
        self.address = ""

    def start(self, chance: random.Random, *, workers: int = 0, killable: bool = True) -> bool:
        """Start it, and wait until it answers; whether one of its statements will tell when it is to be killed."""
        port = _free_port()
        command = ("serve", "--store", f"{PROJECT}={self._store}", "--port", str(port), "--workers", str(workers))
        by_statement = killable and self._first > 0 and chance.random() < 0.5
        at = self._first + chance.randint(1, _STATEMENTS) if by_statement else None
        self._process = self._zygote.start(command, at)
        self.address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + _STARTS_WITHIN
        while not _answers(self.address):
            if time.monotonic() > until:
                raise RuntimeError(f"the server did not answer within {_STARTS_WITHIN:.0f} s")
            time.sleep(0.02)
        self._first = self._first or where(self._zygote.noted)[1]
        return by_statement

    def kill(self) -> None:
        """End it as a power cut would."""
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        self._zygote.ended()


def kill_often(new_address: NewAddress, kills: int, *, seed: int = 1, seconds: float = math.inf) -> Found:
    """Kill the server so many times in the midst of review, or as often as the time allows; what was found."""
    until = time.monotonic() + seconds
    chance, found, address = random.Random(seed), Found(), new_address(False)
    tokens = _fill(address)
    with tempfile.TemporaryDirectory() as folder, Zygote(Path(folder), "tests.faults.loaded_workbench") as zygote:
        server = Server(zygote, address)
        workers = [Worker(name, token, PROJECT, random.Random(f"{seed} {name}")) for name, token in tokens.items()]
        try:
            while found.kills < kills and time.monotonic() < until:
                _one_kill(server, workers, chance, zygote)
                found.kills += 1
                found.wrong += _look(address, [sent for worker in workers for sent in worker.log])
            _to_the_end(server, workers, chance, found, address)
        finally:
            for worker in workers:
                worker.end()
    sent = [sent for worker in workers for sent in worker.log]
    found.asked = Counter(f"{one.act}, {one.outcome}" for one in sent)
    return found


def _one_kill(server: Server, workers: list[Worker], chance: random.Random, zygote: Zygote) -> None:
    by_statement = server.start(chance)
    for worker in workers:
        worker.go_on(server.address, repeat=0.5)
    if by_statement:
        zygote.wait()
        time.sleep(chance.expovariate(1 / _SHORTLY))
    else:
        time.sleep(chance.uniform(0.05, _AT_MOST_SECONDS))
    server.kill()
    for worker in workers:
        worker.pause()


def _to_the_end(server: Server, workers: list[Worker], chance: random.Random, found: Found, address: str) -> None:
    """Send again all that was not answered, and some of what was; wait until what was decided is linked; look."""
    log = [sent for worker in workers for sent in worker.log]
    there = _lines(address)
    for sent in log:
        if sent.outcome == "unanswered":
            found.there, found.absent = found.there + (sent.mark in there), found.absent + (sent.mark not in there)
    server.start(chance, workers=1, killable=False)
    for worker in workers:
        worker.repeat_all(server.address)
    found.wrong += [f"{sent.mark} was never answered" for sent in log if sent.outcome == "unanswered"]
    until = time.monotonic() + _LINKED_WITHIN
    while (waiting := _waiting(address)) and time.monotonic() < until:
        time.sleep(0.5)
    found.wrong += [f"{waiting} documents wait to be linked, and nobody links them"] if waiting else []
    server.kill()
    found.wrong += _look(address, log)


def _fill(address: str) -> dict[str, str]:
    """Keep reports, linked, and people; their tokens."""
    with open_store(address) as store:
        keep(store, *reports(_DOCUMENTS))
        link_all(store)
        tokens = {}
        for name in PEOPLE:
            person = People(store).add(name, by="test")
            People(store).set_role(name, PROJECT, "reviewer", by="test")
            tokens[name], _ = Tokens(store).make(person.number, "test", scopes=["read", "write"], days=1)
    return tokens


def _look(address: str, log: list[Sent]) -> list[str]:
    """What is wrong with the store, by what was asked and answered."""
    with open_store(address) as store:
        wrong = [f"{finding.checked}: {finding.found}" for finding in store.check() if not finding.ok]
        there = _lines(address)
        by_mark = {sent.mark: sent for sent in log}
        wrong += [f"{mark} stands in the store, and nobody asked for it" for mark in there if mark not in by_mark]
        for sent in log:
            numbers = there.get(sent.mark, [])
            if sent.outcome == "answered" and sorted(numbers) != sorted(sent.numbers):
                wrong.append(f"{sent} was answered with {sent.numbers}, and {numbers} are there")
            elif sent.outcome == "refused" and numbers:
                wrong.append(f"{sent} was refused, and {numbers} are there")
            elif sent.outcome == "unanswered" and len(numbers) not in (0, sent.size):
                wrong.append(f"{sent} is there in part: {numbers}")
    return wrong


_MARKED = (
    "SELECT reason, number FROM judgements WHERE reason IS NOT NULL",
    # An assignment is there with all its documents, and each of these with somebody who has it.
    "SELECT a.title, a.number FROM assignments a WHERE (SELECT count(*) FROM assigned_documents d WHERE"
    " d.assignment = a.number) = 2 AND (SELECT count(*) FROM tasks t WHERE t.assignment = a.number) = 4",
    "SELECT 'in part: ' || a.title, a.number FROM assignments a WHERE (SELECT count(*) FROM assigned_documents d WHERE"
    " d.assignment = a.number) <> 2 OR (SELECT count(*) FROM tasks t WHERE t.assignment = a.number) <> 4",
)


def _lines(address: str) -> dict[str, list[int]]:
    """The numbers of the lines and assignments of each mark."""
    found: dict[str, list[int]] = {}
    with open_store(address) as store, reading(store.engine) as connection:
        for sql in _MARKED:
            for mark, number in connection.execute(sa.text(sql)):
                found.setdefault(mark, []).append(number)
    return found


def _waiting(address: str) -> int:
    with open_store(address) as store:
        return len(store.waiting(100).rows)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def report(name: str, found: Found, seconds: float) -> str:
    """The outcome for people."""
    lines = [
        f"{name}: {found.kills} kills in {seconds:.0f} s; of what was never answered {found.there} were there whole and"
        f" {found.absent} not at all, before they were sent again; {len(found.wrong)} findings"
    ]
    lines += [f"  {count:5}  {what}" for what, count in sorted(found.asked.items())]
    lines += [f"  WRONG {line}" for line in found.wrong[:20]]
    return "\n".join(lines)


@contextmanager
def _databases(which: str) -> Iterator[Iterator[tuple[str, NewAddress]]]:
    from tests.contracts import postgres

    def each() -> Iterator[tuple[str, NewAddress]]:
        if which in ("sqlite", "both"):
            with tempfile.TemporaryDirectory() as folder, new_sqlite(Path(folder)) as new:
                yield "sqlite", new
        if which in ("postgresql", "both"):
            with postgres.running() as url, new_postgresql(url) as new:
                yield "postgresql", new

    yield each()


def main() -> int:
    """Kill on the databases asked for, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=math.inf, help="no more kills after so long")
    given = parser.parse_args()
    clean = True
    with _databases(given.store) as databases:
        for name, new in databases:
            began = time.monotonic()
            found = kill_often(new, given.kills, seed=given.seed, seconds=given.seconds)
            print(report(name, found, time.monotonic() - began), flush=True)
            clean = clean and not found.wrong
    return int(not clean)


if __name__ == "__main__":
    sys.exit(main())
