"""What all resources share: pages that go on by a cursor, tags of versions, problems, and the conditions of a search."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from dateline.errors import AbsentError, DatelineError, StoreError
from dateline.incidents import Grade
from dateline.records import Harm, Status
from dateline.serve.access import ForbiddenError, MissingError, NotSignedInError
from dateline.store import Results
from dateline.store.deciding import ChangedError
from dateline.store.once import OtherRequestError
from dateline.store.query import Order
from dateline.store.query import Query as Conditions
from dateline.store.query import Role as PartPlayed
from dateline.store.review import StaleError

Item = TypeVar("Item")
MOST = 500
"""The most items of one page."""


class Problem(BaseModel):
    """What went wrong, after RFC 9457."""

    type: str = "about:blank"
    status: int
    title: str


class MismatchError(DatelineError):
    """What was to be changed is not any more what was seen: 412."""


_STATUS: Mapping[type[Exception], int] = {
    NotSignedInError: 401,
    AbsentError: 404,
    MismatchError: 412,
    StaleError: 412,
    ChangedError: 412,
    OtherRequestError: 422,
    ForbiddenError: 403,
    MissingError: 404,
    RequestValidationError: 422,
    DatelineError: 400,
}


def status_of(error: Exception) -> int:
    """The status of HTTP that says what is wrong; 500 for what is an error of our own."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


class PageOf(BaseModel, Generic[Item]):
    """A page of the answer: ask again with ``next`` as ``cursor`` for the one after it; null: this is the last."""

    model_config = ConfigDict(from_attributes=True)

    items: list[Item]
    next: str | None


_SAID: Mapping[int, str] = {
    400: "What was asked makes no sense, or the store refuses it",
    401: "Nobody is signed in, or the token is not known",
    403: "The role or the token does not allow it",
    404: "There is nothing there, or nothing that you may know of",
    412: "It has changed since it was seen",
    422: "A parameter or the body is not of its shape",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer, for the description: those of all routes, and these."""
    return {
        status: {"description": _SAID[status], "content": {"application/problem+json": {"schema": _PROBLEM}}}
        for status in sorted({400, 401, 403, 404, 422, *statuses})
    }


_PROBLEM = Problem.model_json_schema()

Cursor = Annotated[str | None, Query(max_length=400, description="Where the last page ended: its `next`.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items a page holds at most.")]


def page_of(
    results: Results[Item], cursor: str | None, limit: int, request: Request, response: Response
) -> dict[str, Any]:
    """One page of the results, with a Link header (RFC 8288) to the next one."""
    page = results.page(limit, cursor)
    _link(request, response, page.after)
    return {"items": list(page.items), "next": page.after}


def counted(
    read: Callable[[int], tuple[Sequence[Item], int]], cursor: str | None, request: Request, response: Response
) -> dict[str, Any]:
    """One page of a list that is read by counting: ``read`` gives the items from a number on, and how many there are."""
    start = _start(cursor)
    items, total = read(start)
    after = str(start + len(items)) if items and start + len(items) < total else None
    _link(request, response, after)
    return {"items": list(items), "next": after}


def listed(items: list[Item], cursor: str | None, limit: int, request: Request, response: Response) -> dict[str, Any]:
    """One page of a short list, which is held whole: the cursor counts."""
    start = _start(cursor)
    after = str(start + limit) if len(items) > start + limit else None
    _link(request, response, after)
    return {"items": items[start : start + limit], "next": after}


def _start(cursor: str | None) -> int:
    if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise StoreError(f"{cursor!r} is no place where a page ended")
    return int(cursor or 0)


def _link(request: Request, response: Response, after: str | None) -> None:
    if after is not None:
        response.headers["link"] = f'<{request.url.include_query_params(cursor=after)}>; rel="next"'


def tag_of(*parts: object) -> str:
    """The tag (ETag) of a version of something: what it is made of, hashed."""
    return f'"{hashlib.sha256(chr(0).join(map(str, parts)).encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the asker has this version already (If-None-Match, compared weakly)."""
    given = request.headers.get("if-none-match", "")
    return any(part.strip().removeprefix("W/") in (tag, "*") for part in given.split(",") if part.strip())


def check_seen(request: Request, tag: str) -> None:
    """Raises MismatchError where the asker saw another version (If-Match)."""
    given = request.headers.get("if-match")
    if given is not None and not any(part.strip() in (tag, "*") for part in given.split(",")):
        raise MismatchError("it has changed since you saw it: look at it again, then decide")


def tagged(request: Request, response: Response, tag: str) -> Response | None:
    """Put the tag on the response; a response without a body where the asker has this version already."""
    if is_known(request, tag):
        return Response(status_code=304, headers={"etag": tag})
    response.headers["etag"] = tag
    return None


NOT_CHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "You have this version already (If-None-Match)"}}


def lines(items: Iterable[Any], as_json: Callable[[Any], str]) -> StreamingResponse:
    """All items as JSON Lines, sent as they are read."""

    def stream() -> Iterator[str]:
        for item in items:
            yield as_json(item) + "\n"

    return StreamingResponse(stream(), media_type="application/x-ndjson")


def _pair(text: str, count: int, name: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count or any(number != number or abs(number) > 360 for number in numbers):
        raise StoreError(f"{name}={text!r}: give {count} numbers in degrees with commas between")
    return numbers


def conditions(
    *,
    text: Annotated[str | None, Query(max_length=1000, description='Words; a "phrase"; -without.')] = None,
    place: Annotated[str | None, Query(max_length=300)] = None,
    admin1: Annotated[str | None, Query(max_length=300)] = None,
    country: Annotated[str | None, Query(max_length=300, description="A name, or ISO 3166 alpha-3.")] = None,
    near: Annotated[str | None, Query(max_length=60, description="latitude,longitude in degrees")] = None,
    within_km: Annotated[float, Query(gt=0, le=20_000)] = 25.0,
    box: Annotated[str | None, Query(max_length=120, description="south,west,north,east in degrees")] = None,
    since: Annotated[date | None, Query(description="It may have happened on this day or later.")] = None,
    until: Annotated[date | None, Query(description="It may have happened on this day or before.")] = None,
    as_of: Annotated[date | None, Query(description="Only what was known on this day.")] = None,
    type: Annotated[str | None, Query(max_length=100, description="A PLOVER or an ACLED type.")] = None,
    mode: Annotated[str | None, Query(max_length=100)] = None,
    context: Annotated[str | None, Query(max_length=100)] = None,
    status: Annotated[Status | None, Query()] = None,
    actor: Annotated[str | None, Query(max_length=300, description="A name, or an id of the authority.")] = None,
    role: Annotated[PartPlayed, Query(description="What the actor did.")] = "any",
    harm: Annotated[Harm | None, Query()] = None,
    at_least: Annotated[int | None, Query(ge=0, le=2**53, description="The lowest figure of the harm.")] = None,
    source: Annotated[str | None, Query(max_length=300, description="The publisher of the report.")] = None,
    cited: Annotated[str | None, Query(max_length=300, description="Whom the report cites for the claim.")] = None,
    grade: Annotated[Grade | None, Query()] = None,
    min_confidence: Annotated[float | None, Query(ge=0, le=1)] = None,
    order: Annotated[Order, Query()] = "newest",
) -> dict[str, Any]:
    """The conditions of :class:`dateline.store.Query`, by name; those that are not given are left out."""
    given = locals()
    given["near"] = _pair(near, 2, "near") if near is not None else None
    given["box"] = _pair(box, 4, "box") if box is not None else None
    standard = {field.name: field.default for field in fields(Conditions)}
    return {name: value for name, value in given.items() if value != standard[name]}


Asked = Annotated[dict[str, Any], Depends(conditions)]
Form = Annotated[
    Literal["json", "jsonl"],
    Query(alias="format", description="A page as JSON, or all of the answer as JSON Lines, streamed."),
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an answer is wanted: a page of it, or all of it as lines."""

    request: Request
    response: Response
    cursor: Cursor = None
    limit: Limit = 100
    form: Form = "json"

    def of(self, results: Results[Any], as_json: Callable[[Any], str]) -> Any:
        """What was found, as it is wanted; ``as_json`` writes one item on a line."""
        if self.form == "jsonl":
            return lines(results, as_json)
        return page_of(results, self.cursor, self.limit, self.request, self.response)


AsWanted = Annotated[Wanted, Depends()]


def row_as_json(row: Any) -> str:
    """A row of a search as JSON."""
    return json.dumps(asdict(row), ensure_ascii=False, default=str)


class Named(BaseModel):
    """Something that is called by a name."""

    name: str = Field(max_length=300)
