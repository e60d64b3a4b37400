"""Events as JSON Lines in the fields of PLOVER's data specification, the ontology of POLECAT: a line an event of a report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.export.contract import Format, Selection, Written
from dateline.export.event_data.codes import code_of, country_alpha2
from dateline.export.words.claims import HAPPENED, STATUS_WORDS, one_line, title_of
from dateline.export.words.days import first_day, last_day
from dateline.records import Actor, CodedDocument, Event, Place, Toll

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "SANCTION": 3, "THREATEN": 3,
    "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""PLOVER's quad categories: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
_CODEBOOK = "PLOVER 2.0"
_SIZES = {"killed": "dead", "injured": "injured", "detained": "arrested"}


def write(selection: Selection, path: Path) -> Written:
    """Write a line for each event that happened; those that did not are left out and counted by their status."""
    left_out: Counter[str] = Counter()
    incident_of = {
        (report.document, report.event): incident.id
        for incident in selection.incidents()
        for report in incident.reports
    }  # fmt: skip
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for coded in selection.documents():
            answering = selection.answering(coded)
            for event in coded.events:
                if event.id not in answering:
                    continue
                if event.status not in HAPPENED:
                    left_out[f"events that did not happen ({STATUS_WORDS[event.status]})"] += 1
                elif event.same_as is not None:
                    left_out["events told a second time in one report"] += 1
                else:
                    line = _line(event, coded, incident_of.get((coded.document.id, event.id)), selection.about.version)
                    stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
                    count += 1
    return Written(counts={"events": count}, left_out=left_out)


def _line(event: Event, coded: CodedDocument, incident: str | None, version: str) -> dict[str, Any]:
    actors = {actor.id: actor for actor in coded.actors}
    places = {place.id: place for place in coded.places}
    first = first_day(event.when.start or event.when.end)
    last = last_day(event.when.end or event.when.start)
    line = {
        "id": f"{coded.document.id}:{event.id}",
        "has_event": True,
        "date": first.isoformat() if first else None,
        "enddate": last.isoformat() if last else None,
        "source": [_actor(actors[i]) for i in event.actors],
        "recipient": [_actor(actors[i]) for i in event.recipients],
        "event": [event.type],
        "mode": [event.mode] if event.mode else [],
        "context": list(event.contexts),
        "quad_code": QUADS[event.type],
        "event_loc": _place(places[event.places[0]]) if event.places else None,
        "event_text": [one_line(span.text) for span in event.evidence],
        "size": _sizes(event, coded.tolls),
        "link": incident,
        "status": event.status,
        "confidence": event.confidence,
        "text_info": {"start": event.trigger.start, "end": event.trigger.end},
        "cite_info": _citation(coded, version),
        "coder": f"dateline {version}, {event.rule}",
    }
    return {name: value for name, value in line.items() if value not in (None, [], {})}


def _actor(actor: Actor) -> dict[str, Any]:
    found = {
        "code": actor.country or code_of(actor.kind, "plover_code"),
        "sector": code_of(actor.kind, "plover_sector"),
        "actor_text": one_line(actor.name),
        "identifier_id": actor.authority_id,
    }
    return {name: value for name, value in found.items() if value is not None}


def _place(place: Place) -> dict[str, Any]:
    """The place in the names of GeoNames' own fields, with the alpha-3 code beside."""
    found = {
        "geonameid": place.geonames_id,
        "name": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "feature code": place.feature,
        "country code": country_alpha2(place.country),
        "cc3": place.country,
        "admin1 name": place.admin1,
    }
    return {name: value for name, value in found.items() if value is not None}


def _sizes(event: Event, tolls: tuple[Toll, ...]) -> dict[str, int]:
    """The figures of the event's own tolls: the highest best figure of each harm, never a part of another, never cumulative."""
    found: dict[str, int] = {}
    for harm, best in _figures(event, tolls):
        found[harm] = max(best, found.get(harm, 0))
    return found


def _figures(event: Event, tolls: tuple[Toll, ...]) -> Iterator[tuple[str, int]]:
    for toll in tolls:
        own = toll.event == event.id and toll.scope == "incident" and toll.status in HAPPENED and toll.part_of is None
        if own and toll.harm in _SIZES and toll.best is not None and toll.unit == "person":
            yield _SIZES[toll.harm], toll.best


def _citation(coded: CodedDocument, version: str) -> dict[str, Any]:
    document = coded.document
    found = {
        "citation": document.id,
        "url": document.url,
        "title": title_of(document),
        "language": document.language,
        "publication": document.source,
        "published": document.published,
        "codebook": _CODEBOOK,
        "version": version,
    }
    return {name: value for name, value in found.items() if value is not None}


EXPORT = Format(name="plover", title="Events in PLOVER's fields (as POLECAT), JSON Lines", suffix=".jsonl", write=write)
