"""The API for people: every operation with its parameters, and how to ask."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from dateline.serve.access import AsViewer
from dateline.serve.api.describe import description, operations
from dateline.serve.pages import Nav

ROUTER = APIRouter()
NAV = Nav(130, "API", "api", "i")


@ROUTER.get("/p/{project}/api")
def reference(here: AsViewer) -> Response:
    """The operations by what they are about."""
    described = description(here.request.app)
    introduction = described["info"]["description"].split("\n\n")
    return here.page("reference.html", groups=operations(described), introduction=introduction)
