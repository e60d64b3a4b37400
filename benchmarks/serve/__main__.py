"""``python -m benchmarks.serve``: every page of the workbench under load, and its first view in the real browser.

Ten users open one page after the other and look at each for a second or so; the server, the database and the users share one
machine. What is measured is what a user waits for: from the request to the last byte of the answer.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from benchmarks.serve.asked import PROJECT, Asked, pages
from benchmarks.serve.fill import BASE, CLAIMS, INCIDENTS, filled
from benchmarks.serve.first_view import View, views
from benchmarks.serve.panning import Moved, moved
from benchmarks.store.__main__ import postgres_address
from dateline.store import open_store

TARGET_MS, FIRST_VIEW_MS = 300.0, 2000.0
USERS, SECONDS, LOOKS = 10, 120, (0.5, 1.5)
_RESULTS = Path(__file__).parent / "results.json"
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Answered:
    """How long answers of one kind of page took: the first of all, then under load the middle, p95 and slowest."""

    page: str
    answers: int
    failed: int
    first_ms: float
    median_ms: float
    p95_ms: float
    worst_ms: float


@contextmanager
def serving(address: str) -> Iterator[str]:
    """``dateline serve`` on the store, as a process of its own; its address without the last slash."""
    command = [sys.executable, "-m", "dateline", "serve", "--store", f"{PROJECT}={address}", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            if "http://" not in said:
                raise SystemExit(f"the workbench did not start: {said}")
            yield "http://" + said.split("http://", 1)[1].split("/", 1)[0]
        finally:
            server.terminate()


def under_load(address: str, asked: Asked, users: int, seconds: int) -> list[Answered]:
    """Every kind of page asked once, then by many at once."""
    first = {name: _first(address + paths[0]) for name, paths in asked.items()}
    given = {"address": address, "asked": dict(asked), "users": users, "seconds": seconds, "looks": LOOKS}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.serve.visits"], input=json.dumps(given), text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    found = json.loads(done.stdout)
    for name, failed in found["failed"].items():
        if failed:
            print(f"{name}: {len(failed)} failed, the first with: {failed[0]}", file=sys.stderr)
    return [_answered(name, found["took"][name], len(found["failed"][name]), first[name]) for name in asked]


def _first(address: str) -> float:
    began = time.perf_counter()
    try:
        with urlopen(address, timeout=_PATIENCE) as answer:
            answer.read()
    except HTTPError as error:
        print(f"{error.code} at {address}", file=sys.stderr)
    return (time.perf_counter() - began) * 1000


def _answered(name: str, took: Sequence[float], failed: int, first: float) -> Answered:
    times = sorted(took) or [0.0]
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    return Answered(
        name, len(took), failed, *(round(ms, 1) for ms in (first, statistics.median(times), p95, times[-1]))
    )


def measure(address: str, given: argparse.Namespace) -> dict[str, Any]:
    """Fill the store at the address, unless it is full, serve it, and measure."""
    filled(address, given.claims, given.incidents, given.base).close()
    with ExitStack() as opened:
        store = opened.enter_context(open_store(address))
        served = opened.enter_context(serving(address))
        asked = {name: paths for name, paths in pages(served, store).items() if re.search(given.only, name)}
        counts = store.stats()
        answered = under_load(served, asked, given.users, given.seconds)
        seen = [] if given.no_browser else views(served, asked)
        panned = [] if given.no_browser or "map" not in asked else moved(served, asked["map"][0])
    return {
        "claims": counts["claims"], "documents": counts["documents"], "incidents": given.incidents,
        "users": given.users, "seconds": given.seconds, "looks_s": LOOKS,
        "pages": [asdict(item) for item in answered], "first_views": [asdict(item) for item in seen],
        "map_moved": [asdict(item) for item in panned],
    }  # fmt: skip


def table(name: str, result: dict[str, Any]) -> str:
    """The result for people, the slowest first."""
    lines = [f"{name}: {result['claims']:,} claims, {result['incidents']:,} incidents, {result['users']} users at once"]
    for row in sorted((Answered(**row) for row in result["pages"]), key=lambda row: -row.p95_ms):
        over = "  OVER" if row.p95_ms > TARGET_MS else ""
        lines.append(
            f"p50 {row.median_ms:7.1f}  p95 {row.p95_ms:7.1f} ms  (first {row.first_ms:.0f}, worst {row.worst_ms:.0f}; "
            f"{row.answers} answers, {row.failed} failed)  {row.page}{over}"
        )
    for view in sorted((View(**row) for row in result["first_views"]), key=lambda view: -view.usable_ms):
        over = "  OVER" if view.usable_ms > FIRST_VIEW_MS else ""
        whole = f", whole {view.whole_ms:5.0f}" if view.whole_ms > view.usable_ms else ""
        lines.append(
            f"first view: drawn {view.drawn_ms:5.0f}, usable {view.usable_ms:5.0f} ms{whole}  {view.page}{over}"
        )
    lines.extend(
        f"map, {way.how}, drawn by software: {way.frames} frames, median {way.median_ms:.0f}, p95 {way.p95_ms:.0f}, "
        f"longest {way.longest_ms:.0f} ms"
        for way in (Moved(**row) for row in result["map_moved"])
    )
    return "\n".join(lines)


def main() -> None:
    """Measure the databases asked for, print tables and write ``results.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--incidents", type=int, default=INCIDENTS)
    parser.add_argument("--base", type=int, default=BASE, help="claims that go the whole way of a report")
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--store", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--at", help="measure the store at this address, filling it first where it is empty")
    parser.add_argument("--only", default="", help="measure only the kinds of pages whose name this pattern finds")
    parser.add_argument("--no-browser", action="store_true", help="leave out the first views and the moving map")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the JSON goes")
    given = parser.parse_args()
    results: dict[str, Any] = {}
    with ExitStack() as opened:
        addresses = {}
        if given.at:
            addresses["postgresql" if "://" in given.at else "sqlite"] = given.at
        elif given.store in ("sqlite", "both"):
            addresses["sqlite"] = f"{opened.enter_context(tempfile.TemporaryDirectory())}/benchmark.db"
        if not given.at and given.store in ("postgresql", "both"):
            addresses["postgresql"] = opened.enter_context(postgres_address())
        for name, address in addresses.items():
            results[name] = measure(address, given)
            print(table(name, results[name]), end="\n\n", flush=True)
    kept = json.loads(given.out.read_text("utf-8")) if given.out.exists() else {}
    kept |= results | {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    given.out.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
