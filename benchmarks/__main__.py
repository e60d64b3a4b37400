"""``python -m benchmarks``: speed, memory, scaling, store, linking and the workbench in one table, each against a baseline.

Words a second depend on the machine; ratios to a baseline that is measured in the same run do not, so that only ratios
are compared with the committed ``benchmarks/baseline.json``. ``--update`` moves it, on purpose. A part that fails is
listed with its reason, the others go on, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

BASELINE = Path(__file__).with_name("baseline.json")
PETRARCH2 = 900_000
"""Pre-parsed sentences an hour, as PETRARCH2's authors published it; it was not measured here."""
WORDS_A_SENTENCE = 22
TOLERANCE = 0.15
"""A ratio may be worse than the committed one by this share."""
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``better`` tells whether a higher or a lower ratio is better; without a ratio it is shown only."""

    part: str
    what: str
    value: str
    baseline: str = ""
    ratio: float | None = None
    better: str = "lower"


@dataclass(frozen=True, slots=True)
class Part:
    """A benchmark: its arguments for a quick and for a full run, and the rows that its figures give."""

    name: str
    module: str
    quick: tuple[str, ...]
    full: tuple[str, ...]
    rows: Callable[[Figures], list[Row]]
    writes: bool = False
    """Whether it writes its figures to the file after ``--out``; else they are the last that it prints."""


def _speed(f: Figures) -> list[Row]:
    parse = f"{f['parse_words_per_second']:,} words/s: a bare spaCy parse"
    petrarch = PETRARCH2 * WORDS_A_SENTENCE / 3600
    coding = f["coding_words_per_second"]
    return [
        Row("speed", "coding with rules", f"{coding:,} words/s", parse, f["ratio_to_parse"]),
        Row("speed", "mentions alone, over the parse", "", parse, f["mentions_to_parse"]),
        Row(
            "speed", "coding, against code that needs a parse made before",
            f"{coding:,} words/s", f"{petrarch:,.0f} words/s: PETRARCH2, published, parse left out", None, "higher",
        ),
        Row("speed", "the gate alone", f"{f['gate_words_per_second']:,} words/s"),
        Row("memory", "coding in one process", f"{f['peak_memory_mb']:,} MB"),
    ]  # fmt: skip


def _start(f: Figures) -> list[Row]:
    bare = f"{f['bare_cpu_seconds']} s: a bare spaCy process"
    row = Row("start", "one article, in a new process", f"{f['code_cpu_seconds']} s", bare, f["ratio_to_bare"])
    return [
        row,
        *(
            Row("start", f"dateline {name}", f"{f[f'{name}_cpu_seconds']} s", "0.3 s: the target")
            for name in ("version", "help")
        ),
        Row("start", "import dateline", f"{f['import_cpu_seconds']} s", "0.2 s: the target"),
    ]


def _memory(f: Figures) -> list[Row]:
    early = f"{f['early_mb']:,} MB: after {f['early_documents']:,}"
    what = f"the largest process, {f['documents']:,} documents"
    return [
        Row("memory", what, f"{f['later_mb']:,} MB", early, f["growth"]),
        Row("memory", "Parquet of a cheap document", f"{f['bytes_a_document']:,} bytes"),
    ]


def _spark(f: Figures) -> list[Row]:
    what = f"{f['documents']:,} documents, {f['kills']} kills"
    return [Row("spark", what, f"{f['spark_seconds']} s", f"{f['pool_seconds']} s: our own pool", f["overhead"])]


def _scaling(f: Figures) -> list[Row]:
    def words(name: str) -> str:
        return f"{f[name + '_words_per_second']:,} words/s"

    pool = f"{words('spacy_2')}: spaCy's own pool of 2"
    return [
        Row("scaling", "conflict news, 2 processes", words("conflict_2"), words("conflict_1"), f["scaling"], "higher"),
        Row("scaling", "conflict news, 2 processes", words("conflict_2"), pool, f["to_spacy"], "higher"),
        Row("scaling", "mixed news, 2 processes", words("mixed_2"), "6,000 words/s: the target"),
        Row("memory", "the largest process of a batch", f"{f['largest_process_mb']:,} MB", "1,200 MB: the target"),
    ]


def _linking(f: Figures) -> list[Row]:
    return [
        Row("linking", f"{f['events']:,} events from nothing", f"{f['seconds']} s, {f['peak_gb']} GB"),
        Row("linking", "one new report", f"{f['one_new_seconds']} s"),
        Row("linking", "B-cubed F1 of made events", str(f["b3_f1"])),
    ]


def _databases(f: Figures) -> list[tuple[str, Figures]]:
    return [(name, found) for name, found in f.items() if isinstance(found, dict)]


def _store(f: Figures) -> list[Row]:
    rows = []
    for name, found in _databases(f):
        times = sorted(q["median_ms"] for q in found["questions"])
        rows.append(
            Row("store", f"{name}: {len(times)} questions of {found['claims']:,} claims", f"slowest {times[-1]} ms")
        )
    return rows


def _serve(f: Figures) -> list[Row]:
    rows = []
    for name, found in _databases(f):
        worst = max(found["pages"], key=lambda page: page["p95_ms"])
        rows.append(
            Row("serve", f"{name}: the slowest page ({worst['page']})", f"95th percentile {worst['p95_ms']} ms")
        )
    return rows


# fmt: off
PARTS = (
    Part("speed", "speed", ("--rounds", "3"), ("--rounds", "5"), _speed),
    Part("start", "speed.start", ("--rounds", "5"), ("--rounds", "20"), _start),
    Part("scaling", "scaling", ("--reports", "400"), ("--reports", "2000", "--shard-size", "200"), _scaling),
    Part(
        "memory", "scaling.memory",
        ("--documents", "20000", "--early", "4000"), ("--documents", "200000", "--early", "20000"), _memory,
    ),
    Part(
        "spark", "scaling.spark",
        ("--documents", "4000", "--shard-size", "100", "--kills", "2"), ("--documents", "20000", "--kills", "3"), _spark,
    ),
    Part("linking", "linking", ("scale", "--events", "20000"), ("scale", "--events", "100000"), _linking),
    Part(
        "store", "store",
        ("--claims", "50000", "--base", "5000", "--store", "sqlite"), ("--claims", "1000000"), _store, writes=True,
    ),
    Part(
        "serve", "serve",
        ("--claims", "20000", "--base", "2000", "--incidents", "2000", "--store", "sqlite", "--seconds", "20", "--no-browser"),
        (), _serve, writes=True,
    ),
)
# fmt: on


def main(arguments: Sequence[str]) -> int:
    """Run the parts, print the table. Returns 1 when a part failed or a ratio is worse than the committed one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*(p.name for p in PARTS), []], help="which parts (default: all)")
    parser.add_argument("--full", action="store_true", help="at the sizes that the documents give; hours")
    parser.add_argument("--out", type=Path, help="where the JSON goes")
    parser.add_argument("--update", action="store_true", help="make these ratios the committed ones")
    options = parser.parse_args(arguments)
    found: dict[str, Figures | str] = {}
    rows: list[Row] = []
    for part in PARTS:
        if options.parts and part.name not in options.parts:
            continue
        print(f"{part.name} …", file=sys.stderr, flush=True)
        figures = measured(part, full=options.full)
        found[part.name] = figures
        rows += part.rows(figures) if isinstance(figures, dict) else [Row(part.name, "failed", figures)]
    committed = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    worse = [row for row in rows if is_worse(row, committed)]
    Console(width=150).print(table_of(rows, committed))
    if not committed:
        print(f"there is no {BASELINE.name} to compare with; --update makes these ratios the committed ones")
    if options.out:
        kept = {"load": os.getloadavg(), "rows": [asdict(r) for r in rows], "figures": found}
        options.out.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if options.update:
        ratios = committed | {key_of(r): r.ratio for r in rows if r.ratio is not None}
        BASELINE.write_text(json.dumps(ratios, indent=1, sort_keys=True) + "\n", "utf-8")
    failed = any(isinstance(figures, str) for figures in found.values())
    return int(failed or (bool(worse) and not options.update))


def measured(part: Part, *, full: bool) -> Figures | str:
    """The figures of a part, which ran as a command of its own; or why there are none."""
    command = [sys.executable, "-m", f"benchmarks.{part.module}", *(part.full if full else part.quick)]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        ran = subprocess.run([*command, *(("--out", str(out)) if part.writes else ())], capture_output=True, text=True)
        printed = out.read_text("utf-8") if out.exists() else (ran.stdout.strip().splitlines() or [""])[-1]
    try:
        found = json.loads(printed)
    except ValueError:
        said = (ran.stderr.strip() or ran.stdout.strip()).splitlines()
        return f"status {ran.returncode}: {said[-1][:200] if said else 'it said nothing'}"
    return found if isinstance(found, dict) else f"its figures are no table: {str(found)[:200]}"


def key_of(row: Row) -> str:
    """What a row's ratio is kept by."""
    return f"{row.part}: {row.what}, to {row.baseline.partition(': ')[2] or 'one process'}"


def is_worse(row: Row, committed: dict[str, float]) -> bool:
    """Whether a row's ratio is worse than the committed one by more than the tolerance."""
    kept = committed.get(key_of(row))
    if row.ratio is None or kept is None:
        return False
    return row.ratio > kept * (1 + TOLERANCE) if row.better == "lower" else row.ratio < kept * (1 - TOLERANCE)


def table_of(rows: Sequence[Row], committed: dict[str, float]) -> Table:
    """The rows as a table."""
    table = Table(title=f"Dateline's benchmarks (load {os.getloadavg()[0]:.1f})", title_justify="left")
    for heading in ("part", "what", "figure", "against", "ratio", "committed", ""):
        table.add_column(heading, justify="right" if heading in ("ratio", "committed") else "left")
    for row in rows:
        kept = committed.get(key_of(row))
        table.add_row(
            row.part, row.what, row.value, row.baseline, "" if row.ratio is None else f"{row.ratio:.2f}",
            "" if kept is None else f"{kept:.2f}", "worse" if is_worse(row, committed) else "",
        )  # fmt: skip
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
