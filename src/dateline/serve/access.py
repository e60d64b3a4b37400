"""Who asks, and what they may do.

Every route names the least role that may use it by one of the dependencies here: ``AsViewer``, ``AsCoder``,
``AsReviewer``, ``AsAdmin``; what belongs to no project is ``SignedIn``, what a person alone may do, and no token of
theirs, ``InPerson``; the few routes that strangers reach are ``Anyone``. A test goes through all routes and finds
those that name none. The guard lets strangers through to no other address (:mod:`dateline.serve.security`).
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from dateline.errors import DatelineError
from dateline.store import Store

if TYPE_CHECKING:
    from dateline.serve.workbench import Workbench

Role = Literal["viewer", "coder", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "coder", "reviewer", "admin")
"""Each may do what those before it may: look; code; adjudicate, merge and split; manage people, sources and settings."""

SESSION_COOKIE = "dateline_session"
SAFE_COOKIE = "__Host-dateline_session"
"""The name of the cookie behind HTTPS: a browser takes one of this name only from the host itself, and only by HTTPS."""
_VISITOR = "dateline.visitor"


class NotSignedInError(DatelineError):
    """Nobody is signed in: a page leads to the log-in, the API answers 401."""


class ForbiddenError(DatelineError):
    """The visitor may not do this: 403."""


class MissingError(DatelineError):
    """There is nothing at this address, or nothing that the visitor may know of: 404."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks. ``name`` stands in the log of judgements; ``via`` is how they are known.

    ``scopes`` is None where nothing is held back; a token has some of ``read``, ``write``, ``admin``. ``project`` is
    the only one in which a token is good, ``person`` and ``session`` the numbers of who it is and of the log-in.
    """

    name: str
    via: Literal["local", "session", "token"]
    key: str
    scopes: frozenset[str] | None = None
    person: int | None = None
    session: int | None = None
    project: str | None = None


class Accounts(Protocol):
    """Who there is, and what they are in which project."""

    open: bool
    """Whether everybody who reaches the workbench may do everything: only ever on one's own machine."""

    def visitor(self, *, session: str | None, bearer: str | None) -> Visitor | None:
        """The visitor of a session's cookie or of an API token; None where it is of nobody."""

    def role(self, visitor: Visitor, project: str) -> Role | None:
        """What the visitor is in the project; None where they are nothing there."""


class NoAccounts:
    """No accounts: whoever reaches the workbench on this machine may do everything, under their own name."""

    open = True

    def __init__(self, person: str | None = None) -> None:
        self._visitor = Visitor(name=person or getpass.getuser(), via="local", key="local")

    def visitor(self, *, session: str | None, bearer: str | None) -> Visitor | None:
        """The one visitor."""
        return self._visitor

    def role(self, visitor: Visitor, project: str) -> Role | None:
        """Everybody may do everything."""
        return "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One request of one visitor within one project."""

    request: Request
    workbench: Workbench
    visitor: Visitor
    project: str
    store: Store
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the visitor may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def page(self, template: str, /, status_code: int = 200, **context: Any) -> Response:
        """The template as a page: see :func:`dateline.serve.templating.page`."""
        from dateline.serve.templating import page

        return page(self.request, template, here=self, status_code=status_code, **context)

    def path(self, path: str = "") -> str:
        """The address of something within the project: ``here.path("incidents/i1")``."""
        from urllib.parse import quote

        return f"/p/{quote(self.project, safe='')}/{path}"


def bearer_of(request: HTTPConnection) -> str | None:
    """The token that a program brings along; empty where it says that it has one and has none."""
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    return bearer.strip() if kind.casefold() == "bearer" else None


def find_visitor(request: HTTPConnection) -> Visitor | None:
    """The visitor of a request, asked of the accounts once a request; None for a stranger."""
    if _VISITOR not in request.scope:
        workbench: Workbench = request.app.state.workbench
        token = bearer_of(request)
        # A token that is of nobody is not made good by a cookie.
        session = None
        if token is None:
            session = request.cookies.get(SAFE_COOKIE if is_secure(request) else SESSION_COOKIE)
        # Whom the accounts could not be asked about is a stranger to the page that says so.
        request.scope[_VISITOR] = None
        request.scope[_VISITOR] = workbench.accounts.visitor(session=session, bearer=token)
    visitor: Visitor | None = request.scope[_VISITOR]
    return visitor


def is_secure(request: HTTPConnection) -> bool:
    """Whether the request came by HTTPS, as far as the workbench or a proxy that it trusts knows."""
    workbench: Workbench = request.app.state.workbench
    return workbench.secure or request.url.scheme == "https"


def visitor_of(request: Request) -> Visitor:
    """The visitor of a request. Raises NotSignedInError."""
    if (visitor := find_visitor(request)) is None:
        raise not_signed_in(request)
    return visitor


def not_signed_in(request: HTTPConnection) -> NotSignedInError:
    """What a stranger is told."""
    no_token = bearer_of(request) is None
    return NotSignedInError("sign in first" if no_token else "this token is not known, or not valid any more")


def here_of(request: Request, project: str, least: Role) -> Here:
    """The request within a project. Raises MissingError where the visitor may not know of it, ForbiddenError."""
    workbench: Workbench = request.app.state.workbench
    visitor = visitor_of(request)
    store, role = workbench.projects.get(project), workbench.accounts.role(visitor, project)
    if store is None or role is None:
        raise MissingError(f"there is no project {project!r}")
    here = Here(request=request, workbench=workbench, visitor=visitor, project=project, store=store, role=role)
    if not here.may(least):
        raise ForbiddenError(f"this needs the role {least}; yours in {project!r} is {role}")
    check_scope(visitor, "admin" if least == "admin" else _scope_of(request))
    return here


def _scope_of(request: Request) -> str:
    return "read" if request.method in ("GET", "HEAD") else "write"


def check_scope(visitor: Visitor, scope: str) -> None:
    """Raises ForbiddenError where the visitor's token has not this scope."""
    held: Collection[str] | None = visitor.scopes
    if held is not None and scope not in held:
        raise ForbiddenError(
            f"this needs a token with the scope {scope}; yours has {', '.join(sorted(held)) or 'none'}"
        )


def form_token(workbench: Workbench, visitor: Visitor) -> str:
    """What a form of this visitor must bring along: no other page can know it."""
    return hmac.new(workbench.secret, f"form {visitor.key}".encode(), hashlib.sha256).hexdigest()


def _as_viewer(request: Request, project: str) -> Here:
    return here_of(request, project, "viewer")


def _as_coder(request: Request, project: str) -> Here:
    return here_of(request, project, "coder")


def _as_reviewer(request: Request, project: str) -> Here:
    return here_of(request, project, "reviewer")


def _as_admin(request: Request, project: str) -> Here:
    return here_of(request, project, "admin")


AsViewer = Annotated[Here, Depends(_as_viewer)]
AsCoder = Annotated[Here, Depends(_as_coder)]
AsReviewer = Annotated[Here, Depends(_as_reviewer)]
AsAdmin = Annotated[Here, Depends(_as_admin)]


def _signed_in(request: Request) -> Visitor:
    visitor = visitor_of(request)
    check_scope(visitor, _scope_of(request))
    return visitor


def _in_person(request: Request) -> Visitor:
    visitor = visitor_of(request)
    if visitor.via == "token":
        raise ForbiddenError("no token may do this: sign in at the workbench")
    return visitor


def _anyone(request: Request) -> Visitor | None:
    return find_visitor(request)


SignedIn = Annotated[Visitor, Depends(_signed_in)]
"""For what belongs to no project: the list of one's projects."""
InPerson = Annotated[Visitor, Depends(_in_person)]
"""For one's own account: a token must not make itself another one."""
Anyone = Annotated[Visitor | None, Depends(_anyone)]
"""For what strangers reach too; the guard must know its address. None for a stranger."""
DEPENDENCIES: Mapping[Callable[..., object], Role | Literal["signed in", "in person", "anyone"]] = {
    _as_viewer: "viewer",
    _as_coder: "coder",
    _as_reviewer: "reviewer",
    _as_admin: "admin",
    _signed_in: "signed in",
    _in_person: "in person",
    _anyone: "anyone",
}
"""What each dependency lets through."""
