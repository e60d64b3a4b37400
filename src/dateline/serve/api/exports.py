"""Exports: everything that ``dateline export`` writes, under a profile of data responsibility, and the log of them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask

from dateline.export.contract import Format, Written
from dateline.export.placing import export_to
from dateline.export.registry import all_formats, check_usable, format_of
from dateline.export.responsibility import open_profile
from dateline.export.selection import conditions_in_words, selection_of
from dateline.export.sums import hash_of
from dateline.serve.access import AsReviewer, AsViewer, ForbiddenError, Here
from dateline.serve.api.answering import Asked, Cursor, Limit, PageOf, listed, problems
from dateline.store.exports import Export, exports, log_export

ROUTER = APIRouter(prefix="/projects/{project}", tags=["exports"], responses=problems())
PUBLIC = "public"


class ExportFormat(BaseModel):
    """A format: ``suffix`` is null where it is a folder, which comes as a ZIP; ``options`` are what it understands."""

    name: str
    title: str
    suffix: str | None
    options: list[str]


class ExportLine(BaseModel):
    """Who took what out of the store."""

    number: int
    made: str
    person: str
    form: str
    profile: str
    conditions: dict[str, str]
    counts: dict[str, int]
    target: str
    sha256: str


@ROUTER.get("/export-formats", operation_id="listExportFormats")
def list_formats(here: AsViewer) -> list[ExportFormat]:
    """The formats of exports."""
    return [
        ExportFormat(name=form.name, title=form.title, suffix=form.suffix or None, options=sorted(form.options))
        for form in all_formats()
    ]


@ROUTER.get(
    "/exports/{form}",
    operation_id="export",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The file; a folder as a ZIP"}},
)
def export(
    here: AsViewer,
    form: str,
    asked: Asked,
    profile: Annotated[str, Query(max_length=100, description="The profile of data responsibility.")] = PUBLIC,
    options: Annotated[list[str] | None, Query(description="What the format understands beyond its name.")] = None,
) -> Response:
    """What the store holds, or what of it meets the conditions, in a format that others read.

    What leaves under another profile than ``public`` needs the role coder. Each export stands in the log.
    """
    check_profile(here, profile)
    chosen, wished = format_of(form), frozenset(options or ())
    check_usable(chosen, wished)
    return written(here, chosen, asked, profile, wished)


@ROUTER.get("/export-log", operation_id="listExports")
def list_exports(
    here: AsReviewer, request: Request, response: Response, cursor: Cursor = None, limit: Limit = 100
) -> PageOf[ExportLine]:
    """Who took what out of the store, the newest line first."""
    log = [asdict(line) for line in reversed(exports(here.store))]
    return listed(log, cursor, limit, request, response)  # type: ignore[return-value]


def check_profile(here: Here, profile: str) -> None:
    """Raises ForbiddenError where the visitor may take out only what anybody may have."""
    if profile != PUBLIC and not here.may("coder"):
        raise ForbiddenError(f"an export under the profile {profile} needs the role coder; yours is {here.role}")


def written(here: Here, form: Format, asked: dict[str, Any], profile: str, options: frozenset[str]) -> Response:
    """The export as a download; it is logged before it leaves, and the file is gone when it has been sent."""
    selection = selection_of(here.store, asked, open_profile(profile, here.store), options=options)
    name = f"dateline-{here.project}-{form.name}{form.suffix}"
    folder = Path(tempfile.mkdtemp(prefix="dateline-export-"))

    def log(path: Path, made: Written) -> None:
        line = Export(
            person=here.visitor.name, form=form.name, profile=profile, conditions=conditions_in_words(asked),
            counts=made.counts, target=f"the workbench: {name}", sha256=hash_of(path),
        )  # fmt: skip
        log_export(here.store, line)

    try:
        export_to(form, selection, folder / name, log)
        if not form.suffix:
            shutil.make_archive(str(folder / name), "zip", folder / name)
            name = f"{name}.zip"
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        folder / name,
        media_type="application/octet-stream",
        headers={"content-disposition": disposition(name)},
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )


def disposition(name: str) -> str:
    """The header by which a file of any name is saved and not shown (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name) or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
