"""A workbench that runs, and a browser that looks at it and may ask nobody else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOTS = Path(__file__).resolve().parents[2] / "build" / "shots"
"""Where pictures of pages are left to be looked at; git does not have them."""
_STARTS_WITHIN = 20


@contextmanager
def served(workbench: Workbench) -> Iterator[str]:
    """Serves the workbench at a free port of this machine; its address without the last slash."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(workbench), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = time.monotonic() + _STARTS_WITHIN
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        assert server.started, "the server did not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_STARTS_WITHIN)


class Visit:
    """A browser at a workbench. What it asked elsewhere, and what went wrong in it, is held against the page."""

    def __init__(self, browser: Browser, address: str, axe: str) -> None:
        self._browser, self.address, self._axe = browser, address, axe
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, *, size: Mapping[str, int] = WIDE, dark: bool = False, **context: Any) -> Page:
        """A page in a clean browser: ``path`` within the server. It must answer."""
        scheme = "dark" if dark else "light"
        made = self._browser.new_context(viewport=dict(size), color_scheme=scheme, reduced_motion="reduce", **context)  # type: ignore[arg-type]
        self._contexts.append(made)
        page = made.new_page()
        page.on("request", self._asked)
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        response = page.goto(self.address + path)
        assert response is not None
        assert response.ok, f"{response.status} at {path}"
        return page

    def violations(self, page: Page) -> list[str]:
        """What axe-core finds wrong with the page as it is now, in words."""
        page.evaluate(f"() => {{ {self._axe}\n; window.axe = axe; }}")
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [f"{v['id']}: {v['help']} ({'; '.join(n['html'][:120] for n in v['nodes'][:3])})" for v in found]

    def shot(self, page: Page, name: str) -> Path:
        """A picture of the whole page, to be looked at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    def close(self) -> None:
        """Close every page, and hold what went wrong against them."""
        for context in self._contexts:
            context.close()
        assert self.foreign == [], "a page asked elsewhere"
        assert self.errors == [], "a page reported an error"

    def _asked(self, request: Request) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        if urlsplit(request.url).netloc != urlsplit(self.address).netloc:
            self.foreign.append(request.url)

    def _told(self, message: ConsoleMessage) -> None:
        # Without a graphics card a picture of a map is read from memory, which Chromium warns of.
        if message.type in ("error", "warning") and "stall due to ReadPixels" not in message.text:
            self.errors.append(f"{message.type}: {message.text}")


def overflows(page: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
