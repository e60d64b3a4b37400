"""Names with known places: what the ranking learns from, read off texts whose toponyms are marked."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dateline.coding.names import find_names
from dateline.coding.places import Reading, reading_of
from dateline.coding.places.anchors import Anchors
from dateline.coding.places.ranking import Ranking
from dateline.coding.places.resolution import resolve, weigh
from dateline.ontology.authority import Authority
from dateline.ontology.gazetteer import Entry, Gazetteer
from dateline.parse import ParsedDocument, Parser
from dateline.records import Document
from dateline.settings import load_settings

RIGHT_KM = 161.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Marked:
    """One document: what was read of its places, and for each sense the true point and the number of mentions, where known."""

    corpus: str
    reading: Reading
    truth: tuple[tuple[Point, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One name: a row of numbers for each candidate, which of them are right, and how much it counts."""

    rows: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    weight: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """One answer: what its confidence is read from, whether it is right, and the number of mentions."""

    entry: Entry
    share: float
    candidates: int
    right: bool
    mentions: int


def read_corpus(folder: Path, corpus: str) -> Iterator[Marked]:
    """The documents of one file of the benchmark, parsed."""
    settings = load_settings()
    with gzip.open(folder / f"{corpus}.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = (Document.from_text(r["text"], title=r["title"], source=r["source"]) for r in rows)
    yield from marked(corpus, rows, Parser(settings).pipe(documents), Gazetteer.open(settings), Authority.load())


def marked(
    corpus: str,
    rows: Iterable[dict[str, Any]],
    parsed: Iterable[ParsedDocument],
    gazetteer: Gazetteer,
    authority: Authority,
) -> Iterator[Marked]:
    """The parsed documents with what their rows say of the toponyms in them."""
    for row, document in zip(rows, parsed, strict=True):
        reading = reading_of(document, find_names(document, gazetteer, authority), gazetteer, authority)
        toponyms = [t for t in row["gold"]["toponyms"] if t["lat"] is not None]
        yield Marked(corpus, reading, tuple(_truth(reading, members, toponyms) for _, members in reading.senses))


def _truth(reading: Reading, members: Sequence[int], gold: Sequence[dict[str, Any]]) -> tuple[Point, int] | None:
    points: Counter[Point] = Counter()
    for i in members:
        toponym = reading.toponyms[i]
        span = reading.scene.parsed.tokens_span(toponym.start, toponym.end - 1)
        for true in gold:
            if not toponym.hidden and span.start < true["end"] and true["start"] < span.end:
                points[true["lat"], true["lon"]] += 1
    return points.most_common(1)[0] if points else None


def examples(documents: Iterable[Marked], ranking: Ranking) -> Iterator[Example]:
    """What there is to learn, the evidence being what this ranking makes of the rest of each document."""
    for document in documents:
        _, weighed = weigh(document.reading.asked, document.reading.evidence, ranking)
        for asked, truth, options in zip(document.reading.asked, document.truth, weighed, strict=True):
            if truth is None or len(asked.candidates) < 2:
                continue
            right = np.array([km(e, truth[0]) <= RIGHT_KM for e in asked.candidates])
            if right.any() and not right.all():
                yield Example(np.array(options.rows), right, math.sqrt(truth[1]))


def choices(documents: Iterable[Marked], ranking: Ranking) -> Iterator[Chosen]:
    """Every answer with a point, and whether it is right."""
    for document in documents:
        reading = document.reading
        answers = resolve(reading.asked, reading.evidence, reading.scene.gazetteer, ranking)
        for asked, truth, answer in zip(reading.asked, document.truth, answers, strict=True):
            if truth is not None and answer.entry is not None:
                right = km(answer.entry, truth[0]) <= RIGHT_KM
                yield Chosen(answer.entry, answer.share, len(asked.candidates) or 1, right, truth[1])


@dataclass(frozen=True, slots=True)
class Given:
    """One place that was given another's point: how, that one's confidence, whether it is right, and the number of mentions."""

    how: str
    confidence: float
    right: bool
    mentions: int


def given_points(documents: Iterable[Marked], ranking: Ranking) -> Iterator[Given]:
    """Every place without a point of its own that takes one."""
    for document in documents:
        reading = document.reading
        answers = resolve(reading.asked, reading.evidence, reading.scene.gazetteer, ranking)
        each = [answers[reading.where[i]] for i in range(len(reading.toponyms))]
        anchors = Anchors.of(reading.scene, reading.toponyms, each)
        for (_, members), truth, answer in zip(reading.senses, document.truth, answers, strict=True):
            if truth is not None and answer.entry is None and (anchor := anchors.find(members)) is not None:
                right = km(anchor.entry, truth[0]) <= RIGHT_KM
                yield Given(anchor.how, anchor.answer.confidence, right, truth[1])


def km(entry: Entry, point: Point) -> float:
    """Great-circle distance."""
    lat, lon, to_lat, to_lon = map(math.radians, (entry.lat, entry.lon, *point))
    half = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
