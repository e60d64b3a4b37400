"""One's own work: the documents that one is to code, and saying that one is done with them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dateline.serve.access import AsCoder, Here, MissingError
from dateline.store.review import Review
from dateline.store.review.assignments import Assignments, Task

ROUTER = APIRouter()
Text = Annotated[str, Form()]


@ROUTER.get("/p/{project}/review/mine")
def mine(here: AsCoder, done: bool = False) -> Response:
    """What the visitor has to do: what is due first."""
    asked = Assignments(here.store)
    tasks = asked.of(here.visitor.name, only_open=not done)
    return here.page("review_mine.html", tasks=tasks, done=done)


@ROUTER.get("/p/{project}/review/assignments/{number}/mine/{document}")
def one(here: AsCoder, number: int, document: str) -> Response:
    """One document that the visitor is to code: what they have said so far, and nobody else."""
    task = _task(here, number, document)
    drafts, person = (task.assignment, task.person) if task.double else (None, None)
    looked = Review(here.store).look(document, assignment=drafts, person=person)
    return here.page("review_task.html", task=task, looked=looked, next=_next(here, task))


@ROUTER.post("/p/{project}/review/assignments/{number}/mine/{document}/done")
def finish(here: AsCoder, number: int, document: str) -> Response:
    """The visitor is done with a document; on to the next one."""
    task = _task(here, number, document)
    Assignments(here.store).finish(number, document, here.visitor.name)
    following = _next(here, task)
    return RedirectResponse(here.path("review/mine" if following is None else reading_path(following)), 303)


@ROUTER.post("/p/{project}/review/assignments/{number}/mine/{document}/again")
def reopen(here: AsCoder, number: int, document: str) -> Response:
    """Go on with a document that one was done with."""
    Assignments(here.store).reopen(number, document, here.visitor.name)
    return RedirectResponse(here.path(f"review/assignments/{number}/mine/{document}"), 303)


def reading_path(task: Task) -> str:
    """Where the document of a task is read and coded: as a draft of its assignment where two people code it."""
    return f"documents/{task.document}" + (f"?assignment={task.assignment}" if task.double else "")


def _task(here: Here, number: int, document: str) -> Task:
    task = Assignments(here.store).task(number, document, here.visitor.name)
    if task is None or task.withdrawn:
        raise MissingError("you have no such document to code")
    return task


def _next(here: Here, task: Task) -> Task | None:
    """The next document of the visitor: of the same assignment first."""
    left = [t for t in Assignments(here.store).of(here.visitor.name) if t.document != task.document]
    return min(left, key=lambda t: t.assignment != task.assignment, default=None)
