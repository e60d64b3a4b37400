"""Actors, places and sources: who and what there is, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from dateline.serve.access import AsViewer, MissingError
from dateline.serve.api.answering import Cursor, Limit, PageOf, counted, problems
from dateline.store.named.actors import Actors, ListedActor, OtherActor
from dateline.store.named.places import ListedPlace, Places
from dateline.store.named.sources import Beside, Copying, First, ListedSource, Sources
from dateline.store.overview.record import Bin, Figures, TopActor, TopPlace

ROUTER = APIRouter(prefix="/projects/{project}", tags=["names"], responses=problems())
Item = TypeVar("Item")
Words = Annotated[str, Query(max_length=300, description="Words of the name; those with the most come first.")]
Key = Annotated[str, Path(min_length=1, max_length=300)]


class Part(BaseModel):
    """What an actor did, or suffered."""

    figures: dict[str, Figures]
    months: list[Bin]
    others: list[OtherActor]
    places: list[TopPlace]


class ActorPage(BaseModel):
    """An actor: what it did and suffered; ``names`` are those found in the ``looked_at`` newest reports that name it."""

    actor: ListedActor
    did: Part
    suffered: Part
    names: dict[str, int]
    looked_at: int


class PlacePage(BaseModel):
    """A place: what happened there, and who did and suffered it."""

    place: ListedPlace
    figures: dict[str, Figures]
    months: list[Bin]
    did: list[TopActor]
    suffered: list[TopActor]
    names: dict[str, int]
    looked_at: int


class SourcePage(BaseModel):
    """A source: what it copied and who copied it, what it reported first, and its figures beside those of others."""

    source: ListedSource
    copied_from: list[Copying]
    copied_by: list[Copying]
    cited_by: list[Copying]
    first: First
    beside: list[Beside]


@ROUTER.get("/actors", operation_id="listActors")
def list_actors(
    here: AsViewer, request: Request, response: Response, text: Words = "", cursor: Cursor = None, limit: Limit = 100
) -> PageOf[ListedActor]:
    """The actors of incidents, the most active first."""
    return _page(Actors(here.store).listed, text, cursor, limit, request, response)


@ROUTER.get("/actors/{key}", operation_id="getActor")
def get_actor(here: AsViewer, key: Key) -> ActorPage:
    """One actor, by its id in the authority, or by its folded name where it is in none."""
    asked = Actors(here.store)
    if (actor := asked.one(key)) is None:
        raise MissingError(f"there is no actor {key!r} in an incident")
    names, looked_at = asked.names(key)
    parts = {
        role: Part(
            figures=asked.figures(key, role),
            months=list(asked.months(key, role)),
            others=list(asked.others(key, role)),
            places=list(asked.places(key, role)),
        )
        for role in ("did", "suffered")
    }
    return ActorPage(actor=actor, names=dict(names), looked_at=looked_at, **parts)


@ROUTER.get("/places", operation_id="listPlaces")
def list_places(
    here: AsViewer, request: Request, response: Response, text: Words = "", cursor: Cursor = None, limit: Limit = 100
) -> PageOf[ListedPlace]:
    """The places of incidents, those with the most first."""
    return _page(Places(here.store).listed, text, cursor, limit, request, response)


@ROUTER.get("/places/{geonames_id}", operation_id="getPlace")
def get_place(here: AsViewer, geonames_id: Annotated[int, Path(ge=1, lt=2**31)]) -> PlacePage:
    """One place, by its GeoNames id."""
    asked = Places(here.store)
    if (place := asked.one(geonames_id)) is None:
        raise MissingError(f"no report names the place {geonames_id}")
    names, looked_at = asked.names(geonames_id)
    return PlacePage(
        place=place,
        figures=asked.figures(geonames_id),
        months=list(asked.months(geonames_id)),
        did=list(asked.actors(geonames_id, "did")),
        suffered=list(asked.actors(geonames_id, "suffered")),
        names=dict(names),
        looked_at=looked_at,
    )


@ROUTER.get("/sources", operation_id="listSources")
def list_sources(
    here: AsViewer, request: Request, response: Response, text: Words = "", cursor: Cursor = None, limit: Limit = 100
) -> PageOf[ListedSource]:
    """The publishers of reports, and whom they cite, those with the most reports first."""
    return _page(Sources(here.store).listed, text, cursor, limit, request, response)


@ROUTER.get("/sources/{key}", operation_id="getSource")
def get_source(here: AsViewer, key: Key) -> SourcePage:
    """One source, by its folded name."""
    asked = Sources(here.store)
    if (source := asked.one(key)) is None:
        raise MissingError(f"nothing is by {key!r}, and nobody cites it")
    copied_from, copied_by = asked.copied(key)
    return SourcePage(
        source=source,
        copied_from=list(copied_from),
        copied_by=list(copied_by),
        cited_by=list(asked.citing(key)),
        first=asked.first(key),
        beside=list(asked.beside(key)),
    )


def _page(
    listed: Callable[[str, int, int], tuple[Sequence[Item], int]], text: str, cursor: str | None, limit: int,
    request: Request, response: Response,
) -> PageOf[Item]:  # fmt: skip
    return counted(lambda start: listed(text, limit, start), cursor, request, response)  # type: ignore[return-value]
