"""One connection to a workbench: asking, trying again, going through pages, and saying what was refused."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from dateline import __version__
from dateline.errors import DatelineError

_TRIES = 4
_AGAIN = frozenset({429, 502, 503, 504})
_SAFE = frozenset({"GET", "HEAD"})
_LONGEST_WAIT = 60.0
_KEY, _KEY_BYTES = "idempotency-key", 18


class ApiError(DatelineError):
    """The workbench refused: ``status`` is that of HTTP, ``title`` what it says."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(f"{title} ({status})")
        self.status = status
        self.title = title


class Connection:
    """Asks a workbench. What was refused for its rate is asked again when the workbench says.

    So is a read that broke off, and a decision: it goes with a key of its own, by which the workbench does it only once.
    """

    def __init__(
        self, address: str, token: str | None, *, timeout: float, transport: httpx.BaseTransport | None
    ) -> None:
        # A workbench without accounts takes any token: it shows that no page elsewhere made a browser ask.
        headers = {"user-agent": f"dateline/{__version__}", "authorization": f"Bearer {token or 'none'}"}
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1/", headers=headers, timeout=timeout, transport=transport
        )

    def close(self) -> None:
        """Close it."""
        self._http.close()

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """The response. Raises ApiError where the workbench refuses, or cannot be reached."""
        for tried in range(1, _TRIES + 1):
            try:
                response = self._http.request(method, path, **_given(how))
            except httpx.TransportError as error:
                if tried == _TRIES or not (method in _SAFE or _KEY in how.get("headers", {})):
                    raise ApiError(0, f"{self._http.base_url} cannot be reached ({error})") from error
                time.sleep(2.0**tried / 10)
                continue
            if response.status_code not in _AGAIN or tried == _TRIES:
                break
            time.sleep(_wait(response, tried))
        if response.is_error:
            raise ApiError(response.status_code, _title(response))
        return response

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON at a path."""
        return self.ask("GET", path, params=parameters).json()

    def send(
        self, method: str, path: str, body: Any, *, seen: str | None = None, once: bool = False, key: str | None = None
    ) -> Any:
        """The JSON of the answer to a body; ``seen`` is the tag of what was seen before.

        ``once``: the workbench knows a request of this kind again by its ``key``, a new one where none is given.
        """
        headers = {"if-match": seen} if seen else {}
        headers |= {_KEY: key or secrets.token_urlsafe(_KEY_BYTES)} if once else {}
        response = self.ask(method, path, json=body, headers=headers)
        return response.json() if response.content else None

    def pages(self, path: str, **parameters: Any) -> Iterator[Any]:
        """All items of a list, a page after another."""
        cursor: str | None = None
        while True:
            page = self.get(path, **parameters, cursor=cursor)
            yield from page["items"]
            if (cursor := page["next"]) is None:
                return

    @contextmanager
    def stream(self, path: str, **parameters: Any) -> Iterator[httpx.Response]:
        """A long answer, as it comes."""
        with self._http.stream("GET", path, params=_clean(parameters)) as response:
            if response.is_error:
                response.read()
                raise ApiError(response.status_code, _title(response))
            yield response


def _given(how: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _clean(value) if name == "params" else value for name, value in how.items()}


def _clean(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that are given; days as ISO 8601, pairs of degrees with commas."""
    return {name: _written(value) for name, value in parameters.items() if value is not None}


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value if isinstance(value, str | int | float | bool | list) else str(value)


def _wait(response: httpx.Response, tried: int) -> float:
    told = response.headers.get("retry-after", "")
    return min(float(told) if told.isdigit() else 2.0**tried / 4, _LONGEST_WAIT)


def _title(response: httpx.Response) -> str:
    try:
        return str(response.json()["title"])
    except (ValueError, KeyError, TypeError):
        return response.reason_phrase or "the workbench refused"
