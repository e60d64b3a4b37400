"""``python -m benchmarks.linking``: how well and how fast reports are linked.

Prints a line of JSON a part: ``reports`` (3,000 generated reports of 800 incidents through the coder), ``pairs`` (a
hundred pairs by hand, and thirty whose misses are not read), ``scale`` (facts without a coder), ``growth`` (the pairs
that blocking leaves, up to ten million events) and ``copies``.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dateline
from benchmarks.linking.coded import coded_reports, labelled
from benchmarks.linking.direct import facts_at_scale
from benchmarks.linking.edits import corpus
from benchmarks.linking.growth import draw, growth
from benchmarks.linking.measure import b_cubed, clusters_found, pairwise
from benchmarks.linking.pairs import outcomes
from benchmarks.linking.world import incidents_of
from benchmarks.linking.writing import reports_of
from dateline.link.blocks import keys_of
from dateline.link.copies import find_copies
from dateline.link.linker import Linker
from dateline.link.rows import row_of


def main() -> None:
    """Run the parts that are named, all when none is."""
    parts: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
        "reports": _reports, "pairs": _pairs, "scale": _scale, "growth": _growth, "copies": _copies
    }  # fmt: skip
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=__doc__.split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="which parts (default: all)")
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--cache", type=Path, default=Path("build/linking"), help="where coded reports are kept")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10**4, 10**5, 10**6, 10**7], help="events, for growth")
    parser.add_argument("--plot", type=Path, help="where the picture of the growth goes (PNG)")
    options = parser.parse_args()
    for name in options.parts or parts:
        print(json.dumps({"part": name, **parts[name](options)}), flush=True)


def _reports(options: argparse.Namespace) -> dict[str, Any]:
    count = 800 if options.split == "test" else 300
    incidents = incidents_of(options.split, count)
    reports = reports_of(options.split, incidents, round(count * 3.75))
    told = labelled(reports, [i.kind for i in incidents], coded_reports(reports, options.cache))
    found, truth = clusters_found(told, Linker.load().link(told.facts))
    cubed, pairs = b_cubed(found, truth), pairwise(found, truth)
    return {
        "reports": len(reports),
        "incidents": count,
        "missed by the coder": len(told.missed),
        "b3_precision": round(cubed.precision, 4),
        "b3_recall": round(cubed.recall, 4),
        "b3_f1": round(cubed.f1, 4),
        "pair_precision": round(pairs.precision, 4),
        "pair_recall": round(pairs.recall, 4),
    }


def _pairs(_: argparse.Namespace) -> dict[str, Any]:
    coder, linker = dateline.load(), Linker.load()
    found = list(outcomes(coder, linker, "pairs.yaml"))
    unseen = list(outcomes(coder, linker, "pairs_unseen.yaml"))
    return {
        "right": sum(o.right for o in found),
        "of": len(found),
        "unseen_right": sum(o.right for o in unseen),
        "unseen_of": len(unseen),
        "wrong": [o.why for o in found if not o.right],
    }


def _scale(options: argparse.Namespace) -> dict[str, Any]:
    linker = Linker.load()
    made = list(facts_at_scale(options.events))
    facts = [f for f, _ in made]
    started = time.perf_counter()
    linked = linker.link(facts)
    whole = time.perf_counter() - started
    cluster = {ref: g.id for g in linked.groups for ref in g.members}
    found = [cluster[f.document, f.event] for f in facts]
    truth = [incident for _, incident in made]
    cubed, pairs = b_cubed(found, truth), pairwise(found, truth)
    return {
        "events": len(facts),
        "seconds": round(whole, 1),
        "largest_cluster": max(len(g.members) for g in linked.groups),
        "b3_f1": round(cubed.f1, 4),
        "pair_precision": round(pairs.precision, 4),
        "one_new_seconds": round(_one_new(linker, facts, cluster), 3),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    }


def _growth(options: argparse.Namespace) -> dict[str, Any]:
    found = growth(options.sizes)
    if options.plot:
        draw(found, options.plot)
    return {"sizes": found}


def _one_new(linker: Linker, facts: list[Any], cluster: dict[Any, str]) -> float:
    """Seconds to link one new report against all the others, whose keys are indexed as a store has them."""
    index: dict[int, list[int]] = {}
    for n, f in enumerate(facts):
        for key in keys_of(row_of(f, linker.parents)):
            index.setdefault(key, []).append(n)
    members: dict[str, list[int]] = {}
    for n, f in enumerate(facts):
        members.setdefault(cluster[f.document, f.event], []).append(n)
    new = facts[len(facts) // 2]._replace(document="new")
    started = time.perf_counter()
    near = {n for key in keys_of(row_of(new, linker.parents)) for n in index.get(key, ())}
    near |= {m for n in near for m in members[cluster[facts[n].document, facts[n].event]]}
    linker.link_new([new], [facts[n] for n in sorted(near)], cluster, events=len(facts))
    return time.perf_counter() - started


def _copies(options: argparse.Namespace) -> dict[str, Any]:
    articles, truth = corpus(options.documents)
    started = time.perf_counter()
    found = find_copies(articles)
    seconds = time.perf_counter() - started
    ours = {frozenset((c.document, c.original)) for c in found}
    family = {a.document: truth.get(a.document, a.document) for a in articles}
    right = sum(family[a] == family[b] for a, b in map(tuple, ours))
    named = {d for pair in ours for d in pair}
    caught = sum(copy in named for copy in truth)
    return {
        "documents": len(articles),
        "copies": len(truth),
        "precision": round(right / len(ours), 4) if ours else 1.0,
        "recall": round(caught / len(truth), 4),
        "versions": sum(c.kind == "version" for c in found),
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    main()
