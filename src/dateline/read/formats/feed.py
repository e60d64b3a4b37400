"""RSS and Atom: each entry a document. Where an entry holds only a summary, its article is asked for, if anyone may."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from dateline.errors import ReadError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Item, Reader, ReadFailure, ReadOptions, Received
from dateline.read.extras import require
from dateline.read.markup import plain_xml, root_of, text_of_html, with_headline
from dateline.read.referrals import Referral, completed
from dateline.records import Note

_ROOTS = frozenset({"rss", "feed", "rdf"})
_DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
_MAX_BYTES = 16 * 2**20
_WHOLE_WORDS = 150
"""A text this long that is not broken off is taken for the article, though it is called a summary."""
_BROKEN_OFF = re.compile(r"(\.\.\.|…|\[(\.\.\.|…)\]|(read|continue|learn) (more|reading)\W*)\s*$", re.IGNORECASE)
_NAMES = FieldNames(text="content", title="title", published="published", source="source", url="link")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a feed says of one report. ``stamp`` changes where anything of it does."""

    key: str
    stamp: str
    text: str
    whole: bool
    title: str | None
    published: str | None
    source: str | None
    link: str | None
    extra: dict[str, Any]


def _sniff(head: bytes) -> float:
    root, attributes = root_of(head)
    return 0.95 if root in _ROOTS and (root != "rdf" or "rss" in attributes) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    feedparser = require("feedparser", where)
    data = read_whole(stream, where, replace(options, max_bytes=min(options.max_bytes, _MAX_BYTES)))
    # Given as text of one encoding, without entities of its own; never as a name, which would be opened.
    # Begun with a declaration of our own: feedparser's search for another takes minutes on a hostile first line.
    plain = _DECLARATION + plain_xml(data, where).lstrip().encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": options.url or ""}
    try:
        feed = feedparser.parse(io.BytesIO(plain), response_headers=headers, sanitize_html=False)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        # Its parser of damaged feeds is not made for all that comes: a reference to no character, say.
        raise ReadError(where, f"the feed is damaged beyond reading ({error})", "Save or fetch it again") from error
    if not feed.get("version") and not feed.entries:
        root = root_of(data)[0]
        problem = f"it is XML of no kind that is read: its root is <{root}>" if root else "it is neither RSS nor Atom"
        raise ReadError(where, problem, "Check the address, or how it was saved")
    notes = _notes(feed)
    if not feed.entries:
        raise ReadError(where, "the feed holds no entry", "Ask again when it has some")
    for number, item in enumerate(feed.entries, 1):
        options.allowance.check_time(where)
        yield from _report(_entry(item, feed.feed), f"{where}, entry {number}", options, notes)


def _notes(feed: Any) -> tuple[Note, ...]:
    if not feed.bozo or not feed.get("bozo_exception"):
        return ()
    return (Note(code="W107", message=f"the feed is no well-formed XML ({feed.bozo_exception!s:.200})"),)


def _entry(item: Any, feed: Any) -> _Entry:
    contents = [str(content.get("value") or "") for content in item.get("content", ())]
    content = max(map(text_of_html, contents), key=len, default="")
    summary = text_of_html(str(item.get("summary") or ""))
    text = content if len(content) >= len(summary) else summary
    broken = bool(_BROKEN_OFF.search(text))
    title = " ".join(text_of_html(str(item.get("title") or "")).split()) or None
    link = item.get("link") or None
    told = [title, text, link, _own_value(item, "updated"), _own_value(item, "published")]
    stamp = hashlib.sha256(json.dumps(told).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    source = item.get("source") or {}
    return _Entry(
        key=str(item.get("id") or link or stamp),
        stamp=stamp,
        text=text,
        whole=bool(text) and not broken and (bool(content) or len(text.split()) >= _WHOLE_WORDS),
        title=title,
        published=_published(item),
        source=str(source.get("title") or feed.get("title") or "").strip() or None,
        link=str(link) if link else None,
        extra=_extra(item),
    )


def _published(item: Any) -> str | None:
    """As it is written, so that the day is that of its own time zone; an update only where nothing else is said."""
    for name in ("published", "created", "updated"):
        if value := _own_value(item, name):
            return str(value)
    return None


def _own_value(item: Any, name: str) -> Any:
    """The value under this very name: feedparser's own look-up takes one of another where there is none."""
    return dict.get(item, name)


def _extra(item: Any) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    authors = [author.get("name") for author in item.get("authors", ()) if author.get("name")]
    if byline := ", ".join(authors) or item.get("author"):
        extra["byline"] = str(byline)
    if item.get("id"):
        extra["id"] = str(item["id"])
    if tags := [str(tag["term"]) for tag in item.get("tags", ()) if tag.get("term")]:
        extra["categories"] = tags
    return extra


def _report(entry: _Entry, where: str, options: ReadOptions, notes: tuple[Note, ...]) -> Iterator[Item]:
    """The entry's report; nothing where an earlier run has read it as it is now."""
    feeds, feed = options.feeds, options.url or where
    if feeds is not None and not feeds.is_new(feed, entry.key, entry.stamp):
        return
    failed = False
    for item in _items(entry, where, options, notes):
        failed = failed or isinstance(item, ReadFailure)
        yield item
    if feeds is not None and not failed:
        feeds.has_read(feed, entry.key, entry.stamp)


def _items(entry: _Entry, where: str, options: ReadOptions, notes: tuple[Note, ...]) -> Iterator[Item]:
    own: Item = _own(entry, where, options, notes)
    if entry.whole or options.follow is None or not entry.link:
        yield own if entry.whole or isinstance(own, ReadFailure) else _noted(own, _why_alone(entry))
        return
    referral = Referral(
        url=entry.link,
        title=entry.title,
        published=entry.published,
        source=entry.source,
        extra=entry.extra,
        says="the feed",
    )
    problem = "it held less text"
    for item in options.follow(entry.link, options):
        if isinstance(item, Received) and len(item.document.text) >= len(entry.text):
            yield completed(item, referral)
            return
        if isinstance(item, ReadFailure):
            problem = f"{item.error.problem}"
            yield item
    if isinstance(own, Received):
        yield _noted(own, f"the feed's summary: its article was asked for, but {problem}")


def _why_alone(entry: _Entry) -> str:
    if not entry.link:
        return "the feed's summary: the feed gives no address of an article"
    return f"the feed's summary: its article, {entry.link}, was not asked for (--fetch always does)"


def _noted(item: Item, message: str) -> Item:
    return (
        replace(item, notes=(*item.notes, Note(code="W108", message=message))) if isinstance(item, Received) else item
    )


def _own(entry: _Entry, where: str, options: ReadOptions, notes: tuple[Note, ...]) -> Item:
    """What the feed itself holds of the report."""
    if not entry.text and not entry.title:
        return ReadFailure(where, ReadError(where, "the entry holds neither title nor text", "Open its address"))
    found = Found(
        text=with_headline(entry.title, entry.text) or entry.title,
        metadata={
            "title": entry.title,
            "published": entry.published,
            "source": entry.source,
            "url": entry.link if entry.link and entry.link.startswith(("http://", "https://")) else None,
        },
        names=_NAMES,
        extra=dict(entry.extra),
        notes=notes,
    )
    original = json.dumps(
        {"title": entry.title, "content": entry.text, "published": entry.published, "link": entry.link} | entry.extra,
        ensure_ascii=False,
    ).encode("utf-8", "replace")
    try:
        return receive(found, original, where, options)
    except ReadError as error:
        return ReadFailure(where, error)


READER = Reader(name="feed", suffixes=(".rss", ".atom", ".rdf", ".xml"), sniff=_sniff, read=_read)
