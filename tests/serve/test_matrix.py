"""Every route by everybody: each lets through exactly whom it says, and the guard no stranger anywhere else.

What stands behind a route's dependency is not run here: whether somebody gets that far is what is asked.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from dateline.errors import DatelineError
from dateline.serve.access import DEPENDENCIES, ROLES
from dateline.serve.app import create_app
from dateline.serve.security import FREE
from dateline.serve.workbench import Workbench
from dateline.store import Store, create_store
from tests.contracts.stores import NewAddress
from tests.serve.team import OTHER, PROJECT, Team, empty_address, team

__all__ = ["empty_address"]

_THROUGH = "this visitor came through"
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
_SAFE = {"GET", "HEAD"}


class ThroughError(DatelineError):
    """A visitor came as far as the route itself."""


@dataclass(frozen=True)
class Way:
    """A route and method, what it says of who may come, and an address of it."""

    method: str
    path: str
    level: str

    def at(self, project: str) -> str:
        return _PARAMETER.sub(lambda found: project if found[1] == "project" else "1", self.path)

    @property
    def changes(self) -> bool:
        return self.method not in _SAFE


def _ways(app: FastAPI) -> Iterator[Way]:
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute):
            assert getattr(route, "path", None) == "/static", f"{route} is no route of ours: the guard does not know it"
            continue
        levels = [
            DEPENDENCIES[part.call] for part in route.dependant.dependencies if part.call in DEPENDENCIES
        ]  # fmt: skip
        for method in sorted(context.methods or ()):
            yield Way(method, str(context.path), levels[0] if len(levels) == 1 else f"{len(levels)} levels")


WAYS = list(_ways(create_app(Workbench(projects={}))))


def _ends(dependency: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(dependency)
    def ended(*given: Any, **named: Any) -> Any:
        dependency(*given, **named)
        raise ThroughError(_THROUGH)

    return ended


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """The team, at a workbench whose routes end where somebody came through; so no store is asked but for accounts."""
    folder = tmp_path_factory.mktemp("matrix")
    with create_store(folder / "one.db") as one, create_store(folder / "other.db") as other:
        made = team(one, other, one)
        app = made.client.app
        assert isinstance(app, FastAPI)
        app.dependency_overrides.update({dependency: _ends(dependency) for dependency in DEPENDENCIES})
        with made.client:
            yield made


@pytest.fixture(scope="module")
def real(filled_store: Store, empty_address: NewAddress) -> Iterator[Team]:
    """The team, at a real workbench of the samples."""
    with create_store(empty_address()) as other, create_store(empty_address()) as accounts:
        made = team(filled_store, other, accounts)
        with made.client:
            yield made


def _came_through(team: Team, way: Way, headers: dict[str, str], project: str = PROJECT) -> bool:
    """Whether the visitor came to the route; a refusal must be one, and say nothing of the project."""
    response = team.client.request(way.method, way.at(project), headers=headers)
    if way.method == "HEAD":
        return response.status_code == 400
    if _THROUGH in response.text:
        return True
    assert response.status_code in (303, 401, 403, 404), f"{response.status_code}: {response.text[:300]}"
    if response.status_code == 303:
        assert response.headers["location"].startswith("/sign-in")
    return False


def test_every_route_says_who_may_come() -> None:
    assert len(WAYS) > 20
    assert [f"{way.method} {way.path}: {way.level}" for way in WAYS if way.level not in DEPENDENCIES.values()] == []


def test_every_route_of_a_project_asks_for_a_role_in_it() -> None:
    wrong = [way for way in WAYS if "{project}" in way.path and way.level not in ROLES]
    assert wrong == []


@pytest.mark.parametrize("who", [*ROLES, "outsider", None])
def test_everybody_comes_exactly_as_far_as_their_role(matrix: Team, who: str | None) -> None:
    headers = matrix.headers(who)
    wrong = []
    for way in WAYS:
        if way.level == "anyone":
            wanted = True
        elif way.level in ROLES:
            wanted = who in ROLES and ROLES.index(who) >= ROLES.index(way.level)  # type: ignore[arg-type]
        else:
            wanted = who is not None
        if _came_through(matrix, way, headers) is not wanted:
            wrong.append((way, wanted))
    assert wrong == []


@pytest.mark.parametrize("scopes", [("read",), ("read", "write"), ("read", "write", "admin"), ("admin",), ("write",)])
def test_a_token_comes_as_far_as_its_scopes(matrix: Team, scopes: tuple[str, ...]) -> None:
    """It is an admin's: the role holds nothing back."""
    headers = matrix.token("admin", *scopes)
    wrong = []
    for way in WAYS:
        needed = "admin" if way.level == "admin" else "write" if way.changes else "read"
        wanted = way.level == "anyone" or (way.level != "in person" and needed in scopes)
        if _came_through(matrix, way, headers) is not wanted:
            wrong.append((way, wanted))
    assert wrong == []


def test_a_token_does_no_more_than_its_person(matrix: Team) -> None:
    headers = matrix.token("viewer", "read", "write", "admin")
    came = [way for way in WAYS if way.level in ROLES and _came_through(matrix, way, headers)]
    assert {way.level for way in came} == {"viewer"}


def test_a_token_of_one_project_is_nobody_in_another(matrix: Team) -> None:
    headers = matrix.token("admin", "read", "write", "admin", project=OTHER)
    assert [way for way in WAYS if way.level in ROLES and _came_through(matrix, way, headers)] == []


def test_whoever_is_disabled_comes_nowhere(matrix: Team) -> None:
    matrix.add("gone", **{PROJECT: "reviewer"})
    token, session = matrix.token("gone", "read", "write"), matrix.headers("gone")
    matrix.accounts.people.disable("gone", by="test")
    for headers in (token, session):
        assert [way for way in WAYS if way.level != "anyone" and _came_through(matrix, way, headers)] == []


def test_a_change_without_the_token_of_its_form_is_refused(matrix: Team) -> None:
    """A browser carries the cookie along wherever a form was sent from; the token it does not."""
    headers = {"cookie": matrix.headers("admin")["cookie"]}
    for way in WAYS:
        if way.changes and way.path not in FREE:
            response = matrix.client.request(way.method, way.at(PROJECT), headers=headers)
            assert response.status_code == 403, way
            assert "not sent by a page" in response.text


def test_what_is_forbidden_and_what_is_not_there_look_the_same(matrix: Team) -> None:
    headers = matrix.headers("outsider")
    for way in WAYS:
        if way.level in ROLES:
            forbidden = matrix.client.request(way.method, way.at(PROJECT), headers=headers)
            nowhere = matrix.client.request(way.method, way.at("nowhere"), headers=headers)
            assert forbidden.status_code == nowhere.status_code == 404, way
            assert forbidden.text.replace(PROJECT, "nowhere") == nowhere.text, way


_TRICKS = [
    ("GET", "/p/samples", "without its last slash"),
    ("GET", "/p/samples/people/", "with one slash more"),
    ("GET", "//p/samples/people", "with a slash before"),
    ("GET", "/static/../p/samples/people", "past the static files"),
    ("GET", "/static/..%2fp/samples/people", "past the static files, encoded"),
    ("GET", "/static/%2e%2e/%2e%2e/access.py", "out of the folder of static files"),
    ("GET", "/p%2fsamples/people", "with an encoded slash"),
    ("GET", "/p/samples%2fpeople", "with an encoded slash after the project"),
    ("GET", "/p/other%2f..%2fsamples/people", "by way of a project of one's own"),
    ("GET", "/P/SAMPLES/people", "in capitals"),
    ("HEAD", "/p/samples/people", "the head alone"),
    ("OPTIONS", "/p/samples/people", "what may be done"),
    ("TRACE", "/p/samples/people", "trace"),
    ("PUT", "/p/samples/people", "another method"),
    ("GET", "/static/", "a list of the static files"),
    ("GET", "/docs", "the documentation that FastAPI has"),
    ("GET", "/openapi.json", "its schema"),
    ("GET", "/api/v1/openapi.json", "the schema of the API"),
]


@pytest.mark.parametrize(("method", "path", "why"), _TRICKS)
def test_no_trick_of_an_address_comes_past_the_guard(
    real: Team, filled_store: Store, method: str, path: str, why: str
) -> None:  # fmt: skip
    override = {"x-http-method-override": "GET", "x-original-url": "/p/samples/people", "x-rewrite-url": "/p/samples/"}
    secrets = {document.title for document in filled_store.documents() if document.title}
    assert secrets
    for who in (None, "outsider"):
        response = real.client.request(method, path, headers=real.headers(who) | override, follow_redirects=True)
        assert "In this project" not in response.text, why
        assert not any(title in response.text for title in secrets), why
        assert "def here_of" not in response.text, why


def test_strangers_are_told_nothing_of_what_there_is(real: Team) -> None:
    """The same answer for what is there and what is not."""
    for path in ("/p/samples/", "/p/nowhere/", "/nowhere", "/p/samples/nowhere"):
        response = real.client.get(path)
        assert (response.status_code, response.text) == (303, "")
        assert real.client.get(f"/api/v1{path}").json()["title"] == "sign in first"
    assert real.client.get("/health").text == "ok\n"


def test_even_a_body_that_cannot_be_read_tells_a_stranger_nothing(real: Team) -> None:
    """A framework reads the body before it asks who comes; the guard asks first."""
    for way in WAYS:
        if way.changes and way.level != "anyone":
            headers = {"content-type": "application/json"}
            response = real.client.request(way.method, way.at(PROJECT), headers=headers, content=b"{not json")
            assert response.status_code == 401, way
