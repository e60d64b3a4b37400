"""Incidents: found, looked at as of a day, and why their reports are taken for one happening."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from dateline.incidents import Incident
from dateline.serve.access import AsViewer
from dateline.serve.api.answering import (
    NOT_CHANGED,
    Asked,
    AsWanted,
    PageOf,
    problems,
    tagged,
)
from dateline.store import FoundClaim
from dateline.store.deciding import state_of

ROUTER = APIRouter(prefix="/projects/{project}/incidents", tags=["incidents"], responses=problems())
IncidentId = Annotated[str, Path(max_length=100)]


class Pair(BaseModel):
    """Two events that were compared: ``weight`` in bits; ``against`` is what kept a near miss apart."""

    kind: str
    one: tuple[str, str]
    other: tuple[str, str]
    weight: float
    against: str | None


@ROUTER.get("", operation_id="findIncidents")
def find_incidents(
    here: AsViewer,
    asked: Asked,
    wanted: AsWanted,
) -> PageOf[Incident]:
    """The incidents that meet all conditions: by what any of their reports says of them."""
    return wanted.of(here.store.incidents(**asked), lambda item: item.model_dump_json())  # type: ignore[no-any-return]


@ROUTER.get("/{incident_id}", operation_id="getIncident", responses=NOT_CHANGED)
def get_incident(
    here: AsViewer,
    incident_id: IncidentId,
    request: Request,
    response: Response,
    as_of: Annotated[date | None, Query(description="What it was on this day.")] = None,
) -> Incident:
    """One incident with its figures, the claims behind each, its grade and its history."""
    incident = here.store.incident(incident_id, as_of)
    return tagged(request, response, f'"{state_of(incident)}"') or incident  # type: ignore[return-value]


@ROUTER.get("/{incident_id}/events", operation_id="listEventsOfIncident")
def list_events(here: AsViewer, incident_id: IncidentId) -> list[FoundClaim]:
    """The events that the incident was made from."""
    return here.store.events_of(incident_id)


@ROUTER.get("/{incident_id}/pairs", operation_id="listPairsOfIncident")
def list_pairs(here: AsViewer, incident_id: IncidentId) -> list[Pair]:
    """Why its events are linked, and which others were nearly: the heaviest pair first."""
    here.store.events_of(incident_id)
    return [
        Pair(**{name: value for name, value in asdict(pair).items() if name != "levels"})
        for pair in here.store.pairs_of(incident_id)
    ]
