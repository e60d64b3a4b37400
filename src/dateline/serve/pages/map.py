"""The map: incidents as marks, the areas that they lie in, who is said to hold what; and the same as tables."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from dateline.brief.situation.record import Holding
from dateline.serve.access import AsViewer, Here, MissingError
from dateline.serve.filters import CHOICES, Asked, FilterError, Filters
from dateline.serve.geo import holders
from dateline.serve.geo.asof import AsOf, TooManyError, newest
from dateline.serve.geo.kept import POINTS
from dateline.serve.geo.kinds import GRADES, KINDS, PRECISION_KM, where_words
from dateline.serve.geo.payload import by_area, drawn, packed, within
from dateline.serve.geo.view import View, Viewed
from dateline.serve.pages import Nav
from dateline.serve.templating import FOLDER
from dateline.store.points import Points


@asynccontextmanager
async def _served(app: FastAPI) -> AsyncIterator[None]:
    """While the workbench is served: points are read before anybody asks for them, and no store is closed under that."""
    stores = tuple(app.state.workbench.projects.values())
    POINTS.warm(stores)
    yield
    await run_in_threadpool(POINTS.rest, stores)


ROUTER = APIRouter(lifespan=_served)
NAV = Nav(20, "Map", "map", "m")
AS_OF = AsOf()
GROUND = FOLDER / "static" / "vendor" / "map"
_ROWS, _AREAS, _CARDS = 50, 40, 30
_FIELDS = ("text", "country", "place", "since", "until", "type", "actor", "harm", "grade", "source")


@ROUTER.get("/p/{project}/map")
def shown(here: AsViewer, filters: Asked, view: Viewed, after: str | None = None) -> Response:
    """The map with its tables, which say the same without it."""
    return here.page(
        "map.html", filters=filters, view=view, choices=CHOICES, fields=_FIELDS, kinds=KINDS, grades=GRADES,
        ground=ground(), radii=json.dumps(PRECISION_KM), **_tables(here, filters, view, after),
    )  # fmt: skip


@ROUTER.get("/p/{project}/map/tables")
def tables(here: AsViewer, filters: Asked, view: Viewed, after: str | None = None) -> Response:
    """The tables alone, for the days that the slider shows."""
    return here.page("map_tables.html", filters=filters, view=view, **_tables(here, filters, view, after))


@ROUTER.get("/p/{project}/map/points")
def points(here: AsViewer, filters: Asked) -> Response:
    """All incidents under the filters, as the map draws them: JSON in columns."""
    shown = POINTS.shown(here.store, filters.conditions())
    return packed(here.request, shown.payload, {"x-late": "yes"} if shown.late else {})


@ROUTER.get("/p/{project}/map/card")
def card(here: AsViewer, numbers: Annotated[str, Query(max_length=2000)]) -> Response:
    """The incidents of a mark that was chosen. Raises MissingError where there is none of them."""
    given = [int(part) for part in numbers.split(",") if part.isascii() and part.isdigit() and len(part) < 12]
    found = Points(here.store).incidents(given[:_CARDS])
    if not found:
        raise MissingError("this incident is no more: load the page again")
    return here.page("map_card.html", incidents=found, where_words=where_words)


@ROUTER.get("/p/{project}/map/control")
def control(here: AsViewer, filters: Asked, on: date | None = None) -> Response:
    """Who is said to hold each place, by what was published until a day: a table, of which the map draws each row."""
    about = filters.place or filters.admin1 or filters.country
    day = on or filters.until or newest(here.store)
    problem: str | None = None
    held: tuple[Holding, ...] = ()
    if day is not None:
        try:
            held = AS_OF.held(here.store, about, day)
        except TooManyError as error:
            problem = str(error)
    return here.page("map_control.html", **holders.shown(held), on=day, about=about, problem=problem)


@cache
def ground() -> dict[str, Any]:
    """What the map's outlines are; without a source where none were built."""
    try:
        about: dict[str, Any] = json.loads((GROUND / "about.json").read_text("utf-8"))
    except FileNotFoundError:
        return {"source": None, "areas": 0, "disputed": False}
    return about


def _tables(here: Here, filters: Filters, view: View, after: str | None) -> dict[str, Any]:
    """The incidents of the days that are shown, a page of them, and the areas that they lie in."""
    shown = POINTS.shown(here.store, filters.conditions())
    first, last = view.window()
    seen = shown.points if first is None and last is None else within(shown.points, first, last)
    areas = shown.areas if seen is shown.points else by_area(seen)
    rest = seen.at(seen.row < _row(after)) if after else seen
    return {
        "found": Points(here.store).incidents(rest.number[:_ROWS].tolist()),
        "next_": int(rest.row[_ROWS - 1]) if len(rest) > _ROWS else None,
        "after": after,
        "areas": areas[:_AREAS],
        "all_areas": len(areas),
        "count": len(seen),
        "drawn": shown.drawn if seen is shown.points else int(drawn(seen).sum()),
        "more": shown.points.more,
        "late": shown.late,
        "bounds": ",".join(f"{degrees:.3f}" for degrees in shown.bounds) if shown.bounds else "",
        "window": (first, last),
        "where_words": where_words,
    }


def _row(after: str) -> int:
    if not (after.isascii() and after.isdigit() and len(after) < 20):
        raise FilterError(f"{after!r} is no place where a page ended")
    return int(after)
