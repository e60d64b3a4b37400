"""The points of the map."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from dateline.serve.access import AsViewer
from dateline.serve.api.answering import NOT_CHANGED, Asked, problems
from dateline.serve.geo.kept import POINTS
from dateline.serve.geo.payload import packed

ROUTER = APIRouter(prefix="/projects/{project}", tags=["overview"], responses=problems())


class PointColumns(BaseModel):
    """An entry for each incident in every column, the newest first."""

    number: list[int] = Field(description="Its running number in the store.")
    first: list[int] = Field(description="The first day on which it may have happened, in days after `start`.")
    last: list[int] = Field(description="How many days after that the last one is.")
    kind: list[int] = Field(description="What happened, in `kinds`.")
    grade: list[int] = Field(description="How well founded it is, in `grades`.")
    spot: list[int] = Field(description="Where it was, in `spots`.")
    killed: list[int] = Field(description="The best figure of people killed, or the least that is known; -1: none is.")
    flags: list[int] = Field(
        description="Added up: 1, it counts; 2, people have reviewed it; 4, its figure may be that of another incident."
    )


class SpotColumns(BaseModel):
    """An entry for each spot in every column."""

    lat: list[int] = Field(description="In ten thousandths of a degree.")
    lon: list[int] = Field(description="In ten thousandths of a degree.")
    precision: list[int] = Field(description="How closely the place is known: where_prec of UCDP.")
    place: list[str]
    area: list[int] = Field(description="The first-level area, in `areas`.")


class PointsFound(BaseModel):
    """The incidents that a map can show, in columns; ``left`` counts those that it cannot.

    ``more`` says that there are more than fit: these are the newest. An area is written as "SYR/Aleppo", and is empty
    where none is known.
    """

    start: date
    kinds: list[str]
    grades: list[str]
    more: bool
    left: int
    columns: PointColumns
    spots: SpotColumns
    areas: list[str]


@ROUTER.get("/points", operation_id="findPoints", response_model=PointsFound, responses=NOT_CHANGED)
def find_points(here: AsViewer, asked: Asked, request: Request) -> Response:
    """Where the incidents are that meet all conditions, with what a map needs of each.

    With `as_of` these are the incidents of which a report was known by that day, as they are known now. The header
    `x-late: yes` says that incidents have changed since these were read; ask again a moment later.
    """
    shown = POINTS.shown(here.store, asked)
    return packed(request, shown.payload, {"x-late": "yes"} if shown.late else {})
