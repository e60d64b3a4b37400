"""``python -m benchmarks.store``: fills a store with made-up claims and times what is asked of it."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.store.load import fill, multiply
from dateline.store import Store, create_store

TARGET_MS = 100.0
_ROUNDS = 12
_PAGE = 50
_RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Timed:
    """One question: the first answer (nothing is in this process's caches), then of more the middle, p95 and slowest."""

    question: str
    answers: int
    first_ms: float
    median_ms: float
    p95_ms: float
    worst_ms: float


def questions(store: Store) -> Iterator[tuple[str, Callable[[str | None], Any]]]:
    """Every kind of condition by itself, rare and common, and several together: each asks for a page of 50."""
    place = next(iter(store.events())).place
    lat_lon = next((e.lat, e.lon) for e in store.events() if e.lat is not None)
    asked: dict[str, dict[str, Any]] = {
        "nothing: the newest": {},
        "the oldest": {"order": "oldest"},
        "a common word": {"text": "market"},
        "a rare word": {"text": store_word(store)},
        "a common and a rare word": {"text": f"bombed {store_word(store)}"},
        "a phrase": {"text": '"artillery of"'},
        "a word that is nowhere": {"text": "quizzical"},
        "two words that never meet": {"text": "artillery jets"},
        "a place by name": {"place": place},
        "a first-level area": {"admin1": "Province 03"},
        "a country": {"country": "IND"},
        "a small country": {"country": "LUX"},
        "25 km around a point": {"near": lat_lon},
        "500 km around a point": {"near": lat_lon, "within_km": 500},
        "a box of a continent": {"box": (-35, -20, 37, 52)},
        "an empty box": {"box": (-70, -150, -60, -140)},
        "a day": {"since": date(2019, 5, 5), "until": date(2019, 5, 5)},
        "a year": {"since": date(2019, 1, 1), "until": date(2019, 12, 31)},
        "since the first day": {"since": date(2015, 1, 1)},
        "before everything": {"until": date(2014, 1, 1)},
        "as of a day": {"as_of": date(2018, 6, 1)},
        "a type": {"type": "PROTEST"},
        "an ACLED type": {"type": "Air/drone strike"},
        "a mode": {"mode": "abduct"},
        "a rare status": {"status": "ongoing"},
        "an actor with its parts": {"actor": store_actor(store)},
        "an actor as the one who did it": {"actor": store_actor(store), "role": "by"},
        "a harm": {"harm": "killed"},
        "a harm of 500 or more": {"harm": "killed", "at_least": 500},
        "a source": {"source": "Wire 3"},
        "a rare source": {"source": "Wire 59"},
        "a grade that nothing has": {"grade": "confirmed"},
        "confidence": {"min_confidence": 0.99},
        "country, type and year": {"country": "IND", "type": "PROTEST", "since": date(2019, 1, 1), "until": date(2019, 12, 31)},
        "word, box and harm": {"text": "hospital", "box": (0, 60, 40, 100), "harm": "killed"},
        "word, circle and as of": {"text": "bombed", "near": lat_lon, "within_km": 300, "as_of": date(2020, 1, 1)},
        "actor, status and country": {"actor": store_actor(store), "status": "planned", "country": "CHN"},
    }  # fmt: skip
    for name, conditions in asked.items():
        yield f"events: {name}", _asking(store, conditions)
    deep = store.events(country="IND").page(5000).after
    yield "events: a page after 5,000 others", lambda _: store.events(country="IND").page(_PAGE, deep)
    yield "tolls: a harm of 100 or more", lambda after: store.tolls(harm="killed", at_least=100).page(_PAGE, after)
    yield "documents: a word", lambda after: store.documents("hospital").page(_PAGE, after)
    yield "documents: a rare word", lambda after: store.documents(store_word(store)).page(_PAGE, after)
    year: dict[str, Any] = {"country": "IND", "since": date(2019, 1, 1), "until": date(2019, 12, 31)}
    yield "documents: a country and a year", lambda after: store.documents(**year).page(_PAGE, after)
    yield "documents: a box", lambda after: store.documents(box=(0, 60, 40, 100)).page(_PAGE, after)


def _asking(store: Store, conditions: dict[str, Any]) -> Callable[[str | None], Any]:
    return lambda after: store.events(**conditions).page(_PAGE, after)


def store_word(store: Store) -> str:
    """The last word of the newest claim: one of the filler words, most of which are rare."""
    return next(iter(store.events())).evidence.split()[-1]


def store_actor(store: Store) -> str:
    """The name of an actor of the newest event."""
    newest = next(iter(store.events()))
    return newest.evidence.split(" of ", 1)[1].rsplit(f" {verb_of(newest.evidence)} ", 1)[0]


def verb_of(evidence: str) -> str:
    """The verb of a made-up sentence."""
    verbs = ("bombed", "attacked", "shelled", "demonstrated", "arrested", "abducted", "deployed", "halted fire")
    return next(verb for verb in verbs if f" {verb} " in evidence)


def timed(store: Store) -> list[Timed]:
    """Every question asked several times."""
    list(
        store.events(country="IND", place="Delhi").page(1).items
    )  # loads the lists of names, which are not the store's
    found = []
    for name, ask in questions(store):
        times = []
        answers = 0
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            answers = len(ask(None).items)
            times.append((time.perf_counter() - began) * 1000)
        rest = times[1:]
        p95 = statistics.quantiles(rest, n=20, method="inclusive")[-1]
        found.append(
            Timed(name, answers, *(round(ms, 1) for ms in (times[0], statistics.median(rest), p95, max(rest))))
        )
    return found


@contextmanager
def postgres_address() -> Iterator[str]:
    """The address of an empty database in a server of our own."""
    from tests.contracts import postgres
    from tests.contracts.stores import execute

    with postgres.running() as url:
        execute(url, "CREATE DATABASE benchmark")
        yield url.format(name="benchmark")


def measure(address: str, claims: int, base: int) -> dict[str, Any]:
    """Fill the store at the address, unless it is full, and time it."""
    with create_store(address) as store:
        rate = None
        if not store.stats()["claims"]:
            rate = round(fill(store, base))
        multiply(store, claims)
        counts = store.stats()
        found = timed(store)
    return {
        "claims": counts["claims"], "documents": counts["documents"], "bytes": counts["bytes"],
        "claims_kept_a_second": rate, "page": _PAGE, "questions": [asdict(item) for item in found],
    }  # fmt: skip


def table(name: str, result: dict[str, Any]) -> str:
    """The result for people, the slowest first."""
    lines = [
        f"{name}: {result['claims']:,} claims of {result['documents']:,} documents, {result['bytes'] / 1e9:.1f} GB"
    ]
    rows = sorted(result["questions"], key=lambda row: -row["median_ms"])
    lines += [
        f"{row['median_ms']:9.1f} ms  (first {row['first_ms']:.1f}, p95 {row['p95_ms']:.1f})  {row['answers']:3} "
        f" {row['question']}{'  OVER' if row['median_ms'] > TARGET_MS else ''}"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure the databases asked for, print tables and write ``results.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--base", type=int, default=31_250, help="how many go the whole path of a report")
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--at", help="measure the store at this address, filling it first where it is too small")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the JSON goes")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    if given.at:
        results["postgresql" if "://" in given.at else "sqlite"] = measure(given.at, given.claims, given.base)
    else:
        if given.store in ("sqlite", "both"):
            with tempfile.TemporaryDirectory() as folder:
                results["sqlite"] = measure(f"{folder}/benchmark.db", given.claims, given.base)
        if given.store in ("postgresql", "both"):
            with postgres_address() as address:
                results["postgresql"] = measure(address, given.claims, given.base)
    for name, result in results.items():
        print(table(name, result), end="\n\n")
    kept = json.loads(given.out.read_text("utf-8")) if given.out.exists() else {}
    kept |= results | {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    given.out.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
