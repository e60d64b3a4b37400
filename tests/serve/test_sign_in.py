"""Signing in and out, one's own account, invitations, and the people of a project."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from lxml import html
from starlette.testclient import TestClient

from dateline.serve import passwords
from dateline.serve.access import SAFE_COOKIE, SESSION_COOKIE
from dateline.serve.accounts import StoredAccounts
from dateline.serve.app import create_app
from dateline.serve.pages.sign_in import within
from dateline.serve.security import LARGEST, LARGEST_OF_STRANGERS
from dateline.serve.workbench import Workbench
from dateline.store import create_store, open_store
from tests.serve.team import OTHER, PROJECT, Team, team

PASSWORD, WRONG = "lemon tree at dusk", "The name or the password is wrong."


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time: what they cost is not what is tested here."""
    cheap = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    monkeypatch.setattr(passwords, "_nobody", lambda: cheap.hash("nobody"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store, made once."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    create_store(path).close()
    return path


@pytest.fixture
def kept() -> str:
    """The hash of the password."""
    return passwords.hash_of(PASSWORD)


@pytest.fixture
def crew(tmp_path: Path, empty: Path, kept: str) -> Iterator[Team]:
    """The team, and Ada, who has a password and is an admin of the project, and nobody's session."""
    paths = [shutil.copy(empty, tmp_path / name) for name in ("one.db", "other.db")]
    with open_store(paths[0]) as one, open_store(paths[1]) as other:
        made = team(one, other, one)
        made.accounts.people.add("Ada", by="test", password=kept)
        made.accounts.people.set_role("Ada", PROJECT, "admin", by="test")
        with made.client:
            yield made


def sign_in(crew: Team, name: str = "Ada", password: str = PASSWORD, **form: str):  # type: ignore[no-untyped-def]
    return crew.client.post("/sign-in", data={"name": name, "password": password} | form)


def csrf(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', text)
    assert found
    return found[1]


def send(crew: Team, path: str, **form: object):  # type: ignore[no-untyped-def]
    """A form of the page of one's own, sent as a browser without scripts does."""
    token = csrf(crew.client.get("/account").text)
    return crew.client.post(path, data={"csrf_token": token, **form})


def said(response) -> str:  # type: ignore[no-untyped-def]
    found = html.fromstring(response.text).xpath("//*[@role='alert']")
    return found[0].text_content() if found else ""


def test_one_signs_in_and_out(crew: Team) -> None:
    assert crew.client.get("/p/samples/people").headers["location"] == "/sign-in?next=/p/samples/people"
    response = sign_in(crew, next="/p/samples/people")
    assert (response.status_code, response.headers["location"]) == (303, "/p/samples/people")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    page = crew.client.get("/p/samples/people")
    assert page.status_code == 200
    assert "Ada" in page.text
    held = crew.client.cookies[SESSION_COOKIE]
    assert send(crew, "/sign-out").headers["location"] == "/sign-in"
    assert SESSION_COOKIE not in crew.client.cookies
    crew.client.cookies.set(SESSION_COOKIE, held)
    assert crew.client.get("/p/samples/people").status_code == 303, "the session itself has ended"


def test_a_session_is_a_new_one_at_every_log_in(crew: Team) -> None:
    """Whoever planted or read a session before knows none after."""
    crew.client.cookies.set(SESSION_COOKIE, "planted")
    sign_in(crew)
    first = crew.client.cookies.get(SESSION_COOKIE, domain="localhost.local")
    sign_in(crew)
    second = crew.client.cookies.get(SESSION_COOKIE, domain="localhost.local")
    assert first != second
    assert crew.accounts.sessions.of(first) is None
    assert crew.accounts.sessions.of("planted") is None


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [
        ("Ada", "wrong", "the wrong password"),
        ("Eve", PASSWORD, "nobody"),
        ("viewer", "", "somebody without a password"),
        ("gone", PASSWORD, "somebody who is disabled"),
        ("", "", "nothing at all"),
        ("x" * 5000, "y" * 5000, "far too much"),
        ("Ada\x00", PASSWORD, "a zero"),
    ],
)
def test_whatever_is_wrong_the_words_are_the_same(
    crew: Team, kept: str, monkeypatch: pytest.MonkeyPatch, name: str, password: str, why: str
) -> None:
    crew.accounts.people.add("gone", by="test", password=kept)
    crew.accounts.people.disable("gone", by="test")
    checked = []
    is_right = passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda *given: checked.append(1) or is_right(*given))
    response = sign_in(crew, name, password)
    assert (response.status_code, said(response)) == (401, WRONG), why
    assert "set-cookie" not in response.headers
    assert checked == [1], "and as much time is spent"


def test_too_many_attempts_are_refused_the_same_for_somebody_and_nobody(
    crew: Team, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(passwords, "is_right", lambda *_: False)
    answers = {}
    for name in ("Ada", "Eve"):
        for _ in range(10):
            assert sign_in(crew, name, "wrong").status_code == 401
        last = sign_in(crew, name.upper(), "wrong")
        answers[name] = (last.status_code, said(last))
        assert int(last.headers["retry-after"]) > 800
    assert answers["Ada"] == answers["Eve"] == (429, "Too many attempts. Try again in 15 minutes.")
    monkeypatch.undo()
    assert sign_in(crew).status_code == 429, "even with the right password"
    again = replace(crew.workbench, accounts=StoredAccounts(crew.workbench.projects[PROJECT]))
    client = TestClient(create_app(again), base_url="http://localhost", follow_redirects=False)
    assert client.post("/sign-in", data={"name": "Ada", "password": PASSWORD}).status_code == 429, "and after a restart"


def test_too_many_attempts_from_one_address_are_refused_whatever_the_name(
    crew: Team, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(passwords, "is_right", lambda *_: False)
    assert {sign_in(crew, f"n{n}", "wrong").status_code for n in range(40)} == {401}
    assert sign_in(crew, "another", "wrong").status_code == 429


def test_a_weak_hash_is_made_anew_at_the_next_log_in(crew: Team) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    crew.accounts.people.set_password("Ada", weak, by="test")
    assert sign_in(crew).status_code == 303
    ada = crew.accounts.people.called("Ada")
    assert ada is not None
    assert ada.password is not None
    assert not passwords.is_weak(ada.password)
    assert passwords.is_right(PASSWORD, ada.password)


@pytest.mark.parametrize(
    ("next", "wanted"),
    [
        ("/p/samples/map?since=2024-01-01", "/p/samples/map?since=2024-01-01"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/p/\r\nset-cookie: a=b", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_after_the_log_in_one_goes_on_within_the_workbench_only(next: str, wanted: str) -> None:
    assert within(next) == wanted


def test_behind_https_the_cookie_is_for_https_and_this_host_alone(crew: Team) -> None:
    app = create_app(replace(crew.workbench, secure=True))
    with TestClient(app, base_url="https://localhost", follow_redirects=False) as client:
        data = {"name": "Ada", "password": PASSWORD}
        assert client.post("/sign-in", data=data, headers={"origin": "http://localhost"}).status_code == 403
        response = client.post("/sign-in", data=data, headers={"origin": "https://localhost"})
        assert response.headers["set-cookie"].startswith(f"{SAFE_COOKIE}=")
        assert "Secure" in response.headers["set-cookie"]
        assert response.headers["strict-transport-security"].startswith("max-age=31536000")
        assert client.get("/p/samples/people").status_code == 200
    assert "strict-transport-security" not in crew.client.get("/sign-in").headers


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_nobody_is_signed_in_from_another_site(crew: Team, headers: dict[str, str]) -> None:
    response = crew.client.post("/sign-in", data={"name": "Ada", "password": PASSWORD}, headers=headers)
    assert response.status_code == 403


def test_a_new_password_ends_all_other_sessions(crew: Team) -> None:
    sign_in(crew)
    ada = crew.accounts.people.called("Ada")
    assert ada is not None
    elsewhere = crew.accounts.sessions.start(ada.number, address="192.0.2.1", agent="elsewhere")
    new = "gravel roads in rain"
    for form, words in (
        ({"old": "wrong", "new": new, "again": new}, "Your present password is another one."),
        ({"old": PASSWORD, "new": new, "again": "other"}, "The two new passwords are not the same."),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "a password has 12 characters or more"),
    ):
        response = send(crew, "/account/password", **form)
        assert response.status_code == 400
        assert words in said(response)
    assert crew.accounts.sessions.of(elsewhere) is not None
    assert send(crew, "/account/password", old=PASSWORD, new=new, again=new).status_code == 303
    assert crew.accounts.sessions.of(elsewhere) is None
    assert crew.client.get("/account").status_code == 200, "this one goes on"
    assert len(crew.accounts.sessions.of_person(ada.number)) == 1
    assert sign_in(crew).status_code == 401
    assert sign_in(crew, password=new).status_code == 303


def test_ones_other_sessions_are_ended_and_nobody_elses(crew: Team) -> None:
    sign_in(crew)
    ada = crew.accounts.people.called("Ada")
    assert ada is not None
    others = [crew.accounts.sessions.start(ada.number, address="", agent="") for _ in range(2)]
    viewers = crew.accounts.sessions.of_person(crew.numbers["viewer"])[0]
    send(crew, "/account/sessions/end", which=str(viewers.number))
    assert crew.accounts.sessions.of(crew.sessions["viewer"]) is not None
    one = crew.accounts.sessions.of(others[0])
    assert one is not None
    send(crew, "/account/sessions/end", which=str(one.number))
    assert [crew.accounts.sessions.of(other) is None for other in others] == [True, False]
    send(crew, "/account/sessions/end", which="others")
    assert crew.accounts.sessions.of(others[1]) is None
    assert crew.client.get("/account").status_code == 200


def test_a_token_is_shown_once_and_works_until_it_is_revoked(crew: Team) -> None:
    sign_in(crew)
    response = send(crew, "/account/tokens", name="sync", scope="write", project=PROJECT, days="7")
    found = re.search(r"dateline_[\w-]{43}", response.text)
    assert found
    assert response.headers["cache-control"] == "no-store"
    assert found[0] not in crew.client.get("/account").text
    headers = {"authorization": f"Bearer {found[0]}"}
    with TestClient(crew.client.app, base_url="http://localhost", follow_redirects=False) as program:
        assert program.get("/api/v1/projects", headers=headers).status_code == 200
        assert program.get("/account", headers=headers).status_code == 403, "a token makes no other token"
        assert program.get("/p/samples/people", headers=headers).status_code == 403, "it may not manage"
        (token,) = crew.accounts.tokens.of_project(PROJECT)
        assert send(crew, "/account/tokens/revoke", number=token.number).status_code == 303
        assert program.get("/api/v1/projects", headers=headers).status_code == 401
        assert program.get("/api/v1/projects", headers=headers).headers["www-authenticate"] == "Bearer"
    assert send(crew, "/account/tokens", name="x", project=OTHER).status_code == 404
    assert send(crew, "/account/tokens", name="x", days="9999").status_code == 400
    assert send(crew, "/account/tokens", name="x", scope="all").status_code == 400


@pytest.mark.parametrize("bearer", ["", " ", "\xa0", "nobody's"])
def test_a_token_of_nobody_is_not_made_good_by_a_cookie(crew: Team, bearer: str) -> None:
    headers = crew.headers("admin") | {"authorization": f"Bearer {bearer}x".removesuffix("x").encode("latin-1")}  # type: ignore[operator]
    response = crew.client.get("/api/v1/projects", headers=headers)  # type: ignore[arg-type]
    assert response.status_code in (200, 401)
    if response.status_code == 200:
        assert bearer.strip() == "", "no token at all"
        cookie = {name: value for name, value in headers.items() if name != "x-csrf-token"}
        changed = crew.client.post("/p/samples/people/role", headers=cookie)  # type: ignore[arg-type]
        assert changed.status_code in (401, 403), "and what is no token spares nobody the form's"


def test_an_invitation_lets_somebody_new_in(crew: Team) -> None:
    sign_in(crew)
    response = send(crew, "/p/samples/people/invitations", role="coder", note="for <b>Cleo</b>")
    found = re.search(r"http://localhost(/invitation/[\w-]+)", response.text)
    assert found
    assert "&lt;b&gt;Cleo" in response.text
    crew.client.cookies.clear()
    assert PROJECT in crew.client.get(found[1]).text
    for form, words in (
        ({"name": "Ada", "password": PASSWORD, "again": PASSWORD}, "is taken"),
        ({"name": "Cleo", "password": "short", "again": "short"}, "12 characters"),
        ({"name": "Cleo", "password": PASSWORD, "again": "other"}, "not the same"),
    ):
        assert words in said(crew.client.post(found[1], data=form))
    joined = crew.client.post(found[1], data={"name": "Cleo", "password": PASSWORD, "again": PASSWORD})
    assert (joined.status_code, joined.headers["location"]) == (303, "/p/samples/")
    cleo = crew.accounts.people.called("Cleo")
    assert cleo is not None
    assert cleo.roles == {PROJECT: "coder"}
    assert crew.client.get("/p/samples/people").status_code == 403
    crew.client.cookies.clear()
    again = crew.client.post(found[1], data={"name": "Dan", "password": PASSWORD, "again": PASSWORD})
    assert again.status_code == 404
    assert crew.accounts.people.called("Dan") is None


def test_an_invitation_lets_somebody_known_into_another_project(crew: Team) -> None:
    code = crew.accounts.invitations.make(PROJECT, "reviewer", "", by="Ada")
    headers = crew.headers("outsider")
    assert crew.client.post(f"/invitation/{code}", headers={"cookie": headers["cookie"]}).status_code == 403
    assert crew.client.post(f"/invitation/{code}", headers=headers).status_code == 303
    outsider = crew.accounts.people.called("outsider")
    assert outsider is not None
    assert outsider.roles == {OTHER: "admin", PROJECT: "reviewer"}


def test_admins_manage_their_own_project_only(crew: Team) -> None:
    sign_in(crew)
    page = crew.client.get("/p/samples/people").text
    assert "coder" in page
    assert "outsider" not in page
    assert send(crew, "/p/samples/people/role", name="viewer", role="coder").status_code == 303
    assert crew.accounts.people.role(crew.numbers["viewer"], PROJECT) == "coder"
    assert send(crew, "/p/samples/people/role", name="outsider", role="viewer").status_code == 404
    assert send(crew, "/p/samples/people/disable", name="outsider").status_code == 404
    crew.accounts.people.set_role("coder", OTHER, "viewer", by="test")
    assert send(crew, "/p/samples/people/disable", name="coder").status_code == 403, "another's too"
    assert send(crew, "/p/samples/people/disable", name="reviewer").status_code == 303
    assert crew.accounts.sessions.of(crew.sessions["reviewer"]) is None
    assert send(crew, "/p/samples/people/enable", name="reviewer").status_code == 303
    assert send(crew, "/p/samples/people/role", name="viewer", role="king").status_code == 400
    log = crew.client.get("/p/samples/people/log").text
    assert "disable" in log
    assert crew.client.get("/p/other/people").status_code == 404


def test_the_last_admin_is_told_so(crew: Team) -> None:
    sign_in(crew)
    send(crew, "/p/samples/people/role", name="admin", role="none")
    response = send(crew, "/p/samples/people/role", name="Ada", role="viewer")
    assert response.status_code == 400
    assert "last admin" in response.text


def test_a_form_outlives_the_server(crew: Team) -> None:
    """Kill the server with a form open: after the start it is taken as it stands."""
    sign_in(crew)
    token = csrf(crew.client.get("/account").text)
    with TestClient(create_app(crew.workbench), base_url="http://localhost", follow_redirects=False) as after:
        after.cookies = crew.client.cookies
        form = {"csrf_token": token, "name": "viewer", "role": "coder"}
        assert after.post("/p/samples/people/role", data=form).status_code == 303


def test_the_token_of_ones_form_is_nobody_elses(crew: Team) -> None:
    mine, other = crew.headers("admin"), crew.headers("viewer")
    headers = mine | {"x-csrf-token": other["x-csrf-token"]}
    data = {"name": "viewer", "role": "admin"}
    assert crew.client.post("/p/samples/people/role", data=data, headers=headers).status_code == 403
    crew.client.cookies.clear()
    assert crew.client.post("/p/samples/people/role", data=data, headers=mine).status_code == 303


@pytest.mark.parametrize(
    ("who", "size", "kind", "status"),
    [
        (None, LARGEST_OF_STRANGERS + 1, "application/x-www-form-urlencoded", 413),
        ("viewer", LARGEST + 1, "application/json", 413),
        ("viewer", LARGEST + 1, "multipart/form-data; boundary=x", 403),
    ],
)
def test_what_is_too_large_is_not_read(crew: Team, who: str | None, size: int, kind: str, status: int) -> None:
    headers = crew.headers(who) | {"content-type": kind, "content-length": str(size)}
    path = "/sign-in" if who is None else "/p/samples/people/role"
    assert crew.client.post(path, content=b"", headers=headers).status_code == status


def test_a_body_that_says_no_length_is_cut_off_too(crew: Team) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(3):
            yield b"a" * LARGEST_OF_STRANGERS

    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert crew.client.post("/sign-in", content=body(), headers=headers).status_code in (400, 413)


def test_without_accounts_there_is_nobody_to_sign_in() -> None:
    with TestClient(create_app(Workbench(projects={})), base_url="http://localhost", follow_redirects=False) as client:
        assert client.get("/sign-in").headers["location"] == "/"
        assert "for you alone" in client.get("/account").text
        assert client.get("/invitation/x").status_code == 404
        assert client.get("/sign-in/openid").status_code == 404


def test_an_error_of_ours_has_the_headers_too_and_says_nothing(crew: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/a/path/of/ours")

    monkeypatch.setattr(crew.accounts.people, "role", broken)
    with TestClient(crew.client.app, base_url="http://localhost", raise_server_exceptions=False) as client:
        response = client.get("/p/samples/people", headers=crew.headers("admin"))
    assert response.status_code == 500
    assert "content-security-policy" in response.headers
    assert "/a/path" not in response.text
