"""Actors: those that took part in most, and a page each: what it did, suffered, said and is said to hold."""

from __future__ import annotations

import json
from typing import Annotated, get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dateline.errors import StoreError
from dateline.ontology.authority import Authority, AuthorityActor, fold
from dateline.records import ActorKind
from dateline.serve.access import AsReviewer, AsViewer, Here, MissingError
from dateline.serve.holding_words import Held
from dateline.serve.month_bars import month_bars
from dateline.serve.named_names import NOT_KEPT, names_of
from dateline.serve.pages import Nav
from dateline.serve.ties import relations
from dateline.settings import load_settings
from dateline.store.lists import Lists
from dateline.store.named import Actors, ListedActor

ROUTER = APIRouter()
NAV = Nav(70, "Actors", "actors", "a")
PAGE = 50
_SAID = 10
Text = Annotated[str, Form()]


@ROUTER.get("/p/{project}/actors")
def listed(here: AsViewer, text: str = "", start: int = 0) -> Response:
    """List the actors, the most active first."""
    begin = max(0, start)
    found, count = Actors(here.store).listed(text[:200], PAGE, begin)
    more = f"{here.path('actors')}?{urlencode({'text': text, 'start': begin + PAGE})}" if count > begin + PAGE else None
    return here.page("actors.html", text=text, found=found, count=count, begin=begin, more=more)


@ROUTER.get("/p/{project}/actors/{key:path}/held")
def held(here: AsViewer, key: str) -> Response:
    """Show what the actor is said to hold, as a part of its page."""
    found, read = Held(here.store).of({"actor": key})
    mine = [holding for holding in found if holding.holder.id == key]
    return here.page("named_held.html", holdings=mine, read=read, of="it")


@ROUTER.get("/p/{project}/actors/{key:path}")
def actor(here: AsViewer, key: str, role: str = "did", before: int | None = None) -> Response:
    """Show one actor: by its id in the authority, or by its folded name."""
    asks, known = Actors(here.store), _known(here, key)
    role = role if role in ("did", "suffered") else "did"
    one = asks.one(key) or _named(here, key, known)
    roles = ("did", "suffered")
    incidents, more = asks.incidents(key, role, before)
    conditions = {"actor": key}
    return here.page(
        "actor.html",
        key=key,
        one=one,
        known=known,
        parent=_known(here, known.parent) if known and known.parent else None,
        role=role,
        incidents=incidents,
        more=more,
        before=before,
        by_month={r: month_bars(asks.months(key, r)) for r in roles},
        figures={r: asks.figures(key, r) for r in roles},
        others={r: asks.others(key, r) for r in roles},
        places=asks.places(key, "did"),
        said=here.store.claims("statement", role="by", **conditions).page(_SAID).items,
        relations=relations(here.store, key, one.name),
        names=asks.names(key) if known else None,
        publishers=asks.publishers(key) if known else None,
        aliases=known.aliases if known else (),
        seen=json.dumps(known.aliases if known else ()),
        kept=Lists.of(here.store) is not None,
        why_not=NOT_KEPT,
        own=_has_own(here, key),
    )


@ROUTER.post("/p/{project}/actors/{key:path}/names")
def name(here: AsReviewer, key: str, names: Text, seen: Text, kind: Text = "") -> Response:
    """Keep the other names of an actor in the team's own list."""
    if (lists := Lists.of(here.store)) is None:
        raise StoreError(NOT_KEPT)
    known = _known(here, key)
    if known is None:
        one = _named(here, key, None) if (found := Actors(here.store).one(key)) is None else found
        known = _new(one, kind)
    lists.name_actor(known, names.splitlines(), names_of(seen))
    return RedirectResponse(here.path(f"actors/{quote(known.id, safe='')}#names"), 303)


def _known(here: Here, key: str) -> AuthorityActor | None:
    """The actor of the authority, the team's own list over it."""
    lists, settings = Lists.of(here.store), load_settings()
    return Authority.load((lists.over(settings) if lists else settings).actors).actor(key)


def _has_own(here: Here, key: str) -> bool:
    lists = Lists.of(here.store)
    return lists is not None and lists.aliases_of_actor(key) is not None


def _named(here: Here, key: str, known: AuthorityActor | None) -> ListedActor:
    """An actor without incidents, where a list has it or a report names it. Raises MissingError."""
    if known is not None:
        return ListedActor(key, known.name, known.kind, 0, 0)
    if fold(key) and next(iter(here.store.documents(actor=key).page(1).items), None):
        return ListedActor(key, key, "unknown", 0, 0)
    raise MissingError(f"No report names an actor {key!r}.")


def _new(one: ListedActor, kind: str) -> AuthorityActor:
    """An actor that no list has, as an entry of its own."""
    from dateline.ontology.authority.record import slug

    kinds: tuple[ActorKind, ...] = get_args(ActorKind)
    wanted = kind or one.kind
    chosen: ActorKind = next((known for known in kinds if known == wanted), "unknown")
    return AuthorityActor(id=slug(one.name), name=one.name, kind=chosen)
