"""Where strangers come in: by name and password, by the team's OpenID provider, by an invitation."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Form, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from starlette.responses import RedirectResponse, Response

from dateline.errors import DatelineError
from dateline.serve import passwords
from dateline.serve.access import SAFE_COOKIE, SESSION_COOKIE, Anyone, InPerson, MissingError, Visitor, is_secure
from dateline.serve.accounts import SignInError, StoredAccounts, TooOftenError, stored
from dateline.serve.openid import Provider, Start
from dateline.serve.templating import page
from dateline.serve.workbench import Workbench
from dateline.store.accounts import Person
from dateline.store.accounts.bearers import LONGEST

ROUTER = APIRouter()

_AWAY_COOKIE, _AWAY_PATH, _AWAY_SECONDS = "dateline_openid", "/sign-in/openid", 600
_BACK = "/sign-in/openid/back"
Field = Annotated[str, Form()]


@ROUTER.get("/sign-in")
def sign_in_page(request: Request, visitor: Anyone, next: str = "/") -> Response:
    """The log-in; whoever is signed in goes on."""
    if visitor is not None:
        return RedirectResponse(within(next), 303)
    return _sign_in_page(request, next)


@ROUTER.post("/sign-in")
def sign_in(request: Request, visitor: Anyone, name: Field = "", password: Field = "", next: Field = "/") -> Response:
    """Sign in by name and password."""
    accounts, address = stored(_workbench(request)), address_of(request)
    try:
        person = accounts.sign_in(name, password, address=address)
        return signed_in(request, person, next, before=visitor)
    except TooOftenError as error:
        answer = _sign_in_page(request, next, name=name, problem=str(error), status_code=429)
        answer.headers["retry-after"] = str(error.seconds)
        return answer
    except SignInError as error:
        return _sign_in_page(request, next, name=name, problem=str(error), status_code=401)


@ROUTER.post("/sign-out")
def sign_out(request: Request, visitor: InPerson) -> Response:
    """End this session."""
    accounts = stored(_workbench(request))
    if visitor.person is not None and visitor.session is not None:
        accounts.sessions.end(visitor.person, visitor.session)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(_cookie(request), httponly=True, samesite="lax", secure=is_secure(request))
    return response


@ROUTER.get("/sign-in/openid")
def openid(request: Request, _: Anyone, next: str = "/", invitation: str = "") -> Response:
    """Send the browser to the provider; what it must come back with goes along in a cookie that is signed."""
    provider = _provider(request)
    try:
        address, start = provider.start(_back(request))
    except SignInError as error:
        return _sign_in_page(request, next, problem=str(error), status_code=502)
    held = asdict(start) | {"next": within(next), "invitation": invitation, "exp": int(time.time()) + _AWAY_SECONDS}
    response = RedirectResponse(address, 303)
    response.set_cookie(
        _AWAY_COOKIE, jwt.encode({"alg": "HS256"}, held, _key(request)), max_age=_AWAY_SECONDS, path=_AWAY_PATH,
        httponly=True, samesite="lax", secure=is_secure(request),
    )  # fmt: skip
    return response


@ROUTER.get(_BACK)
def openid_back(request: Request, visitor: Anyone) -> Response:
    """Sign in whom the provider sends back."""
    accounts, provider = stored(_workbench(request)), _provider(request)
    next = "/"
    try:
        held = _held(request)
        next = held.pop("next")
        invitation = held.pop("invitation")
        known = provider.finish(Start(**held), dict(request.query_params), _back(request))
        person = accounts.people.add_known(known.name, known.issuer, known.subject)
        if person.disabled is None and invitation:
            accounts.invitations.take(invitation, person.number)
        response = signed_in(request, person, next, before=visitor)
    except DatelineError as error:
        response = _sign_in_page(request, next, problem=str(error), status_code=403)
    response.delete_cookie(_AWAY_COOKIE, path=_AWAY_PATH, httponly=True, samesite="lax", secure=is_secure(request))
    return response


@ROUTER.get("/invitation/{code}")
def invitation_page(request: Request, visitor: Anyone, code: str) -> Response:
    """What one is invited to, and how to come in."""
    return _invitation_page(request, code)


@ROUTER.post("/invitation/{code}")
def take_invitation(
    request: Request, visitor: Anyone, code: str, name: Field = "", password: Field = "", again: Field = ""
) -> Response:  # fmt: skip
    """Come in: whoever is signed in as who they are, a stranger with a new name and password."""
    accounts = stored(_workbench(request))
    invitation = accounts.invitations.of(code)
    if invitation is None:
        return _invitation_page(request, code)
    try:
        if visitor is not None and visitor.person is not None:
            accounts.invitations.take(code, visitor.person)
            return RedirectResponse(f"/p/{quote(invitation.project, safe='')}/", 303)
        passwords.check(password, name)
        if password != again:
            raise SignInError("The two passwords are not the same.")
        number = accounts.invitations.join(code, name, passwords.hash_of(password))
    except DatelineError as error:
        return _invitation_page(request, code, name=name, problem=str(error), status_code=400)
    person = accounts.people.numbered(number)
    assert person is not None
    return signed_in(request, person, f"/p/{quote(invitation.project, safe='')}/")


def signed_in(request: Request, person: Person, to: str, before: Visitor | None = None) -> Response:
    """A new session, in place of the one before; the browser goes on to the address."""
    accounts = stored(_workbench(request))
    if before is not None and before.person is not None and before.session is not None:
        accounts.sessions.end(before.person, before.session)
    agent = request.headers.get("user-agent", "")
    secret = accounts.start(person, address=address_of(request), agent=agent)
    response = RedirectResponse(within(to), 303)
    response.set_cookie(
        _cookie(request), secret, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="lax",
        secure=is_secure(request),
    )  # fmt: skip
    return response


def within(address: str) -> str:
    """The address, where it is one of this workbench; its start else. A browser takes a backslash for a slash."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    inside = address.startswith("/") and not address.startswith("//") and not parts.netloc and not parts.scheme
    return address if inside and "\\" not in address and address.isprintable() else "/"


def address_of(request: Request) -> str:
    """From where one asks."""
    return request.client.host if request.client is not None else ""


def _sign_in_page(
    request: Request, next: str, *, name: str = "", problem: str = "", status_code: int = 200
) -> Response:  # fmt: skip
    accounts = _workbench(request).accounts
    provider = accounts.provider if isinstance(accounts, StoredAccounts) else None
    return page(
        request, "sign_in.html", status_code=status_code, next=within(next), name=name, problem=problem,
        provider=provider.name if provider is not None else None,
    )  # fmt: skip


def _invitation_page(
    request: Request, code: str, *, name: str = "", problem: str = "", status_code: int = 200
) -> Response:
    accounts = stored(_workbench(request))
    invitation = accounts.invitations.of(code)
    response = page(
        request, "invitation.html", status_code=status_code if invitation is not None else 404, invitation=invitation,
        code=code, name=name, problem=problem, shortest=passwords.SHORTEST,
        provider=accounts.provider.name if accounts.provider is not None else None,
    )  # fmt: skip
    response.headers["cache-control"] = "no-store"
    return response


def _held(request: Request) -> dict[str, Any]:
    """What the browser was sent away with. Raises SignInError."""
    try:
        read = jwt.decode(request.cookies.get(_AWAY_COOKIE, ""), _key(request), algorithms=["HS256"])
        jwt.JWTClaimsRegistry(exp={"essential": True}).validate(read.claims)
    except (JoseError, ValueError) as error:
        raise SignInError("This log-in was not begun in this browser, or too long ago. Start again.") from error
    return {name: str(value) for name, value in read.claims.items() if name != "exp"}


def _key(request: Request) -> OctKey:
    """A key of its own: a form's token is never taken for this, nor this for one."""
    return OctKey.import_key(hmac.new(_workbench(request).secret, b"openid", hashlib.sha256).digest())


def _back(request: Request) -> str:
    return f"{'https' if is_secure(request) else 'http'}://{request.headers['host']}{_BACK}"


def _provider(request: Request) -> Provider:
    if (provider := stored(_workbench(request)).provider) is None:
        raise MissingError("this workbench has no OpenID provider")
    return provider


def _cookie(request: Request) -> str:
    return SAFE_COOKIE if is_secure(request) else SESSION_COOKIE


def _workbench(request: Request) -> Workbench:
    workbench: Workbench = request.app.state.workbench
    return workbench
