"""Assignments: giving documents to people, how far they are, and how far two coders of the same documents agree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dateline.serve.access import ROLES, AsCoder, AsReviewer, Here, MissingError
from dateline.serve.accounts import StoredAccounts
from dateline.serve.filters import CHOICES, Asked
from dateline.serve.repeats import form_of, new_key
from dateline.store import Store
from dateline.store.found import FoundDocument
from dateline.store.review.adjudication import Adjudication
from dateline.store.review.agreement import Agreement, agreement
from dateline.store.review.assignments import Assignment, AssignmentError, Assignments, Task, Wanted
from dateline.store.review.audit import Audit

ROUTER = APIRouter()
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form()]
Flag = Annotated[bool, Form()]
_OFFERED = 50
_DIFFERENCES_SHOWN = 200


@ROUTER.get("/p/{project}/review/assignments")
def every(here: AsCoder) -> Response:
    """All assignments, with how far they are."""
    return here.page("review_assignments.html", assignments=Assignments(here.store).all())


@ROUTER.get("/p/{project}/review/assign")
def form(here: AsReviewer, filters: Asked, after: str | None = None, document: str | None = None) -> Response:
    """The form of a new assignment: documents are chosen from those that meet the filters, newest first."""
    found = here.store.documents(**filters.conditions()).page(_OFFERED, after)
    chosen = tuple(document.split(",")) if document else ()
    return _form(here, filters, found.items, Wanted(title="", documents=chosen, people=()), more=found.after)


@ROUTER.post("/p/{project}/review/assign")
def assign(
    here: AsReviewer, filters: Asked, title: Text = "", documents: Texts = [], people: Text = "", due: Text = "",  # noqa: B006 - FastAPI copies it
    note: Text = "", coding: Text = "single", blind: Flag = False, listed: Text = "", key: Text = "",
) -> Response:  # fmt: skip
    """Make the assignment; where it cannot be made, the form again with what is wrong, and all that was filled in."""
    chosen = [*documents, *listed.split()]
    double = coding == "double"
    wanted = Wanted(
        title=title, documents=chosen, people=people.splitlines(), due=due or None, note=note, double=double,
        blind=double and blind,
    )  # fmt: skip
    try:
        request = form_of(here, key, repr(wanted))
        number = Assignments(here.store).assign(wanted, here.visitor.name, request=request)
    except AssignmentError as problem:
        found = here.store.documents(**filters.conditions()).page(_OFFERED)
        return _form(here, filters, found.items, wanted, problem=str(problem), more=found.after)
    return RedirectResponse(here.path(f"review/assignments/{number}"), 303)


@ROUTER.get("/p/{project}/review/assignments/{number}")
def one(here: AsCoder, number: int) -> Response:
    """One assignment: who has which documents, and how far they are. A blind coder sees their own part only."""
    asked = Assignments(here.store)
    given = _given(here, number)
    hidden = given.blind and not here.may("reviewer")
    tasks = [task for task in asked.tasks(number) if not hidden or task.person == here.visitor.name]
    if hidden and not tasks:
        raise MissingError(f"there is no assignment {number} of yours")
    by_document: dict[str, list[Task]] = {}
    for task in tasks:
        by_document.setdefault(task.document, []).append(task)
    return here.page(
        "review_assignment.html", given=given, by_document=by_document, hidden=hidden, people=_people(here)
    )


@ROUTER.post("/p/{project}/review/assignments/{number}/withdraw")
def withdraw(here: AsReviewer, number: int) -> Response:
    """Take an assignment back."""
    Assignments(here.store).withdraw(number, here.visitor.name)
    return RedirectResponse(here.path(f"review/assignments/{number}"), 303)


@ROUTER.post("/p/{project}/review/assignments/{number}/reassign")
def reassign(here: AsReviewer, number: int, document: Text, person: Text, to: Text = "") -> Response:
    """Give a document that is not done to somebody else."""
    Assignments(here.store).reassign(number, document, person, to.strip(), here.visitor.name)
    return RedirectResponse(here.path(f"review/assignments/{number}"), 303)


@ROUTER.get("/p/{project}/review/assignments/{number}/agreement")
def agreed(here: AsReviewer, number: int) -> Response:
    """How far the coders of an assignment agree, by field, and exactly where they differ."""
    given = _given(here, number)
    if not given.double:
        raise MissingError(f"assignment {number} is coded by one person each: there is nobody to agree with")
    found, units = _agreement_of(here.store, number, Adjudication(here.store).version(number))
    return here.page(
        "review_agreement.html",
        given=given,
        found=found,
        units=units,
        differences=found.differences[:_DIFFERENCES_SHOWN],
        left_out=max(0, len(found.differences) - _DIFFERENCES_SHOWN),
    )


@lru_cache(maxsize=16)
def _agreement_of(store: Store, number: int, version: tuple[int, int, int]) -> tuple[Agreement, int]:
    """How far the coders agree, and on how many claims; computed once for each version of what they say."""
    units = Adjudication(store).coded_units(number)
    return agreement(units), len(units)


def _given(here: Here, number: int) -> Assignment:
    try:
        return Assignments(here.store).get(number)
    except AssignmentError as error:
        raise MissingError(str(error)) from error


def _form(
    here: Here, filters: Asked, offered: Sequence[FoundDocument], wanted: Wanted, *, problem: str | None = None,
    more: str | None = None,
) -> Response:  # fmt: skip
    return here.page(
        "review_assign.html",
        status_code=422 if problem else 200,
        filters=filters,
        choices=CHOICES,
        offered=offered,
        elsewhere=[document for document in wanted.documents if document not in {each.id for each in offered}],
        wanted=wanted,
        problem=problem,
        people=_people(here),
        more=filters.address(after=more) if more else None,
        key=new_key(),
    )


def _people(here: Here) -> list[str]:
    """Whom something can be given to: those who may code here; without accounts, whoever has worked here."""
    accounts = here.workbench.accounts
    if isinstance(accounts, StoredAccounts):
        may = [p for p in accounts.people.everyone(here.project) if ROLES.index(p.roles[here.project]) >= 1]
        return [person.name for person in may if person.disabled is None]
    known = {person for given in Assignments(here.store).all() for person in given.people}
    return sorted({here.visitor.name, *Audit(here.store).people(), *known})
