"""Two incidents beside one another: what they share, where they differ, and why they were left apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from dateline.export.words.claims import one_line
from dateline.export.words.incidents import figure, whose
from dateline.export.words.tellings import place_words, reports_counted, time_words
from dateline.incidents import Incident
from dateline.serve.access import AsViewer, Here, MissingError
from dateline.serve.pages.incidents.show import found
from dateline.serve.pages.incidents.told import DossierTold, tell
from dateline.store.deciding import state_of

ROUTER = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing about both: what each says, and whether it is the same, "" where neither says anything."""

    label: str
    one: str
    other: str
    state: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    incident: Incident
    told: DossierTold
    seen: str
    reports: str


@ROUTER.get("/p/{project}/incidents/{incident_id}/beside")
def choose(here: AsViewer, incident_id: str, other: str = "") -> Response:
    """Lead to two incidents beside one another, by the id typed in."""
    typed = other.strip()
    if not typed:
        raise MissingError("Write the id of the incident to compare with; a dossier shows it under its title.")
    other_id = typed.rstrip("/").rpartition("/")[2]
    found(here, other_id)
    return RedirectResponse(
        here.path(f"incidents/{quote(incident_id, safe='')}/beside/{quote(other_id, safe='')}"), 303
    )


@ROUTER.get("/p/{project}/incidents/{incident_id}/beside/{other_id}")
def beside(here: AsViewer, incident_id: str, other_id: str) -> Response:
    """Show two incidents beside one another."""
    return shown(here, incident_id, other_id)


def shown(here: Here, incident_id: str, other_id: str, *, problem: str = "", reason: str = "") -> Response:
    """The page of both; with ``problem`` it says why nothing was decided, and keeps the reason that was written."""
    if incident_id == other_id:
        raise MissingError("These are one incident already.")
    one, other = _side(here, incident_id), _side(here, other_id)
    pairs = [p for p in one.told.near_misses if p.incident and p.incident.id == other_id]
    return here.page(
        "incident_beside.html",
        status_code=409 if problem else 200,
        one=one,
        other=other,
        rows=list(_rows(one.incident, other.incident)),
        pairs=pairs,
        problem=problem,
        reason=reason,
    )


def _side(here: Here, incident_id: str) -> Side:
    incident = found(here, incident_id)
    return Side(
        incident,
        tell(here.store, incident),
        f"{incident.id}={state_of(incident)}",
        reports_counted(incident),
    )


def _rows(one: Incident, other: Incident) -> Iterator[Row]:
    """What can be compared, the weightiest first; figures harm by harm."""
    yield _row("Kind", _kind(one), _kind(other))
    yield _row("Day", time_words(one), time_words(other))
    yield _row("Place", place_words(one), place_words(other))
    yield _row("By", _names(one.actors), _names(other.actors))
    yield _row("To", _names(one.recipients), _names(other.recipients))
    harms = dict.fromkeys(t.harm for i in (one, other) for t in i.tolls)
    for harm in harms:
        yield _row(harm.replace("_", " ").capitalize(), _harm(one, harm), _harm(other, harm))
    yield _row("Grade", one.grade, other.grade)
    yield _row("Publishers", _publishers(one), _publishers(other))


def _row(label: str, one: str, other: str) -> Row:
    if not one and not other:
        return Row(label, "not said", "not said", "")
    state = "the same" if one == other else "differ" if one and other else "only one says it"
    return Row(label, one or "not said", other or "not said", state)


def _kind(incident: Incident) -> str:
    acled = f" · {incident.acled.sub_event_type}" if incident.acled else ""
    return "/".join(x for x in (incident.type, incident.mode) if x) + acled


def _names(actors: tuple[object, ...]) -> str:
    return ", ".join(sorted(one_line(str(getattr(actor, "name", ""))) for actor in actors))


def _harm(incident: Incident, harm: str) -> str:
    return "; ".join(
        " ".join(x for x in (figure(t), whose(t), "(cumulative)" if t.scope == "cumulative" else "") if x)
        for t in incident.tolls
        if t.harm == harm
    )


def _publishers(incident: Incident) -> str:
    return ", ".join(sorted({one_line(r.source) for r in incident.reports if r.source}))
