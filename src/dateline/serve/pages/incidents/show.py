"""The dossier of one incident, as it is now or as it was on a day."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.export.words.tellings import actor_words, place_words, reports_counted, time_words
from dateline.incidents import Incident
from dateline.serve.access import AsViewer, Here, MissingError
from dateline.serve.geo.outlines import outlines
from dateline.serve.pages.incidents.told import tell
from dateline.store.deciding import state_of
from dateline.store.dossiers import Dossiers, IncidentHead

ROUTER = APIRouter()
_NEAR_KM = 30.0
_NEAR_DAYS = timedelta(days=2)
_NEARBY = 6


@ROUTER.get("/p/{project}/incidents")
def all_incidents(here: AsViewer) -> Response:
    """The incidents are found by the search."""
    return RedirectResponse(here.path("search"), 303)


@ROUTER.get("/p/{project}/incidents/{incident_id}")
def dossier(here: AsViewer, incident_id: str, as_of: str = "", every: bool = Query(False, alias="all")) -> Response:
    """Show all that is known of one incident."""
    day = _day(as_of)
    incident = found(here, incident_id, day)
    told = tell(here.store, incident, everything=every, is_past=day is not None)
    return here.page(
        "incident.html",
        incident=incident,
        told=told,
        ground=outlines(told.places) if told.places else None,
        day=day,
        state=state_of(incident),
        seen=f"{incident.id}={state_of(incident)}",
        reports=reports_counted(incident),
        place=place_words(incident),
        time=time_words(incident),
        by=[(actor_words(a), actor_path(a.authority_id, a.name)) for a in incident.actors],
        to=[(actor_words(a), actor_path(a.authority_id, a.name)) for a in incident.recipients],
        decisions=Dossiers(here.store).decisions(told.refs),
        nearby=[] if day else _nearby(here, incident),
    )


def found(here: Here, incident_id: str, day: date | None = None) -> Incident:
    """The incident. Raises MissingError where there is, or was, none."""
    try:
        return here.store.incident(incident_id, day)
    except StoreError as error:
        when = f" as of {day.isoformat()}" if day else ""
        raise MissingError(
            f"There is no incident {incident_id!r}{when}. Where incidents are merged or split, one of them keeps its"
            " id and the others go; the search finds it by its words."
        ) from error


def actor_path(authority_id: str | None, name: str) -> str:
    """Where an actor's page is, within the project."""
    from dateline.ontology.authority import fold

    return f"actors/{quote(authority_id or fold(name) or name, safe='')}"


def _day(given: str) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise StoreError(f"{given!r} is no day; write it as 2024-12-03") from None


def _nearby(here: Here, incident: Incident) -> list[IncidentHead]:
    """Others of these days and this neighbourhood: what the next merge may be of."""
    place, when = incident.place, incident.when
    if place is None or place.lat is None or place.lon is None or not when.start or (place.precision or 1) > 4:
        return []
    start = date.fromisoformat(when.start[:10])
    end = date.fromisoformat((when.end or when.start)[:10])
    page = here.store.incidents(
        near=(place.lat, place.lon), within_km=_NEAR_KM, since=start - _NEAR_DAYS, until=end + _NEAR_DAYS
    ).page(_NEARBY + 1)
    heads = Dossiers(here.store).incidents([other.id for other in page.items if other.id != incident.id])
    return [heads[other.id] for other in page.items if other.id in heads][:_NEARBY]
