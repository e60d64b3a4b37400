"""One's own account: the password, where one is signed in, the tokens of one's programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from dateline.errors import DatelineError
from dateline.serve import passwords
from dateline.serve.access import InPerson, MissingError, Visitor
from dateline.serve.accounts import SignInError, StoredAccounts, stored
from dateline.serve.pages.sign_in import address_of, signed_in
from dateline.serve.templating import page
from dateline.serve.workbench import Workbench
from dateline.store.accounts import Person

ROUTER = APIRouter()

Field = Annotated[str, Form()]
SCOPES = {
    "read": "read",
    "write": "read and write",
    "admin": "read, write and manage",
}
"""What a token may do, by the highest of its scopes, in words."""
_UP_TO = {"read": ("read",), "write": ("read", "write"), "admin": ("read", "write", "admin")}
_DAYS = (1, 7, 30, 90, 365)


@ROUTER.get("/account")
def account(request: Request, visitor: InPerson) -> Response:
    """One's own page."""
    return _page(request, visitor)


@ROUTER.post("/account/password")
def password(
    request: Request, visitor: InPerson, old: Field = "", new: Field = "", again: Field = ""
) -> Response:  # fmt: skip
    """Change the password; every other session ends, and this one goes on under a new cookie."""
    accounts, person = _of(request, visitor)
    if new != again:
        return _page(request, visitor, problem="The two new passwords are not the same.", status_code=400)
    try:
        accounts.change_password(person, old, new, address=address_of(request))
    except (SignInError, passwords.PasswordError) as error:
        return _page(request, visitor, problem=str(error), status_code=400)
    return signed_in(request, person, "/account")


@ROUTER.post("/account/sessions/end")
def end_sessions(request: Request, visitor: InPerson, which: Field = "others") -> Response:
    """End one other session by its number, or all others."""
    accounts, person = _of(request, visitor)
    if which == "others":
        accounts.sessions.end(person.number, but=visitor.session)
    elif which.isascii() and which.isdigit():
        accounts.sessions.end(person.number, int(which))
    return RedirectResponse("/account", 303)


@ROUTER.post("/account/tokens")
def make_token(
    request: Request, visitor: InPerson, name: Field = "", scope: Field = "read", project: Field = "", days: Field = "90"
) -> Response:  # fmt: skip
    """Make a token of the API, which is shown this once."""
    accounts, person = _of(request, visitor)
    try:
        if project and project not in person.roles:
            raise MissingError(f"there is no project {project!r}")
        lasts = int(days) if days.isascii() and days.isdigit() else 0
        secret, _ = accounts.tokens.make(
            person.number, name, scopes=_UP_TO.get(scope, ()), days=lasts, project=project or None
        )
    except MissingError:
        raise
    except DatelineError as error:
        return _page(request, visitor, problem=str(error), status_code=400)
    return _page(request, visitor, secret=secret)


@ROUTER.post("/account/tokens/revoke")
def revoke_token(request: Request, visitor: InPerson, number: Annotated[int, Form()]) -> Response:
    """Make a token good for nothing."""
    accounts, person = _of(request, visitor)
    accounts.tokens.revoke(number, by=person.name, person=person.number)
    return RedirectResponse("/account", 303)


def _of(request: Request, visitor: Visitor) -> tuple[StoredAccounts, Person]:
    accounts = stored(_workbench(request))
    person = accounts.people.numbered(visitor.person) if visitor.person is not None else None
    if person is None:
        raise MissingError("this workbench has no account of yours")
    return accounts, person


def _page(request: Request, visitor: Visitor, status_code: int = 200, **context: Any) -> Response:
    workbench = _workbench(request)
    if workbench.accounts.open:
        return page(request, "account_none.html")
    accounts, person = _of(request, visitor)
    response = page(
        request, "account.html", status_code=status_code, person=person, days=_DAYS, scopes=SCOPES,
        roles={name: role for name, role in person.roles.items() if name in workbench.projects},
        sessions=accounts.sessions.of_person(person.number), tokens=accounts.tokens.of_person(person.number),
        shortest=passwords.SHORTEST, **{"problem": "", "secret": ""} | context,
    )  # fmt: skip
    response.headers["cache-control"] = "no-store"
    return response


def _workbench(request: Request) -> Workbench:
    workbench: Workbench = request.app.state.workbench
    return workbench
