"""The audit log: who changed what, when and why, from what to what; and taking a step back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dateline.errors import StoreError
from dateline.intake.linking import link_all
from dateline.serve.access import AsCoder, ForbiddenError, Here, MissingError
from dateline.store.review import Review
from dateline.store.review.assignments import Assignments
from dateline.store.review.audit import KINDS, Asked, Audit, Line

ROUTER = APIRouter()
Text = Annotated[str, Form()]
_SIZE = 50
_IN_FILE = 500
COLUMNS = (
    "number",
    "made",
    "person",
    "kind",
    "what",
    "document",
    "claim",
    "words",
    "from",
    "to",
    "reason",
    "undoes",
    "holds",
)
_LINKS = ("merge", "split", "pin", "forbid")


@ROUTER.get("/p/{project}/review/log")
def log(
    here: AsCoder, person: str = "", kind: str = "", since: str = "", until: str = "", document: str = "", after: str = ""
) -> Response:  # fmt: skip
    """A page of the log."""
    asked = _asked(here, person, kind, since, until, document)
    lines, more = Audit(here.store).page(asked, _SIZE, after or None)
    given = {"person": person, "kind": kind, "since": since, "until": until, "document": document}
    address = urlencode({name: value for name, value in given.items() if value})
    return here.page(
        "review_log.html",
        lines=[(line, _may_undo(here, line)) for line in lines],
        kinds=KINDS,
        people=[] if _blind_work(here) else Audit(here.store).people(),
        given=given,
        address=address,
        more=f"?{address}{'&' if address else ''}{urlencode({'after': more})}" if more else None,
        what=what_words,
        value=value_words,
    )


@ROUTER.get("/p/{project}/review/log.csv")
def as_csv(
    here: AsCoder, person: str = "", kind: str = "", since: str = "", until: str = "", document: str = ""
) -> Response:  # fmt: skip
    """The log as CSV, whole, as far as it meets the filters."""
    asked = _asked(here, person, kind, since, until, document)
    headers = {"content-disposition": f'attachment; filename="{here.project}-log.csv"'}
    return StreamingResponse(_csv(here, asked), media_type="text/csv; charset=utf-8", headers=headers)


@ROUTER.get("/p/{project}/review/log/{number}")
def line(here: AsCoder, number: int) -> Response:
    """One line: what taking it back would change, to be confirmed."""
    found = _line(here, number)
    return here.page("review_line.html", line=found, may=_may_undo(here, found), what=what_words, value=value_words)


@ROUTER.post("/p/{project}/review/log/{number}/undo")
def undo(here: AsCoder, number: int, reason: Text = "") -> Response:
    """Take a step back: a coder their own, a reviewer anybody's."""
    found = _line(here, number)
    if not _may_undo(here, found):
        raise ForbiddenError("this is not yours to take back: a reviewer may")
    why = reason.strip() or None
    if found.verdict is not None:
        Review(here.store).undo(number, here.visitor.name, why)
    else:
        here.store.undo(number, here.visitor.name, why)
    link_all(here.store)
    return RedirectResponse(here.path("review/log"), 303)


def what_words(line: Line) -> str:
    """What a line did, in words."""
    if "dismissed" in line.content:
        return f"dismissed {_a(str(line.content['dismissed']))} that a coder had added"
    if line.verdict is not None:
        kind = line.about[0].kind if line.about else "claim"
        return f"{line.verdict} {_a(kind)}" + (f", as a draft of assignment {line.draft}" if line.draft else "")
    if line.kind == "undo":
        return f"took line {line.undoes} back"
    if line.kind == "export":
        counts = ", ".join(f"{count:,} {name}" for name, count in line.content["counts"].items())
        return f"took data out as {line.content['form']}" + (f": {counts}" if counts else "")
    return KINDS[line.kind]


def value_words(value: Any, named: Mapping[str, str] = {}) -> str:
    """A value of a record in a few words; ``named`` is what ids in it stand for."""
    if value is None or value in ([], ()):
        return "nothing"
    if isinstance(value, dict):
        told = {name: each for name, each in value.items() if each is not None and name not in ("end", "precision")}
        if "text" in told:
            return f"“{told['text']}”"
        if "start" in value and "precision" in value:
            start, end = value.get("start"), value.get("end")
            return "no day" if not start else str(start) if end in (None, start) else f"{start} to {end}"
        return ", ".join(f"{name} {value_words(each, named)}" for name, each in told.items()) or "nothing"
    if isinstance(value, (list, tuple)):
        return "; ".join(value_words(each, named) for each in value)
    if isinstance(value, str) and value in named:
        return named[value]
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")


def _a(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"


def _line(here: Here, number: int) -> Line:
    try:
        return Audit(here.store).line(number, _seen_by(here))
    except StoreError as error:
        raise MissingError(str(error)) from error


def _may_undo(here: Here, line: Line) -> bool:
    """Whether the visitor may take the line back: it holds, and is theirs or they are a reviewer; drafts while they are open."""
    if line.kind in ("export", "undo") or not line.holds:
        return False
    own = line.person == here.visitor.name
    if line.draft is not None and line.verdict is not None:
        return own and any(
            task is not None and task.open
            for task in (
                Assignments(here.store).task(line.draft, about.document, line.person) for about in line.about[:1]
            )
        )
    if line.kind in _LINKS:
        return here.may("reviewer")
    return own or here.may("reviewer")


def _seen_by(here: Here) -> str | None:
    """Who sees no drafts of others: everybody but reviewers."""
    return None if here.may("reviewer") else here.visitor.name


def _blind_work(here: Here) -> bool:
    """Whether the visitor codes something blind now: then names of the log are not offered to them."""
    return not here.may("reviewer") and any(task.blind for task in Assignments(here.store).of(here.visitor.name))


def _asked(here: Here, person: str, kind: str, since: str, until: str, document: str) -> Asked:
    return Asked(
        person=person or None, kind=kind or None, since=_day(since), until=_day(until), document=document or None,
        seen_by=_seen_by(here),
    )  # fmt: skip


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise StoreError(f"{given!r} is no day: write it as 2024-12-31") from error


def _csv(here: Here, asked: Asked) -> Iterator[str]:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(COLUMNS)
    audit, after = Audit(here.store), None
    while True:
        lines, after = audit.page(asked, _IN_FILE, after)
        for each in lines:
            writer.writerow([_safe(str(value)) for value in _row(each)])
        yield rows.getvalue()
        rows.seek(0)
        rows.truncate()
        if after is None:
            return


def _row(line: Line) -> tuple[object, ...]:
    about = line.about[0] if line.about else None
    before = {name: was for name, was, _ in line.changed}
    since = {name: to for name, _, to in line.changed}
    return (
        line.number, line.made, line.person, line.kind, what_words(line), about.document if about else "",
        about.claim if about else "", about.words if about else "", json.dumps(before, ensure_ascii=False) if before else "",
        json.dumps(since, ensure_ascii=False) if since else "", line.reason or "", line.undoes or "",
        "yes" if line.holds else "no",
    )  # fmt: skip


def _safe(value: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
