"""Saved searches."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from dateline.errors import AbsentError, StoreError
from dateline.serve.access import AsCoder, AsViewer, ForbiddenError, Here
from dateline.serve.api.answering import problems
from dateline.serve.jobs.hooks import check_address
from dateline.serve.jobs.news import LOOK, check_tells
from dateline.store.jobs import Jobs
from dateline.store.saved import SavedSearch, Searches, news_of

ROUTER = APIRouter(prefix="/projects/{project}/searches", tags=["searches"], responses=problems())
Number = Annotated[int, Path(ge=1, le=2**53)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Kinds = Literal["incidents", "events", "tolls", "statements", "relations", "documents"]


class Search(BaseModel):
    """A saved search: ``conditions`` as they stand in the address of the page; the keys of its alerts are not shown."""

    number: int
    name: str
    owner: str
    shared: bool
    kind: str
    conditions: dict[str, str]
    tells: bool


class NewSearch(BaseModel):
    """A search to be kept."""

    name: Name
    kind: Kinds = "incidents"
    conditions: Annotated[dict[str, Annotated[str, Field(max_length=1000)]], Field(max_length=40)]
    shared: bool = False


class Renamed(BaseModel):
    """What a search is called, and whether the project sees it."""

    name: Name
    shared: bool


class WantedFeed(BaseModel):
    """Whether there is to be a feed."""

    on: bool


class Feed(BaseModel):
    """Where the feed is read: whoever has its path can read it."""

    path: str | None


class WantedHook(BaseModel):
    """The address that is told, outside the network of the workbench; none: nobody is."""

    address: Annotated[str, Field(max_length=2000)] | None


class Hook(BaseModel):
    """The secret that messages are signed with (HMAC-SHA256), in hexadecimal."""

    secret: str | None


class NewsItem(BaseModel):
    """Something new: ``what`` is new, changed, retracted or more; ``told`` says it in words, ``item`` is the key of what it is of."""

    id: int
    item: str
    what: str
    at: str
    told: dict[str, Any]


@ROUTER.get("", operation_id="listSearches")
def list_searches(here: AsViewer) -> list[Search]:
    """Your searches, and those that others share."""
    return [_shown(found) for found in Searches(here.store).of(here.visitor.name)]


@ROUTER.post("", operation_id="saveSearch", status_code=201)
def save_search(here: AsCoder, asked: NewSearch) -> Search:
    """Keep a search."""
    from dateline.serve.filters import Filters

    Filters.of(asked.conditions)  # what is wrong with it is said now
    searches = Searches(here.store)
    number = searches.save(asked.name, here.visitor.name, asked.conditions, kind=asked.kind, shared=asked.shared)
    return _shown(searches.one(number))


@ROUTER.put("/{number}", operation_id="renameSearch")
def rename_search(here: AsCoder, number: Number, asked: Renamed) -> Search:
    """Call your search something else, and share it or not."""
    _own(here, number)
    Searches(here.store).rename(number, asked.name, shared=asked.shared)
    return _shown(Searches(here.store).one(number))


@ROUTER.delete("/{number}", operation_id="deleteSearch", status_code=204)
def delete_search(here: AsCoder, number: Number) -> None:
    """Delete your search, with its alerts."""
    _own(here, number)
    Searches(here.store).delete(number)


@ROUTER.put("/{number}/feed", operation_id="setFeed")
def set_feed(here: AsCoder, number: Number, asked: WantedFeed) -> Feed:
    """Begin an Atom feed of what is new in your search at a new address, by which an older one ends; or end it."""
    search = _own(here, number)
    if asked.on:
        check_tells(search)
    key = Searches(here.store).set_feed(number, on=asked.on)
    _look(here, tells=asked.on)
    return Feed(path=f"/feeds/{here.project}/{key}.atom" if key else None)


@ROUTER.put("/{number}/hook", operation_id="setHook")
def set_hook(here: AsCoder, number: Number, asked: WantedHook) -> Hook:
    """Tell an address what is new in your search, each message signed with the secret that is shown once; or tell it no more."""
    search = _own(here, number)
    if asked.address:
        check_tells(search)
        check_address(asked.address)
    secret = Searches(here.store).set_hook(number, asked.address)
    _look(here, tells=bool(asked.address))
    return Hook(secret=secret.hex() if secret else None)


@ROUTER.get("/{number}/news", operation_id="listNews")
def list_news(here: AsViewer, number: Number) -> list[NewsItem]:
    """What was new in a search that tells somebody, the newest first: as the profile public lets it out."""
    try:
        Searches(here.store).one(number, here.visitor.name)
    except StoreError as error:
        raise AbsentError(str(error)) from error
    return [
        NewsItem(id=item.number, item=item.item, what=item.kind, at=item.at, told=dict(item.told))
        for item in news_of(here.store, number)
    ]


def _look(here: Here, *, tells: bool) -> None:
    if tells:
        Jobs(here.store).add([LOOK])


def _own(here: Here, number: int) -> SavedSearch:
    try:
        found = Searches(here.store).one(number, here.visitor.name)
    except StoreError as error:
        raise AbsentError(str(error)) from error
    if found.owner != here.visitor.name and not here.may("admin"):
        raise ForbiddenError("this search is somebody else's")
    return found


def _shown(found: SavedSearch) -> Search:
    return Search(
        number=found.number, name=found.name, owner=found.owner, shared=found.shared, kind=found.kind,
        conditions=dict(found.conditions), tells=found.tells,
    )  # fmt: skip
