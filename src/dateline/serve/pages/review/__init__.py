"""Review: what waits to be checked, who checks it, how far coders agree, and the log of all decisions."""

from __future__ import annotations

from fastapi import APIRouter

from dateline.serve.pages import Nav
from dateline.serve.pages.review import adjudicating, assigning, logged, progress, waiting, working

NAV = Nav(60, "Review", "review", "r")
ROUTER = APIRouter()
for _part in (waiting, working, assigning, adjudicating, logged, progress):
    ROUTER.include_router(_part.ROUTER)
