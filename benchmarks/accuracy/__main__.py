"""``python -m benchmarks.accuracy``: code every set, score it, and compare with the committed baseline.

Looks for the corpora in ``../shared`` beside the checkout, or in the folder that ``--shared`` names, and says plainly
when they are missing. Exits 1 when a figure has fallen below the baseline by more than ``--slack``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import dateline
from benchmarks.accuracy import literal_places, mentions, provinces, re3d
from benchmarks.accuracy.neutral import neutral
from benchmarks.accuracy.sets import GOLD_FIGURES, KINDS, BenchmarkSet, Figure, load_sets
from dateline import Coder, Document

ROOT = Path(__file__).resolve().parents[2]
BASELINE = Path(__file__).with_name("baseline.json")
Scores = dict[str, float | None]
OWN: Mapping[str, Callable[[Sequence[Any], Sequence[Any], Path], Scores]] = {
    "geowebnews": literal_places.figures,
    "lgl": literal_places.figures,
    "isaf": provinces.figures,
    "re3d": re3d.figures,
}
"""Figures of our own beside the neutral scorer's, by set: of gold lines, coded documents and the scorer's folder."""
NO_TASK = "own"
"""The task of a set that the neutral scorer has none for."""
MENTION_FIGURES = tuple(Figure(name) for name in mentions.FIGURES)


def main(arguments: list[str]) -> int:
    """Run the benchmark. Returns the exit status."""
    options = _options(arguments)
    console = Console(width=120)
    scorer = options.shared / "bench" / "score.py"
    if not scorer.exists():
        console.print(f"The corpora and their scorer are not here ({options.shared}): nothing was measured.")
        return 0
    coder = dateline.load()
    baseline = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    part = "sample" if options.sample else "full"
    measured: dict[str, Scores] = {}
    table = _table(part)
    for name, scores, figures in _measure(coder, options, scorer):
        measured[name] = {f.name: scores.get(f.name) for f in figures}
        _rows(table, name, measured[name], figures, baseline.get(part, {}).get(name, {}))
    console.print(table)
    fallen = list(_fallen(measured, baseline.get(part, {}), options.slack))
    for line in fallen:
        console.print(f"[red]fallen[/]: {line}")
    if options.write:
        baseline[part] = {**baseline.get(part, {}), **measured}
        BASELINE.write_text(json.dumps(baseline, indent=1, sort_keys=True) + "\n", "utf-8")
    return 1 if fallen and not options.write else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="the sets to run: names of sets, 'gold' or 'samples' (default: all)")
    parser.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="the folder that holds bench/ and gold/"
    )
    parser.add_argument("--sample", action="store_true", help="only as much of each set as CI has time for")
    parser.add_argument("--slack", type=float, default=0.005, help="how far a figure may fall before it counts")
    parser.add_argument("--write", action="store_true", help="write the figures into the baseline, on purpose")
    return parser.parse_args(arguments)


def _measure(
    coder: Coder, options: argparse.Namespace, scorer: Path
) -> Iterator[tuple[str, Scores, tuple[Figure, ...]]]:
    wanted = set(options.names)
    for folder, label in ((options.shared / "gold", "gold"), (ROOT / "samples", "samples")):
        if wanted and label not in wanted and not any(n.startswith(f"{label}/") for n in wanted):
            continue
        each: list[Scores] = []
        known: list[dict[str, tuple[int, int]]] = []
        for path in sorted(folder.glob("*.gold.json")):
            scores, counted = _score_article(coder, path, scorer)
            each.append(scores)
            known.append(counted)
            yield f"{label}/{path.name.removesuffix('.gold.json')}", scores, GOLD_FIGURES
        yield f"{label}, together", pooled(each), GOLD_FIGURES
        yield f"{label} mentions", mentions.together(known), MENTION_FIGURES
    for item in load_sets():
        path = options.shared / "bench" / "data" / f"{item.name}.jsonl.gz"
        if (wanted and item.name not in wanted) or not path.exists() or (options.sample and not item.sample):
            continue
        yield item.name, _score_set(coder, item, path, scorer, sample=options.sample), item.figures


def _score_article(coder: Coder, gold: Path, scorer: Path) -> tuple[Scores, dict[str, tuple[int, int]]]:
    """The neutral scorer's figures, and the counts of our own of its mentions."""
    marked = json.loads(gold.read_text("utf-8"))
    facts = marked["document"]
    text = (gold.parent / facts["file"]).read_bytes().decode("utf-8")
    document = Document.from_text(text, published=facts["published"], extra={"id": facts["file"]})
    coded = coder.code(document).to_json()
    scores = _run_scorer(scorer, "gold", gold, [coded])
    core = {f"{kind}_core": float(sum(f.get("core", True) for f in marked[kind])) for kind in KINDS}
    counted = mentions.counts(marked, json.loads(coded), scores, neutral("measures", scorer.parent))
    return scores | core, counted


def pooled(each: list[Scores]) -> Scores:
    """The figures of several articles together: each claim and fact counts once, as if they were one text."""
    out: Scores = {}
    for kind in KINDS:
        for part, of in (("recall_core", "core"), ("recall", "facts"), ("precision", "claims")):
            pairs = [(s[f"{kind}_{part}"], s[f"{kind}_{of}"]) for s in each if s.get(f"{kind}_{part}") is not None]
            out[f"{kind}_{part}"] = _mean(pairs)
    out["slots"] = _mean([(s["slots"], s["slots_n"]) for s in each if s.get("slots") is not None])
    return out


def _mean(pairs: Iterable[tuple[float | None, float | None]]) -> float | None:
    kept = [(value, weight) for value, weight in pairs if value is not None and weight]
    total = sum(weight for _, weight in kept)
    return round(sum(value * weight for value, weight in kept) / total, 4) if total else None


def _score_set(coder: Coder, item: BenchmarkSet, path: Path, scorer: Path, *, sample: bool) -> Scores:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if sample:
        rows = rows[:: max(1, len(rows) // item.sample)][: item.sample]
    documents = (
        Document.from_text(
            row["text"],
            title=row["title"],
            published=(row["published"] or "")[:10] or None,
            source=row["source"],
            extra={"id": row["id"]},
        )
        for row in rows
    )
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        own = OWN.get(item.name)
        if own is None:
            return _run_scorer(scorer, item.task, gold, (coded.to_json() for coded in coder.pipe(documents)))
        coded = [document.to_json() for document in coder.pipe(documents)]
        if item.task == NO_TASK:
            return _sound(item.name, own(rows, [json.loads(c) for c in coded], scorer.parent))
        return _run_scorer(scorer, item.task, gold, coded) | own(rows, [json.loads(c) for c in coded], scorer.parent)


def _run_scorer(scorer: Path, task: str, gold: Path, coded: Iterable[str]) -> Scores:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in coded)
        out.flush()
        run = subprocess.run(
            [sys.executable, str(scorer), task, str(gold), out.name], capture_output=True, text=True, check=True
        )
    return _sound(gold.name, json.loads(run.stdout.splitlines()[-1]))


def _sound(name: str, scores: Scores) -> Scores:
    """The scores of a set whose records hold together and match its texts; ends the run where they do not."""
    for fault in ("spans_wrong", "references_dangling", "text_differs", "not_coded"):
        if scores.get(fault):
            raise SystemExit(f"{name}: {fault} is {scores[fault]}, and must be 0")
    return scores


def _table(part: str) -> Table:
    table = Table(title=f"Accuracy ({part})", box=None, padding=(0, 2, 0, 0))
    for name in ("set", "figure"):
        table.add_column(name)
    for name in ("measured", "floor", "best known", "baseline"):
        table.add_column(name, justify="right")
    return table


def _rows(table: Table, name: str, scores: Scores, figures: tuple[Figure, ...], baseline: Mapping[str, Any]) -> None:
    for number, figure in enumerate(figures):
        value = scores[figure.name]
        below = value is not None and figure.floor is not None and value < figure.floor
        shown = _shown(value)
        table.add_row(
            "" if number else name,
            figure.name,
            f"[red]{shown} below[/]" if below else shown,
            _shown(figure.floor),
            _shown(figure.best),
            _shown(baseline.get(figure.name)),
        )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _fallen(measured: Mapping[str, Scores], baseline: Mapping[str, Scores], slack: float) -> Iterator[str]:
    for name, scores in measured.items():
        for figure, before in baseline.get(name, {}).items():
            now = scores.get(figure)
            if before is not None and (now is None or now < before - slack):
                yield f"{name} {figure}: {_shown(now)}, and was {_shown(before)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
