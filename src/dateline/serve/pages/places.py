"""Places: those with the most incidents, and a page each: what happened there, and who is said to hold it."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.serve.access import AsReviewer, AsViewer, Here, MissingError
from dateline.serve.holding_words import Held
from dateline.serve.month_bars import month_bars
from dateline.serve.named_names import NOT_KEPT, names_of
from dateline.serve.pages import Nav
from dateline.store.lists import Lists, OwnPlace
from dateline.store.named import ListedPlace, Places

ROUTER = APIRouter()
NAV = Nav(80, "Places", "places", "p")
PAGE = 50
_LARGEST = 2**31 - 1
Text = Annotated[str, Form()]


@ROUTER.get("/p/{project}/places")
def listed(here: AsViewer, text: str = "", start: int = 0) -> Response:
    """List the places, those with the most incidents first."""
    begin = max(0, start)
    found, count = Places(here.store).listed(text[:200], PAGE, begin)
    more = f"{here.path('places')}?{urlencode({'text': text, 'start': begin + PAGE})}" if count > begin + PAGE else None
    return here.page("places.html", text=text, found=found, count=count, begin=begin, more=more)


@ROUTER.get("/p/{project}/places/{geonames_id}")
def place(here: AsViewer, geonames_id: int, before: int | None = None) -> Response:
    """Show one place."""
    asks, one = Places(here.store), _one(here, geonames_id)
    incidents, more = asks.incidents(geonames_id, before)
    lists = Lists.of(here.store)
    aliases = lists.aliases_of_place(geonames_id) if lists else ()
    return here.page(
        "place.html",
        one=one,
        incidents=incidents,
        more=more,
        before=before,
        by_month=month_bars(asks.months(geonames_id)),
        figures=asks.figures(geonames_id),
        actors={role: asks.actors(geonames_id, role) for role in ("did", "suffered")},
        names=asks.names(geonames_id),
        publishers=asks.publishers(geonames_id),
        aliases=aliases,
        seen=json.dumps(aliases),
        kept=lists is not None,
        why_not=NOT_KEPT,
    )


@ROUTER.get("/p/{project}/places/{geonames_id}/held")
def held(here: AsViewer, geonames_id: int) -> Response:
    """Show who is said to hold the place, as a part of its page."""
    one = _one(here, geonames_id)
    found, read = Held(here.store).of({"place": one.name})
    mine = [h for h in found if h.id.partition("/")[0] == str(geonames_id) or h.area == one.name]
    return here.page("named_held.html", holdings=mine, read=read, of="the place")


@ROUTER.post("/p/{project}/places/{geonames_id}/names")
def name(here: AsReviewer, geonames_id: int, names: Text, seen: Text) -> Response:
    """Keep further names of a place in the team's own list."""
    if (lists := Lists.of(here.store)) is None:
        raise StoreError(NOT_KEPT)
    one = _one(here, geonames_id)
    if one.lat is None or one.lon is None:
        raise StoreError(f"it is not known where {one.name} lies; a place without coordinates cannot be listed")
    own = OwnPlace(geonames_id, one.name, one.lat, one.lon, one.country, one.admin1)
    lists.name_place(own, names.splitlines(), names_of(seen))
    return RedirectResponse(here.path(f"places/{geonames_id}#names"), 303)


def _one(here: Here, geonames_id: int) -> ListedPlace:
    if not 0 < geonames_id <= _LARGEST or (one := Places(here.store).one(geonames_id)) is None:
        raise MissingError(f"No report names a place with the GeoNames id {geonames_id}.")
    return one
