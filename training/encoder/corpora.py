"""The marked corpora that the encoder learns from, read into one shape.

Only train and dev files are read, from the benchmark's data folder; nothing of them is kept in the repository. A layer that a corpus
does not mark is absent from its examples, and no head learns anything about it from them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Span = tuple[int, int, str]
Spans = tuple[Span, ...]
"""Stretches of the text in code points, end exclusive, each with its label; those of one layer never overlap."""

_CONLL = {"person": "person", "organisation": "organisation", "location": "location", "misc": "group"}
_CROSSNER = {
    "politician": "person",
    "person": "person",
    "politicalparty": "organisation",
    "organisation": "organisation",
    "country": "location",
    "location": "location",
}
_PLOVER = (
    ("conflict.attack", "ASSAULT"), ("conflict.demonstrate", "PROTEST"), ("conflict.yield.retreat", "RETREAT"),
    ("conflict.yield", "CONCEDE"), ("life.die", "ASSAULT"), ("life.injure", "ASSAULT"), ("justice.arrest", "COERCE"),
    ("contact.threatencoerce", "THREATEN"), ("contact.negotiate", "CONSULT"), ("contact.meet", "CONSULT"),
    ("contact.discussion", "CONSULT"), ("contact.requestadvise", "REQUEST"), ("contact.requestcommand", "REQUEST"),
    ("government.agreements.acceptagreement", "AGREE"),
    ("government.agreements.rejectnullifyagreement", "REJECT"), ("transaction.embargosanction", "SANCTION"),
    ("conflict.defeat", "ASSAULT"),
)  # fmt: skip
"""How the types of AIDA and KAIROS begin, and PLOVER's type; of other types nothing is learned."""
_SPORT = re.compile(r"^[A-Z][A-Z .]+ ?[-–] ?[A-Z0-9]")
"""How the agency heads a sport story: the sport, a dash, and the headline in capitals."""
_MARKET = re.compile(
    r"\b(stocks|shares|bonds|futures|bourse|dollar|yen|crude|wheat|bushel|copper|coffee)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the layers that its corpus marks. Where there is ``doubt``, nothing is learned of that layer."""

    id: str
    corpus: str
    text: str
    layers: dict[str, Spans]
    doubt: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    window: str | None = None


def read(folder: Path, corpus: str) -> Iterator[dict[str, Any]]:
    """The lines of a corpus's file. Raises FileNotFoundError when the benchmark's data are not there."""
    with gzip.open(folder / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def examples(folder: Path, corpus: str) -> Iterator[Example]:
    """The examples of one corpus, by the name of its file. Raises ValueError for a file kept for the final figure."""
    if "test" in corpus or corpus == "gvdb-b":
        raise ValueError(f"{corpus} is kept for the final figure: nothing is learned from it")
    lines = (line for line in read(folder, corpus) if "ploverspec" not in line.get("overlaps", ()))
    if corpus.startswith("conll2003"):
        return _stories(lines, corpus)
    marks = next(marks for prefix, marks in _MARKS.items() if corpus.startswith(prefix))
    return (marks(line, corpus) for line in lines)


def _stories(lines: Iterable[dict[str, Any]], corpus: str) -> Iterator[Example]:
    """The sentences of a story together again, one a line."""
    stories: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        stories.setdefault(line["document"], []).append(line)
    for number, sentences in stories.items():
        yield conll(f"{corpus}/{number}", corpus, sentences)


def conll(name: str, corpus: str, sentences: list[dict[str, Any]]) -> Example:
    """A story of marked sentences; those on sport and on markets are what a reader of conflict may pass by."""
    text = ""
    spans: list[Span] = []
    for line in sentences:
        at = len(text)
        spans += [(at + e["start"], at + e["end"], _CONLL[e["label"]]) for e in line["gold"]["entities"]]
        text += line["text"] + "\n"
    market = len(_MARKET.findall(text)) >= 4
    return Example(
        name, corpus, text, {"names": apart(spans)}, window="irrelevant" if _SPORT.match(text) or market else None
    )


def _crossner(line: dict[str, Any], corpus: str) -> Example:
    """CrossNER calls much "misc", and marks no nationalities: of misc and events nothing is learned."""
    entities = line["gold"]["entities"]
    known = apart((e["start"], e["end"], _CROSSNER[e["label"]]) for e in entities if e["label"] in _CROSSNER)
    doubt = tuple((e["start"], e["end"]) for e in entities if e["label"] not in _CROSSNER)
    return Example(line["id"], corpus, line["text"], {"names": known}, {"names": doubt})


def muc(line: dict[str, Any], corpus: str) -> Example:
    """Every place where a role's filler stands in the text, the longest first: MUC's key names strings, not places."""
    found: list[Span] = []
    for role, entities in line["gold"]["entities"].items():
        for mention in sorted({m for entity in entities for m in entity}, key=len, reverse=True):
            pattern = re.compile(rf"(?<!\w){re.escape(mention)}(?!\w)")
            found += [(m.start(), m.end(), role) for m in pattern.finditer(line["text"])]
    roles = apart(sorted(found, key=lambda s: (s[0] - s[1], s[0])))
    return Example(line["id"], corpus, line["text"], {"roles": roles}, window="relevant" if roles else None)


def polnear(line: dict[str, Any], corpus: str) -> Example:
    """Who said what, by which words; of attributions within one another, the outermost."""
    marked: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for attribution in line["gold"]["attributions"]:
        for layer, spans in marked.items():
            spans += [(start, end, layer) for start, end in attribution[layer]]
    layers = {layer: apart(sorted(spans, key=lambda s: s[0] - s[1])) for layer, spans in marked.items()}
    return Example(line["id"], corpus, line["text"], layers)


def events(line: dict[str, Any], corpus: str) -> Example:
    """Triggers with PLOVER's types. RAMS marks one event a line: of its other words nothing is learned."""
    known, doubt = [], []
    for event in line["gold"]["events"]:
        start, end = event["trigger"]["start"], event["trigger"]["end"]
        plover = next((ours for theirs, ours in _PLOVER if event["type"].lower().startswith(theirs)), None)
        if plover:
            known.append((start, end, plover))
        else:
            doubt.append((start, end))
    if corpus.startswith("rams"):
        doubt += around(known, len(line["text"]))
    return Example(line["id"], corpus, line["text"], {"trigger": apart(known)}, {"trigger": tuple(doubt)})


def _relevant(line: dict[str, Any], corpus: str) -> Example:
    return Example(line["id"], corpus, line["text"], {}, window="relevant")


def around(spans: Iterable[Span], length: int, near: int = 40) -> list[tuple[int, int]]:
    """All but the spans and the few words around them."""
    gaps, last = [], 0
    for start, end, _ in sorted(spans):
        if start - near > last:
            gaps.append((last, start - near))
        last = max(last, end + near)
    return [*gaps, (last, length)] if last < length else gaps


def apart(spans: Iterable[Span]) -> Spans:
    """The spans, without those that overlap an earlier one, in text order."""
    kept: list[Span] = []
    for start, end, label in spans:
        if start < end and all(end <= s or e <= start for s, e, _ in kept):
            kept.append((start, end, label))
    return tuple(sorted(kept))


_MARKS: dict[str, Callable[[dict[str, Any], str], Example]] = {
    "crossner-politics": _crossner,
    "muc4": muc,
    "polnear": polnear,
    "rams": events,
    "wikievents": events,
    "satp": _relevant,
    "gvdb-a": _relevant,
}
