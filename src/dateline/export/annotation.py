"""Records as W3C Web Annotations: the claim whole as a body, its coded fields as tags, its spans as targets.

Positions count Unicode code points of the plain text, end exclusive, as the Web Annotation model does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel

from dateline.export.claims import claims_in_words, one_line, title_of
from dateline.export.contract import About
from dateline.incidents import Incident
from dateline.records import LAYERS, Actor, CodedDocument, Document, Place, Span, When

CONTEXT: tuple[object, ...] = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "dateline": "urn:dateline:term:",
        "about": {"@id": "dateline:about", "@type": "@json"},
        "record": {"@id": "dateline:record", "@type": "@json"},
        "layer": "dateline:layer",
        "field": "dateline:field",
        "role": "dateline:role",
        "sha256": "dateline:sha256",
    },
)
"""The W3C's context, and the few terms of ours beside it."""

DOCUMENT_LAYER = "document"
INCIDENT_LAYER = "incidents"
_AROUND = 32
_MOTIVATIONS = {
    "document": "describing", "actors": "identifying", "places": "identifying", "dates": "identifying",
    "events": "classifying", "tolls": "classifying", "statements": "describing", "relations": "linking",
    "notes": "commenting", "incidents": "linking",
}  # fmt: skip
_TAGS = ("type", "mode", "contexts", "kind", "harm", "bound", "unit", "scope", "status", "relation", "grade", "country")
"""The fields that are codes, each of which becomes a tag."""


def annotations_of(coded: CodedDocument, about: About) -> Iterator[dict[str, Any]]:
    """One annotation for the document, then one for each of its records, layer by layer, in the record's order."""
    document = coded.document
    words = {claim.id: claim.gist for claim in claims_in_words(coded)}
    source = source_of(document)
    record = {"schema": coded.schema_, **document.model_dump(mode="json", exclude={"text"})}
    yield _annotation(DOCUMENT_LAYER, document.id, title_of(document), record, [source], about)
    for layer in LAYERS:
        for item in getattr(coded, layer):
            said = words.get(item.id) or _mention_in_words(item)
            name = f"{document.id}:{quote(item.id, safe='')}"
            yield _annotation(layer, name, said, _dumped(item), _targets(item, coded.document, source), about)
    for number, note in enumerate(coded.notes, 1):
        name = f"{document.id}:note-{number}"
        said = f"{note.code}: {note.message}"
        yield _annotation("notes", name, said, _dumped(note), _targets(note, document, source), about)


def annotation_of(incident: Incident, about: About) -> dict[str, Any]:
    """One annotation that links the events of an incident: its targets are their annotations."""
    name = quote(incident.id, safe="")
    events = dict.fromkeys(f"{quote(report.document)}:{quote(report.event, safe='')}" for report in incident.reports)
    # An annotation must have a target; an incident whose reports are all held back is about itself.
    targets = [f"urn:dateline:annotation:{event}" for event in events] or [f"urn:dateline:{INCIDENT_LAYER}:{name}"]
    return _annotation(INCIDENT_LAYER, name, incident.title, _dumped(incident), targets, about)


def source_of(document: Document) -> dict[str, Any]:
    """The text as the resource that targets select from: the file that the export holds of it."""
    return {
        "id": f"texts/{document.id}.txt",
        "type": "Text",
        "format": "text/plain",
        "language": document.language,
        "sha256": document.id,
    }


def _annotation(
    layer: str, name: str, said: str, record: Mapping[str, Any], targets: list[Any], about: About
) -> dict[str, Any]:
    words = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en",
             "value": one_line(said)}  # fmt: skip
    whole = {
        "id": f"urn:dateline:{layer}:{name}", "type": "Dataset", "format": "application/json", "layer": layer,
        "record": record,
    }  # fmt: skip
    return {
        "id": f"urn:dateline:annotation:{name}"
        if layer != INCIDENT_LAYER
        else f"urn:dateline:annotation:incident:{name}",
        "type": "Annotation",
        "motivation": _MOTIVATIONS[layer],
        "generator": {"id": "urn:dateline:software", "type": "Software", "name": f"Dateline {about.version}"},
        "generated": about.made,
        "body": [words, *_tags(record), whole],
        "target": targets,
    }


def _tags(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    coded = {name: record[name] for name in _TAGS if record.get(name)}
    if acled := record.get("acled"):
        coded["acled"] = [acled["event_type"], acled["sub_event_type"]]
    for name, values in coded.items():
        for value in values if isinstance(values, list) else [values]:
            yield {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": value, "field": name}


def _targets(item: BaseModel, document: Document, source: dict[str, Any]) -> list[Any]:
    """Each span of the record once, with the fields that it stands in, evidence first; the whole text where it has none."""
    roles: dict[tuple[int, int], list[str]] = {}
    for role, span in _spans(item):
        roles.setdefault((span.start, span.end), []).append(role)
    ordered = sorted(roles.items(), key=lambda found: "evidence" not in found[1])
    return [
        {
            "type": "SpecificResource",
            "source": source,
            "role": list(dict.fromkeys(fields)),
            "selector": _selectors(document.text, *place),
        }
        for place, fields in ordered
    ] or [source]


def _selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    quoted: dict[str, Any] = {"type": "TextQuoteSelector", "exact": text[start:end]}
    if before := text[max(0, start - _AROUND) : start]:
        quoted["prefix"] = before
    if after := text[end : end + _AROUND]:
        quoted["suffix"] = after
    return [quoted, {"type": "TextPositionSelector", "start": start, "end": end}]


def _spans(value: object, field: str = "") -> Iterator[tuple[str, Span]]:
    """Every span of a record with the name of its field: ``trigger``, ``attribution.cue``."""
    if isinstance(value, Span):
        yield field, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _spans(getattr(value, name), f"{field}.{name}" if field else name)
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item, field)


def _mention_in_words(item: Actor | Place | When) -> str:
    if isinstance(item, Actor):
        return f"{item.name} ({', '.join(x for x in (item.kind, item.country) if x)})"
    if isinstance(item, Place):
        at = f"{item.lat:.4f}, {item.lon:.4f}" if item.lat is not None and item.lon is not None else "not on the map"
        return f"{', '.join(x for x in (item.name, item.admin1, item.country) if x)} ({at})"
    days = f" ({item.start} to {item.end})" if item.start and item.end and item.start != item.end else ""
    return f"{item.value}{days}"


def _dumped(item: BaseModel) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True)
