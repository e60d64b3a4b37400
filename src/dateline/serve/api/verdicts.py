"""What people decide about claims: accepted, corrected, rejected, added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from dateline.errors import DatelineError
from dateline.intake.linking import link_all
from dateline.records import CodedDocument
from dateline.serve.access import AsCoder, AsViewer, ForbiddenError, Here
from dateline.serve.api.answering import problems, status_of
from dateline.serve.api.documents import DocumentId
from dateline.serve.repeats import Key, request_of
from dateline.store.once import Once
from dateline.store.review import ClaimKind, Decision, Review, Verdict, Word
from dateline.store.review.audit import Audit
from dateline.store.review.bringing import Brought, MentionsByRef
from dateline.store.vocabulary import Vocabulary

ROUTER = APIRouter(prefix="/projects/{project}", tags=["review"], responses=problems(412))
_AT_ONCE = 200
Reason = Annotated[str | None, Field(max_length=2000, description="Why; it is kept in the log.")]


class VerdictLine(BaseModel):
    """A verdict in the log; ``was`` and ``to`` are the claim before and after, ``holds`` is false where it was taken back."""

    number: int
    made: str
    person: str
    verdict: Word
    kind: ClaimKind
    claim: str
    reason: str | None
    was: dict[str, Any] | None
    to: dict[str, Any] | None
    holds: bool


class Reviewed(BaseModel):
    """A document under review: the record as it holds, the machine's, the verdicts, and the version of each claim.

    ``rejected`` are the ids of claims that people took out; ``versions`` are what ``seen`` is given for a verdict.
    """

    record: CodedDocument
    machine: CodedDocument
    rejected: list[str]
    versions: dict[str, int]
    verdicts: list[VerdictLine]


class NewVerdict(BaseModel):
    """A verdict on a claim of a document; for one that is added, ``kind`` and all its ``fields`` as in the record.

    ``seen`` is the version of the claim as it was looked at: where it has been judged since, nothing is written. What the
    fields point at and the document does not name is in ``brings``: an actor of the authority or by hand, a place of the
    gazetteer or by its coordinates, a date with its words.
    """

    verdict: Word
    claim: Annotated[str | None, Field(max_length=20)] = None
    kind: ClaimKind | None = None
    fields: dict[str, Any] = {}
    brings: Brought = Brought()
    reason: Reason = None
    seen: Annotated[int | None, Field(ge=0)] = None


class OneOfMany(NewVerdict):
    """A verdict and its document."""

    document: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Result(BaseModel):
    """What became of one of many verdicts: its line, or the status and the words of the problem."""

    status: int
    verdict: VerdictLine | None = None
    title: str | None = None


class Taken(BaseModel):
    """The number of the line that took it back."""

    number: int


class Why(BaseModel):
    """Why a verdict is taken back."""

    reason: Reason = None


@ROUTER.get("/documents/{document_id}/review", operation_id="getReview")
def get_review(here: AsViewer, document_id: DocumentId) -> Reviewed:
    """The document with its verdicts."""
    looked = Review(here.store).look(document_id)
    return Reviewed(
        record=looked.record,
        machine=looked.machine,
        rejected=sorted(looked.over.rejected),
        versions={claim: looked.version(claim) for claim in looked.over.subjects},
        verdicts=[_line(verdict) for verdict in looked.log],
    )


@ROUTER.post("/documents/{document_id}/verdicts", operation_id="addVerdicts", status_code=201)
def add_verdicts(
    here: AsCoder,
    document_id: DocumentId,
    asked: Annotated[list[NewVerdict], Field(min_length=1, max_length=_AT_ONCE)],
    key: Key = None,
) -> list[VerdictLine]:
    """Keep verdicts on one document, all or none. They hold at once, and the incidents follow."""
    body = "\n".join(one.model_dump_json() for one in asked)
    made = _judged(here, document_id, asked, request_of(here, key, body))
    link_all(here.store)
    return made


@ROUTER.post("/verdicts", operation_id="addVerdictsInBulk", status_code=207)
def add_in_bulk(
    here: AsCoder, asked: Annotated[list[OneOfMany], Field(min_length=1, max_length=_AT_ONCE)], key: Key = None
) -> list[Result]:
    """Keep verdicts on many documents, each by itself; what became of each, in their order."""
    results = []
    for part, one in enumerate(asked, 1):
        try:
            (line,) = _judged(here, one.document, [one], request_of(here, key, one, part))
            results.append(Result(status=201, verdict=line))
        except DatelineError as error:
            results.append(Result(status=status_of(error), title=str(error)))
    link_all(here.store)
    return results


@ROUTER.post("/verdicts/{number}/undo", operation_id="undoVerdict", status_code=201)
def undo_verdict(here: AsCoder, number: Annotated[int, Path(ge=1, le=2**53)], asked: Why, key: Key = None) -> Taken:
    """Take a verdict back, or restore one that was. A coder takes back what is their own."""
    if not here.may("reviewer") and here.visitor.name != _author(here, number):
        raise ForbiddenError("a coder takes back only what is their own; this needs the role reviewer")
    line = Review(here.store).undo(number, here.visitor.name, asked.reason, request=request_of(here, key, asked))
    link_all(here.store)
    return Taken(number=line)


def _judged(here: Here, document: str, asked: list[Any], request: Once | None) -> list[VerdictLine]:
    decisions = [_decision(here, document, one) for one in asked]
    seen: Mapping[str, int] = {one.claim: one.seen for one in asked if one.claim and one.seen is not None}
    made = Review(here.store).judge_all(document, here.visitor.name, decisions, seen=seen, request=request)
    return [_line(verdict) for verdict in made]


def _decision(here: Here, document: str, one: NewVerdict) -> Decision:
    """Raises StoreError for what is brought along and cannot be."""
    mentions: MentionsByRef = {}
    if one.brings != Brought():
        mentions = one.brings.mentions(Vocabulary(here.store), here.store.document(document))
    return Decision(one.verdict, one.claim, one.kind, one.fields, one.reason, mentions)


def _author(here: Here, number: int) -> str:
    return Audit(here.store).line(number, seen_by=here.visitor.name).person


def _line(verdict: Verdict) -> VerdictLine:
    return VerdictLine.model_validate({name: asdict(verdict)[name] for name in VerdictLine.model_fields})
