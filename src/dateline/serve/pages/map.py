"""The map: incidents as marks, the areas that they lie in, who is said to hold what; and the same as tables."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from dateline.brief.situation.record import Holding
from dateline.serve.access import AsViewer, Here, MissingError
from dateline.serve.filters import CHOICES, Asked, Filters
from dateline.serve.geo import holders
from dateline.serve.geo.asof import AsOf, TooManyError, newest
from dateline.serve.geo.kinds import GRADES, KINDS, PRECISION_KM, where_words
from dateline.serve.geo.payload import Cache, by_area, drawn, within
from dateline.serve.geo.view import View, Viewed
from dateline.serve.pages import Nav
from dateline.serve.templating import FOLDER
from dateline.store.points import Points

ROUTER = APIRouter()
NAV = Nav(20, "Map", "map", "m")
POINTS = Cache()
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
    sent = POINTS.sent(here.store, filters.conditions())
    headers = {"etag": sent.etag, "vary": "accept-encoding"}
    if sent.etag in here.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" not in here.request.headers.get("accept-encoding", ""):
        return Response(sent.text(), media_type="application/json", headers=headers)
    return Response(sent.packed, media_type="application/json", headers={**headers, "content-encoding": "gzip"})


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
    sent = POINTS.sent(here.store, filters.conditions())
    first, last = view.window()
    all_days = first is None and last is None
    conditions = view.narrowed(filters)
    since, until = conditions.get("since"), conditions.get("until")
    none = bool(since and until and since > until)
    seen = sent.found.points if all_days else () if none else within(sent.found.points, since, until)
    areas = sent.areas if all_days else by_area(seen)
    found = here.store.incidents(**conditions).page(_ROWS, after) if seen else None
    return {
        "found": found.items if found else (),
        "next_": found.after if found else None,
        "after": after,
        "areas": areas[:_AREAS],
        "all_areas": len(areas),
        "count": len(seen),
        "drawn": sent.drawn if all_days else sum(map(drawn, seen)),
        "more": sent.found.more,
        "bounds": ",".join(f"{degrees:.3f}" for degrees in sent.bounds) if sent.bounds else "",
        "window": (first, last),
        "where_words": where_words,
    }
