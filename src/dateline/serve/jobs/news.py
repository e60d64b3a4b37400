"""What is new in saved searches, in words that may go out: a feed and a webhook are read by people without accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.errors import DatelineError
from dateline.export.contract import Profile
from dateline.export.responsibility import open_profile
from dateline.export.words.days import interval_words
from dateline.export.words.incidents import figure, whose
from dateline.incidents import Incident
from dateline.serve.filters import Filters
from dateline.store import Query, Store
from dateline.store.jobs import NewJob
from dateline.store.saved import SavedSearch, Searches, is_behind
from dateline.store.saved import look as look_for

__all__ = ["LOOK", "is_behind", "look", "query_of", "said_of"]

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
        came = look_for(store, search, query, lambda incident: said_of(incident, profile))
        if search.hook is not None and came.first is not None:
            content = {"search": search.number, "first": came.first, "last": came.last}
            to_send.append(NewJob(kind="webhook", subject=f"search {search.number}", name=search.name, content=content))
    return to_send


def query_of(search: SavedSearch) -> Query:
    """What a saved search asks. Raises FilterError, StoreError where it cannot be asked any more."""
    return Query(**Filters.of(search.conditions).conditions())


def said_of(incident: Incident, profile: Profile) -> dict[str, Any] | None:
    """What may be said of the incident; None where the profile withholds it."""
    out = profile.incident(incident)
    if out is None:
        return None
    place = out.place
    where = ", ".join(part for part in (place.name, place.admin1, place.country) if part) if place else ""
    return {
        "title": out.title, "type": out.type, "grade": out.grade, "where": where,
        "when": interval_words(out.when.start, out.when.end, out.when.precision), "figures": list(_figures(out)),
        "publishers": out.sources, "origins": out.independent_sources,
        "made": "reviewed by a person" if out.reviewed else "machine-made, not reviewed",
    }  # fmt: skip


def changes(told: dict[str, Any]) -> list[str]:
    """What changed, field by field, in words."""
    before = told.get("before") or {}
    names = ("title", "type", "grade", "where", "when", "figures", "publishers", "origins", "made")
    return [
        f"{name}: {_in_words(before[name])} → {_in_words(told.get(name))}"
        for name in names
        if name in before and before[name] != told.get(name)
    ]


def _figures(incident: Incident) -> Iterator[str]:
    for toll in incident.tolls:
        if toll.scope == "incident" and toll.within is None and toll.rule != "nothing-counted":
            yield " ".join(part for part in (toll.harm.replace("_", " "), figure(toll), whose(toll)) if part)


def _in_words(value: object) -> str:
    words = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words or "none"
