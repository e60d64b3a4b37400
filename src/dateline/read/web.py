"""One request to the Web: http and https only, never into the network that Dateline runs in, within limits."""

from __future__ import annotations

import gzip
import http.client
import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

import dateline
from dateline.errors import ReadError

AGENT_NAME = "Dateline"
_AGENT = f"{AGENT_NAME}/{dateline.__version__} (reads reports that a person asks for)"
_TIMEOUT_SECONDS = 20
_LONGEST_SECONDS = 180
"""One answer may take no longer, however steadily it trickles."""
_PIECE = 2**16
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOGIN = re.compile(r"^([^:/?#]*://)[^/?#]*@")
_NEVER_READ = ("image/", "audio/", "video/", "font/")
IsAllowed = Callable[[str], bool]
"""Whether a connection to this IP address may be made."""


def is_public(address: str) -> bool:
    """Whether the IP address belongs to the public Internet: not this machine, not a private or reserved network."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address) and (inner := _inner(parsed)):
        parsed = inner
    return parsed.is_global and not parsed.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a gateway would make of it."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def without_login(url: str) -> str:
    """The address as it may be shown and kept: without a user name and password."""
    return _LOGIN.sub(r"\1", url)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered to one request; header names are in lower case, ``data`` is unpacked."""

    url: str
    status: int
    reason: str
    headers: Mapping[str, str]
    data: bytes


class Web:
    """Asks servers, each under the IP address that its name had when it was first checked."""

    def __init__(self, is_allowed: IsAllowed = is_public) -> None:
        self._is_allowed = is_allowed
        self._addresses: dict[tuple[str, int], str] = {}

    def check(self, url: str) -> SplitResult:
        """The parts of the address. Raises ReadError where nothing may be asked there."""
        parts = _checked(url)
        self._address_of(parts, url)
        return parts

    def get(self, url: str, max_bytes: int, headers: Mapping[str, str]) -> Answer:
        """What the server answers, redirections as they are. Raises ReadError where there is no answer to use."""
        return self._ask("GET", url, None, max_bytes, headers)

    def post(self, url: str, body: bytes, max_bytes: int, headers: Mapping[str, str]) -> Answer:
        """What the server answers to what it is sent, as :meth:`get`."""
        return self._ask("POST", url, body, max_bytes, headers)

    def _ask(self, method: str, url: str, body: bytes | None, max_bytes: int, headers: Mapping[str, str]) -> Answer:
        parts = _checked(url)
        connection = _connection(parts, self._address_of(parts, url))
        path = quote(parts._replace(scheme="", netloc="", fragment="").geturl() or "/", safe="/?#[]@!$&'()*+,;=:%~-._")
        if path.startswith("?"):
            path = f"/{path}"
        began = time.monotonic()
        try:
            sent = {"User-Agent": _AGENT, "Accept-Encoding": "gzip", **headers}
            connection.request(method, path, body, headers=sent)
            response = connection.getresponse()
            _refuse_media(response, url)
            data = _body(response, url, max_bytes, began + _LONGEST_SECONDS)
        except (OSError, http.client.HTTPException, ValueError) as error:
            problem = f"it could not be fetched ({error or type(error).__name__})"
            raise ReadError(url, problem, "Check the address and the connection") from error
        finally:
            connection.close()
        answered = {name.lower(): value for name, value in response.getheaders()}
        data = _unpacked(data, answered.get("content-encoding"), url, max_bytes)
        return Answer(url, response.status, response.reason, answered, data)

    def _address_of(self, parts: SplitResult, url: str) -> str:
        """The IP address to connect to. The connection is made to this one, so that a name cannot turn private after."""
        assert parts.hostname is not None
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if known := self._addresses.get((parts.hostname, port)):
            return known
        try:
            found = [str(item[4][0]) for item in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise ReadError(url, f"there is no host {parts.hostname!r} ({error})", "Check the address") from error
        if refused := [address for address in found if not self._is_allowed(address)]:
            resolved = "" if refused[0] == parts.hostname else f"{refused[0]}, which is "
            problem = f"{parts.hostname} is {resolved}not on the public Internet"
            raise ReadError(url, problem, "Save the page as a file, and give that")
        self._addresses[parts.hostname, port] = found[0]
        return found[0]


def _checked(url: str) -> SplitResult:
    shown = without_login(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ReadError(shown, f"it is no http or https address ({error})", "Check the address") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise ReadError(shown, "it is no http or https address", "Check the address")
    if parts.username or parts.password:
        problem = "it holds a user name or password, which would be kept"
        raise ReadError(shown, problem, "Save the page as a file")
    return parts


def _refuse_media(response: http.client.HTTPResponse, url: str) -> None:
    kind = (response.getheader("Content-Type") or "").strip().lower()
    if response.status == 200 and kind.startswith(_NEVER_READ):
        raise ReadError(url, f"it is {kind.partition(';')[0]}, which is not read", "Give the page that tells of it")


def _body(response: http.client.HTTPResponse, url: str, max_bytes: int, until: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > max_bytes:
            raise ReadError(url, f"it is longer than {max_bytes:,} bytes", "Save the part that you need as a file")
        if time.monotonic() > until:
            raise ReadError(url, f"it did not come within {_LONGEST_SECONDS} seconds", "Try again later")
    return b"".join(pieces)


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
    if not data or encoding in (None, "", "identity"):
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
