"""What changed since a day, the situation as of a day, and the brief."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from dateline import __version__
from dateline.brief.compose import compositions
from dateline.brief.render import rendered
from dateline.brief.situation.compose import situation as compose
from dateline.errors import StoreError
from dateline.export.changes.since import changes_since
from dateline.export.responsibility import open_profile
from dateline.serve.access import AsViewer
from dateline.serve.api.answering import Asked, problems
from dateline.serve.api.exports import disposition

ROUTER = APIRouter(prefix="/projects/{project}", tags=["situation"], responses=problems())
_NOT_OF_CHANGES = ("since", "until", "as_of")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@ROUTER.get("/changes", operation_id="listChanges")
def list_changes(
    here: AsViewer,
    asked: Asked,
    first: Annotated[date, Query(description="What became known, or was decided, on this day or later.")],
    last: Annotated[date | None, Query(description="… up to and with this day (default: today, UTC).")] = None,
) -> dict[str, Any]:
    """What is new, revised or retracted since a day: incidents, reports and judgements."""
    if unfit := [name for name in _NOT_OF_CHANGES if name in asked]:
        raise StoreError(f"{unfit[0]} is nothing that changes can be asked by: give first and last")
    until = last or datetime.now(UTC).date()
    if first > until:
        raise StoreError(f"no day is from {first} until {until}")
    profile = open_profile("internal", here.store, day=until.isoformat())
    return changes_since(here.store, profile, first, until, asked).to_dict()


@ROUTER.get("/situation", operation_id="getSituation")
def get_situation(
    here: AsViewer,
    on: Annotated[date, Query(description="As of the end of this day: nothing published later counts.")],
    place: Annotated[str | None, Query(max_length=300, description="A country, first-level area or place.")] = None,
    since: Annotated[date | None, Query(description="An earlier day: what changed between the two.")] = None,
) -> dict[str, Any]:
    """Who is said to hold each place, who fights, backs and talks to whom, running tolls, last positions."""
    if since is not None and since >= on:
        raise StoreError(f"since={since} is not before on={on}")
    made, _ = compose(here.store, place, on, since)
    return made.model_dump(mode="json")


@ROUTER.get(
    "/brief",
    operation_id="getBrief",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in _TYPES.values()}, "description": "The brief"}},
)
def get_brief(
    here: AsViewer,
    since: Annotated[date, Query(description="The first day of the brief.")],
    place: Annotated[str | None, Query(max_length=300, description="A country, first-level area or place.")] = None,
    until: Annotated[date | None, Query(description="The last day (default: today, UTC).")] = None,
    form: Annotated[Literal["html", "md", "pdf", "docx"], Query(alias="format")] = "html",
) -> Response:
    """A situation brief, composed from the record alone, with the citations of every sentence."""
    asked = {"place": place, "since": since, "until": until}
    given = {name: value for name, value in asked.items() if value is not None}
    _, content = rendered(form, compositions(here.store, given, version=__version__))
    name = f"dateline-{here.project}-brief.{form}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": disposition(name)})
