"""Claims with the votes on them, and whether they were right: on texts from which neither rules nor reader learned."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.reliability import is_right
from dateline.coding.claims import Reasoned
from dateline.coding.coder import Knowledge, find_mentions
from dateline.coding.events import find_events
from dateline.coding.fusion import fuse_events, fuse_statements, fuse_tolls
from dateline.coding.fusion.weights import Weights
from dateline.coding.statements import find_statements
from dateline.coding.tolls import find_tolls
from dateline.parse import Parser
from dateline.records import Document, Statement
from training.encoder.prepare import held_out
from training.fusion.fit import Claim

Votes = Mapping[str, Mapping[str, float]]
Layered = tuple[str, Claim]
_OPEN = {
    "cue alone": 0.3,
    "content alone": 0.3,
    "source alone": 0.3,
    "statement alone": 0.0,
    "event alone": 0.0,
    "toll alone": 0.5,
}


def open_weights(votes: Votes) -> Weights:
    """Weights that let every claim of the reader through, so that it can be judged."""
    return Weights(_OPEN, votes)


def of_news(data: Path, parser: Parser, knowledge: Knowledge, votes: Votes) -> Iterator[Layered]:
    """Statements of the tenth of PolNeAR's training part that the reader did not learn from."""
    with gzip.open(data / "polnear-train.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if held_out(row["id"])]
    weights = open_weights(votes)
    for row in rows:
        mentions = find_mentions(parser.parse(Document.from_text(row["text"])), knowledge)
        for reasoned in fuse_statements(mentions, find_statements(mentions), weights).statements:
            right = any(_same(reasoned.claim, marked) for marked in row["gold"]["attributions"])
            yield from _judged(reasoned, "statements", right, row["id"])


def of_articles(folder: Path, parser: Parser, knowledge: Knowledge, votes: Votes) -> Iterator[Layered]:
    """Claims of the marked articles in a folder."""
    weights = open_weights(votes)
    for path in sorted(folder.glob("*.gold.json")):
        facts = json.loads(path.read_text("utf-8"))
        text = (folder / facts["document"]["file"]).read_bytes().decode("utf-8")
        document = Document.from_text(text, published=facts["document"]["published"])
        mentions = find_mentions(parser.parse(document), knowledge)
        statements = fuse_statements(mentions, find_statements(mentions), weights)
        rules, _ = find_events(mentions, statements, knowledge.events)
        mentions, events = fuse_events(mentions, statements, rules, knowledge.events, weights)
        tolls = fuse_tolls(mentions, statements, events, find_tolls(mentions, statements, events), weights)
        found: tuple[tuple[str, Sequence[Reasoned[Any]]], ...] = (
            ("statements", statements.statements),
            ("events", events),
            ("tolls", tolls),
        )
        for layer, claims in found:
            for reasoned in claims:
                yield from _judged(reasoned, layer, is_right(reasoned.claim, layer, facts[layer], text), path.name)


def _judged(reasoned: Reasoned[Any], layer: str, right: bool, text: str) -> Iterator[Layered]:
    if reasoned.shares:
        name = f"{layer} alone" if "rule" not in reasoned.shares else layer
        yield name, Claim(reasoned.shares, right, text)


def _same(claim: Statement, marked: Mapping[str, Sequence[Sequence[int]]]) -> bool:
    """Whether content and, where both name one, source overlap."""
    content = any(s.start < end and start < s.end for s in claim.content for start, end in marked["content"])
    source = claim.source_text
    if source is None or not marked["source"]:
        return content
    return content and any(source.start < end and start < source.end for start, end in marked["source"])
