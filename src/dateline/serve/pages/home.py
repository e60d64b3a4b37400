"""Where one comes in: the project, where there is one, or the list of one's projects."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dateline.serve.access import SignedIn
from dateline.serve.templating import page
from dateline.serve.workbench import Workbench

ROUTER = APIRouter()


@ROUTER.get("/")
def home(request: Request, visitor: SignedIn) -> Response:
    """Lead to the visitor's project, or list those that they have."""
    workbench: Workbench = request.app.state.workbench
    mine = [name for name in workbench.projects if workbench.accounts.role(visitor, name) is not None]
    if len(mine) == 1:
        return RedirectResponse(f"/p/{mine[0]}/", 303)
    return page(request, "home.html", projects=mine)
