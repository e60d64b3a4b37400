"""The application: the guard before it, the pages and the API in it, and what is said when something is wrong."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from dateline import __version__
from dateline.errors import DatelineError
from dateline.serve import api, pages
from dateline.serve.access import Anyone
from dateline.serve.problems import wrong
from dateline.serve.security import Guard
from dateline.serve.templating import FOLDER
from dateline.serve.workbench import Workbench

_SMALLEST_PACKED = 1000


def create_app(workbench: Workbench) -> FastAPI:
    """The application that serves the workbench."""
    app = FastAPI(title="Dateline", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.workbench = workbench
    for router in api.routers():
        app.include_router(router, prefix=api.PREFIX)
    for router in pages.routers():
        app.include_router(router, include_in_schema=False)
    app.add_api_route("/health", _health, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    app.add_exception_handler(DatelineError, wrong)
    app.add_exception_handler(RequestValidationError, wrong)
    app.add_exception_handler(HTTPException, wrong)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=4)
    app.add_middleware(Guard, workbench=workbench)
    return app


def _health(_: Anyone) -> PlainTextResponse:
    """That the workbench answers, and nothing else."""
    return PlainTextResponse("ok\n")
