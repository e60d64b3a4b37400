"""All that a store holds, but for what may differ between two runs over the same reports: moments and running numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from dateline.store import Store

_CLAIM = "(SELECT d.id || ':' || c.claim FROM claims c JOIN documents d ON d.row = c.document WHERE c.row = t.{0})"
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
}
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
