"""Kills ``dateline add`` at random moments and looks at the store after each: ``python -m tests.faults.kills --kills 200``.

Kills fall anywhere in a whole run: making the store, keeping documents, indexing, committing, finding copies, linking.
Half of them come a random while after a random statement, half a random while after the start. After every kill each
document must be there whole or not at all, none may be gone that was seen before, and what is linked must be linked
whole; every few kills, and at the end, all hashes and indexes are checked too. When a run has come to its end by
itself the store must hold what a run that nobody killed made of the same reports, byte for byte; then the next round
begins with another store.
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
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.records import CodedDocument
from dateline.store import create_store, open_store
from dateline.store.engine import reading
from tests.faults.contents import contents, differences
from tests.faults.reports import reports
from tests.faults.steps import STEPS, where

_FULL_CHECK_EVERY = 10
_BARE_EVERY = 4
"""Every so many rounds the run makes the store itself."""
_SHORTLY = 0.003
"""Seconds, on average, from a statement to the kill that it sets off."""

NewAddress = Callable[[bool], str]
"""Gives the address of another store each time: an empty one that is made, or (True) one that is yet to be made."""


@dataclass(slots=True)
class Outcome:
    """What was done, where the kills fell, and everything that was wrong."""

    kills: int = 0
    midway: int = 0
    unkilled: int = 0
    lost: int = 0
    half_written: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, half-written or wrong."""
        return not (self.lost or self.half_written or self.wrong)


class Zygote:
    """Starts commands that can be killed the moment they have begun; ``modules`` are those that they need besides."""

    def __init__(self, folder: Path, *modules: str) -> None:
        self.noted = folder / "step"
        self._modules = modules

    def __enter__(self) -> Zygote:
        command = [sys.executable, "-m", "tests.faults.zygote", str(self.noted), *self._modules]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def start(self, command: tuple[str, ...], at: int | None = None) -> int:
        """Start the command; its process id. ``at`` is the number of the statement that :meth:`wait` may wait for."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"command": command, "at": at}) + "\n")
        self._process.stdin.flush()
        self._early: list[str] = []
        while not (line := self._line()).startswith("pid "):
            self._early.append(line)
        return int(line.split()[1])

    def wait(self) -> int | None:
        """Until the statement that was asked for (None), or how the command ended: its exit status, or minus the signal."""
        line = self._early.pop(0) if self._early else self._line()
        return int(line.split()[1]) if line.startswith("ended ") else None

    def ended(self) -> int:
        """How the command ended, when it has."""
        while (status := self.wait()) is None:
            pass
        return status

    def _line(self) -> str:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("the zygote has ended")
        return line


@dataclass(frozen=True, slots=True)
class Unkilled:
    """What a run that nobody kills makes of the reports: how long it takes, how many statements it sends, what is then kept."""

    seconds: float
    statements: int
    holds: Mapping[str, str]


def kill_often(new_address: NewAddress, kills: int, *, documents: int = 60, seed: int = 1) -> Outcome:
    """Kill ``dateline add`` so many times; what was found."""
    chance, outcome, given = random.Random(seed), Outcome(), reports(documents)
    with tempfile.TemporaryDirectory() as folder, Zygote(Path(folder)) as zygote:
        file = Path(folder, "coded.jsonl")
        file.write_text("".join(record.to_json() + "\n" for record in given), "utf-8")
        unkilled = _unkilled(zygote, new_address(True), file)
        rounds = 0
        while outcome.kills < kills:
            rounds += 1
            killing = Killing(zygote, new_address(rounds % _BARE_EVERY == 0), file, given, unkilled, outcome, chance)
            while outcome.kills < kills and killing.once():
                pass
            killing.to_the_end()
    return outcome


def _unkilled(zygote: Zygote, address: str, file: Path) -> Unkilled:
    began = time.monotonic()
    zygote.start(_command(address, file))
    if (status := zygote.ended()) != 0:
        raise RuntimeError(f"a run that nobody killed ended with {status}")
    seconds = time.monotonic() - began
    with open_store(address) as store:
        return Unkilled(seconds, where(zygote.noted)[1], contents(store))


def _command(address: str, file: Path) -> tuple[str, ...]:
    return "add", "--coded", str(file), "--store", address


@dataclass(slots=True)
class Killing:
    """One store, filled by a command that is killed again and again until it comes to its end."""

    zygote: Zygote
    address: str
    file: Path
    given: list[CodedDocument]
    unkilled: Unkilled
    outcome: Outcome
    chance: random.Random
    seen: set[str] = field(default_factory=set)
    finished: bool = False

    def once(self) -> bool:
        """Start the command and kill it; whether it was killed before its end."""
        by_statement = self.chance.random() < 0.5
        at = self.chance.randint(1, self.unkilled.statements) if by_statement else None
        process = self.zygote.start(_command(self.address, self.file), at)
        status = None
        if by_statement:
            status = self.zygote.wait()
            time.sleep(self.chance.expovariate(1 / _SHORTLY))
        else:
            time.sleep(self.chance.uniform(0, self.unkilled.seconds))
            if self.chance.random() < 0.5:
                self.seen |= _documents(self.address)  # a reader during the write
        if status is None:
            with suppress(ProcessLookupError):  # it had come to its end
                os.kill(process, signal.SIGKILL)
            status = self.zygote.ended()
        if status != -signal.SIGKILL:
            self._compare(status)
            return False
        self.outcome.kills += 1
        self.outcome.steps[where(self.zygote.noted)[0]] += 1
        self._look(fully=self.outcome.kills % _FULL_CHECK_EVERY == 0)
        return True

    def to_the_end(self) -> None:
        """Let the command come to its end, if none has yet, and compare what the store then holds."""
        if not self.finished:
            self.zygote.start(_command(self.address, self.file))
            self._compare(self.zygote.ended())

    def _look(self, *, fully: bool) -> None:
        now = _documents(self.address)
        self.outcome.lost += len(self.seen - now)
        self.seen |= now
        self.outcome.midway += 0 < len(now) < len(self.given)
        if not now:
            return  # the store itself may not be made yet
        with open_store(self.address) as store:
            self.outcome.wrong += [f"{f.checked}: {f.found}" for f in store.check(hashes=fully) if not f.ok]
            with reading(store.engine) as connection:
                self.outcome.half_written += half_written(connection, self.given)

    def _compare(self, status: int) -> None:
        self.finished = True
        self.outcome.unkilled += 1
        if status != 0:
            self.outcome.wrong.append(f"a run that was not killed ended with {status}")
            return
        with open_store(self.address) as store:
            self.outcome.wrong += [f"{f.checked}: {f.found}" for f in store.check() if not f.ok]
            self.outcome.wrong += differences(store, self.unkilled.holds)
            self.outcome.wrong += [
                f"{record.document.id} came back another"
                for record in self.given
                if store.document(record.document.id) != record
            ]


def _documents(address: str) -> set[str]:
    """The documents that are in the store; none where it is not made yet."""
    try:
        with open_store(address) as store, reading(store.engine) as connection:
            return set(connection.execute(sa.text("SELECT id FROM documents")).scalars())
    except StoreError as error:
        if "no store" not in str(error):
            raise
        return set()


def half_written(connection: sa.Connection, given: list[CodedDocument]) -> list[str]:
    """What is there in part: documents without all of their claims and mentions, events and incidents linked by half."""
    counts = "SELECT d.id, (SELECT count(*) FROM {} x WHERE x.document = d.row) FROM documents d"
    claims = dict(connection.execute(sa.text(counts.format("claims"))).all())
    mentions = dict(connection.execute(sa.text(counts.format("mentions"))).all())
    found = []
    for record in given:
        id_ = record.document.id
        whole = (len(record.events) + len(record.tolls), len(record.actors) + len(record.places))
        if id_ in claims and (claims[id_], mentions[id_]) != whole:
            found.append(f"{id_} has {claims[id_]} claims and {mentions[id_]} mentions, not {whole}")
    for what, sql in _HALF_LINKED.items():
        found += [f"{what}: {one}" for one in connection.execute(sa.text(sql)).scalars()]
    return found


_HALF_LINKED = {
    "events of a document that is linked in no incident": "SELECT c.document FROM claims c JOIN codings k ON"
    " k.document = c.document AND k.superseded IS NULL AND k.linked IS NOT NULL WHERE c.kind = 'event' AND NOT EXISTS"
    " (SELECT 1 FROM incident_claims m WHERE m.claim = c.row)",
    "events of a document that waits in an incident": "SELECT c.document FROM claims c JOIN codings k ON"
    " k.document = c.document AND k.superseded IS NULL AND k.linked IS NULL JOIN incident_claims m ON m.claim = c.row",
    "incidents whose record names other reports than it has": "SELECT i.id FROM incidents i WHERE"
    " (length(i.record) - length(replace(i.record, '\"original\":', ''))) / 11 <>"
    " (SELECT count(*) FROM incident_claims m WHERE m.incident = i.id)",
    "linked texts without a signature": "SELECT k.document FROM codings k WHERE k.superseded IS NULL AND k.linked IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM signatures s WHERE s.document = k.document)",
}


@contextmanager
def new_sqlite(folder: Path) -> Iterator[NewAddress]:
    """Addresses of SQLite stores in the folder."""
    made = folder / "made.db"
    create_store(made).close()
    empty, count = made.read_bytes(), iter(range(1, 10**6))

    def new(bare: bool) -> str:
        path = folder / f"{next(count)}.db"
        if not bare:
            path.write_bytes(empty)
        return str(path)

    yield new


@contextmanager
def new_postgresql(url: str) -> Iterator[NewAddress]:
    """Addresses of stores in the server at the URL."""
    from tests.contracts.stores import execute

    execute(url, "CREATE DATABASE killed_bare")
    execute(url, "CREATE EXTENSION postgis", database="killed_bare")
    execute(url, "CREATE DATABASE killed_made TEMPLATE killed_bare")
    create_store(url.format(name="killed_made")).close()
    count = iter(range(1, 10**6))

    def new(bare: bool) -> str:
        name = f"killed{next(count)}"
        execute(url, f"CREATE DATABASE {name} TEMPLATE {'killed_bare' if bare else 'killed_made'}")
        return url.format(name=name)

    yield new


def report(name: str, found: Outcome, seconds: float) -> str:
    """The outcome for people."""
    lines = [
        f"{name}: {found.kills} kills in {seconds:.0f} s, {found.midway} of them with some documents kept and others not;"
        f" {found.unkilled} runs came to their end. {found.lost} documents lost, {len(found.half_written)} half-written,"
        f" {len(found.wrong)} other findings"
    ]
    lines += [f"  {found.steps[step]:4}  {step}" for step in STEPS if found.steps[step]]
    lines += [f"  WRONG {line}" for line in [*found.half_written, *found.wrong][:20]]
    return "\n".join(lines)


def main() -> int:
    """Kill on the databases asked for, and print what was found."""
    from tests.contracts import postgres

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    clean = True

    def kill(name: str, new: NewAddress) -> None:
        nonlocal clean
        began = time.monotonic()
        found = kill_often(new, given.kills, seed=given.seed)
        print(report(name, found, time.monotonic() - began), flush=True)
        clean = clean and found.is_clean

    if given.store in ("sqlite", "both"):
        with tempfile.TemporaryDirectory() as folder, new_sqlite(Path(folder)) as new:
            kill("sqlite", new)
    if given.store in ("postgresql", "both"):
        with postgres.running() as url, new_postgresql(url) as new:
            kill("postgresql", new)
    return int(not clean)


if __name__ == "__main__":
    sys.exit(main())
