"""Asks a workbench as a browser does."""

from __future__ import annotations

import re
from typing import Any

import httpx
from lxml import html
from starlette.testclient import TestClient

_TOKEN = re.compile(r'"X-CSRF-Token": "([0-9a-f]{64})"')


class Asking:
    """A client within a project; a form brings along the token that its page has."""

    def __init__(self, client: TestClient, project: str) -> None:
        self.client = client
        self.project = project

    def path(self, path: str = "") -> str:
        """The address of something within the project."""
        return path if path.startswith("/") else f"/p/{self.project}/{path}"

    def get(self, path: str = "", **parameters: Any) -> httpx.Response:
        """The response to GET."""
        return self.client.get(self.path(path), params=parameters or None)

    def page(self, path: str = "", **parameters: Any) -> html.HtmlElement:
        """A page, which must be there."""
        response = self.get(path, **parameters)
        assert response.status_code == 200, f"{response.status_code} at {response.url}: {response.text[:2000]}"
        return html.fromstring(response.text)

    def token(self) -> str:
        """The token of the forms of this visitor."""
        found = _TOKEN.search(self.client.get(self.path("api")).text)
        assert found, "the page has no token"
        return found[1]

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, token: str | None = None, **how: Any
    ) -> httpx.Response:
        """The response to a form that a page of ours sends; redirects are followed."""
        headers = {"x-csrf-token": self.token() if token is None else token} | how.pop("headers", {})
        return self.client.post(self.path(path), data=data or {}, headers=headers, **how)
