"""Records as a folder of W3C Web Annotations, and back: a collection, a page a document, and the texts they select from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dateline.errors import RecordError
from dateline.export.annotation import CONTEXT, DOCUMENT_LAYER, INCIDENT_LAYER, annotation_of, annotations_of
from dateline.export.contract import Format, Selection, Written
from dateline.export.credits import CREDIT
from dateline.incidents import Incident
from dateline.records import LAYERS, CodedDocument

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
        if records and records[0][0] == DOCUMENT_LAYER:
            yield _document(folder, where, items, records)


def incidents_from_web_annotation(folder: Path) -> Iterator[Incident]:
    """The incidents of an export, equal to those that were written. Raises RecordError as :func:`from_web_annotation`."""
    for where, items in _read_pages(folder):
        for item in items:
            layer, record = _read_body(item, where)
            if layer == INCIDENT_LAYER:
                try:
                    yield Incident.model_validate_json(json.dumps(record))
                except ValidationError as error:
                    raise RecordError(f"{where}: this is no incident: {error}") from error


def _pages(selection: Selection, path: Path, counts: dict[str, int]) -> Iterator[list[dict[str, Any]]]:
    for coded in selection.documents():
        (path / _TEXTS / f"{coded.document.id}.txt").write_bytes(coded.document.text.encode())
        counts["documents"] += 1
        yield list(annotations_of(coded, selection.about))
    incidents = selection.incidents()
    while some := list(islice(incidents, _INCIDENTS_A_PAGE)):
        counts["incidents"] += len(some)
        yield [annotation_of(incident, selection.about) for incident in some]


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


EXPORT = Format(
    name="web-annotation", title="Claims as W3C Web Annotations, with the texts they quote", suffix="", write=write
)
