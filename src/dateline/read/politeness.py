"""What a site asks of those who read it by machine: its robots.txt, its pace, and when to come back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import SplitResult

from dateline.errors import ReadError
from dateline.read.web import AGENT_NAME, Answer

if TYPE_CHECKING:
    from protego import Protego

LONGEST_WAIT = 120.0
"""Seconds that are waited for one request; whoever asks for more is left for a later run."""
_ROBOTS_BYTES = 500 * 1024
_REDIRECTS = 5
_COME_BACK_SECONDS = 60.0
_TOO_BUSY = frozenset({429, 503})
Ask = Callable[[str, int], Answer]
"""Asks for an address, following no more than redirections; raises ReadError where there is no answer."""


@dataclass(slots=True)
class _Site:
    """What is known of one origin. ``closed``: why nothing may be asked there for now."""

    pause: float
    robots: Protego | None = None
    closed: str = ""
    next_at: float = field(default=float("-inf"))


class Politeness:
    """Who may be asked what, and when. ``pause`` seconds lie between two requests to one host, or what it asks for."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._sites: dict[str, _Site] = {}

    def check(self, parts: SplitResult, url: str, ask: Ask) -> None:
        """Raises ReadError where the site's robots.txt does not let Dateline ask for the address."""
        origin = f"{parts.scheme}://{parts.netloc}"
        site = self._sites.get(parts.netloc)
        if site is None or (site.robots is None and not site.closed):
            site = self._site(parts.netloc)
            self._learn(site, f"{origin}/robots.txt", ask)
        if site.closed:
            raise ReadError(url, site.closed, "Try again later, or save the page as a file")
        if site.robots is not None and not site.robots.can_fetch(url, AGENT_NAME):
            problem = f"the robots.txt of {parts.hostname} asks machines not to read it"
            raise ReadError(url, problem, "Save the page as a file, if you may")

    def wait(self, host: str, url: str) -> None:
        """Wait for the host's turn. Raises ReadError where that would be too long."""
        site = self._site(host)
        left = site.next_at - time.monotonic()
        if left > LONGEST_WAIT:
            problem = f"{host} asks for a pause of {left:,.0f} seconds before the next request"
            raise ReadError(url, problem, "Give the same command later: what was read already is not asked for again")
        if left > 0:
            time.sleep(left)
        site.next_at = time.monotonic() + site.pause

    def answered(self, host: str, answer: Answer) -> None:
        """Heed a server that is too busy and says when to come back."""
        if answer.status in _TOO_BUSY:
            self._site(host).next_at = time.monotonic() + _come_back_in(answer.headers.get("retry-after"))

    def _site(self, host: str) -> _Site:
        return self._sites.setdefault(host, _Site(self._pause))

    def _learn(self, site: _Site, address: str, ask: Ask) -> None:
        from protego import Protego

        try:
            answer = ask(address, _ROBOTS_BYTES)
        except ReadError as error:
            site.closed = f"its robots.txt could not be had, so nothing is asked there ({error.problem})"
            return
        if answer.status == 200:
            site.robots = Protego.parse(answer.data.decode("utf-8", "replace"))
        elif answer.status in _TOO_BUSY or answer.status >= 500:
            site.closed = f"its robots.txt was answered with {answer.status}, so nothing is asked there for now"
            return
        else:
            site.robots = Protego.parse("")
        asked = site.robots.crawl_delay(AGENT_NAME) if site.robots else None
        site.pause = max(self._pause, float(asked or 0.0))
        # Asking what is allowed is no visit that the next has to keep a distance from.
        site.next_at = float("-inf")


def _come_back_in(retry_after: str | None) -> float:
    """Seconds, from a header that gives them or a moment."""
    if retry_after is None:
        return _COME_BACK_SECONDS
    if retry_after.strip().isdecimal():
        return float(retry_after.strip())
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return _COME_BACK_SECONDS
