"""How far review has come: what stands as people left it and what as the machine made it, by person and week."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import Response

from dateline.serve.access import AsViewer
from dateline.store.review.assignments import Assignments
from dateline.store.review.progress import progress_of

ROUTER = APIRouter()


@ROUTER.get("/p/{project}/review/progress")
def progress(here: AsViewer) -> Response:
    """Figures of review; who did how much is for those who take part in it."""
    found = progress_of(here.store, datetime.now(UTC).date())
    hidden = not here.may("reviewer") and any(task.blind for task in Assignments(here.store).of(here.visitor.name))
    people = {p: w for p, w in found.people.items() if p == here.visitor.name} if hidden else found.people
    return here.page("review_progress.html", found=found, people=people if here.may("coder") else None, hidden=hidden)
