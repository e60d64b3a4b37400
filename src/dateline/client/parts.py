"""What the parts of a project's client share: asking below the project's address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote

import httpx

from dateline.client.connection import Connection


class Part:
    """Asks for what lies below a project."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name

    def _path(self, path: str) -> str:
        return f"projects/{quoted(self.name)}/{path}".rstrip("/")

    def _ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        return self._connection.ask(method, self._path(path), **how)

    def _get(self, path: str, **parameters: Any) -> Any:
        return self._connection.get(self._path(path), **parameters)

    def _send(self, method: str, path: str, body: Any, seen: str | None = None) -> Any:
        return self._connection.send(method, self._path(path), body, seen=seen)

    def _decide(self, path: str, body: Any, *, seen: str | None = None, key: str | None = None) -> Any:
        """What is done once, however often it is sent: where no answer comes, it is sent again."""
        return self._connection.send("POST", self._path(path), body, seen=seen, once=True, key=key)

    def _pages(self, path: str, **parameters: Any) -> Iterator[Any]:
        return self._connection.pages(self._path(path), **parameters)

    def _stream(self, path: str, **parameters: Any) -> AbstractContextManager[httpx.Response]:
        return self._connection.stream(self._path(path), **parameters)


def quoted(part: str) -> str:
    """A part of an address, whatever is in it."""
    return quote(part, safe="")
