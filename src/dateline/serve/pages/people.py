"""The people of a project: what they are in it, who is invited, which tokens there are, and who did what about them."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from dateline.errors import DatelineError
from dateline.serve.access import ROLES, AsAdmin, ForbiddenError, Here, MissingError, Role, is_secure
from dateline.serve.accounts import stored
from dateline.serve.pages import Nav
from dateline.serve.pages.account import SCOPES
from dateline.store.accounts import Person

ROUTER = APIRouter()
NAV = Nav(150, "People", "people", "e", role="admin")

Field = Annotated[str, Form()]
_MEANINGS = {
    "viewer": "looks at everything of the project",
    "coder": "also checks and corrects what was read",
    "reviewer": "also assigns, decides between coders, merges and splits",
    "admin": "also manages people, sources and settings",
}


@ROUTER.get("/p/{project}/people")
def people(here: AsAdmin) -> Response:
    """The people of the project."""
    return _page(here)


@ROUTER.get("/p/{project}/people/log")
def log(here: AsAdmin) -> Response:
    """Who did what about the accounts of the project."""
    return here.page("people_log.html", lines=stored(here.workbench).people.log(here.project))


@ROUTER.post("/p/{project}/people/role")
def role(here: AsAdmin, name: Field, role: Field) -> Response:
    """Make somebody something else in the project, or nothing."""
    person, wanted = _member(here, name), _role(role)
    stored(here.workbench).people.set_role(person.name, here.project, wanted, by=here.visitor.name)
    return RedirectResponse(here.path("people"), 303)


@ROUTER.post("/p/{project}/people/disable")
def disable(here: AsAdmin, name: Field) -> Response:
    """Let somebody do nothing any more, anywhere; their name stays in the logs."""
    accounts, person = stored(here.workbench), _managed(here, name)
    accounts.people.disable(person.name, by=here.visitor.name)
    return RedirectResponse(here.path("people"), 303)


@ROUTER.post("/p/{project}/people/enable")
def enable(here: AsAdmin, name: Field) -> Response:
    """Let somebody do again what their roles allow."""
    accounts, person = stored(here.workbench), _managed(here, name)
    accounts.people.enable(person.name, by=here.visitor.name)
    return RedirectResponse(here.path("people"), 303)


@ROUTER.post("/p/{project}/people/invitations")
def invite(here: AsAdmin, role: Field, note: Field = "") -> Response:
    """Make an invitation; its address is shown this once."""
    wanted = _role(role)
    if wanted is None:
        raise DatelineError("an invitation is to a role")
    code = stored(here.workbench).invitations.make(here.project, wanted, note, by=here.visitor.name)
    scheme = "https" if is_secure(here.request) else "http"
    return _page(here, invited=f"{scheme}://{here.request.headers['host']}/invitation/{code}")


@ROUTER.post("/p/{project}/people/invitations/revoke")
def revoke_invitation(here: AsAdmin, number: Annotated[int, Form()]) -> Response:
    """Take an invitation back."""
    stored(here.workbench).invitations.revoke(number, here.project, by=here.visitor.name)
    return RedirectResponse(here.path("people"), 303)


@ROUTER.post("/p/{project}/people/tokens/revoke")
def revoke_token(here: AsAdmin, number: Annotated[int, Form()]) -> Response:
    """Make a token that is good in this project only good for nothing."""
    stored(here.workbench).tokens.revoke(number, by=here.visitor.name, project=here.project)
    return RedirectResponse(here.path("people"), 303)


def _page(here: Here, invited: str = "") -> Response:
    if here.workbench.accounts.open:
        return here.page("people_none.html", store=here.store.where)
    accounts = stored(here.workbench)
    members = accounts.people.everyone(here.project)
    response = here.page(
        "people.html", members=members, managed={person.name for person in members if _manages(here, person)},
        invitations=accounts.invitations.of_project(here.project), tokens=accounts.tokens.of_project(here.project),
        roles=ROLES, meanings=_MEANINGS, scopes=SCOPES, invited=invited,
    )  # fmt: skip
    response.headers["cache-control"] = "no-store"
    return response


def _member(here: Here, name: str) -> Person:
    """Somebody of this project: of others, its admins may not even know."""
    person = stored(here.workbench).people.called(name)
    if person is None or here.project not in person.roles:
        raise MissingError(f"nobody called {name!r} is in this project")
    return person


def _managed(here: Here, name: str) -> Person:
    person = _member(here, name)
    if not _manages(here, person):
        raise ForbiddenError(
            f"{person.name} is in projects whose admin you are not: take their role here, or ask whoever runs the workbench"
        )
    return person


def _manages(here: Here, person: Person) -> bool:
    """Whether the visitor is an admin wherever the person is anything."""
    accounts = here.workbench.accounts
    return all(accounts.role(here.visitor, project) == "admin" for project in person.roles)


def _role(given: str) -> Role | None:
    if given == "none":
        return None
    found: Any = given
    if found not in get_args(Role):
        raise DatelineError(f"there is no role {given!r}")
    return found  # type: ignore[no-any-return]
