"""``python -m benchmarks.speed``: words a second of the whole of coding, and its ratio to a bare spaCy parse; and what the
mentions alone (names, places, dates, actors) cost on top of that parse. Then the same for mixed news, of which a tenth
is of conflict, with the relevance gate on; and the gate alone.

All read the same texts in the same run, in turn, on one core; model loading is left out. The texts are the sample
reports that ship with the project, or those of a JSON Lines file.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import dateline
from benchmarks.speed.texts import documents_of, mixed
from dateline import Coder, Document
from dateline.coding.actors import find_actors
from dateline.coding.coder import Knowledge
from dateline.coding.dates import find_dates
from dateline.coding.names import find_names
from dateline.coding.places import find_places
from dateline.parse import ParsedDocument

Found = TypeVar("Found")
_GATED = 5
"""So many reports of conflict go into the mixed news."""


def main(arguments: list[str]) -> int:
    """Measure, print one line of figures and one of JSON. Returns the exit status: 1 when a ratio is over its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--texts", type=Path, help="a JSON Lines file (.gz too) of texts; default: the shipped samples")
    parser.add_argument("--others", type=Path, help="the same of news of other things; default: invented paragraphs")
    parser.add_argument("--limit", type=int, default=200, help="how many texts at most")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--most", type=float, default=2.5, help="the highest ratio of coding to a bare parse that passes"
    )
    parser.add_argument(
        "--most-mentions", type=float, default=0.6, help="the highest ratio of the mentions to a bare parse that passes"
    )
    options = parser.parse_args(arguments)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    documents = documents_of(options.texts)[: options.limit]
    words = sum(len(d.text.split()) for d in documents)
    coder = dateline.load()
    coder.code(documents[0])
    import spacy  # not before Dateline's parser, which sees to it that NumPy computes in one thread

    nlp = spacy.load(coder.settings.model)
    parsed = list(coder.parser.pipe(documents))
    parse_times, code_times = [], []
    layer_times: list[dict[str, float]] = []
    for _ in range(options.rounds):
        parse_times.append(
            _timed(lambda: list(nlp.pipe([d.text for d in documents], batch_size=coder.settings.batch_size)))
        )
        code_times.append(_timed(lambda: list(coder.pipe(documents))))
        layer_times.append(_layers(parsed, coder.knowledge))
    figures = _figures(words, parse_times, code_times) | _mention_figures(parse_times, layer_times)
    figures |= _gated(coder, mixed(documents[:_GATED], options.others))
    print("  ".join(f"{name} {value}" for name, value in figures.items()))
    print(json.dumps(figures))
    over = figures["ratio_to_parse"] > options.most or figures["mentions_to_parse"] > options.most_mentions
    return int(over)


def _gated(coder: Coder, documents: Sequence[Document]) -> dict[str, float]:
    """How fast mixed news goes with the gate, of which the gate passes over some; and how fast the gate is alone."""
    gated = Coder(replace(coder.settings, gate="on"))
    gated.parser, gate = coder.parser, gated.gate
    gated.__dict__["knowledge"] = coder.knowledge
    assert gate is not None
    words = sum(len(d.text.split()) for d in documents)
    seconds = _timed(lambda: list(gated.pipe(documents)))
    alone = _timed(lambda: [gate.judge(d.text) for d in documents])
    passed = sum(gate.judge(d.text) is not None for d in documents)
    return {
        "gate_words_per_second": round(words / alone),
        "mixed_words_per_second": round(words / seconds),
        "mixed_passed_over": round(passed / len(documents), 3),
    }


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _layers(parsed: Sequence[ParsedDocument], knowledge: Knowledge) -> dict[str, float]:
    """The seconds that each layer of mentions takes over parsed documents."""
    times = dict.fromkeys(("names", "places", "dates", "actors"), 0.0)
    authority, gazetteer = knowledge.authority, knowledge.gazetteer

    def timed(layer: str, work: Callable[[], Found]) -> Found:
        start = time.process_time()
        found = work()
        times[layer] += time.process_time() - start
        return found

    for p in parsed:
        names = timed("names", partial(find_names, p, gazetteer, authority))
        places = timed("places", partial(find_places, p, names, gazetteer, authority))
        dates = timed("dates", partial(find_dates, p))
        timed("actors", partial(find_actors, p, names, places, dates, authority))
    return times


def _mention_figures(parse_times: Sequence[float], layer_times: Sequence[dict[str, float]]) -> dict[str, float]:
    """Each layer's time as a share of the bare parse's of the same round, and all of them together."""
    shares = {
        f"{layer}_to_parse": [times[layer] / p for times, p in zip(layer_times, parse_times, strict=True)]
        for layer in layer_times[0]
    }
    together = [sum(times.values()) / p for times, p in zip(layer_times, parse_times, strict=True)]
    return {name: round(statistics.median(each), 2) for name, each in {"mentions_to_parse": together, **shares}.items()}


def _figures(words: int, parse_times: Sequence[float], code_times: Sequence[float]) -> dict[str, float]:
    ratio = statistics.median(c / p for c, p in zip(code_times, parse_times, strict=True))
    return {
        "words": words,
        "parse_words_per_second": round(words / statistics.median(parse_times)),
        "coding_words_per_second": round(words / statistics.median(code_times)),
        "ratio_to_parse": round(ratio, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
