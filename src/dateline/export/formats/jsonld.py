"""Records as JSON-LD with PROV: what every claim was derived from, by which coding, according to whom.

Read as plain JSON it is one object with ``documents`` and ``incidents``; the context, which stands in the file, makes
the same object a graph. Nothing is fetched to read it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from dateline.export.contract import Format, Provenance, Selection, Written
from dateline.export.words.claims import claims_in_words, one_line, title_of
from dateline.export.words.credits import CREDIT
from dateline.incidents import ClaimRef, Incident
from dateline.records import Attribution, CodedDocument, Record, spans_of

_REF = {"@type": "@id"}
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dateline": "urn:dateline:term:",
    "id": "@id",
    "type": "@type",
    "Entity": "prov:Entity",
    "Collection": "prov:Collection",
    "Activity": "prov:Activity",
    "Agent": "prov:Agent",
    "SoftwareAgent": "prov:SoftwareAgent",
    **{name: f"dateline:{name}" for name in
       ("Document", "Span", "Actor", "Place", "Date", "Event", "Toll", "Statement", "Relation", "Incident", "Coding")},
    "documents": {"@id": "prov:hadMember", "@container": "@set"},
    "incidents": {"@id": "prov:hadMember", "@container": "@set"},
    "coding": "dateline:coding",
    "mentions": {"@id": "dateline:mention", "@container": "@set"},
    "claims": {"@id": "dateline:claim", "@container": "@set"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@container": "@set", **_REF},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", **_REF},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@container": "@set", **_REF},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", **_REF},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", **_REF},
    "used": {"@id": "prov:used", **_REF},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "value": "prov:value",
    "inText": {"@id": "dateline:inText", **_REF},
    "title": "dcterms:title",
    "name": "dcterms:title",
    "says": "dcterms:description",
    "published": "dcterms:issued",
    "received": {"@id": "dcterms:dateSubmitted", "@type": "xsd:dateTime"},
    **{name: f"dateline:{name}" for name in ("start", "end", "rule", "sha256", "status", "version", "text")},
    **{name: {"@id": f"dateline:{name}", "@type": "@json"} for name in ("about", "record", "versions")},
}  # fmt: skip
"""The context: PROV and Dublin Core where they have the word, terms of ours for the rest."""

_TYPES = {"actors": "Actor", "places": "Place", "dates": "Date", "events": "Event", "tolls": "Toll",
          "statements": "Statement", "relations": "Relation"}  # fmt: skip
_MENTIONS = ("actors", "places", "dates")
_CLAIMS = ("events", "tolls", "statements", "relations")


def write(selection: Selection, path: Path) -> Written:
    """Write one object, a document and an incident a line."""
    about = selection.about
    software = {"id": f"urn:dateline:software:{quote(about.version, safe='')}", "type": ["Agent", "SoftwareAgent"],
                "name": "Dateline", "version": about.version}  # fmt: skip
    made = {"id": "urn:dateline:activity:export", "type": "Activity", "endedAtTime": about.made,
            "wasAssociatedWith": software}  # fmt: skip
    counts = {"documents": 0, "claims": 0, "incidents": 0}
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{\n"@context": ' + _json(CONTEXT) + ',\n"type": ["Entity", "Collection"],\n')
        stream.write(f'"about": {_json({**asdict(about), "credit": CREDIT})},\n"wasGeneratedBy": {_json(made)},\n')
        stream.write('"documents": [')
        for coded in selection.documents():
            node = _document(coded, selection.provenance(coded))
            stream.write(f"{',' if counts['documents'] else ''}\n{_json(node)}")
            counts["documents"] += 1
            counts["claims"] += len(node["claims"])
        stream.write('\n],\n"incidents": [')
        for incident in selection.incidents():
            stream.write(f"{',' if counts['incidents'] else ''}\n{_json(_incident(incident))}")
            counts["incidents"] += 1
        stream.write("\n]\n}\n")
    return Written(counts=counts)


def _document(coded: CodedDocument, provenance: Provenance) -> dict[str, Any]:
    """The document with its coding, mentions and claims inside."""
    document = coded.document
    number = _document_id(document.id)
    coding = f"urn:dateline:coding:{document.id}"
    words = {claim.id: claim.gist for claim in claims_in_words(coded)}
    return {
        "id": number,
        "type": ["Entity", "Document"],
        "title": title_of(document),
        "sha256": document.id,
        "text": document.text,
        **({"published": document.published} if document.published else {}),
        **({"hadPrimarySource": document.url} if _is_iri(document.url) else {}),
        **({"wasAttributedTo": [_publisher(document.source)]} if document.source else {}),
        **({"received": provenance.received} if provenance.received else {}),
        "record": document.model_dump(mode="json", exclude={"text"}),
        "mentions": [_mention(layer, item, coded, coding) for layer in _MENTIONS for item in getattr(coded, layer)],
        "claims": [
            _claim(layer, item, coded, coding, words[item.id]) for layer in _CLAIMS for item in getattr(coded, layer)
        ],
        "coding": _coding(coding, number, provenance),
    }


def _coding(coding: str, document: str, provenance: Provenance) -> dict[str, Any]:
    """The activity by which the document was coded, with the versions of code, rules, model and gazetteer."""
    made: dict[str, Any] = {"id": coding, "type": ["Activity", "Coding"], "used": document}
    if provenance.coded:
        made["endedAtTime"] = provenance.coded
    if provenance.versions:
        made["versions"] = dict(provenance.versions)
        version = provenance.versions.get("code")
        if version:
            made["wasAssociatedWith"] = {
                "id": f"urn:dateline:software:{quote(version, safe='')}", "type": ["Agent", "SoftwareAgent"],
                "name": "Dateline", "version": version,
            }  # fmt: skip
    return made


def _mention(layer: str, item: Any, coded: CodedDocument, coding: str) -> dict[str, Any]:
    return {
        "id": _record_id(coded.document.id, item.id),
        "type": ["Entity", "Agent", _TYPES[layer]] if layer == "actors" else ["Entity", _TYPES[layer]],
        "name": one_line(item.value if layer == "dates" else item.name),
        "wasDerivedFrom": _derived_from(item, coded),
        "wasGeneratedBy": coding,
        "record": _dumped(item),
    }


def _claim(layer: str, item: Any, coded: CodedDocument, coding: str, words: str) -> dict[str, Any]:
    document = coded.document.id
    sources = _sources(layer, item)
    return {
        "id": _record_id(document, item.id),
        "type": ["Entity", _TYPES[layer]],
        "says": one_line(words),
        "wasDerivedFrom": _derived_from(item, coded),
        "wasGeneratedBy": coding,
        **({"wasAttributedTo": [_record_id(document, source) for source in sources]} if sources else {}),
        **({"status": item.status} if hasattr(item, "status") else {}),
        "rule": item.rule,
        "record": _dumped(item),
    }


def _incident(incident: Incident) -> dict[str, Any]:
    """The incident, derived from the events of its reports and the tolls of its figures."""
    refs = [ClaimRef(document=report.document, claim=report.event) for report in incident.reports]
    refs += [claim for toll in incident.tolls for claim in toll.claims]
    return {
        "id": f"urn:dateline:incident:{quote(incident.id, safe='')}",
        "type": ["Entity", "Incident"],
        "title": one_line(incident.title),
        "wasDerivedFrom": list(dict.fromkeys(_record_id(ref.document, ref.claim) for ref in refs)),
        "record": _dumped(incident),
    }


def _sources(layer: str, item: Any) -> list[str]:
    """The actors who are responsible for a claim: a statement's speaker, else the chain of sources, innermost first."""
    if layer == "statements":
        return [item.speaker] if item.speaker else []
    chain: tuple[Attribution, ...] = item.attribution
    return list(dict.fromkeys(link.source for link in reversed(chain) if link.source))


def _derived_from(item: Record, coded: CodedDocument) -> list[dict[str, Any]]:
    """Each span of a record once. Its fragment is that of RFC 5147 for plain text: characters, from 0, end exclusive."""
    document = _document_id(coded.document.id)
    return [
        {
            "id": f"{document}#char={span.start},{span.end}",
            "type": ["Entity", "Span"],
            "inText": document,
            "start": span.start,
            "end": span.end,
            "value": span.text,
        }
        for span in dict.fromkeys(spans_of(item))
    ]


def _publisher(name: str) -> dict[str, Any]:
    return {"id": f"urn:dateline:publisher:{quote(name, safe='')}", "type": "Agent", "name": one_line(name)}


def _document_id(document: str) -> str:
    return f"urn:dateline:document:{quote(document, safe='')}"


def _record_id(document: str, number: str) -> str:
    return f"urn:dateline:record:{quote(document, safe='')}:{quote(number, safe='')}"


def _is_iri(url: str | None) -> bool:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c in '<>"{}|\\^` ' for c in url or "")


def _dumped(item: Record) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


EXPORT = Format(name="jsonld", title="Records and their provenance as JSON-LD with PROV", suffix=".jsonld", write=write)
