"""Reports from the Web: one page at a time, politely, and never from inside the network that Dateline runs in."""

from __future__ import annotations

import gzip
import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import SplitResult, urljoin, urlsplit

from dateline.errors import ReadError
from dateline.read.contract import ReadFailure, ReadOptions, Received
from dateline.read.route import read_bytes

_AGENT = "Dateline (reads single reports that a person asks for)"
_TIMEOUT_SECONDS = 20
_REDIRECTS = 5
_PAUSE_SECONDS = 1.0
_SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
}
IsAllowed = Callable[[str], bool]
"""Whether a connection to this IP address may be made."""


def is_public(address: str) -> bool:
    """Whether the IP address belongs to the public Internet: not this machine, not a private or reserved network."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address) and (inner := parsed.ipv4_mapped or parsed.sixtofour):
        parsed = inner
    return parsed.is_global and not parsed.is_multicast


class Fetcher:
    """Fetches pages, with a pause between two requests to one host. Make one and keep it."""

    def __init__(self, *, is_allowed: IsAllowed = is_public, pause: float = _PAUSE_SECONDS) -> None:
        self._is_allowed = is_allowed
        self._pause = pause
        self._asked: dict[str, float] = {}

    def read(self, url: str, options: ReadOptions | None = None) -> Iterator[Received | ReadFailure]:
        """What the address holds, as :func:`~dateline.read.read_path`; its documents get the address as ``url``."""
        options = options or ReadOptions()
        try:
            data, suffix, found_at = self.fetch(url, options.max_bytes)
        except ReadError as error:
            yield ReadFailure(url, error)
            return
        name = urlsplit(found_at).path.rsplit("/", 1)[-1]
        for received in read_bytes(data, suffix and f"page{suffix}" or name, options=replace(options, url=found_at)):
            if isinstance(received, Received):
                yield replace(received, where=url)
            else:
                problem, remedy = received.error.problem, received.error.remedy
                yield ReadFailure(url, ReadError(url, problem, remedy))

    def fetch(self, url: str, max_bytes: int) -> tuple[bytes, str, str]:
        """The bytes, the suffix that their declared type means (or ""), and the address after redirections.

        Raises ReadError when they cannot be had, or may not.
        """
        at = url
        for _ in range(_REDIRECTS + 1):
            parts = _checked(at)
            response, data = self._ask(parts, at, max_bytes)
            if response.status in {301, 302, 303, 307, 308} and (target := response.getheader("Location")):
                at = urljoin(at, target)
                continue
            if response.status != 200:
                problem = f"the server answered {response.status} {response.reason}"
                raise ReadError(url, problem, "Check the address in a browser")
            kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
            return (
                _unpacked(data, response.getheader("Content-Encoding"), url, max_bytes),
                _SUFFIX_OF_TYPE.get(kind, ""),
                at,
            )
        raise ReadError(url, f"it was redirected more than {_REDIRECTS} times", "Check the address in a browser")

    def _ask(self, parts: SplitResult, url: str, max_bytes: int) -> tuple[http.client.HTTPResponse, bytes]:
        assert parts.hostname is not None
        self._wait_for(parts.hostname)
        connection = _connection(parts, self._address_of(parts, url))
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        headers = {"User-Agent": _AGENT, "Accept": "text/html, text/*, application/json", "Accept-Encoding": "gzip"}
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            data = response.read(max_bytes + 1)
        except (OSError, http.client.HTTPException) as error:
            raise ReadError(
                url, f"it could not be fetched ({error})", "Check the address and the connection"
            ) from error
        finally:
            connection.close()
        if len(data) > max_bytes:
            raise ReadError(url, f"it is longer than {max_bytes:,} bytes", "Save the part that you need as a file")
        return response, data

    def _wait_for(self, host: str) -> None:
        since = time.monotonic() - self._asked.get(host, float("-inf"))
        if since < self._pause:
            time.sleep(self._pause - since)
        self._asked[host] = time.monotonic()

    def _address_of(self, parts: SplitResult, url: str) -> str:
        """The IP address to connect to. The connection is made to this one, so that a name cannot turn private after."""
        assert parts.hostname is not None
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = [str(item[4][0]) for item in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise ReadError(url, f"there is no host {parts.hostname!r} ({error})", "Check the address") from error
        if refused := [address for address in found if not self._is_allowed(address)]:
            problem = f"{parts.hostname} is {refused[0]}, which is not on the public Internet"
            raise ReadError(url, problem, "Save the page as a file, and give that")
        return found[0]


def _checked(url: str) -> SplitResult:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ReadError(url, "it is no http or https address", "Check the address")
    if parts.username or parts.password:
        raise ReadError(url, "it holds a user name or password, which would be kept", "Save the page as a file")
    return parts


def _connection(parts: SplitResult, address: str) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "http":
        return _PinnedHttp(host, port, address)
    return _PinnedHttps(host, port, address)


class _PinnedHttp(http.client.HTTPConnection):
    """Connects to the address that was checked; the host's name goes into the request only."""

    def __init__(self, host: str, port: int | None, address: str) -> None:
        super().__init__(host, port, timeout=_TIMEOUT_SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), _TIMEOUT_SECONDS)


class _PinnedHttps(http.client.HTTPSConnection):
    """As :class:`_PinnedHttp`; the certificate must be the host's."""

    def __init__(self, host: str, port: int | None, address: str) -> None:
        super().__init__(host, port, timeout=_TIMEOUT_SECONDS)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), _TIMEOUT_SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _unpacked(data: bytes, encoding: str | None, url: str, max_bytes: int) -> bytes:
    if encoding in (None, "", "identity"):
        return data
    if encoding not in ("gzip", "x-gzip"):
        raise ReadError(url, f"it came in the encoding {encoding!r}, which was not asked for", "Save it as a file")
    try:
        # A member at a time would be gentler on memory; the limit below is what keeps a bomb from going off.
        unpacked = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(data, max_bytes + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise ReadError(url, f"its gzip data is damaged ({error})", "Try again") from error
    if len(unpacked) > max_bytes:
        raise ReadError(url, f"it is longer than {max_bytes:,} bytes", "Save the part that you need as a file")
    return unpacked
