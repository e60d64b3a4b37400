"""What is new in saved searches, in words that may go out: a feed and a webhook are read by people without accounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from dateline.errors import DatelineError, StoreError
from dateline.export.contract import Profile
from dateline.export.responsibility import open_profile
from dateline.export.words.claims import LAYERS, claims_in_words, title_of
from dateline.export.words.days import interval_words
from dateline.export.words.incidents import figure, whose
from dateline.incidents import Incident
from dateline.records import CodedDocument
from dateline.serve.filters import Filters
from dateline.store import Query, Store
from dateline.store.jobs import NewJob
from dateline.store.saved import Found, News, SavedSearch, Searches, is_behind
from dateline.store.saved import look as look_for
from dateline.store.saved.news import WHERE

__all__ = ["LOOK", "address_of", "changes", "check_tells", "is_behind", "look", "query_of", "said_of"]

LOOK = NewJob(kind="news", name="look for what is new in saved searches", alone=True)
PROFILE = "public"
"""The profile of data responsibility of all that is told outside."""


def look(store: Store) -> list[NewJob]:
    """Look for what is new in every search that tells somebody; what is to be sent."""
    to_send: list[NewJob] = []
    telling = Searches(store).telling()
    if not telling:
        return []
    profile = open_profile(PROFILE, store)
    for search in telling:
        try:
            query = query_of(search)
        except DatelineError:  # a condition that this version does not know
            continue
        came = look_for(store, search, query, lambda found: said_of(found, profile))
        if search.hook is not None and came.first is not None:
            content = {"search": search.number, "first": came.first, "last": came.last}
            to_send.append(NewJob(kind="webhook", subject=f"search {search.number}", name=search.name, content=content))
    return to_send


def check_tells(search: SavedSearch) -> None:
    """Raises StoreError where it cannot be told what is new in a search."""
    if "as_of" in search.conditions:
        raise StoreError("what is new is told of searches as the store is now: save one without a day in the past")


def query_of(search: SavedSearch) -> Query:
    """What a saved search asks. Raises FilterError, StoreError where it cannot be asked any more."""
    return Query(**Filters.of(search.conditions).conditions())


def said_of(found: Found, profile: Profile) -> dict[str, Any] | None:
    """What may be said of what a search found; None where the profile withholds it."""
    if isinstance(found, Incident):
        return _of_incident(found, profile)
    record, claim = found
    out = profile.document(record)
    if out is None:
        return None
    where = {"document": record.document.id}
    return _of_document(out) | where if claim is None else _of_claim(out, claim, where | {"claim": claim})


def address_of(item: News) -> str | None:
    """Where what is new is read, within the project; None for what is more, or is no longer there."""
    if not item.item or item.kind == "retracted":
        return None
    document, claim = item.told.get("document"), item.told.get("claim")
    if document is None:
        return f"incidents/{quote(item.item, safe='')}"
    return f"documents/{document}" + (f"?claim={quote(str(claim), safe='')}" if claim else "")


def changes(told: Mapping[str, Any]) -> list[str]:
    """What changed, field by field, in words."""
    before = told.get("before") or {}
    return [
        f"{name}: {_in_words(before[name])} → {_in_words(told.get(name))}"
        for name in before
        if name not in WHERE and before[name] != told.get(name)
    ]


def _of_incident(incident: Incident, profile: Profile) -> dict[str, Any] | None:
    out = profile.incident(incident)
    if out is None:
        return None
    place = out.place
    where = ", ".join(part for part in (place.name, place.admin1, place.country) if part) if place else ""
    return {
        "title": out.title, "type": out.type, "grade": out.grade, "where": where,
        "when": interval_words(out.when.start, out.when.end, out.when.precision), "figures": list(_figures(out)),
        "publishers": out.sources, "origins": out.independent_sources, "made": _MADE[out.reviewed],
    }  # fmt: skip


_MADE = {True: "reviewed by a person", False: "machine-made, not reviewed"}


def _of_document(out: CodedDocument) -> dict[str, Any]:
    claims = {layer: len(getattr(out, layer)) for layer in LAYERS}
    judged = all(claim.review is not None for layer in LAYERS for claim in getattr(out, layer))
    return {
        "title": title_of(out.document), "source": out.document.source or "not known",
        "published": out.document.published or "not known",
        "claims": [f"{count} {layer}" for layer, count in claims.items() if count],
        "made": _MADE[judged and any(claims.values())],
    }  # fmt: skip


def _of_claim(out: CodedDocument, claim: str, where: Mapping[str, str]) -> dict[str, Any] | None:
    """None where the profile lets the document out, and this claim of it not."""
    words = next((words for words in claims_in_words(out) if words.id == claim), None)
    if words is None:
        return None
    judged = any(found.id == claim and found.review is not None for layer in LAYERS for found in getattr(out, layer))
    return {
        "title": words.headline, "details": [f"{label}: {said}" for label, said in words.details],
        "according": words.source or "the report itself", "status": words.status_words, "report": title_of(out.document),
        "source": out.document.source or "not known", "published": out.document.published or "not known",
        "made": _MADE[judged], **where,
    }  # fmt: skip


def _figures(incident: Incident) -> Iterator[str]:
    for toll in incident.tolls:
        if toll.scope == "incident" and toll.within is None and toll.rule != "nothing-counted":
            yield " ".join(part for part in (toll.harm.replace("_", " "), figure(toll), whose(toll)) if part)


def _in_words(value: object) -> str:
    words = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words or "none"
