"""Kills ``dateline add`` at random moments and looks at the store after each: ``python -m tests.faults.kills --kills 200``.

After every kill the store must be whole by its own check, hold every document that was seen in it before, and hold
each document with all its claims or not at all. When a run has come to its end by itself every document must be there
as it was given; then the next round begins with an empty store.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dateline.records import CodedDocument
from dateline.store import create_store, open_store
from tests.contracts.made import At, Did, Who, coded

_STRETCH = 1.1
"""Kills fall anywhere in the time that a whole run takes, and a little after."""
_FULL_CHECK_EVERY = 10


@dataclass(slots=True)
class Outcome:
    """How often a process was killed, how often with some but not all documents kept, and everything that was wrong."""

    kills: int = 0
    midway: int = 0
    unkilled: int = 0
    rounds: int = 0
    documents_lost: int = 0
    wrong: list[str] = field(default_factory=list)


def reports(count: int) -> list[CodedDocument]:
    """Small reports, each with events and tolls."""
    made = []
    for number in range(count):
        words = [f"Shell {n} hit house {number} and killed {n + 2} people" for n in range(3)]
        at = At(f"Town {number % 50}", number % 60, number % 90, "TCD", "Coast")
        events = [Did(w, at=at, by=Who(f"Group {number % 9}"), tolls=(("killed", n + 2),)) for n, w in enumerate(words)]
        made.append(coded(". ".join(words) + ".", *events, source=f"Wire {number % 5}"))
    return made


class Zygote:
    """Starts commands that can be killed the moment they have begun."""

    def __enter__(self) -> Zygote:
        command = [sys.executable, "-m", "tests.faults.zygote"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def start(self, *words: str) -> int:
        """Start the command; its process id."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def ended(self) -> int:
        """How the command ended, when it has: its exit status, or minus the signal."""
        assert self._process.stdout
        return int(self._process.stdout.readline())


def kill_often(new_address: Callable[[], str], kills: int, *, documents: int = 300, seed: int = 1) -> Outcome:
    """Kill ``dateline add`` so many times; what was found."""
    chance, outcome, given = random.Random(seed), Outcome(), reports(documents)
    with tempfile.TemporaryDirectory() as folder, Zygote() as zygote:
        file = Path(folder, "coded.jsonl")
        file.write_text("".join(record.to_json() + "\n" for record in given), "utf-8")
        longest = _time(zygote, new_address(), file) * _STRETCH
        while outcome.kills < kills:
            address = new_address()
            create_store(address).close()
            outcome.rounds += 1
            moments = iter(lambda: chance.uniform(0, longest) if outcome.kills < kills else None, None)
            _round(zygote, address, file, given, moments, outcome)
    return outcome


def _time(zygote: Zygote, address: str, file: Path) -> float:
    """How long a whole run takes, in seconds."""
    began = time.monotonic()
    zygote.start(*_command(address, file))
    zygote.ended()
    return time.monotonic() - began


def _command(address: str, file: Path) -> tuple[str, ...]:
    return "add", "--coded", str(file), "--store", address, "--no-link"


def _round(
    zygote: Zygote, address: str, file: Path, given: list[CodedDocument], moments: Iterator[float], outcome: Outcome
) -> None:
    """Fill one store, killed again and again, until a run comes to its end."""
    seen: set[str] = set()
    while True:
        process = zygote.start(*_command(address, file))
        moment = next(moments, None)
        if moment is not None:
            time.sleep(moment)
            seen |= _documents(address)  # a reader during the write
            with suppress(ProcessLookupError):  # it had come to its end
                os.kill(process, signal.SIGKILL)
        status = zygote.ended()
        if status != -signal.SIGKILL:
            outcome.unkilled += 1
            _compare(address, given, status, outcome)
            return
        outcome.kills += 1
        _look(address, seen, outcome, fully=outcome.kills % _FULL_CHECK_EVERY == 0)
        outcome.midway += 0 < len(seen) < len(given)


def _documents(address: str) -> set[str]:
    with open_store(address) as store:
        return {document.id for document in store.documents()}


def _look(address: str, seen: set[str], outcome: Outcome, *, fully: bool) -> None:
    with open_store(address) as store:
        now = {document.id for document in store.documents()}
        outcome.documents_lost += len(seen - now)
        seen |= now
        outcome.wrong += [f"{f.checked}: {f.found}" for f in store.check(hashes=fully) if not f.ok]


def _compare(address: str, given: list[CodedDocument], status: int, outcome: Outcome) -> None:
    if status != 0:
        outcome.wrong.append(f"a run that was not killed ended with {status}")
    with open_store(address) as store:
        outcome.wrong += [f"{f.checked}: {f.found}" for f in store.check() if not f.ok]
        there = {document.id for document in store.documents()}
        outcome.documents_lost += sum(record.document.id not in there for record in given)
        outcome.wrong += [
            f"{record.document.id} came back another"
            for record in given
            if record.document.id in there and store.document(record.document.id) != record
        ]


def main() -> int:
    """Kill on the databases asked for, and print what was found."""
    from itertools import count

    from tests.contracts import postgres
    from tests.contracts.stores import execute

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    numbers, outcomes = count(1), {}
    if given.store in ("sqlite", "both"):
        with tempfile.TemporaryDirectory() as folder:
            outcomes["sqlite"] = kill_often(lambda: f"{folder}/{next(numbers)}.db", given.kills, seed=given.seed)
    if given.store in ("postgresql", "both"):
        with postgres.running() as url:

            def new() -> str:
                name = f"killed{next(numbers)}"
                execute(url, f"CREATE DATABASE {name}")
                return url.format(name=name)

            outcomes["postgresql"] = kill_often(new, given.kills, seed=given.seed)
    for name, found in outcomes.items():
        print(
            f"{name}: {found.kills} kills in {found.rounds} stores, {found.midway} of them midway, {found.documents_lost} documents lost,"
            f" {len(found.wrong)} findings{''.join(chr(10) + '  ' + line for line in found.wrong[:20])}"
        )
    return int(any(found.wrong or found.documents_lost for found in outcomes.values()))


if __name__ == "__main__":
    sys.exit(main())
