"""Adjudication: what two coders and the machine say of one document side by side, and what a reviewer decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.intake.linking import link_all
from dateline.ontology.codes import PLOVER_MODES
from dateline.records import Bound, Certainty, EventType, Harm, RelationName, Status
from dateline.serve.access import AsReviewer, Here, MissingError
from dateline.store.review import StaleError, VerdictError
from dateline.store.review.adjudication import MACHINE, NO_CLAIM, Adjudication, Case, Choice, Sitting
from dateline.store.review.agreement import Field
from dateline.store.review.assignments import AssignmentError, Assignments

ROUTER = APIRouter()
OWN = "own"
VOCABULARY: dict[str, tuple[str, ...]] = {
    "type": get_args(EventType),
    "mode": tuple(sorted({mode for modes in PLOVER_MODES.values() for mode in modes})),
    "status": get_args(Status),
    "harm": get_args(Harm),
    "bound": get_args(Bound),
    "relation": get_args(RelationName),
    "certainty": get_args(Certainty),
}
"""What a reviewer may choose for a value of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a case: what each says in words, and whether they differ."""

    field: Field
    said: tuple[tuple[str, str | None], ...]
    differs: bool


@ROUTER.get("/p/{project}/review/assignments/{number}/documents/{document}")
def sitting(here: AsReviewer, number: int, document: str) -> Response:
    """One document: what is agreed, what differs, and what has been decided."""
    return _shown(here, number, document)


@ROUTER.post("/p/{project}/review/assignments/{number}/documents/{document}/adopt")
def adopt(here: AsReviewer, number: int, document: str) -> Response:
    """Adopt all on which the coders agree."""
    try:
        Adjudication(here.store).adopt(number, document, here.visitor.name)
    except (AssignmentError, StaleError) as problem:
        return _shown(here, number, document, problem=str(problem))
    _relink(here)
    return RedirectResponse(here.path(f"review/assignments/{number}/documents/{document}"), 303)


@ROUTER.post("/p/{project}/review/assignments/{number}/documents/{document}/decide")
async def read_decision(request: Request, here: AsReviewer, number: int, document: str) -> Response:
    """Decide one case: as a coder or the machine has it, field by field, or that it is no claim."""
    from starlette.concurrency import run_in_threadpool

    given = await request.form()
    return await run_in_threadpool(_decided, here, number, document, given)


def _decided(here: Here, number: int, document: str, given: FormData) -> Response:
    key = _text(given, "case")
    try:
        choice = Choice(
            as_=_text(given, "as"),
            fields={
                name.removeprefix("field_"): whose
                for name in given
                if name.startswith("field_") and (whose := _text(given, name)) not in ("", OWN)
            },
            own=_own(given),
            reason=_text(given, "reason") or None,
        )
        Adjudication(here.store).decide(number, document, key, choice, here.visitor.name)
    except (AssignmentError, StaleError, VerdictError) as problem:
        return _shown(here, number, document, problem=str(problem), at=key)
    _relink(here)
    return RedirectResponse(here.path(f"review/assignments/{number}/documents/{document}"), 303)


def _shown(
    here: Here, number: int, document: str, *, problem: str | None = None, at: str | None = None
) -> Response:  # fmt: skip
    try:
        found = Adjudication(here.store).sitting(number, document)
        given = Assignments(here.store).get(number)
    except AssignmentError as error:
        raise MissingError(str(error)) from error
    tasks = Assignments(here.store).tasks(number)
    left = list(dict.fromkeys(t.document for t in tasks if t.settled is None and t.document != document))
    return here.page(
        "review_sitting.html",
        status_code=409 if problem else 200,
        given=given,
        sitting=found,
        cases=[(case, _rows(case)) for case in found.differing] if found.ready else [],
        people=[task.person for task in found.coders],
        problem=problem,
        at=at,
        following=left[0] if left else None,
        vocabulary=VOCABULARY,
        machine=MACHINE,
        no_claim=NO_CLAIM,
        mentions=_mentions(found),
    )


def _rows(case: Case) -> list[Row]:
    unit, rows = case.unit, []
    differing = {field.name for field in unit.differing()}
    for field in unit.fields:
        said = [(MACHINE, unit.said(field, None)), *((coder, unit.said(field, coder)) for coder in unit.coders)]
        told = tuple((who, None if each is None else each.words) for who, each in said)
        rows.append(Row(field, told, field.name in differing))
    return rows


def _mentions(found: Sitting) -> dict[str, list[tuple[str, str]]]:
    """The actors and places of the document, by id, which a value of one's own may name."""
    return {
        "actors": [(actor.id, actor.name) for actor in found.document.actors],
        "places": [(place.id, place.name) for place in found.document.places],
    }


def _own(given: FormData) -> dict[str, Any]:
    """The values of the reviewer's own, for those fields for which they are chosen."""
    own: dict[str, Any] = {}
    for name in [n.removeprefix("field_") for n in given if n.startswith("field_") and _text(given, n) == OWN]:
        if name in ("type", "mode", "status", "harm", "relation"):
            own[name] = _text(given, f"own_{name}") or None
        elif name in ("actors", "recipients", "place"):
            own["places" if name == "place" else name] = [str(v) for v in given.getlist(f"own_{name}") if v]
        elif name in ("speaker", "subject", "object"):
            own[name] = _text(given, f"own_{name}") or None
        elif name == "figure":
            own |= {part: _whole(_text(given, f"own_{part}")) for part in ("low", "best", "high")}
            own["bound"] = _text(given, "own_bound")
        elif name == "day":
            start, end = _text(given, "own_start") or None, _text(given, "own_end") or None
            precise = "day" if start and start == (end or start) else "unknown"
            own["when"] = {"start": start, "end": end or start, "precision": precise, "date": None, "derived_by": None}
        elif name == "attribution":
            source = _text(given, "own_attribution")
            own["attribution"] = [{"source": source, "certainty": "stated"}] if source else []
    return own


def _whole(given: str) -> int | None:
    if not given:
        return None
    try:
        return int(given)
    except ValueError as error:
        raise VerdictError([("figure", f"{given!r} is no whole number")]) from error


def _text(given: FormData, name: str) -> str:
    value = given.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _relink(here: Here) -> None:
    """Link what waits. A decision is kept whatever becomes of that: who links next does it."""
    try:
        link_all(here.store)
    except StoreError:
        return
