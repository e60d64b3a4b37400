"""Giving reports: bytes, texts and addresses; what became of each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from dateline.errors import AbsentError, StoreError
from dateline.serve.access import AsCoder, AsViewer
from dateline.serve.api.answering import Cursor, Limit, PageOf, problems
from dateline.store.jobs import Jobs, JobShown, NewJob, Upload, Uploads

ROUTER = APIRouter(prefix="/projects/{project}/uploads", tags=["uploads"], responses=problems())
Number = Annotated[int, Path(ge=1, le=2**53)]
_AT_ONCE = 500


class NewText(BaseModel):
    """A report as text, with what it says of itself."""

    text: Annotated[str, Field(min_length=1, max_length=4_000_000)]
    title: Annotated[str, Field(max_length=2000)] = ""
    source: Annotated[str, Field(max_length=300)] = ""
    published: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = ""
    url: Annotated[str, Field(max_length=2000, pattern=r"^(https?://[^\s]*)?$")] = ""


class NewUpload(BaseModel):
    """Texts, and addresses of pages and feeds, to be coded."""

    texts: Annotated[list[NewText], Field(max_length=_AT_ONCE)] = []
    addresses: Annotated[
        list[Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000)]], Field(max_length=_AT_ONCE)
    ] = []


class Taken(BaseModel):
    """The number of the upload: ask for it to see what became of it."""

    number: int


@ROUTER.post("", operation_id="upload", status_code=202)
def upload(here: AsCoder, asked: NewUpload) -> Taken:
    """Give texts and addresses. They are coded in the background, in their order."""
    if not asked.texts and not asked.addresses:
        raise StoreError("there is nothing to take: give texts or addresses")
    jobs = Jobs(here.store)
    number = jobs.open_upload(here.visitor.name, {})
    texts = [
        NewJob(
            kind="text", name=text.title or " ".join(text.text.split()[:8])[:200] or "a text",
            content=text.model_dump(exclude={"text"}), data=text.text.encode("utf-8", "replace"), upload=number,
        )
        for text in asked.texts
    ]  # fmt: skip
    jobs.add(
        [*texts, *(NewJob(kind="address", name=url, content={"url": url}, upload=number) for url in asked.addresses)]
    )
    return Taken(number=number)


@ROUTER.get("", operation_id="listUploads")
def list_uploads(here: AsViewer) -> list[Upload]:
    """The newest uploads, with what came of them."""
    return Uploads(here.store).last()


@ROUTER.get("/{number}", operation_id="getUpload")
def get_upload(here: AsViewer, number: Number) -> Upload:
    """One upload, with what came of it."""
    try:
        return Uploads(here.store).one(number)
    except StoreError as error:
        raise AbsentError(str(error)) from error


@ROUTER.get("/{number}/jobs", operation_id="listJobs")
def list_jobs(
    here: AsViewer, number: Number, request: Request, response: Response, cursor: Cursor = None, limit: Limit = 100
) -> PageOf[JobShown]:
    """The files, texts and addresses of an upload, with the reason where one failed."""
    get_upload(here, number)
    if cursor is not None and not cursor.isdecimal():
        raise StoreError(f"{cursor!r} is no place where a page ended")
    found = Uploads(here.store).jobs(number, limit=limit + 1, after=int(cursor or 0))
    after = str(found[limit - 1].number) if len(found) > limit else None
    return PageOf[JobShown](items=found[:limit], next=after)


@ROUTER.post("/{number}/jobs/{job}/retry", operation_id="retryJob", status_code=204)
def retry_job(here: AsCoder, number: Number, job: Number) -> None:
    """Do one again that failed."""
    _check(here, number, job)
    Jobs(here.store).retry(job)


@ROUTER.post("/{number}/jobs/{job}/cancel", operation_id="cancelJob", status_code=204)
def cancel_job(here: AsCoder, number: Number, job: Number) -> None:
    """Do one no more. What it added stays."""
    _check(here, number, job)
    Jobs(here.store).cancel(job)


def _check(here: AsCoder, number: int, job: int) -> None:
    found = Uploads(here.store).job(job)
    if found is None or found.upload != number:
        raise AbsentError(f"the upload {number} has no job {job}")
