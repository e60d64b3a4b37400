"""What people decide about incidents: merge, split, pin, forbid. The log of it is that of review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from dateline.errors import StoreError
from dateline.intake.linking import link_all
from dateline.serve.access import AsReviewer, Here
from dateline.serve.api.answering import problems
from dateline.serve.repeats import Key, request_of
from dateline.store.deciding import Deciding
from dateline.store.dossiers import Dossiers
from dateline.store.once import done_before

ROUTER = APIRouter(prefix="/projects/{project}/judgements", tags=["judgements"], responses=problems(412))
Reason = Annotated[str | None, Field(max_length=2000, description="Why; it is kept in the log.")]
EventRef = tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], Annotated[str, Field(max_length=20)]]


class NewJudgement(BaseModel):
    """``merge`` makes incidents one; ``pin`` and ``forbid`` hold events together or apart; ``split`` takes events out of one incident.

    ``incidents`` are the incidents to merge, or the one to split; ``events`` those that are taken out, or held.
    """

    kind: Literal["merge", "split", "pin", "forbid"]
    incidents: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)] = []
    events: Annotated[list[EventRef], Field(max_length=500)] = []
    reason: Reason = None


class Undo(BaseModel):
    """Why a judgement is taken back."""

    reason: Reason = None


class Judged(BaseModel):
    """The number of the line in the log, and which incidents the events that it is about are of now."""

    number: int
    incidents: list[str]


@ROUTER.post("", operation_id="judge", status_code=201)
def judge(here: AsReviewer, asked: NewJudgement, request: Request, key: Key = None) -> Judged:
    """Decide about incidents. No later run overrules it; undoing it does.

    If-Match: the tag of the (first) incident as it was seen; where it has changed since, nothing is decided.
    """
    once = request_of(here, key, asked)
    if (done := done_before(here.store, once)) is not None:
        decided = Dossiers(here.store).decision(done)
        return _linked(here, done, [ref for side in decided.sides for ref in side] if decided else [])
    sides = _sides(here, asked)
    seen = {}
    if asked.incidents and (tag := request.headers.get("if-match", "*").strip().strip('"')) != "*":
        seen = {asked.incidents[0]: tag}
    number = Deciding(here.store).judge(
        asked.kind, here.visitor.name, sides=sides, reason=asked.reason, seen=seen, request=once
    )
    return _linked(here, number, [ref for side in sides for ref in side])


@ROUTER.post("/{number}/undo", operation_id="undoJudgement", status_code=201)
def undo(here: AsReviewer, number: Annotated[int, Path(ge=1, le=2**53)], asked: Undo, key: Key = None) -> Judged:
    """Take a judgement back, in one step."""
    line = here.store.undo(number, here.visitor.name, asked.reason, request=request_of(here, key, asked))
    decision = Dossiers(here.store).decision(number)
    return _linked(here, line, [ref for side in decision.sides for ref in side] if decision else [])


def _sides(here: Here, asked: NewJudgement) -> list[list[tuple[str, str]]]:
    events = [(document, claim) for document, claim in asked.events]
    members = [[(e.document, e.claim) for e in here.store.events_of(i)] for i in dict.fromkeys(asked.incidents)]
    if asked.kind == "merge":
        if len(members) < 2:
            raise StoreError("a merge needs two incidents or more")
        return members
    if asked.kind == "split":
        if len(members) != 1 or not events:
            raise StoreError("a split needs one incident, and the events that are to leave it")
        if strange := [event for event in events if event not in members[0]]:
            raise StoreError(f"the incident has no event {strange[0][1]} of document {strange[0][0]}")
        stay = [event for event in members[0] if event not in events]
        if not stay:
            raise StoreError("all events of the incident cannot leave it")
        return [events, stay]
    if len(set(events)) < 2:
        raise StoreError(f"{asked.kind} needs two events or more")
    return [events] if asked.kind == "pin" else [[event] for event in events]


def _linked(here: Here, number: int, refs: Iterable[tuple[str, str]]) -> Judged:
    link_all(here.store)
    found = Dossiers(here.store).incident_of(list(refs))
    return Judged(number=number, incidents=sorted(set(found.values())))
