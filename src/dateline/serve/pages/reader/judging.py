"""What a reviewer sends from the reader: a verdict on a claim, a claim that was missed, and what is taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from dateline.intake.linking import link_all
from dateline.serve.access import AsCoder, ForbiddenError, Here, MissingError
from dateline.serve.pages.reader import fields as form
from dateline.serve.pages.reader.cards import cards, kind_in, record_of, waiting_after
from dateline.serve.pages.reader.picked import brought
from dateline.serve.pages.reader.showing import Open, Told, adding, editing, look, reader
from dateline.serve.pages.reader.text import sentence_around
from dateline.serve.repeats import form_of
from dateline.store.review import ClaimKind, Decision, Looked, Review, StaleError, Verdict, VerdictError
from dateline.store.review.assignments import Assignments
from dateline.store.review.bringing import BringingError
from dateline.store.review.listing import linking_waits, next_waiting
from dateline.store.vocabulary import Vocabulary

ROUTER = APIRouter()
_LINKED_AT_ONCE = 60
"""So many documents that wait are linked before the page answers; more are the work of whoever added them."""
_NUMBER = re.compile(r"\d[\d,]*")
Sent = Mapping[str, list[str]]


def _sent(data: FormData) -> Sent:
    return {name: [value for value in data.getlist(name) if isinstance(value, str)] for name in data}


def one(sent: Sent, name: str, default: str = "") -> str:
    """The value that was sent under a name."""
    return (sent.get(name) or [default])[0].strip()


def whole(sent: Sent, name: str) -> int | None:
    """The number that was sent under a name; None where there is none."""
    value = one(sent, name)
    return int(value) if value.isdecimal() and len(value) < 19 else None


@ROUTER.post("/p/{project}/documents/{document_id}/judge")
async def judge(here: AsCoder, document_id: str, request: Request) -> Response:
    """Keep a verdict on a claim, and lead to what comes next; where somebody was first, say so and keep nothing."""
    sent = _sent(await request.form())
    return await run_in_threadpool(_judge, here, document_id, sent)


@ROUTER.post("/p/{project}/documents/{document_id}/add")
async def add(here: AsCoder, document_id: str, request: Request) -> Response:
    """Keep a claim that the machine missed."""
    sent = _sent(await request.form())
    return await run_in_threadpool(_add, here, document_id, sent)


@ROUTER.post("/p/{project}/documents/{document_id}/undo")
async def undo(here: AsCoder, document_id: str, request: Request) -> Response:
    """Take a verdict back."""
    sent = _sent(await request.form())
    return await run_in_threadpool(_undo, here, document_id, sent)


def _judge(here: Here, document: str, sent: Sent) -> Response:
    assignment = own_assignment(here, document, whole(sent, "assignment"))
    looked = look(here, document, assignment)
    claim, word, reason = one(sent, "claim"), one(sent, "verdict"), one(sent, "reason")
    seen = whole(sent, "seen") or 0
    record, kind = record_of(looked, claim), kind_in(looked, claim)
    if record is None or kind is None:
        raise MissingError(f"there is no claim {claim!r} in this document any more; load the page again")
    fields: dict[str, Any] = {}
    try:
        if word == "corrected":
            fields = form.read(kind, sent, record, looked.record)
        decisions = _decisions(here, looked, claim, word, form.changed(fields, record), reason)
        Review(here.store).judge_all(
            document, here.visitor.name, decisions, seen={claim: seen}, assignment=assignment
        )  # fmt: skip
    except (VerdictError, BringingError) as error:
        opened = editing(looked, claim, fields or _as_sent(sent, record, error), _problems(error), reason)
        return reader(here, looked, claim=claim, assignment=assignment, open_=opened)
    except StaleError as error:
        now = look(here, document, assignment)
        opened = editing(now, claim, fields, (), reason) if word == "corrected" and record_of(now, claim) else None
        told = Told(conflict=str(error), conflict_claim=claim, wanted=word)
        return reader(here, now, claim=claim, assignment=assignment, open_=opened, told=told)
    if assignment is None:
        link_some(here)
    return onward(here, document, claim, assignment)


def _decisions(
    here: Here, looked: Looked, claim: str, word: str, fields: Mapping[str, Any], reason: str
) -> list[Decision]:
    why = reason or None
    if word == "rejected-with-figures":
        tolls = [toll.id for toll in looked.record.tolls if toll.event == claim]
        return [Decision("rejected", claim=each, reason=why) for each in (claim, *tolls)]
    if word == "corrected" and fields:
        made, mentions = brought(fields, looked.record, Vocabulary(here.store))
        return [Decision("corrected", claim=claim, fields=made, reason=why, mentions=mentions)]
    if word in ("accepted", "corrected"):
        return [Decision("accepted", claim=claim, reason=why)]
    if word == "rejected":
        return [Decision("rejected", claim=claim, reason=why)]
    raise VerdictError([("", f"there is no verdict {word!r}")])


def _problems(error: VerdictError | BringingError) -> tuple[tuple[str, str], ...]:
    return error.problems if isinstance(error, VerdictError) else (("", str(error)),)


def _as_sent(sent: Sent, record: Mapping[str, Any], error: Exception) -> dict[str, Any]:
    """What was sent, as far as it can be shown again although it makes no claim."""
    made: dict[str, Any] = dict(error.made) if isinstance(error, form.FormError) else {}
    for name, values in sent.items():
        if name in record and values and not isinstance(record[name], list | dict):
            made[name] = values[0].strip() or None
    return made


def _add(here: Here, document: str, sent: Sent) -> Response:
    assignment = own_assignment(here, document, whole(sent, "assignment"))
    looked = look(here, document, assignment)
    text, reason = looked.record.document.text, one(sent, "reason")
    kind = kind_named(one(sent, "kind"))
    start, end = whole(sent, "start") or 0, whole(sent, "end") or 0
    if not 0 <= start < end <= len(text):
        raise MissingError("select some words of the text first")
    values = missed(looked, kind, start, end)
    try:
        values |= form.read(kind, sent, values, looked.record)
        made, mentions = brought(values, looked.record, Vocabulary(here.store))
        decision = Decision("added", kind=kind, fields=made, reason=reason or None, mentions=mentions)
        request = form_of(here, one(sent, "key"), json.dumps({**sent, "csrf_token": []}, sort_keys=True))
        (verdict,) = Review(here.store).judge_all(
            document, here.visitor.name, [decision], assignment=assignment, request=request
        )
    except (VerdictError, BringingError) as error:
        values |= _as_sent(sent, values, error)
        opened = adding(looked, kind, (start, end), values, _problems(error), reason)
        return reader(here, looked, claim=None, assignment=assignment, open_=opened)
    if assignment is None:
        link_some(here)
    return RedirectResponse(address(here, document, verdict.claim, assignment), 303)


def _undo(here: Here, document: str, sent: Sent) -> Response:
    assignment = own_assignment(here, document, whole(sent, "assignment"))
    looked = look(here, document, assignment)
    number = whole(sent, "number")
    verdict: Verdict | None = next((v for v in looked.log if v.number == number), None)
    if verdict is None or not verdict.holds:
        raise MissingError("this verdict has been taken back already; load the page again")
    if verdict.person != here.visitor.name and not here.may("reviewer"):
        raise ForbiddenError(
            f"this verdict is {verdict.person}'s; a reviewer may take it back, or you judge the claim anew"
        )
    Review(here.store).undo(verdict.number, here.visitor.name, one(sent, "reason") or None)
    if assignment is None:
        link_some(here)
    return RedirectResponse(address(here, document, verdict.claim, assignment), 303)


def own_assignment(here: Here, document: str, number: int | None) -> int | None:
    """The assignment whose drafts are made, which must be the visitor's own. Raises ForbiddenError."""
    if number is None:
        return None
    task = Assignments(here.store).task(number, document, here.visitor.name)
    if task is None:
        raise ForbiddenError(f"this document is not given to you in assignment {number}")
    if not task.double:
        return None  # what one person alone codes holds at once
    if not task.open:
        raise ForbiddenError("you are done with this document: take it up again under My work first")
    return number


def onward(here: Here, document: str, claim: str, assignment: int | None) -> Response:
    """To the next claim of the document that waits; when none does, to the next document."""
    looked = look(here, document, assignment)
    following = waiting_after(cards(looked, {}), claim)
    if following is not None:
        return RedirectResponse(address(here, document, following, assignment), 303)
    other = next_waiting(here.store, document) if assignment is None else None
    if other is None:
        return RedirectResponse(address(here, document, claim, assignment), 303)
    return RedirectResponse(here.path(f"documents/{other}?{urlencode({'done': document})}"), 303)


def address(here: Here, document: str, claim: str | None, assignment: int | None) -> str:
    """The address of the reader at a claim."""
    parts = {"claim": claim, "assignment": assignment}
    query = urlencode({name: value for name, value in parts.items() if value is not None})
    return here.path(f"documents/{document}" + (f"?{query}" if query else ""))


def link_some(here: Here) -> None:
    """Link what waits, so that figures and search follow at once; not what somebody else is adding just now."""
    if linking_waits(here.store, _LINKED_AT_ONCE):
        link_all(here.store)


def kind_named(name: str) -> ClaimKind:
    """The kind of claim of that name. Raises MissingError."""
    for kind in form.FIELDS:
        if kind == name:
            return kind
    raise MissingError(f"there is no kind of claim {name!r}")


def missed(looked: Looked, kind: ClaimKind, start: int, end: int) -> dict[str, Any]:
    """A claim on these words as far as it can be said before anybody has filled in the form."""
    text = looked.record.document.text

    def span(first: int, last: int) -> dict[str, Any]:
        return {"start": first, "end": last, "text": text[first:last]}

    words, sentence = span(start, end), span(*sentence_around(text, start, end))
    made: dict[str, Any] = {"evidence": [sentence]}
    if kind == "event":
        return made | {"type": "ASSAULT", "status": "occurred", "trigger": words, "when": {"precision": "unknown"}}
    if kind == "statement":
        return made | {"direct": "“" in sentence["text"] or '"' in sentence["text"], "content": [words]}
    if kind == "relation":
        return made | {"relation": "member_of"}
    figure = _NUMBER.search(words["text"])
    made |= {"harm": "killed", "bound": "exact", "unit": "person", "scope": "incident", "status": "occurred"}
    made |= {"victims": {"status": "unknown"}, "number": words}
    if figure:
        made["number"] = span(start + figure.start(), start + figure.end())
        made["best"] = int(figure[0].replace(",", ""))
    return made | {"event": _event_beside(looked, start)}


def _event_beside(looked: Looked, start: int) -> str | None:
    """The event whose evidence holds the place, the shortest evidence first."""
    around = [
        (span.end - span.start, event.id)
        for event in looked.record.events
        for span in event.evidence
        if span.start <= start < span.end
    ]
    return min(around)[1] if around else None


def opened_for(looked: Looked, kind: ClaimKind, ends: Sequence[int]) -> Open:
    """The form that adds a claim of this kind from these words."""
    return adding(looked, kind, (ends[0], ends[1]), missed(looked, kind, ends[0], ends[1]))
