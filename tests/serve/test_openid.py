"""Signing in at an OpenID provider, and what is refused of one that lies or of a browser that was sent by another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey

from dateline.errors import SettingError
from dateline.serve.openid import Provider
from dateline.store import create_store, open_store
from tests.serve.openid_provider import CLIENT, SECRET, FakeProvider, provider
from tests.serve.team import PROJECT, Team, team


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with provider() as made:
        yield made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    create_store(path).close()
    return path


@pytest.fixture
def crew(tmp_path: Path, empty: Path, fake: FakeProvider) -> Iterator[Team]:
    paths = [shutil.copy(empty, tmp_path / name) for name in ("one.db", "other.db")]
    with open_store(paths[0]) as one, open_store(paths[1]) as other:
        made = team(one, other, one, Provider(fake.issuer, CLIENT, SECRET))
        with made.client:
            yield made


def away(crew: Team, path: str = "/sign-in/openid") -> str:
    """Where the provider sends the browser back to."""
    sent = crew.client.get(path)
    assert sent.status_code == 303, sent.text
    back = httpx.get(sent.headers["location"])
    assert back.status_code == 302
    return back.headers["location"].removeprefix("http://localhost")


def test_somebody_new_has_an_account_and_no_project(crew: Team, fake: FakeProvider) -> None:
    assert "Sign in with" in crew.client.get("/sign-in").text
    response = crew.client.get(away(crew, "/sign-in/openid?next=/account"))
    assert (response.status_code, response.headers["location"]) == (303, "/account")
    cleo = crew.accounts.people.called("Cleo")
    assert cleo is not None
    assert (cleo.roles, cleo.issuers, cleo.password) == ({}, (fake.issuer,), None)
    assert "no project yet" in crew.client.get("/account").text
    assert crew.client.get("/p/samples/").status_code == 404
    fake.claims["preferred_username"] = "Renamed"
    assert crew.client.get(away(crew)).status_code == 303
    assert len([person for person in crew.accounts.people.everyone() if person.issuers]) == 1, "the same, by any name"


def test_an_invitation_leads_into_a_project(crew: Team) -> None:
    code = crew.accounts.invitations.make(PROJECT, "reviewer", "", by="admin")
    assert "Join with" in crew.client.get(f"/invitation/{code}").text
    assert crew.client.get(away(crew, f"/sign-in/openid?invitation={code}")).status_code == 303
    cleo = crew.accounts.people.called("Cleo")
    assert cleo is not None
    assert cleo.roles == {PROJECT: "reviewer"}


def test_nobody_is_somebody_else_by_their_name(crew: Team, fake: FakeProvider) -> None:
    fake.claims["preferred_username"] = "ADMIN"
    crew.client.get(away(crew))
    found = crew.accounts.people.known_at(fake.issuer, "17")
    assert found is not None
    assert (found.name, found.roles) == ("ADMIN (2)", {})


def test_whoever_is_disabled_here_stays_out(crew: Team, fake: FakeProvider) -> None:
    crew.client.get(away(crew))
    crew.client.cookies.clear()
    crew.accounts.people.disable("Cleo", by="test")
    assert crew.client.get(away(crew)).status_code == 403
    assert crew.client.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "another"}, "the answer to another question"),
        ({"nonce": None}, "to none"),
        ({"aud": "another"}, "meant for another program"),
        ({"aud": [CLIENT, "another"]}, "for several, and not saying for whom"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "for several, and handed to another"),
        ({"azp": "another"}, "handed to another"),
        ({"iss": "https://evil.example"}, "of another provider"),
        ({"exp": 1_600_000_000}, "long past"),
        ({"exp": None}, "for ever"),
        ({"sub": None}, "of nobody"),
    ],
)
def test_what_a_provider_says_must_hold(crew: Team, fake: FakeProvider, claims: dict[str, Any], why: str) -> None:
    fake.claims |= claims
    response = crew.client.get(away(crew))
    assert response.status_code == 403, why
    assert "did not sign you in" in response.text
    assert crew.client.get("/account").status_code == 303


def test_a_token_signed_by_another_key_is_refused(crew: Team, fake: FakeProvider) -> None:
    fake.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert crew.client.get(away(crew)).status_code == 403


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_signed_by_a_secret_or_by_nobody_is_refused(crew: Team, fake: FakeProvider, algorithm: str) -> None:
    fake.key = OctKey.import_key(SECRET * 8)
    fake.header = {"alg": algorithm, "kid": "one"}
    assert crew.client.get(away(crew)).status_code == 403


def test_new_keys_of_the_provider_are_asked_for(
    crew: Team, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert crew.client.get(away(crew)).status_code == 303
    fake.key = fake.published = RSAKey.generate_key(2048, parameters={"kid": "two"})
    fake.header["kid"] = "two"
    monkeypatch.setattr("dateline.serve.openid._ASKED_AGAIN_SECONDS", 0)
    assert crew.client.get(away(crew)).status_code == 303


def test_a_browser_that_was_not_sent_from_here_is_refused(crew: Team) -> None:
    """Else a stranger could sign somebody in as the stranger."""
    back = away(crew)
    crew.client.cookies.clear()
    assert crew.client.get(back).status_code == 403
    other = away(crew)
    assert crew.client.get(back).status_code == 403, "the answer to an older question"
    assert crew.client.get(other).status_code == 403, "which the refusal has ended"


def test_an_answer_is_good_once_and_only_the_providers(crew: Team) -> None:
    back = away(crew)
    assert crew.client.get(back.replace("iss=http", "iss=https")).status_code == 403
    back = away(crew)
    assert crew.client.get(back).status_code == 303
    assert crew.client.get(back).status_code == 403


def test_a_cookie_that_was_made_up_is_refused(crew: Team) -> None:
    back = away(crew)
    crew.client.cookies.clear()
    crew.client.cookies.set("dateline_openid", "eyJhbGciOiJub25lIn0.eyJzdGF0ZSI6IngifQ.")
    assert crew.client.get(back).status_code == 403


def test_a_refusal_of_the_provider_is_said_in_its_words(crew: Team, fake: FakeProvider) -> None:
    fake.denies = True
    response = crew.client.get(away(crew))
    assert response.status_code == 403
    assert "&lt;b&gt;no&lt;/b&gt;" in response.text


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_says_it_is_another_is_refused(
    crew: Team, fake: FakeProvider, described: dict[str, str]
) -> None:
    fake.described = described
    assert crew.client.get("/sign-in/openid").status_code == 502


def test_a_provider_that_does_not_answer_is_said(crew: Team, fake: FakeProvider) -> None:
    fake.shutdown()
    fake.server_close()
    response = crew.client.get("/sign-in/openid")
    assert response.status_code == 502
    assert "does not answer" in response.text
    fake.serve_forever = lambda **_: None  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("issuer", "client"),
    [("http://id.example", "x"), ("ftp://id.example", "x"), ("id.example", "x"), ("https://id.example", "")],
)
def test_settings_that_cannot_be_are_refused(issuer: str, client: str) -> None:
    with pytest.raises(SettingError):
        Provider(issuer, client)
