"""The generated reports through the real coder, and which coded event tells of which incident."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.linking.world import FIRE
from benchmarks.linking.writing import Report
from dateline import CodedDocument, Document
from dateline.link.facts import EventFacts, facts_of
from dateline.pipeline import load

_TYPES = {
    "protest": {"PROTEST"},
    "arrest": {"COERCE"},
    "takeover": {"COERCE", "ASSAULT", "RETREAT"},
    "abduction": {"ASSAULT", "COERCE"},
}
"""The types an incident of a kind may be coded as; the others are assaults."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Coded events, each with the incident that it tells of; -1 for one that tells of none.

    ``missed`` are the incidents, one for each time a report tells of one that no coded event tells of.
    """

    facts: tuple[EventFacts, ...]
    incidents: tuple[int, ...]
    missed: tuple[int, ...]


def coded_reports(reports: Sequence[Report], cache: Path) -> list[CodedDocument]:
    """The coded documents of the reports, from the cache folder where these very texts were coded before."""
    documents = [
        Document.from_text(r.text, source=r.publisher, published=r.published.isoformat(), extra={"report": r.number})
        for r in reports
    ]
    digest = hashlib.sha256("".join(d.id for d in documents).encode()).hexdigest()[:16]
    path = cache / f"coded-{digest}.jsonl.gz"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with gzip.open(path.with_suffix(".part"), "wt", encoding="utf-8", compresslevel=1) as out:
            out.writelines(coded.to_json() + "\n" for coded in load().pipe(documents))
        path.with_suffix(".part").rename(path)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [CodedDocument.from_json(line) for line in lines]


def labelled(reports: Sequence[Report], kinds: Sequence[str], coded: Sequence[CodedDocument]) -> Labelled:
    """Every coded event with its incident. ``kinds[n]`` is the kind of incident number n."""
    facts: list[EventFacts] = []
    incidents: list[int] = []
    missed: list[int] = []
    for report, document in zip(reports, coded, strict=True):
        found = set()
        for event in facts_of(document):
            # Two reports with one text are two reports here: the number keeps them apart.
            facts.append(event._replace(document=f"{report.number}-{event.document[:12]}"))
            incidents.append(_incident(report, kinds, event))
            found.add(incidents[-1])
        missed.extend(t.incident for t in report.told if t.incident not in found)
    return Labelled(tuple(facts), tuple(incidents), tuple(missed))


def _incident(report: Report, kinds: Sequence[str], event: EventFacts) -> int:
    for told in report.told:
        kind = kinds[told.incident]
        types = {"ASSAULT"} if kind in FIRE else _TYPES.get(kind, {"ASSAULT"})
        if told.start <= event.offset < told.end and event.type in types:
            return told.incident
    return -1
