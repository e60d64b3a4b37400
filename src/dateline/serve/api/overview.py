"""What the overview shows: counts, sums and the first of many, without reading them all."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from dateline.serve.access import AsViewer
from dateline.serve.api.answering import NOT_CHANGED, Asked, problems, tag_of, tagged
from dateline.store.overview import Overview
from dateline.store.overview.record import Bin, ContestedIncident, Figures, Level, Selected, TopActor, TopPlace

ROUTER = APIRouter(prefix="/projects/{project}", tags=["overview"], responses=problems())


class Summary(BaseModel):
    """The incidents that meet the conditions, summed up; ``version`` is another one whenever anything has changed."""

    version: str
    selected: Selected
    bins: list[Bin]
    figures: dict[str, Figures]
    places: list[TopPlace]
    did: list[TopActor]
    suffered: list[TopActor]
    contested: list[ContestedIncident]


@ROUTER.get("/overview", operation_id="getOverview", responses=NOT_CHANGED)
def get_overview(
    here: AsViewer,
    asked: Asked,
    request: Request,
    response: Response,
    by: Annotated[Level, Query(description="How long the stretches are that incidents are counted by.")] = "day",
    most: Annotated[int, Query(ge=1, le=100, description="How many places, actors and contested incidents.")] = 10,
) -> Summary:
    """How many incidents there are, when, where, of whom, with which figures."""
    overview = Overview(here.store)
    version = overview.version
    if known := tagged(request, response, tag_of(version, request.url.query)):
        return known  # type: ignore[return-value]
    return Summary(
        version=version,
        selected=overview.selected(**asked),
        bins=list(overview.bins(by, **asked)),
        figures=overview.figures(**asked),
        places=list(overview.places(most, **asked)),
        did=list(overview.actors("did", most, **asked)),
        suffered=list(overview.actors("suffered", most, **asked)),
        contested=list(overview.contested(most, **asked)),
    )
