"""Claims of each kind: events, tolls, statements, relations."""

from __future__ import annotations

from enum import StrEnum

from fastapi import APIRouter

from dateline.serve.access import AsViewer
from dateline.serve.api.answering import (
    Asked,
    AsWanted,
    PageOf,
    problems,
    row_as_json,
)
from dateline.store import FoundClaim

ROUTER = APIRouter(prefix="/projects/{project}", tags=["claims"], responses=problems())


class Kinds(StrEnum):
    """The kinds of claims, as their lists are called."""

    EVENTS = "events"
    TOLLS = "tolls"
    STATEMENTS = "statements"
    RELATIONS = "relations"


@ROUTER.get("/claims/{kind}", operation_id="findClaims")
def find_claims(
    here: AsViewer,
    kind: Kinds,
    asked: Asked,
    wanted: AsWanted,
) -> PageOf[FoundClaim]:
    """The claims of one kind that meet all conditions."""
    return wanted.of(here.store.find(kind.value, **asked), row_as_json)  # type: ignore[no-any-return]
