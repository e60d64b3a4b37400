"""Reports made up for tests, coded by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dateline.records import CodedDocument, Document, Span
from dateline.store import Arrival, Versions

WHEN = datetime(2024, 12, 5, 9, 30, tzinfo=UTC)
FIRST = Versions({"code": "1", "rules": "a"})
SECOND = Versions({"code": "2", "rules": "b"})


@dataclass(frozen=True)
class At:
    """A place in a report."""

    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None


@dataclass(frozen=True)
class Who:
    """An actor in a report."""

    name: str
    id: str | None = None
    kind: str = "rebel"


@dataclass(frozen=True)
class Did:
    """An event in a report: the words that it is read from, all of them standing in the text."""

    words: str
    type: str = "ASSAULT"
    mode: str | None = None
    acled: tuple[str, str] | None = None
    at: At | None = None
    by: Who | None = None
    to: Who | None = None
    cited: Who | None = None
    days: tuple[str, str] | None = None
    status: str = "occurred"
    confidence: float = 0.9
    tolls: Sequence[tuple[str, int]] = field(default_factory=tuple)


def coded(text: str, *events: Did, published: str | None = "2024-12-03", source: str | None = None) -> CodedDocument:
    """The record of a report with these events; a toll is (harm, figure), and its figure must stand in the text."""
    made = _Made(text)
    for event in events:
        made.add(event)
    return CodedDocument.model_validate(
        {
            "document": Document.from_text(text, published=published, source=source, title=text[:20]).model_dump(),
            "actors": list(made.actors.values()), "places": list(made.places.values()),
            "events": made.events, "tolls": made.tolls,
        }, strict=False,
    )  # fmt: skip


def arrival(record: CodedDocument, origin: str = "reports/a.txt", at: datetime = WHEN) -> Arrival:
    """The record as it comes to a store."""
    return Arrival(record, record.document.text.encode(), origin, at)


class _Made:
    def __init__(self, text: str) -> None:
        self._text = text
        self.actors: dict[Who, dict[str, Any]] = {}
        self.places: dict[At, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.tolls: list[dict[str, Any]] = []

    def add(self, event: Did) -> None:
        span = self._span(event.words)
        places = [self._place(event.at)] if event.at else []
        when = dict(zip(("start", "end"), event.days, strict=True)) if event.days else {}
        number = f"e{len(self.events) + 1}"
        self.events.append(
            {
                "id": number, "type": event.type, "mode": event.mode, "trigger": span, "evidence": [span],
                "acled": dict(zip(("event_type", "sub_event_type"), event.acled, strict=True)) if event.acled else None,
                "actors": [self._actor(event.by)] if event.by else [],
                "recipients": [self._actor(event.to)] if event.to else [], "places": places, "when": when,
                "attribution": [{"source": self._actor(event.cited)}] if event.cited else [],
                "status": event.status, "rule": "by hand", "confidence": event.confidence,
            }
        )  # fmt: skip
        for harm, figure in event.tolls:
            words = self._span(str(figure))
            self.tolls.append(
                {
                    "id": f"t{len(self.tolls) + 1}", "harm": harm, "low": figure, "best": figure, "high": figure,
                    "bound": "exact", "event": number, "number": words, "evidence": [span], "rule": "by hand",
                    "status": event.status, "confidence": 0.8,
                }
            )  # fmt: skip

    def _span(self, words: str) -> Span:
        start = self._text.index(words)
        return Span.of(self._text, start, start + len(words))

    def _actor(self, who: Who) -> str:
        made: dict[str, Any] = {
            "id": f"a{len(self.actors) + 1}", "name": who.name, "authority_id": who.id, "kind": who.kind,
            "mentions": [],
        }  # fmt: skip
        return str(self.actors.setdefault(who, made)["id"])

    def _place(self, at: At) -> str:
        made: dict[str, Any] = {
            "id": f"p{len(self.places) + 1}", "name": at.name, "geonames_id": at.geonames_id, "lat": at.lat,
            "lon": at.lon, "country": at.country, "admin1": at.admin1, "precision": 1, "mentions": [],
        }  # fmt: skip
        return str(self.places.setdefault(at, made)["id"])
