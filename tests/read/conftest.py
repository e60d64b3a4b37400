"""What the tests of reading share: a small website on this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.read import FeedMemory, Fetcher

Answer = tuple[int, Mapping[str, str], bytes]
"""Status, headers, body."""


@dataclass
class Website:
    """Pages by path (a page may be a function of the request's headers), and every request that came, in order."""

    port: int = 0
    pages: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://localhost:{self.port}{path}"

    def html(self, path: str, headline: str, *paragraphs: str, head: str = "") -> None:
        """Put up an article."""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        page = f"<html><head><title>{headline}</title>{head}</head><body><article><h1>{headline}</h1>{body}</article></body></html>"
        self.pages[path] = 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def fetcher(self, *, memory: FeedMemory | None = None, follow: bool = True) -> Fetcher:
        """What may ask this machine, and nothing else, without a pause."""
        return Fetcher(is_allowed=lambda address: address == "127.0.0.1", pause=0, memory=memory, follow=follow)

    def paths(self) -> list[str]:
        """What was asked for, without the robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def website() -> Iterator[Website]:
    """A website on this machine."""
    site = Website()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = dict(self.headers.items())
            site.asked.append((self.path, headers))
            page = site.pages.get(self.path) or site.pages.get(self.path.partition("?")[0]) or (404, {}, b"")
            status, sent, body = page(headers) if callable(page) else page
            self.send_response(status)
            for name, value in sent.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Not on the tests' output."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        server.shutdown()
        thread.join()
