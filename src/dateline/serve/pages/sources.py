"""Sources: who publishes and who is cited, with a page each: its profile, what it copied, and what it reported first."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.ontology.authority import fold
from dateline.ontology.sources import STANDINGS, Ownership, Profile
from dateline.records import ActorKind
from dateline.serve.access import AsReviewer, AsViewer, Here, MissingError
from dateline.serve.pages import Nav
from dateline.store.named import ListedSource, Sources

ROUTER = APIRouter()
NAV = Nav(90, "Sources", "sources", "u")
PAGE = 50
STANDING_WORDS = {
    0: "what a party says of its enemy; worth the least",
    1: "saw it, or speaks without a name",
    2: "an authority that is no party to the event",
    3: "treats or recovers the victims, or reports itself",
    4: "counts by a published method, or visits the scene as a neutral",
}
"""As the packaged profiles define them."""


@ROUTER.get("/p/{project}/sources")
def listed(here: AsViewer, text: str = "", start: int = 0) -> Response:
    """List the sources, those with the most reports first."""
    begin = max(0, start)
    found, count = Sources(here.store).listed(text[:200], PAGE, begin)
    more = (
        f"{here.path('sources')}?{urlencode({'text': text, 'start': begin + PAGE})}" if count > begin + PAGE else None
    )
    profiles = here.store.source_profiles()
    standings = {source.key: profiles.of(source.name, "media" if source.reports else "unknown") for source in found}
    own = {source.key for source in found if source.key in profiles.by_name}
    return here.page(
        "sources.html", text=text, found=found, count=count, begin=begin, more=more, standings=standings, own=own
    )


@ROUTER.get("/p/{project}/sources/{name:path}")
def source(here: AsViewer, name: str, changed: int | None = None) -> Response:
    """Show one source, by its name."""
    asks, one = Sources(here.store), _one(here, name)
    profile, is_set = _profile(here, one)
    taken, given = asks.copied(one.key)
    return here.page(
        "source.html",
        one=one,
        profile=profile,
        is_set=is_set,
        seen=_seen(profile, is_set),
        origin=here.store.source_profiles().origin_of(one.name),
        standing_words=STANDING_WORDS,
        standings=STANDINGS,
        kinds=get_args(ActorKind),
        ownerships=get_args(Ownership),
        written=asks.written(one.key),
        latest=asks.latest(one.key),
        taken=taken,
        given=given,
        first=asks.first(one.key),
        beside=asks.beside(one.key),
        citing=asks.citing(one.key),
        failures=asks.failures(one.key),
        changed=changed,
    )


class ProfileForm(BaseModel):
    """What the team says of a source, as the form has it: empty where nothing is said. ``seen`` is what was shown."""

    seen: str
    standing: str = ""
    kind: str = ""
    side: str = ""
    ownership: str = ""
    origin: str = ""


@ROUTER.post("/p/{project}/sources/{name:path}/profile")
def profile(here: AsReviewer, name: str, form: Annotated[ProfileForm, Form()]) -> Response:
    """Keep what the team says of a source; the incidents that it is a source of are computed again."""
    one = _one(here, name)
    if form.seen != _seen(*_profile(here, one)):
        raise StoreError(
            "somebody changed what is known of this source meanwhile; load the page again, and decide anew"
        )
    if form.standing and not (form.standing.isascii() and form.standing.isdigit()):
        raise StoreError(f"a standing is a whole number from 0 to 4, not {form.standing!r}")
    words = {"kind": form.kind, "side": form.side, "ownership": form.ownership, "origin": form.origin}
    fields = {field: value.strip() or None for field, value in words.items()}
    standing = int(form.standing) if form.standing else None
    changed = here.store.set_source_profile(one.name, standing=standing, **fields)
    return RedirectResponse(here.path(f"sources/{quote(one.key, safe='')}?changed={changed}"), 303)


def _one(here: Here, name: str) -> ListedSource:
    if (one := Sources(here.store).one(fold(name))) is None:
        raise MissingError(f"No report is by {name!r}, and none cites it.")
    return one


def _profile(here: Here, one: ListedSource) -> tuple[Profile, bool]:
    """What is known of the source, and whether it is listed under its name or only guessed."""
    profiles = here.store.source_profiles()
    found = profiles.of(one.name, "media" if one.reports else "unknown")
    return found, one.key in profiles.by_name


def _seen(shown: Profile, is_set: bool) -> str:
    return repr((sorted(asdict(shown).items()), is_set))
