"""``python -m benchmarks.speed.steps``: where the time goes, step by step, as a table in Markdown.

Each step's processor time over the same texts, as a share of the whole of coding; the least of the rounds. Texts are
those of :mod:`benchmarks.speed`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from spacy.pipeline import Pipe

import dateline
from benchmarks.speed.texts import documents_of
from dateline import Coder, Document
from dateline.coding import coder as coding
from dateline.parse import parser as parsing
from dateline.parse.gate import gate_of
from dateline.parse.text import plain

_OF_PARSER = ("plain", "segments_of", "quotes_of", "fix_sentence_starts")
_OF_CODER = (
    "find_names", "find_places", "find_dates", "find_actors",
    "find_statements", "find_events", "find_tolls", "find_relations",
)  # fmt: skip
_NAMES = {
    "plain": "plain marks", "segments_of": "segments", "quotes_of": "quotations", "fix_sentence_starts": "starts of sentences",
    "tokenizer": "tokens", "tok2vec": "word vectors", "ner": "names", "attribute_ruler": "attributes", "lemmatizer": "lemmas",
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure and print the table. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.steps", description=__doc__.split("\n")[0])
    parser.add_argument("--texts", type=Path, help="a JSON Lines file (.gz too) of texts; default: the shipped samples")
    parser.add_argument("--limit", type=int, default=100, help="how many texts at most")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    documents = documents_of(options.texts)[: options.limit]
    coder = dateline.load()
    coder.code(documents[0])
    rounds = [_round(coder, documents) for _ in range(options.rounds)]
    times = {step: min(each[step] for each in rounds) for step in rounds[0]}
    print(table(times, sum(len(document.text.split()) for document in documents)))
    return 0


def table(times: dict[tuple[str, str], float], words: int) -> str:
    """The steps with their shares and the words a second that each would do by itself."""
    whole = sum(seconds for (room, _), seconds in times.items() if room != "gate")
    rows = ["| room | step | share | words a second, alone |", "| --- | --- | ---: | ---: |"]
    for (room, step), seconds in times.items():
        share = "–" if room == "gate" else f"{seconds / whole:.1%}"
        rows.append(f"| {room} | {_NAMES.get(step, step.removeprefix('find_'))} | {share} | {_rate(words, seconds)} |")
    return "\n".join([*rows, f"| all | | 100% | {_rate(words, whole)} |"])


def _rate(words: int, seconds: float) -> str:
    return f"{words / max(seconds, 1e-6):,.0f}"


def _round(coder: Coder, documents: Sequence[Document]) -> dict[tuple[str, str], float]:
    times = dict.fromkeys([("gate", "the gate")], 0.0)
    gate = gate_of(dateline.Settings(gate="on"))
    assert gate is not None
    begun = time.process_time()
    for document in documents:
        gate.judge(document.text)
    times["gate", "the gate"] = time.process_time() - begun
    with ExitStack() as stack:
        for module, room, names in ((parsing, "parse", _OF_PARSER), (coding, "coding", _OF_CODER)):
            for name in names:
                times[room, name] = 0.0
                timed = _timed(getattr(module, name), times, (room, name))
                stack.enter_context(patch.object(module, name, timed))
        for parsed in coder.parser.pipe(documents):
            coding.code(parsed, coder.knowledge)
    return (
        {step: times[step] for step in times if step[0] != "coding"}
        | _of_spacy(coder, documents)
        | {step: times[step] for step in times if step[0] == "coding"}
    )


def _of_spacy(coder: Coder, documents: Sequence[Document]) -> dict[tuple[str, str], float]:
    """The pipeline's own components, over all texts one after the other."""
    nlp = coder.parser.nlp
    size = coder.settings.batch_size
    begun = time.process_time()
    docs = [nlp.make_doc(plain(document.text)) for document in documents]
    times = {("spaCy", "tokenizer"): time.process_time() - begun}
    for name, component in nlp.pipeline:
        begun = time.process_time()
        docs = list(cast(Pipe, component).pipe(docs, batch_size=size))
        times["spaCy", name] = time.process_time() - begun
    return times


def _timed(work: Callable[..., Any], times: dict[tuple[str, str], float], step: tuple[str, str]) -> Callable[..., Any]:
    @wraps(work)
    def timed(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return work(*given, **named)
        finally:
            times[step] += time.process_time() - begun

    return timed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
