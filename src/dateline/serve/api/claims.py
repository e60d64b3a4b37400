"""Claims of each kind: events, tolls, statements, relations."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum

from fastapi import APIRouter, Request, Response

from dateline.serve.access import AsViewer
from dateline.serve.api.answering import Asked, Cursor, Form, Limit, PageOf, lines, page_of, problems
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
    request: Request,
    response: Response,
    asked: Asked,
    cursor: Cursor = None,
    limit: Limit = 100,
    form: Form = "json",
) -> PageOf[FoundClaim]:
    """The claims of one kind that meet all conditions."""
    results = here.store.find(kind.value, **asked)
    if form == "jsonl":
        return lines(results, lambda item: json.dumps(asdict(item), ensure_ascii=False, default=str))  # type: ignore[return-value]
    return page_of(results, cursor, limit, request, response)  # type: ignore[return-value]
