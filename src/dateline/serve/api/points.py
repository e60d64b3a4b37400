"""The points of the map."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from dateline.serve.access import AsViewer
from dateline.serve.api.answering import NOT_CHANGED, Asked, problems, tag_of, tagged
from dateline.store.points import Point, Points

ROUTER = APIRouter(prefix="/projects/{project}", tags=["overview"], responses=problems())


class PointsFound(BaseModel):
    """The points, the newest first; ``more`` says that there are more than fit. Days are those since 0001-01-01."""

    points: list[Point]
    more: bool


@ROUTER.get("/points", operation_id="findPoints", responses=NOT_CHANGED)
def find_points(here: AsViewer, asked: Asked, request: Request, response: Response) -> PointsFound:
    """Where the incidents are that meet all conditions, with what a map needs of each."""
    points = Points(here.store)
    if known := tagged(request, response, tag_of(points.version(), request.url.query)):
        return known  # type: ignore[return-value]
    found = points.found(**asked)
    return PointsFound(points=list(found.points), more=found.more)
