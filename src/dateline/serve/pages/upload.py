"""Giving reports: files, folders, pasted text and addresses; what became of each, as it happens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from dateline.errors import DatelineError, StoreError
from dateline.export.words.claims import one_line
from dateline.read import parse_published
from dateline.read.registry import readers
from dateline.read.web import without_login
from dateline.serve.access import AsCoder, AsViewer, Here, MissingError
from dateline.serve.pages import Nav
from dateline.settings import load_settings
from dateline.store.jobs import Jobs, JobShown, NewJob, Uploads
from dateline.store.jobs.queue import MOST_WAITING

ROUTER = APIRouter()
NAV = Nav(100, "Upload", "upload", "l", role="coder")

MOST_FILE_BYTES = 64 * 2**20
MOST_REQUEST_BYTES = 256 * 2**20
MOST_FILES = 1_000
MOST_ADDRESSES = 200
_LONGEST_NAME = 300
_SHOWN = 100
_BETWEEN_BYTES = 2**20
"""What a request may hold beside its files: names, and the form's own fields."""
Field = Annotated[str, Form()]


class UploadError(DatelineError):
    """What was given cannot be taken, with what to do."""


@ROUTER.get("/p/{project}/upload")
def upload(here: AsCoder) -> Response:
    """What can be given, and what was given last."""
    return _page(here)


@ROUTER.post("/p/{project}/upload/files")
async def files(here: AsCoder, request: Request) -> Response:
    """Take files; the number of their upload, and why some were not taken.

    A script sends many files as several requests, the later ones with the number that the first one got.
    """
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise UploadError("the request does not say how long it is")
    if int(length) > MOST_REQUEST_BYTES + _BETWEEN_BYTES:
        raise UploadError(
            f"{int(length) / 2**20:,.0f} MiB at once are too much; {MOST_REQUEST_BYTES // 2**20} are the most"
        )
    async with request.form(max_files=MOST_FILES, max_fields=20) as form:
        found = [item for item in form.getlist("files") if isinstance(item, UploadFile)]
        answer = await run_in_threadpool(_take_files, here, form, found)
    return JSONResponse(answer)


@ROUTER.post("/p/{project}/upload/text")
def text(
    here: AsCoder,
    text: Annotated[str, Form(max_length=4_000_000)] = "",
    title: Field = "",
    source: Field = "",
    published: Field = "",
    url: Field = "",
) -> Response:
    """Take a pasted text."""
    most = load_settings().max_chars
    if not text.strip():
        raise UploadError("there is no text: paste the report into the field")
    if len(text) > most:
        raise UploadError(f"the text has {len(text):,} characters, and {most:,} are the most: give it in parts")
    told = {"title": one_line(title), "source": one_line(source), "published": _day(published), "url": url.strip()}
    jobs = Jobs(here.store)
    number = jobs.open_upload(here.visitor.name, {"source": told["source"], "published": told["published"]})
    first_words = " ".join(text.split()[:8])
    name = _name(told["title"] or f"Pasted: {first_words}")
    # A form sends line ends as CRLF, whatever they were where the text was copied.
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    jobs.add([NewJob(kind="text", name=name, content=told, data=data, upload=number)])
    return _to(here, number)


@ROUTER.post("/p/{project}/upload/addresses")
def addresses(here: AsCoder, addresses: Field = "", source: Field = "", published: Field = "") -> Response:
    """Take addresses of pages and feeds, one a line."""
    found = list(dict.fromkeys(filter(None, (line.strip() for line in addresses.splitlines()))))
    if not found:
        raise UploadError("there is no address: give one a line")
    if len(found) > MOST_ADDRESSES:
        raise UploadError(f"{len(found):,} addresses at once are too many; {MOST_ADDRESSES} are the most")
    if wrong := [line for line in found if not line.lower().startswith(("http://", "https://", "reliefweb:"))]:
        raise UploadError(f"{one_line(wrong[0])[:200]!r} is no address: it begins with https://, http:// or reliefweb:")
    jobs = Jobs(here.store)
    number = jobs.open_upload(here.visitor.name, {"source": one_line(source), "published": _day(published)})
    new = [NewJob(kind="address", name=_name(without_login(url)), content={"url": url}, upload=number) for url in found]
    jobs.add(new)
    return _to(here, number)


@ROUTER.get("/p/{project}/upload/{number}")
def one(here: AsViewer, number: int, after: int = 0) -> Response:
    """How far an upload has come, and what became of each file and address."""
    return here.page("upload_one.html", **_progress(here, number, after))


@ROUTER.get("/p/{project}/upload/{number}/progress")
def progress(here: AsViewer, number: int, after: int = 0) -> Response:
    """The part of the page that changes."""
    return here.page("upload_progress.html", **_progress(here, number, after))


@ROUTER.post("/p/{project}/upload/{number}/retry")
def retry_all(here: AsCoder, number: int) -> Response:
    """Do again what failed."""
    jobs = Jobs(here.store)
    for job in _all_jobs(here, number):
        if job.again:
            jobs.retry(job.number)
    return _changed(here, number)


@ROUTER.post("/p/{project}/upload/{number}/cancel")
def cancel_all(here: AsCoder, number: int) -> Response:
    """Do no more of it."""
    jobs = Jobs(here.store)
    for job in _all_jobs(here, number):
        if job.state in ("waiting", "running"):
            _unless_ended(jobs, job.number)
    return _changed(here, number)


@ROUTER.post("/p/{project}/upload/{number}/jobs/{job}/{act}")
def act(here: AsCoder, number: int, job: int, act: str) -> Response:
    """Do one file or address again, do it no more, or take it out of the list."""
    acts = {"retry": Jobs.retry, "cancel": Jobs.cancel, "remove": Jobs.take_away}
    found = Uploads(here.store).job(job)
    if act not in acts or found is None or found.upload != number:
        raise MissingError("there is no such file in this upload")
    acts[act](Jobs(here.store), job)
    return _changed(here, number)


def _page(here: Here, **more: Any) -> Response:
    suffixes = sorted({suffix for reader in readers() for suffix in reader.suffixes})
    return here.page(
        "upload.html", uploads=Uploads(here.store).last(), suffixes=suffixes, most_file=MOST_FILE_BYTES,
        most_request=MOST_REQUEST_BYTES, most_chars=load_settings().max_chars, most_addresses=MOST_ADDRESSES,
        most_files=MOST_FILES, most_waiting=MOST_WAITING, keep_days=load_settings().keep_jobs_days, **more,
    )  # fmt: skip


def _progress(here: Here, number: int, after: int) -> dict[str, Any]:
    shown = Uploads(here.store)
    try:
        upload = shown.one(number)
    except StoreError as error:
        raise MissingError(str(error)) from error
    found = shown.jobs(number, limit=_SHOWN + 1, after=after)
    more = found[_SHOWN - 1].number if len(found) > _SHOWN else None
    linking, problem = (False, None) if upload.counts.going_on else shown.linking()
    return {
        "upload": upload, "jobs": found[:_SHOWN], "after": after, "more": more, "linking": linking, "not_linked": problem,
        "keep_days": load_settings().keep_jobs_days,
    }  # fmt: skip


def _take_files(here: Here, form: FormData, found: list[UploadFile]) -> dict[str, Any]:
    if not found:
        raise UploadError("there is no file: choose some first")
    described = {name: str(form.get(name, "")).strip() for name in ("source", "published")}
    described["published"] = _day(described["published"])
    jobs = Jobs(here.store)
    given = str(form.get("upload", ""))
    number = _own(here, int(given)) if given.isdecimal() else jobs.open_upload(here.visitor.name, described)
    refused = []
    for file in found:
        name = _name(file.filename or "")
        if (file.size or 0) > MOST_FILE_BYTES:
            refused.append({"name": name, "why": f"it has {(file.size or 0) / 2**20:,.0f} MiB; "
                            f"{MOST_FILE_BYTES // 2**20} are the most for one file"})  # fmt: skip
            continue
        # One after the other, so that no more than one is held whole.
        jobs.add([NewJob(kind="file", name=name, data=file.file.read(), upload=number)])
    return {"upload": number, "taken": len(found) - len(refused), "refused": refused}


def _own(here: Here, number: int) -> int:
    """The number of an upload to which the visitor may add."""
    if Uploads(here.store).one(number).person != here.visitor.name:
        raise MissingError("that upload is of somebody else")
    return number


def _name(given: str) -> str:
    """A file's name as it is shown: its suffix is told by it, and nothing is ever opened by it."""
    name = one_line(given.replace("\\", "/")).strip("/ ") or "unnamed"
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"
    return name


def _day(given: str) -> str:
    """When it was published, in ISO 8601; empty where nothing is given."""
    if not given.strip():
        return ""
    if (day := parse_published(given.strip())) is None:
        raise UploadError(f"{one_line(given)[:100]!r} is no day; write it as 2024-12-03")
    return day


def _all_jobs(here: Here, number: int) -> Iterable[JobShown]:
    shown, after = Uploads(here.store), 0
    while found := shown.jobs(number, limit=500, after=after):
        yield from found
        after = found[-1].number


def _unless_ended(jobs: Jobs, number: int) -> None:
    try:
        jobs.cancel(number)
    except StoreError:
        return  # it ended meanwhile, which is as well


def _changed(here: Here, number: int) -> Response:
    if "hx-request" in here.request.headers:
        return here.page("upload_progress.html", **_progress(here, number, 0))
    return _to(here, number)


def _to(here: Here, number: int) -> Response:
    return RedirectResponse(here.path(f"upload/{number}"), 303)
