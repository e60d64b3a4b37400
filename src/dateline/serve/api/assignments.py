"""Review by a team: what waits, who codes what, how far they agree, what was decided, and the log of it all."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from dateline.serve.access import AsCoder, AsReviewer, AsViewer, Here
from dateline.serve.api.answering import Asked, Cursor, Limit, PageOf, listed, problems
from dateline.serve.api.documents import DocumentId
from dateline.serve.repeats import Key, request_of
from dateline.store import FoundClaim
from dateline.store.review.adjudication import Adjudication
from dateline.store.review.agreement import Agreement, FieldAgreement, agreement
from dateline.store.review.assignments import Assignment, Assignments, Task, Wanted
from dateline.store.review.audit import Asked as AskedLines
from dateline.store.review.audit import Audit
from dateline.store.review.progress import Share, progress_of
from dateline.store.review.queue import Queue

ROUTER = APIRouter(prefix="/projects/{project}/review", tags=["review"], responses=problems())
Number = Annotated[int, Path(ge=1, le=2**53)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class NewAssignment(BaseModel):
    """Documents (by id) for people (by name); ``double``: two code each; ``blind``: neither sees the other's before both are done."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    documents: Annotated[list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]], Field(min_length=1, max_length=2000)]
    people: Annotated[list[Name], Field(min_length=1, max_length=100)]
    due: date | None = None
    note: Annotated[str | None, Field(max_length=2000)] = None
    double: bool = False
    blind: bool = False


class Made(BaseModel):
    """The number of what was made."""

    number: int


class Progress(BaseModel):
    """How far review has come."""

    documents: Share
    claims: Share
    incidents: Share
    verdicts: dict[str, int]


class Differing(BaseModel):
    """A field of a claim in which coders differ: what each says, and the machine under an empty name."""

    document: str
    claim: str
    words: str
    field: str
    said: dict[str, str]


class Agreed(BaseModel):
    """How far the coders agree: Krippendorff's alpha and the share, overall and by field, and exactly where they differ."""

    overall: FieldAgreement
    fields: list[FieldAgreement]
    differences: list[Differing]


class ClaimRef(BaseModel):
    """A claim that a line is about, as it was called then; those of one ``side`` belong together."""

    document: str
    claim: str
    kind: str
    side: int
    words: str


class LogLine(BaseModel):
    """A line of the log of all that was decided, and of exports."""

    number: int
    kind: str
    made: str
    person: str
    reason: str | None
    content: dict[str, Any]
    about: list[ClaimRef]
    undoes: int | None
    holds: bool
    undone_by: str | None


@ROUTER.get("/queue", operation_id="listQueue")
def list_queue(here: AsCoder, asked: Asked, cursor: Cursor = None, limit: Limit = 100) -> PageOf[FoundClaim]:
    """The claims that nobody has judged, the least certain first."""
    items, after = Queue(here.store).claims(limit, cursor, **asked)
    return PageOf[FoundClaim](items=items, next=after)


@ROUTER.get("/progress", operation_id="getProgress")
def get_progress(here: AsViewer) -> Progress:
    """How much has been reviewed, and how much stands as the machine made it."""
    found = progress_of(here.store, datetime.now(UTC).date())
    return Progress(
        documents=found.documents, claims=found.claims, incidents=found.incidents, verdicts=dict(found.verdicts)
    )


@ROUTER.get("/assignments", operation_id="listAssignments")
def list_assignments(
    here: AsCoder, request: Request, response: Response, cursor: Cursor = None, limit: Limit = 100
) -> PageOf[Assignment]:
    """The assignments, the newest first."""
    found = Assignments(here.store).all()
    if (me := _blind(here)) is not None:
        found = [
            replace(one, people=tuple(who for who in one.people if who == me)) if one.blind else one for one in found
        ]
    return listed(found, cursor, limit, request, response)  # type: ignore[return-value]


@ROUTER.post("/assignments", operation_id="assign", status_code=201)
def assign(here: AsReviewer, asked: NewAssignment, key: Key = None) -> Made:
    """Give documents to people to code."""
    wanted = Wanted(**(asked.model_dump() | {"due": asked.due.isoformat() if asked.due else None}))
    request = request_of(here, key, asked)
    return Made(number=Assignments(here.store).assign(wanted, here.visitor.name, request=request))


@ROUTER.get("/assignments/{number}", operation_id="getAssignment")
def get_assignment(here: AsReviewer, number: Number) -> Assignment:
    """One assignment, with how far it is."""
    return Assignments(here.store).get(number)


@ROUTER.get("/assignments/{number}/tasks", operation_id="listTasks")
def list_tasks(here: AsReviewer, number: Number) -> list[Task]:
    """Who has which document."""
    Assignments(here.store).get(number)
    return Assignments(here.store).tasks(number)


@ROUTER.get("/tasks", operation_id="listMyTasks")
def list_my_tasks(
    here: AsCoder, every: Annotated[bool, Query(description="Those that are done, too.")] = False
) -> list[Task]:
    """What you have to code, what is due first."""
    return Assignments(here.store).of(here.visitor.name, only_open=not every)


@ROUTER.post("/assignments/{number}/documents/{document_id}/done", operation_id="finishTask", status_code=204)
def finish_task(here: AsCoder, number: Number, document_id: DocumentId) -> None:
    """You are done with a document that is yours."""
    Assignments(here.store).finish(number, document_id, here.visitor.name)


@ROUTER.post("/assignments/{number}/withdraw", operation_id="withdrawAssignment", status_code=204)
def withdraw(here: AsReviewer, number: Number) -> None:
    """Take an assignment back. What was coded in it stays on record."""
    Assignments(here.store).withdraw(number, here.visitor.name)


@ROUTER.get("/assignments/{number}/agreement", operation_id="getAgreement")
def get_agreement(here: AsReviewer, number: Number) -> Agreed:
    """How far the coders of an assignment agree."""
    Assignments(here.store).get(number)
    found: Agreement = agreement(Adjudication(here.store).coded_units(number))
    differences = [
        Differing(
            document=one.unit.document, claim=one.unit.claim, words=one.unit.words, field=one.name,
            said={who or "": words for who, words in one.said.items()},
        )
        for one in found.differences
    ]  # fmt: skip
    return Agreed(overall=found.overall, fields=list(found.fields), differences=differences)


@ROUTER.post("/assignments/{number}/documents/{document_id}/adopt", operation_id="adoptAgreed", status_code=201)
def adopt(here: AsReviewer, number: Number, document_id: DocumentId) -> Made:
    """Adopt all on which the coders of a document agree; how many claims that are."""
    from dateline.intake.linking import link_all

    made = Adjudication(here.store).adopt(number, document_id, here.visitor.name)
    link_all(here.store)
    return Made(number=made)


@ROUTER.get("/log", operation_id="listLog")
def list_log(
    here: AsCoder,
    request: Request,
    response: Response,
    person: Annotated[str | None, Query(max_length=200)] = None,
    kind: Literal["merge", "split", "pin", "forbid", "correction", "review", "undo", "export"] | None = None,
    since: date | None = None,
    until: date | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> PageOf[LogLine]:
    """Who decided what, when and why, and what left the store; the newest line first."""
    # Of two codings of a document, neither coder sees the other's before both are done.
    lines, after = Audit(here.store).page(
        AskedLines(person=person, kind=kind, since=since, until=until, seen_by=_blind(here)), limit, cursor
    )
    items = [LogLine.model_validate({name: asdict(line)[name] for name in LogLine.model_fields}) for line in lines]
    return PageOf[LogLine](items=items, next=after)


def _blind(here: Here) -> str | None:
    """The name of a visitor who may not see the drafts of others; None for a reviewer, who may."""
    return None if here.may("reviewer") else here.visitor.name
