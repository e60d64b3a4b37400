"""From what was asked of a store to the records that an export holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import dateline
from dateline.export.contract import About, Profile, Provenance, Selection
from dateline.incidents import Incident
from dateline.records import CodedDocument
from dateline.store import Store

_CLAIM_KINDS = ("event", "toll", "statement", "relation")
_NOT_CONDITIONS = frozenset({"order", "within_km", "role"})
"""Fields of a query that narrow nothing by themselves."""


def selection_of(
    store: Store,
    conditions: Mapping[str, Any],
    profile: Profile,
    *,
    options: frozenset[str] = frozenset(),
    on_step: Callable[[str], None] = lambda kind: None,
) -> Selection:
    """The incidents and documents of the store that meet the conditions, as the profile lets them out.

    ``conditions`` are fields of :class:`~dateline.store.query.Query` by name. ``on_step`` is told "incident" or
    "document" for each record that is gone through. Records are read a page at a time; only ids are held. Raises
    StoreError when the conditions cannot be asked.
    """
    given = {name: value for name, value in conditions.items() if value is not None}
    reading = _Reading(store, given, profile, on_step)
    return Selection(
        incidents=reading.incidents,
        documents=reading.documents,
        answering=reading.answering,
        provenance=reading.provenance,
        withheld=reading.withheld,
        options=options,
        about=About(
            profile=profile.name,
            licence=profile.licence,
            methodology=profile.methodology,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            version=dateline.__version__,
            as_of=str(given["as_of"]) if "as_of" in given else None,
            conditions=profile.conditions(conditions_in_words(given)),
        ),
    )


def conditions_in_words(conditions: Mapping[str, Any]) -> dict[str, str]:
    """What was asked of the store, by the names of the conditions."""
    given = {name: value for name, value in conditions.items() if value is not None}
    return {name: _in_words(value) for name, value in given.items() if _said(name, given)}


class _Reading:
    """Goes through a store for an export, and keeps which ids belong to it."""

    def __init__(
        self, store: Store, conditions: Mapping[str, Any], profile: Profile, on_step: Callable[[str], None]
    ) -> None:
        self._store = store
        self._conditions = dict(conditions)
        self._profile = profile
        self._narrowed = any(map(_narrows, conditions))
        self._on_step = on_step
        self._ids: tuple[str, ...] | None = None
        self._claims: dict[str, set[str]] | None = None
        self._kept: dict[str, str] = {}
        self._withheld: Counter[str] = Counter()
        # It is claims that have a confidence: incidents and documents answer to it by theirs.
        self._by_claims = "min_confidence" in conditions
        self._wider = {name: value for name, value in self._conditions.items() if name != "min_confidence"}
        # Asked once at the start, so that what cannot be asked is said before anything is written.
        self._all_incidents = store.incidents(**self._wider)

    def incidents(self) -> Iterator[Incident]:
        self._withheld["incidents"] = 0
        for incident in self._found_incidents():
            self._on_step("incident")
            if (out := self._profile.incident(incident)) is not None:
                yield out
            else:
                self._withheld["incidents"] += 1

    def documents(self) -> Iterator[CodedDocument]:
        self._withheld["documents"] = 0
        for document in self._document_ids():
            self._on_step("document")
            out = self._profile.document(self._store.document(document))
            if out is None:
                self._withheld["documents"] += 1
                continue
            if out.document.id != document:
                # A profile that masks a text gives the document another id; its claims keep theirs.
                self._kept[out.document.id] = document
            yield out

    def answering(self, coded: CodedDocument) -> frozenset[str]:
        claims = [c.id for layer in (coded.events, coded.tolls, coded.statements, coded.relations) for c in layer]
        if not self._narrowed:
            return frozenset(claims)
        return frozenset(claims) & frozenset(self._answering_claims().get(self._kept_id(coded), ()))

    def provenance(self, coded: CodedDocument) -> Provenance:
        document = self._kept_id(coded)
        current = next((coding for coding in self._store.codings(document) if coding.superseded is None), None)
        received = min((custody.received for custody in self._store.custody(document)), default=None)
        if current is None:
            return Provenance(received=received)
        return Provenance(received=received, coded=current.made, versions=current.versions)

    def _kept_id(self, coded: CodedDocument) -> str:
        """The id under which the store has the document."""
        return self._kept.get(coded.document.id, coded.document.id)

    def withheld(self) -> Mapping[str, int]:
        return {what: count for what, count in self._withheld.items() if count}

    def _document_ids(self) -> tuple[str, ...]:
        """The documents of the export, in the order of their ids, which nothing changes."""
        if self._ids is None:
            ids = {report.document for incident in self._found_incidents() for report in incident.reports}
            if not self._by_claims:
                ids |= {found.id for found in self._store.documents(**self._conditions)}
            if self._narrowed:
                ids |= self._answering_claims().keys()
            self._ids = tuple(sorted(ids))
        return self._ids

    def _found_incidents(self) -> Iterator[Incident]:
        if not self._by_claims:
            yield from self._all_incidents
            return
        answering = self._answering_claims()
        for incident in self._all_incidents:
            if any(report.event in answering.get(report.document, ()) for report in incident.reports):
                yield incident

    def _answering_claims(self) -> Mapping[str, set[str]]:
        """By document, the ids of the claims that meet the conditions."""
        if self._claims is None:
            self._claims = {}
            for kind in _CLAIM_KINDS:
                for claim in self._store.claims(kind, **self._conditions):
                    self._claims.setdefault(claim.document, set()).add(claim.claim)
        return self._claims


def _narrows(name: str) -> bool:
    return name not in _NOT_CONDITIONS


def _said(name: str, given: Mapping[str, Any]) -> bool:
    """Whether a condition says anything: how near only matters to a point, and a role only to an actor."""
    return name not in _NOT_CONDITIONS or given.get({"within_km": "near", "role": "actor"}.get(name, "")) is not None


def _in_words(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
