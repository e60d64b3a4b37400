"""All that a store holds, but for what may differ between two runs over the same reports: moments and running numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from dateline.store import Store

_CLAIM = "(SELECT d.id || ':' || c.claim FROM claims c JOIN documents d ON d.row = c.document WHERE c.row = t.{0})"
_INCIDENT = "(SELECT i.id FROM incidents i WHERE i.row = t.{0})"
_DOCUMENT = "(SELECT d.id FROM documents d WHERE d.row = t.{0})"
_TABLES = {
    "documents": "t.id, t.title, t.source, t.url, t.published, t.language, t.known, t.text, t.codes",
    "originals": "t.sha256, t.size, t.packed",
    "receipts": f"{_DOCUMENT.format('document')}, t.original, t.origin, t.described",
    "codings": f"{_DOCUMENT.format('document')}, t.superseded IS NULL, t.linked IS NULL, t.sha256, t.packed",
    "mentions": f"{_DOCUMENT.format('document')}, t.mention, t.layer, t.name, t.authority_id, t.geonames_id, t.record",
    "claims": f"{_DOCUMENT.format('document')}, t.claim, t.kind, t.type, t.first_day, t.last_day, t.known, t.place, t.lat,"
    " t.lon, t.best, t.confidence, t.anchor_start, t.anchor_end, t.evidence, t.words, t.codes, t.facts",
    "links": f"t.kind, {_CLAIM.format('one')}, {_CLAIM.format('other')}, t.weight, t.levels, t.against",
    "link_keys": f"t.key, {_CLAIM.format('claim')}",
    "contained": f"{_CLAIM.format('summary')}, {_CLAIM.format('event')}",
    "copies": f"{_DOCUMENT.format('document')}, {_DOCUMENT.format('original')}, t.kind, t.likeness, t.why",
    "signatures": f"{_DOCUMENT.format('document')}, t.signature",
    "signature_bands": f"t.band, {_DOCUMENT.format('document')}",
    "incidents": "t.id, t.record, t.codes, t.words, t.grade",
    "incident_claims": f"{_CLAIM.format('claim')}, t.incident, t.grade",
    "incident_sources": "t.source, t.incident",
    "failures": "t.origin, t.problem",
    "incident_outlines": "t.id, t.counts, t.known, t.begins, t.ends, t.day, t.week, t.month, t.year, t.kind, t.grade,"
    " t.aggregate, t.reviewed, t.contested, t.geonames_id, t.place, t.admin1, t.country, t.precision, t.lat, t.lon, t.title",
    "incident_bands": f"{_INCIDENT.format('row')}, t.harm, t.quantified, t.counts, t.low, t.best, t.high, t.ends",
    "incident_parts": f"{_INCIDENT.format('row')}, t.role, t.actor, t.name, t.kind, t.contested, t.counts",
    "incident_repeats": f"{_INCIDENT.format('vague')}, t.harm, {_INCIDENT.format('close')}",
    "judgements": "t.person, t.kind, t.reason, t.undoes IS NULL",
    "judged_claims": f"{_DOCUMENT.format('document')}, t.position, t.side, t.claim, t.kind, t.anchor_start, t.anchor_end",
    "reviewed": f"{_DOCUMENT.format('document')}, t.waiting, t.judged, t.lost, t.sha256, t.packed",
    "claim_reviews": f"{_CLAIM.format('claim')}, t.review, t.person",
    "assignments": "t.person, t.title, t.note, t.due, t.double, t.blind, t.withdrawn IS NULL",
    "assigned_documents": f"{_DOCUMENT.format('document')}, t.settled IS NULL, t.settled_by",
    "tasks": f"{_DOCUMENT.format('document')}, t.person, t.given_by, t.done IS NULL, t.withdrawn IS NULL",
    "jobs": "t.subject, t.kind, t.name, t.content, t.size, t.state, t.problem",
    "job_results": "t.key, t.origin, t.document, t.title, t.outcome, t.said",
    "searches": "t.name, t.owner, t.shared, t.kind, t.conditions, t.hook",
    "search_matches": "t.item, t.told",
    "people": "t.name, t.folded, t.disabled IS NULL",
    "project_roles": "t.project, t.role",
}
"""What is not compared: secrets, sessions, and how the incidents came and went until all was linked."""
_PAIRED = {"links"}


def contents(store: Store) -> Mapping[str, str]:
    """For each table a hash of its rows, in an order that does not depend on when they were written."""
    with store.engine.connect() as connection:
        found = {}
        for table, columns in _TABLES.items():
            rows = [_plain(row, table) for row in connection.execute(sa.text(f"SELECT {columns} FROM {table} t"))]
            found[table] = f"{len(rows)} rows, {hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()[:16]}"
    return found


def differences(store: Store, other: Mapping[str, str]) -> list[str]:
    """The tables in which the store is not as the other one."""
    mine = contents(store)
    return [f"{table}: {mine[table]}, and {held} in a run that was not killed" for table, held in other.items()
            if mine[table] != held]  # fmt: skip


def _plain(row: Any, table: str) -> str:
    values = [v.hex() if isinstance(v, bytes | memoryview) else str(v) for v in row]
    if table in _PAIRED:  # which of the two comes first depends on the running numbers
        values[1:3] = sorted(values[1:3])
    return json.dumps(values)
