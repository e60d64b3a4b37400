"""Finding a figure again: the query that a citation names, run against the store, and as a command to type."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from dateline.brief.record import Amount, Lookup, Measure
from dateline.brief.tally import Gathered, gather, paged, tally
from dateline.errors import StoreError
from dateline.store import Query, Store

_DAYS = frozenset({"since", "until", "as_of"})
_DEFAULTS = {f.name: f.default for f in fields(Query)}
_TUPLES = {"near": 2, "box": 4}
_NUMBERS = {"within_km": float, "at_least": int, "min_confidence": float}


def written(conditions: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Conditions of a query as a citation holds them: by name, without those that are none."""
    out = []
    for name, value in conditions.items():
        if value is None or value == _DEFAULTS.get(name) or name == "order":
            continue
        text = ",".join(f"{x:g}" for x in value) if isinstance(value, tuple) else str(value)
        out.append((name, value.isoformat() if isinstance(value, date) else text))
    return tuple(sorted(out))


def read(conditions: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The conditions as a store takes them."""
    out: dict[str, Any] = {}
    for name, text in conditions:
        if name in _DAYS:
            out[name] = date.fromisoformat(text)
        elif name in _TUPLES:
            out[name] = tuple(float(part) for part in text.split(","))
        else:
            out[name] = _NUMBERS.get(name, str)(text)
    return out


def find_again(store: Store, lookup: Lookup, seen: dict[tuple[tuple[str, str], ...], Gathered] | None = None) -> Amount:
    """The figure that the store gives for a citation now; ``seen`` keeps what was gathered, for many in a row.

    Raises StoreError where the store no longer has it.
    """
    if lookup.kind == "tally":
        return _of_tally(store, lookup, {} if seen is None else seen)
    if lookup.kind == "documents":
        count = sum(1 for _ in paged(store.documents(**read(lookup.conditions))))
        return Amount(low=count, best=count, high=count)
    if lookup.kind == "claim":
        coded = store.document(lookup.document or "")
        found = next((t for t in coded.tolls if t.id == lookup.claim), None)
        if found is None:
            raise StoreError(f"the document {lookup.document} has no figure {lookup.claim!r}")
        return Amount(low=found.low, best=found.best, high=found.high)
    incident = store.incident(lookup.incident or "", read(lookup.conditions).get("as_of"))
    if not 0 <= (at := lookup.at or 0) < len(incident.tolls):
        raise StoreError(f"the incident {incident.id} has no figure number {at}")
    toll = incident.tolls[at]
    return Amount(low=toll.low, best=toll.best, high=toll.high)


def _of_tally(store: Store, lookup: Lookup, seen: dict[tuple[tuple[str, str], ...], Gathered]) -> Amount:
    if lookup.conditions not in seen:
        seen[lookup.conditions] = gather(store, read(lookup.conditions))
    found = tally(seen[lookup.conditions], lookup.of or "incidents", lookup.by)
    if lookup.key is None:
        return found.total.amount
    row = next((row for row in found.rows if row.key == lookup.key), None)
    if row is None:
        raise StoreError(f"the count by {lookup.by} has no row {lookup.key!r}")
    return row.amount


def command(lookup: Lookup, measures: Sequence[Measure] = ()) -> str:
    """The command that shows the figure, for someone who holds the store; ``STORE`` stands for its address.

    ``measures`` are those to count, where they are not the lookup's own.
    """
    if lookup.kind == "toll":
        then = f" --as-of {day}" if (day := dict(lookup.conditions).get("as_of")) else ""
        return f"dateline incident {shlex.quote(lookup.incident or '')} --store STORE{then}"
    options = " ".join(
        f"--{name.replace('_', '-')} {shlex.quote(value)}" for name, value in lookup.conditions if name != "text"
    )
    words = "".join(f"{shlex.quote(value)} " for name, value in lookup.conditions if name == "text")
    if lookup.kind in ("documents", "claim"):
        kind = "documents" if lookup.kind == "documents" else "tolls"
        return f"dateline find {words}--kind {kind} --all --store STORE {options}".rstrip()
    by = f" --by {lookup.by}" if lookup.by else ""
    of = " ".join(f"--of {measure}" for measure in measures or (lookup.of or "incidents",))
    return f"dateline stats {words}{of}{by} --store STORE {options}".rstrip()
