"""The situation as of a day: who is said to hold what, who is tied to whom, tolls and positions, and what changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from dateline import __version__
from dateline.brief.record import Evidence, searched
from dateline.brief.render import lists
from dateline.brief.situation.page import CONTROL, TIES, page
from dateline.serve.access import AsViewer, Here
from dateline.serve.filters import FilterError
from dateline.serve.geo import holders
from dateline.serve.geo.asof import BeingRead, Told, TooManyError, newest
from dateline.serve.geo.graph import HEIGHT, WIDTH, graph
from dateline.serve.pages import Nav
from dateline.serve.pages.map import AS_OF, ground

ROUTER = APIRouter()
NAV = Nav(25, "Situation", "situation", "w")
_WEEK = timedelta(days=7)


@ROUTER.get("/p/{project}/situation")
def shown(
    here: AsViewer, place: Annotated[str, Query(max_length=200)] = "", on: str = "", against: str = ""
) -> Response:
    """The situation of a place, or of all, as of the end of a day; with two days, what changed between them."""
    where, day, other = place.strip(), _day("on", on) or newest(here.store), _day("against", against)
    if day and other:
        other, day = min(day, other), max(day, other)
    against_ = other if other != day else None
    asked: dict[str, Any] = {"place": where, "on": day, "against": against_, "waits": None}
    if day is None:
        return here.page("situation.html", **asked, told=None, problem=None)
    try:
        told = AS_OF.situation(here.store, where or None, day, against_)
    except TooManyError as error:
        return here.page("situation.html", **asked, told=None, problem=str(error))
    if isinstance(told, BeingRead):
        asked["waits"] = _waits(here, told, where, day, against_)
        if told.before is None:
            return here.page("situation.html", **asked, told=None, problem=None)
        told = told.before
    return here.page("situation.html", **asked, problem=None, week=day - _WEEK, **_shown(told))


@ROUTER.get("/p/{project}/situation/reading")
def being_read(
    here: AsViewer, on: date, place: Annotated[str, Query(max_length=200)] = "", against: date | None = None
) -> Response:
    """How far a situation of many reports is; the page that asks is loaded again when they are read."""
    told = AS_OF.situation(here.store, place or None, on, against)
    if isinstance(told, BeingRead):
        return here.page("situation_waits.html", waits=_waits(here, told, place, on, against))
    return Response(headers={"HX-Refresh": "true"})


def _waits(here: Here, read: BeingRead, place: str, on: date, against: date | None) -> dict[str, Any]:
    """What the page says while reports are being read, and where it asks whether they are."""
    given = {"place": place, "on": on, "against": against}
    address = here.path("situation/reading") + "?" + urlencode({k: v for k, v in given.items() if v})
    return {"reports": read.reports, "address": address, "is_older": read.before is not None}


def _shown(told: Told) -> dict[str, Any]:
    made = told.situation
    brief = page(made, told.reports, version=__version__, pictures=False)
    searches = {search.lookup: search.number for search in brief.searches}
    return {
        "told": made,
        "brief": brief,
        "numbers": {reference.document: reference.number for reference in brief.references},
        "search_number": lambda lookup: searches[searched(lookup)],
        "is_evidence": lambda citation: isinstance(citation, Evidence),
        "lists": lists,
        "control": CONTROL,
        "ties": TIES,
        "graph": graph(made.ties) if made.ties else None,
        "size": (WIDTH, HEIGHT),
        "ground": ground(),
        **holders.shown(made.holdings),
    }


def _day(name: str, value: str) -> date | None:
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise FilterError(f"{name}: {value!r} is no day; write it as 2024-12-03") from None
