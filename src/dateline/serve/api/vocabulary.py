"""The actors and places that a claim may be given: all of the authority and of the gazetteer, as one types."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.serve.access import AsViewer
from dateline.serve.api.answering import problems
from dateline.store.vocabulary import MOST, KnownActor, KnownPlace, Vocabulary

ROUTER = APIRouter(prefix="/projects/{project}/vocabulary", tags=["names"], responses=problems())
Written = Annotated[str, Query(max_length=200, description="How the name, or a word of it, begins.")]
Country = Annotated[str | None, Query(max_length=100, description="A name, or ISO 3166 alpha-3.")]
Most = Annotated[int, Query(ge=1, le=100, description="How many at most.")]


@ROUTER.get("/actors", operation_id="findKnownActors")
def find_known_actors(here: AsViewer, text: Written, limit: Most = MOST) -> list[KnownActor]:
    """The actors of the authority, whether a report names them or not: by any of their names."""
    return Vocabulary(here.store).actors(text, limit)


@ROUTER.get("/places", operation_id="findKnownPlaces")
def find_known_places(here: AsViewer, text: Written, country: Country = None, limit: Most = MOST) -> list[KnownPlace]:
    """The places of the gazetteer, whether a report names them or not: by name, beginning and sound."""
    return Vocabulary(here.store).places(text, country, limit)
