"""Fetching pages: what is refused before a byte is sent, what is read, and how politely."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.read import Fetcher, ReadFailure, ReadOptions, Received
from dateline.read.web import is_public

PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/plain": (200, {"Content-Type": "text/plain; charset=utf-8"}, "Nine died in Nariño.".encode()),
    "/a.json": (200, {"Content-Type": "application/json"}, b'{"text": "Two died.", "published": "2024-12-03"}'),
    "/packed": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(b"Ten died.")),
    "/bomb": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(b"a" * 200_000)),
    "/long": (200, {"Content-Type": "text/plain"}, b"a" * 2000),
    "/moved": (302, {"Location": "/plain"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/inside": (302, {"Location": "http://169.254.169.254/latest"}, b""),
    "/other": (302, {"Location": "file:///etc/passwd"}, b""),
    "/gone": (410, {"Content-Type": "text/plain"}, b"gone"),
    "/odd": (200, {"Content-Encoding": "br"}, b"x"),
}


class Handler(BaseHTTPRequestHandler):
    """Serves :data:`PAGES`, and notes what it was asked."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["User-Agent"], self.headers["Host"]))  # type: ignore[attr-defined]
        status, headers, body = PAGES.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not on the tests' output."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def get(server: ThreadingHTTPServer, path: str, **options: int) -> Received | ReadFailure:
    fetcher = Fetcher(is_allowed=lambda address: address == "127.0.0.1", pause=0)
    (found,) = fetcher.read(f"http://localhost:{server.server_port}{path}", ReadOptions(**options))
    return found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/plain", "Nine died in Nariño."),
        ("/a.json", "Two died."),
        ("/packed", "Ten died."),
        ("/moved", "Nine died in Nariño."),
    ],
)
def test_pages_become_documents(server: ThreadingHTTPServer, path: str, text: str) -> None:
    found = get(server, path)
    assert isinstance(found, Received)
    assert found.document.text == text
    assert found.where.endswith(path), "it came from where it was asked for"
    assert found.document.url == f"http://localhost:{server.server_port}{'/plain' if path == '/moved' else path}"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/gone", "410"),
        ("/nowhere", "404"),
        ("/round", "redirected more than"),
        ("/inside", "not on the public Internet"),
        ("/other", "no http or https address"),
        ("/long", "longer than 1,000 bytes"),
        ("/bomb", "longer than 1,000 bytes"),
        ("/odd", "encoding 'br'"),
    ],
)
def test_what_cannot_be_had_is_said(server: ThreadingHTTPServer, path: str, problem: str) -> None:
    found = get(server, path, max_bytes=1000)
    assert isinstance(found, ReadFailure)
    assert problem in str(found.error)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://127.0.0.1/", "not on the public Internet"),
        ("http://localhost/", "not on the public Internet"),
        ("http://[::1]/", "not on the public Internet"),
        ("http://2130706433/", "not on the public Internet"),
        ("http://10.1.2.3/", "not on the public Internet"),
        ("ftp://example.org/a", "no http or https address"),
        ("http:///a", "no http or https address"),
        ("http://host:0/", "no http or https address"),
        ("http://name:secret@example.org/", "user name or password"),
        ("http://no-such-host.invalid/", "there is no host"),
    ],
)
def test_what_is_refused_before_anything_is_sent(url: str, problem: str) -> None:
    (found,) = Fetcher().read(url)
    assert isinstance(found, ReadFailure)
    assert problem in str(found.error)


@pytest.mark.parametrize("url", ["http://name:secret@example.org/", "ftp://name:secret@example.org/"])
def test_a_password_is_not_said_again(url: str) -> None:
    """What is refused is printed, and kept in the store."""
    (found,) = Fetcher().read(url)
    assert isinstance(found, ReadFailure)
    assert "secret" not in found.where + str(found.error)
    assert found.where.endswith("://example.org/")


@pytest.mark.parametrize(
    ("address", "public", "why"),
    [
        ("8.8.8.8", True, "a public one"),
        ("2606:4700::1111", True, "a public one of version 6"),
        ("192.168.0.1", False, "private"),
        ("100.64.0.1", False, "a provider's own network"),
        ("169.254.169.254", False, "link-local, where clouds keep secrets"),
        ("::ffff:10.0.0.1", False, "a private one, written as version 6"),
        ("2002:0a00:0001::", False, "a private one inside 6to4"),
        ("224.0.0.1", False, "many at once"),
        ("0.0.0.0", False, "this machine"),
        ("fd00::1", False, "private, version 6"),
        ("64:ff9b::a9fe:a9fe", False, "link-local, behind a gateway to version 4"),
        ("64:ff9b::808:808", True, "a public one behind such a gateway"),
    ],
)
def test_addresses(address: str, public: bool, why: str) -> None:
    assert is_public(address) is public, why


def test_the_name_is_looked_up_once_and_the_connection_goes_there(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is checked, and private when it is used, would get around the check."""
    real, asked = socket.getaddrinfo, []

    def look_up(host: str, *rest: object, **more: object) -> object:
        if host != "news.example.org":
            return real(host, *rest, **more)  # type: ignore[arg-type]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "203.0.113.9", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    fetcher = Fetcher(is_allowed=lambda address: True, pause=0)
    (found,) = fetcher.read(f"http://news.example.org:{server.server_port}/plain")
    assert isinstance(found, Received)
    assert asked == ["news.example.org"]
    assert server.asked[0][2].startswith("news.example.org"), "the server still sees the name"  # type: ignore[attr-defined]


def test_requests_to_one_host_keep_a_distance_and_say_who_asks(server: ThreadingHTTPServer) -> None:
    fetcher = Fetcher(is_allowed=lambda address: True, pause=0.3)
    began = time.monotonic()
    for _ in range(2):
        list(fetcher.read(f"http://127.0.0.1:{server.server_port}/plain"))
    assert time.monotonic() - began >= 0.3
    assert all("Dateline" in agent for _, agent, _ in server.asked)  # type: ignore[attr-defined]
