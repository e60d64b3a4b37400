"""Saved searches: kept, opened, shared and deleted; and the feeds and webhooks that tell what is new in them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from dateline.errors import DatelineError, StoreError
from dateline.serve.access import Anyone, AsCoder, AsViewer, ForbiddenError, Here, MissingError
from dateline.serve.feed import FORMAT, feed_of
from dateline.serve.filters import Asked, Filters
from dateline.serve.jobs.hooks import check_address
from dateline.serve.jobs.news import LOOK, address_of, changes, check_tells
from dateline.serve.workbench import Workbench
from dateline.store.jobs import Jobs, Uploads
from dateline.store.saved import SavedSearch, Searches, news_of

ROUTER = APIRouter()
Field = Annotated[str, Form()]
_SHOWN = 10


@ROUTER.get("/p/{project}/saved")
def saved(here: AsViewer) -> Response:
    """One's own searches, and those that are shared; what was new in each."""
    found = Searches(here.store).of(here.visitor.name)
    told = {search.number: news_of(here.store, search.number, limit=_SHOWN) for search in found if search.tells}
    sent = {
        search.number: Uploads(here.store).about("webhook", f"search {search.number}", limit=3)
        for search in found
        if search.hook is not None
    }
    return here.page(
        "saved.html", searches=found, told=told, sent=sent, changes=changes, address_of=address_of, in_words=_in_words,
        feed=lambda key: _feed_address(here, key),
        mine={search.number for search in found if _may_change(here, search)},
    )  # fmt: skip


@ROUTER.post("/p/{project}/saved")
def save(here: AsViewer, filters: Asked, name: Field, shared: Field = "", kind: str = "incidents") -> Response:
    """Keep a search."""
    if shared and not here.may("coder"):
        raise ForbiddenError("viewers keep searches for themselves: sharing them needs the role coder")
    conditions = {key: filters.written(key) for key in filters.conditions()}
    Searches(here.store).save(name, here.visitor.name, conditions, kind=kind, shared=bool(shared))
    return _back(here)


@ROUTER.get("/p/{project}/saved/{number}")
def opened(here: AsViewer, number: int) -> Response:
    """The search as it is now."""
    search = _visible(here, number)
    return RedirectResponse(f"{here.path('search')}?{urlencode({'kind': search.kind, **search.conditions})}", 303)


@ROUTER.post("/p/{project}/saved/{number}/rename")
def rename(here: AsViewer, number: int, name: Field, shared: Field = "") -> Response:
    """Call it something else; share it, or no more."""
    search = _own(here, number)
    if shared and not search.shared and not here.may("coder"):
        raise ForbiddenError("viewers keep searches for themselves: sharing them needs the role coder")
    Searches(here.store).rename(number, name, shared=bool(shared))
    return _back(here)


@ROUTER.post("/p/{project}/saved/{number}/delete")
def delete(here: AsViewer, number: int) -> Response:
    """Delete it; its feed and webhook end."""
    _own(here, number)
    Searches(here.store).delete(number)
    return _back(here)


@ROUTER.post("/p/{project}/saved/{number}/feed")
def set_feed(here: AsCoder, number: int, on: Field = "") -> Response:
    """Begin a feed at a new address, by which an older one ends; or end it."""
    search = _telling(here, number) if on else _own(here, number)
    Searches(here.store).set_feed(search.number, on=bool(on))
    if on:
        Jobs(here.store).add([LOOK])
    return _back(here)


@ROUTER.post("/p/{project}/saved/{number}/hook")
def set_hook(here: AsCoder, number: int, address: Field = "") -> Response:
    """Tell an address what is new; or, with an empty one, tell it no more."""
    address = address.strip()
    search = _telling(here, number) if address else _own(here, number)
    if address:
        check_address(address)
    Searches(here.store).set_hook(search.number, address or None)
    if address:
        Jobs(here.store).add([LOOK])
    return _back(here)


@ROUTER.get("/feeds/{of}/{key}")
def feed(request: Request, visitor: Anyone, of: str, key: str) -> Response:
    """What is new in a search, as Atom, for whoever has the address: it says only what the profile public lets out."""
    workbench: Workbench = request.app.state.workbench
    store = workbench.projects.get(of)
    search = None if store is None else Searches(store).by_feed(key.removesuffix(".atom"))
    if store is None or search is None:
        raise MissingError("there is no feed at this address, or no more")
    base = str(request.base_url).rstrip("/")
    made = feed_of(search, news_of(store, search.number), str(request.url), f"{base}/p/{of}")
    headers = {"etag": made.etag, "cache-control": "private, max-age=60", "x-robots-tag": "noindex"}
    if made.etag in (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(made.data, media_type=FORMAT, headers=headers)


def _feed_address(here: Here, key: str) -> str:
    return f"{str(here.request.base_url).rstrip('/')}/feeds/{here.project}/{key}.atom"


def _in_words(search: SavedSearch) -> str:
    try:
        chips = Filters.of(search.conditions).chips()
    except DatelineError:
        return "with conditions that this version does not know"
    return ", ".join(f"{chip.label}: {chip.value}" for chip in chips) or "everything"


def _visible(here: Here, number: int) -> SavedSearch:
    try:
        return Searches(here.store).one(number, here.visitor.name)
    except StoreError as error:
        raise MissingError(str(error)) from error


def _may_change(here: Here, search: SavedSearch) -> bool:
    return search.owner == here.visitor.name or (search.shared and here.may("admin"))


def _own(here: Here, number: int) -> SavedSearch:
    search = _visible(here, number)
    if not _may_change(here, search):
        raise ForbiddenError(f"this search is {search.owner}'s: save one of your own")
    return search


def _telling(here: Here, number: int) -> SavedSearch:
    """One that may tell what is new."""
    search = _own(here, number)
    check_tells(search)
    return search


def _back(here: Here) -> Response:
    return RedirectResponse(here.path("saved"), 303)
