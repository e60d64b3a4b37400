"""Reports from the Web: pages, feeds and lists of addresses, asked for politely and never inside the own network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import Message
from urllib.parse import urljoin, urlsplit

from dateline.errors import ReadError
from dateline.read import reliefweb_api
from dateline.read.contract import Item, ReadFailure, ReadOptions, Received
from dateline.read.feed_memory import FeedMemory
from dateline.read.politeness import Politeness
from dateline.read.registry import reader_of_bytes, reader_of_name
from dateline.read.route import read_bytes
from dateline.read.web import Answer, IsAllowed, Web, is_public, without_login
from dateline.records import Note

_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_PAUSE_SECONDS = 1.0
_MOST_PAGES = 200
_SURE = 0.9
_HEAD = 2**14
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/json, text/*, */*;q=0.1"
)
_SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rdf",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.apache.parquet": ".parquet",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """What an address held: its bytes, a name whose suffix tells the format, and where it was in the end."""

    data: bytes
    name: str
    url: str
    charset: str | None = None
    notes: tuple[Note, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False


class Fetcher:
    """Fetches what addresses hold. Make one and keep it: it knows when each host was last asked, and what it allows.

    ``follow``: whether addresses that a page names in place of texts (the entries of a feed that holds only
    summaries, a list of articles) are fetched too. ``memory``: what earlier runs have read of feeds. ``said`` are
    lines for whoever asked: what was not asked for because an earlier run has it.
    """

    def __init__(
        self,
        *,
        is_allowed: IsAllowed = is_public,
        pause: float = _PAUSE_SECONDS,
        follow: bool = True,
        memory: FeedMemory | None = None,
        reliefweb_appname: str = "",
    ) -> None:
        self._web = Web(is_allowed)
        self._politeness = Politeness(pause)
        self._follow = follow
        self._memory = memory
        self._appname = reliefweb_appname
        self._feed_of: dict[str, str] = {}
        self.said: list[str] = []

    def read(self, url: str, options: ReadOptions | None = None) -> Iterator[Item]:
        """What the address holds, as :func:`~dateline.read.read_path`; its documents get the address as ``url``.

        ``reliefweb:?query[value]=…`` asks ReliefWeb's API. Answers of that API are read to their last page.
        """
        options = options or ReadOptions()
        options = replace(options, follow=self.follow if self._follow else None, feeds=self)
        try:
            at, goes_on = self._start(url)
            for number in range(_MOST_PAGES):
                conditions = self._memory.conditions(at) if self._memory is not None else {}
                page = self._page(at, options.max_bytes, conditions)
                yield from self._items(page, url if not number else at, options)
                following = reliefweb_api.next_page(page.data, at) if goes_on else None
                if following is None:
                    return
                at = following
            raise ReadError(url, f"it goes on after {_MOST_PAGES} pages", "Ask for less: a shorter time, say")
        except ReadError as error:
            yield ReadFailure(without_login(url), error)

    def follow(self, url: str, options: ReadOptions) -> Iterator[Item]:
        """What an address named by an input holds; what that names in turn is not followed."""
        options = replace(options, follow=None, feeds=None, url=None, charset=None, retrieved=None)
        try:
            page = self._page(url, options.max_bytes, {})
        except ReadError as error:
            yield ReadFailure(without_login(url), error)
            return
        yield from self._items(page, url, options)

    def is_new(self, feed: str, entry: str, stamp: str) -> bool:
        """As :class:`~dateline.read.contract.FeedState`."""
        return self._memory is None or self._memory.is_new(self._feed_of[feed], entry, stamp)

    def has_read(self, feed: str, entry: str, stamp: str) -> None:
        """As :class:`~dateline.read.contract.FeedState`."""
        if self._memory is not None:
            self._memory.has_read(self._feed_of[feed], entry, stamp)

    def _start(self, url: str) -> tuple[str, bool]:
        """The address to begin at, and whether what it answers goes on over pages."""
        if url.lower().startswith(reliefweb_api.SCHEME):
            url = reliefweb_api.address_of(url, self._appname)
        return reliefweb_api.paged(url) if reliefweb_api.is_api(url) else (url, False)

    def _items(self, page: _Page, where: str, options: ReadOptions) -> Iterator[Item]:
        """What the page holds. A feed's answer is noted, and what of it an earlier run has read is said."""
        if page.unchanged:
            assert self._memory is not None
            self.said.append(f"{where}: nothing new since {self._memory.checked(where)}")
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        options = replace(options, url=page.url, charset=page.charset, retrieved=now)
        self._feed_of[page.url] = where
        if self._memory is not None and options.feeds is not None:
            self._memory.came(where, page.headers.get("etag"), page.headers.get("last-modified"))
        for item in read_bytes(page.data, page.name, where=where, options=options):
            yield replace(item, notes=(*page.notes, *item.notes)) if isinstance(item, Received) else item
        known = self._memory.known.pop(where, 0) if self._memory is not None else 0
        if known:
            self.said.append(f"{where}: {known:,} {'entry' if known == 1 else 'entries'} read by an earlier run")

    def _page(self, url: str, max_bytes: int, conditions: Mapping[str, str]) -> _Page:
        """What is there. Raises ReadError when it cannot be had, or may not."""
        answer = self._ask(url, max_bytes, conditions, polite=not reliefweb_api.is_api(url))
        if answer.status == _NOT_MODIFIED and conditions:
            return _Page(b"", "", url, unchanged=True)
        if answer.status != 200:
            problem = f"the server answered {answer.status} {answer.reason}".rstrip()
            raise ReadError(url, problem, "Check the address in a browser")
        return _page_of(answer)

    def _ask(self, url: str, max_bytes: int, conditions: Mapping[str, str], *, polite: bool = True) -> Answer:
        """The answer after redirections, each of which is checked as the address itself."""
        at = url
        for _ in range(_REDIRECTS + 1):
            parts = self._web.check(at)
            if polite:
                self._politeness.check(parts, at, self._ask_for_robots)
            self._politeness.wait(parts.netloc, at)
            answer = self._web.get(at, max_bytes, {"Accept": _ACCEPT, **conditions})
            self._politeness.answered(parts.netloc, answer)
            target = answer.headers.get("location")
            if answer.status not in _MOVED or not target:
                return answer
            at = _joined(at, target, url)
        raise ReadError(url, f"it was redirected more than {_REDIRECTS} times", "Check the address in a browser")

    def _ask_for_robots(self, url: str, max_bytes: int) -> Answer:
        return self._ask(url, max_bytes, {}, polite=False)


def _joined(at: str, target: str, url: str) -> str:
    try:
        return urljoin(at, target)
    except ValueError as error:
        raise ReadError(
            url, f"it was redirected to {target!r:.100}, which is no address", "Check it in a browser"
        ) from error


def _page_of(answer: Answer) -> _Page:
    """The page, its format told by its declared type, its address and its bytes; where these differ, that is noted."""
    message = Message()
    message["Content-Type"] = answer.headers.get("content-type") or "application/octet-stream"
    kind = message.get_content_type()
    suffix = _SUFFIX_OF_TYPE.get(kind, "")
    path = urlsplit(answer.url).path.rsplit("/", 1)[-1]
    name = f"page{suffix}" if suffix else path or "page"
    notes: tuple[Note, ...] = ()
    head = answer.data[:_HEAD]
    declared, looks = reader_of_name(name, head) if suffix else None, reader_of_bytes(head)
    if declared and declared is not looks and declared.sniff(head) < looks.sniff(head) >= _SURE:
        name = f"page{looks.suffixes[0]}"
        notes = (
            Note(code="W109", message=f"the page was sent as {kind}, and read as {looks.name}, which it looks like"),
        )
    charset = message.get_content_charset()
    return _Page(answer.data, name, answer.url, charset, notes, answer.headers)
