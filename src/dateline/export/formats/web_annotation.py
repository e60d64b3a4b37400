"""Records as a folder of W3C Web Annotations, and back: a collection, a page a document, and the texts they select from.

Of each record the claim whole is a body, its coded fields are tags, its spans are targets. Positions count Unicode code
points of the plain text, end exclusive, as the Web Annotation model does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from dateline.errors import RecordError
from dateline.export.contract import About, Format, Selection, Written
from dateline.export.words.claims import claims_in_words, one_line, title_of
from dateline.export.words.credits import CREDIT
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

_DOCUMENT_LAYER = "document"
_INCIDENT_LAYER = "incidents"
_AROUND = 32
_MOTIVATIONS = {
    "document": "describing", "actors": "identifying", "places": "identifying", "dates": "identifying",
    "events": "classifying", "tolls": "classifying", "statements": "describing", "relations": "linking",
    "notes": "commenting", "incidents": "linking",
}  # fmt: skip
_TAGS = ("type", "mode", "contexts", "kind", "harm", "bound", "unit", "scope", "status", "relation", "grade", "country")
"""The fields that are codes, each of which becomes a tag."""
COLLECTION = "collection.json"
_TEXTS = "texts"
_INCIDENTS_A_PAGE = 500
_PAGE = re.compile(r"page-[0-9]+\.json")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def write(selection: Selection, path: Path) -> Written:
    """Fill the folder: ``collection.json``, ``page-….json`` (a document each, then incidents), ``texts/….txt``."""
    (path / _TEXTS).mkdir()
    counts = {"annotations": 0, "documents": 0, "incidents": 0}
    number, waiting = 0, None
    for items in _pages(selection, path, counts):
        number += 1
        # A page names the next one, so that it can only be written when it is known whether there is one.
        if waiting is not None:
            _write(path / _name(number - 1), waiting | {"next": _name(number)})
        waiting = _page(number, counts["annotations"], items)
        counts["annotations"] += len(items)
    if waiting is not None:
        _write(path / _name(number), waiting)
    ends = {"first": _name(1), "last": _name(number)} if number else {}
    about = {**asdict(selection.about), "credit": CREDIT, "documents": counts["documents"]}
    collection = {
        "@context": CONTEXT, "id": COLLECTION, "type": "AnnotationCollection", "label": "What reports say, by Dateline",
        "total": counts["annotations"], **ends, "about": about,
    }  # fmt: skip
    _write(path / COLLECTION, collection)
    return Written(counts=counts)


def from_web_annotation(folder: Path) -> Iterator[CodedDocument]:
    """The coded documents of an export, equal to those that were written, in its order.

    Raises RecordError where the folder is no such export, a text is not the one that was coded, or a selector does
    not select what it quotes.
    """
    for where, items in _read_pages(folder):
        records = [_read_body(item, where) for item in items]
        if records and records[0][0] == _DOCUMENT_LAYER:
            yield _document(folder, where, items, records)


def incidents_from_web_annotation(folder: Path) -> Iterator[Incident]:
    """The incidents of an export, equal to those that were written. Raises RecordError as :func:`from_web_annotation`."""
    for where, items in _read_pages(folder):
        for item in items:
            layer, record = _read_body(item, where)
            if layer == _INCIDENT_LAYER:
                try:
                    yield Incident.model_validate_json(json.dumps(record))
                except ValidationError as error:
                    raise RecordError(f"{where}: this is no incident: {error}") from error


def _pages(selection: Selection, path: Path, counts: dict[str, int]) -> Iterator[list[dict[str, Any]]]:
    for coded in selection.documents():
        (path / _TEXTS / f"{coded.document.id}.txt").write_bytes(coded.document.text.encode())
        counts["documents"] += 1
        yield list(_annotations_of(coded, selection.about))
    incidents = selection.incidents()
    while some := list(islice(incidents, _INCIDENTS_A_PAGE)):
        counts["incidents"] += len(some)
        yield [_annotation_of_incident(incident, selection.about) for incident in some]


def _page(number: int, start: int, items: list[dict[str, Any]]) -> dict[str, Any]:
    before = {"prev": _name(number - 1)} if number > 1 else {}
    return {
        "@context": CONTEXT, "id": _name(number), "type": "AnnotationPage", "partOf": COLLECTION, **before,
        "startIndex": start, "items": items,
    }  # fmt: skip


def _name(number: int) -> str:
    return f"page-{number:06d}.json"


def _write(path: Path, value: Mapping[str, Any]) -> None:
    """Write an object of JSON, a member a line, and where a member is the list of items, an item a line."""
    members = []
    for name, member in value.items():
        told = json.dumps(member, ensure_ascii=False)
        if name == "items":
            told = "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in member) + "\n]"
        members.append(f"{json.dumps(name)}: {told}")
    path.write_text("{\n" + ",\n".join(members) + "\n}\n", "utf-8", newline="\n")


def _read_pages(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Every page with its annotations, as the pages follow one another."""
    name = _read(folder / COLLECTION).get("first")
    seen = set[str]()
    while name is not None:
        # A page lies in the folder, and comes once: what is read leads nowhere else, and never in a circle.
        if not isinstance(name, str) or not _PAGE.fullmatch(name) or name in seen:
            raise RecordError(f"{folder}: {name!r} is no page of this collection")
        seen.add(name)
        page = _read(folder / name)
        items = page.get("items")
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise RecordError(f"{folder / name}: a page must have a list of items")
        yield folder / name, items
        name = page.get("next")


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(found, dict):
        raise RecordError(f"{path}: an object of JSON is wanted")
    return found


def _read_body(item: Mapping[str, Any], where: Path) -> tuple[str, Any]:
    """The layer and record of an annotation, from the body that holds it whole."""
    bodies = item.get("body")
    for body in bodies if isinstance(bodies, list) else []:
        if isinstance(body, dict) and "record" in body and "layer" in body:
            return str(body["layer"]), body["record"]
    raise RecordError(f"{where}: the annotation {item.get('id')} has no body with a record of Dateline")


def _document(folder: Path, where: Path, items: list[dict[str, Any]], records: list[tuple[str, Any]]) -> CodedDocument:
    head = records[0][1]
    number = head.get("id") if isinstance(head, dict) else None
    if not isinstance(number, str) or not _SHA256.fullmatch(number):
        raise RecordError(f"{where}: {number!r} is no SHA-256 of a text")
    try:
        text = (folder / _TEXTS / f"{number}.txt").read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordError(f"{where}: its text cannot be read: {error}") from error
    layers: dict[str, list[Any]] = {layer: [] for layer in (*LAYERS, "notes")}
    for (layer, record), item in zip(records[1:], items[1:], strict=True):
        if layer not in layers:
            raise RecordError(f"{where}: {layer!r} is no layer of a document")
        _check_selectors(text, item, where)
        layers[layer].append(record)
    document = {name: value for name, value in head.items() if name != "schema"}
    whole = {"schema": head.get("schema"), "document": {**document, "text": text}, **layers}
    return CodedDocument.from_json(json.dumps(whole))


def _check_selectors(text: str, item: Mapping[str, Any], where: Path) -> None:
    """Raises RecordError where the position and the quotation of a target do not agree in the text."""
    for target in item.get("target", []):
        selectors = {s["type"]: s for s in target.get("selector", [])} if isinstance(target, dict) else {}
        quoted, position = selectors.get("TextQuoteSelector"), selectors.get("TextPositionSelector")
        if quoted and position and text[position["start"] : position["end"]] != quoted["exact"]:
            raise RecordError(
                f"{where}: the annotation {item.get('id')} quotes {quoted['exact']!r}, "
                f"and the text has {text[position['start'] : position['end']]!r} there"
            )


def _annotations_of(coded: CodedDocument, about: About) -> Iterator[dict[str, Any]]:
    """One annotation for the document, then one for each of its records, layer by layer, in the record's order."""
    document = coded.document
    words = {claim.id: claim.gist for claim in claims_in_words(coded)}
    source = _source_of(document)
    record = {"schema": coded.schema_, **document.model_dump(mode="json", exclude={"text"})}
    yield _annotation(_DOCUMENT_LAYER, document.id, title_of(document), record, [source], about)
    for layer in LAYERS:
        for item in getattr(coded, layer):
            said = words.get(item.id) or _mention_in_words(item)
            name = f"{document.id}:{quote(item.id, safe='')}"
            yield _annotation(layer, name, said, _dumped(item), _targets(item, coded.document, source), about)
    for number, note in enumerate(coded.notes, 1):
        name = f"{document.id}:note-{number}"
        said = f"{note.code}: {note.message}"
        yield _annotation("notes", name, said, _dumped(note), _targets(note, document, source), about)


def _annotation_of_incident(incident: Incident, about: About) -> dict[str, Any]:
    """One annotation that links the events of an incident: its targets are their annotations."""
    name = quote(incident.id, safe="")
    events = dict.fromkeys(f"{quote(report.document)}:{quote(report.event, safe='')}" for report in incident.reports)
    # An annotation must have a target; an incident whose reports are all held back is about itself.
    targets = [f"urn:dateline:annotation:{event}" for event in events] or [f"urn:dateline:{_INCIDENT_LAYER}:{name}"]
    return _annotation(_INCIDENT_LAYER, name, incident.title, _dumped(incident), targets, about)


def _source_of(document: Document) -> dict[str, Any]:
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
        if layer != _INCIDENT_LAYER
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


EXPORT = Format(
    name="web-annotation", title="Claims as W3C Web Annotations, with the texts they quote", suffix="", write=write
)
