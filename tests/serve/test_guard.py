"""What stands before every route."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench
from dateline.store import create_store


@pytest.fixture
def client(tmp_path) -> TestClient:  # type: ignore[no-untyped-def]
    store = create_store(tmp_path / "empty.db")
    return TestClient(create_app(Workbench(projects={"one": store, "two": store})), base_url="http://localhost")


def test_every_answer_has_the_headers_that_shut_out_scripts(client: TestClient) -> None:
    for path in ("/", "/static/app.css", "/nowhere"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "status", "why"),
    [
        ("localhost", 200, "one's own machine"),
        ("127.0.0.1:8571", 200, "with a port"),
        ("[::1]:8571", 200, "as IPv6"),
        ("evil.example", 421, "a name that another page had made to lead here (DNS rebinding)"),
        ("localhost.evil.example", 421, "one that begins alike"),
    ],
)
def test_only_known_hosts_are_answered(client: TestClient, host: str, status: int, why: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == status, why


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({}, "no token"),
        ({"x-csrf-token": "0" * 64}, "a wrong token"),
        ({"sec-fetch-site": "cross-site"}, "from another site"),
        ({"origin": "http://evil.example"}, "from another origin"),
    ],
)
def test_forms_from_elsewhere_are_refused(client: TestClient, headers: dict[str, str], why: str) -> None:
    assert client.post("/p/one/anything", headers=headers).status_code == 403, why


def test_what_is_nowhere_is_said_on_a_page(client: TestClient) -> None:
    response = client.get("/p/none/")
    assert response.status_code == 404
    assert "<html" in response.text
