"""The client: signing in, and one's projects."""

from __future__ import annotations

from typing import Any, Self

import httpx

from dateline.client.connection import Connection
from dateline.client.project import Project


class Client:
    """A client of the workbench at an address; ``token`` is one made on the page of one's account.

    A workbench without accounts needs none.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        timeout: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._connection = Connection(address, token, timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def projects(self) -> list[dict[str, str]]:
        """The projects that you are in, with your role in each."""
        found: list[dict[str, str]] = self._connection.get("projects")
        return found

    def project(self, name: str) -> Project:
        """One of them. Nothing is asked yet."""
        return Project(self._connection, name)

    def description(self) -> dict[str, Any]:
        """The API's description, OpenAPI 3.1."""
        found: dict[str, Any] = self._connection.get("openapi.json")
        return found
