"""Sources of reports, and what the team says of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from dateline.ontology.sources import Profile
from dateline.serve.access import AsReviewer, AsViewer
from dateline.serve.api.answering import Cursor, Limit, PageOf, check_seen, listed, problems, tag_of

ROUTER = APIRouter(prefix="/projects/{project}/source-profiles", tags=["sources"], responses=problems(412))
Name = Annotated[str, Path(min_length=1, max_length=300)]


class SourceProfile(BaseModel):
    """What is known of a source: standing 0 to 4, side, kind, ownership, and whose word it passes on."""

    name: str
    standing: int
    side: str | None = None
    kind: str | None = None
    ownership: str | None = None
    origin: str | None = None


class NewProfile(BaseModel):
    """What is to be otherwise; a field that is left out stays as it is, null takes it away."""

    standing: Annotated[int | None, Field(ge=0, le=4)] = None
    side: Annotated[str | None, Field(max_length=200)] = None
    kind: Annotated[str | None, Field(max_length=40)] = None
    ownership: Annotated[str | None, Field(max_length=40)] = None
    origin: Annotated[str | None, Field(max_length=300)] = None


class ProfileSet(BaseModel):
    """The profile as it is now, and how many incidents came out otherwise by it."""

    profile: SourceProfile
    incidents_changed: int


@ROUTER.get("", operation_id="listSourceProfiles")
def list_profiles(
    here: AsViewer, request: Request, response: Response, cursor: Cursor = None, limit: Limit = 100
) -> PageOf[SourceProfile]:
    """The sources that have a profile, by name: those that ship and the team's own."""
    known = here.store.source_profiles()
    items = [_profile(name, known.by_name[folded]) for folded, name in sorted(known.names.items())]
    return listed(items, cursor, limit, request, response)  # type: ignore[return-value]


@ROUTER.get("/{name}", operation_id="getSourceProfile")
def get_profile(here: AsViewer, name: Name, response: Response) -> SourceProfile:
    """The profile of a source: its own, or what its name and kind lead to."""
    profile = _profile(name, here.store.source_profiles().of(name))
    response.headers["etag"] = tag_of(profile.model_dump_json())
    return profile


@ROUTER.patch("/{name}", operation_id="setSourceProfile")
def set_profile(here: AsReviewer, name: Name, asked: NewProfile, request: Request, response: Response) -> ProfileSet:
    """Change the profile; the incidents that the source is heard in are computed again at once."""
    before = _profile(name, here.store.source_profiles().of(name))
    check_seen(request, tag_of(before.model_dump_json()))
    changed = here.store.set_source_profile(name, **asked.model_dump(exclude_unset=True))
    profile = _profile(name, here.store.source_profiles().of(name))
    response.headers["etag"] = tag_of(profile.model_dump_json())
    return ProfileSet(profile=profile, incidents_changed=changed)


def _profile(name: str, profile: Profile) -> SourceProfile:
    return SourceProfile(
        name=name, standing=profile.standing, side=profile.side, kind=profile.kind, ownership=profile.ownership,
        origin=profile.origin,
    )  # fmt: skip
