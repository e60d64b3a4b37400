"""HTML: the article of the page, a paragraph or heading a line, with what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

from dateline.errors import ReadError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Reader, ReadFailure, ReadOptions, Received
from dateline.read.encoding import decode

if TYPE_CHECKING:
    from trafilatura.settings import Document as Page

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,80}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_MARKUP = re.compile(rb"\s*(<!doctype html|<html\b|<\?xml\b|<!--|<(head|body|article|div|p|meta|h\d)\b)", re.IGNORECASE)
_HEAD = 4096
# Under its own floor of 250 characters trafilatura takes the menus for the article; a flash is shorter than that.
_SHORTEST_ARTICLE = "20"
_SHORTEST_LINE = 15


def _sniff(head: bytes) -> float:
    return 0.9 if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")) else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Received | ReadFailure]:
    data = read_whole(stream, where, options)
    marked = _CHARSET.search(data[:_HEAD])
    declared = options.charset or (marked[1].decode("ascii", "replace") if marked else None)
    decoded = decode(data, where, declared=declared)
    page = _article(decoded.text, where, options.url)
    extra = {"byline": page.author} if page.author else {}
    url, refused = _canonical(page.url, options.url)
    if refused:
        extra["canonical"] = refused
    metadata = {"title": page.title, "published": page.date, "source": page.sitename or page.hostname, "url": url}
    found = Found(text=page.text, metadata=metadata, names=FieldNames(), extra=extra, notes=decoded.notes)
    yield receive(found, data, where, options)


def _canonical(said: str | None, asked: str | None) -> tuple[str | None, str | None]:
    """The page's own address, and the one that it gives where that cannot be it: many name their site's front page."""
    if not said or said == asked:
        return asked, None
    try:
        parts = urlsplit(said)
    except ValueError:  # what stands in brackets is no address of the sixth version
        return asked, said
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return asked, said
    is_front = parts.path in {"", "/"} and not parts.query
    if asked and is_front and urlsplit(asked).path not in {"", "/"}:
        return asked, said
    return said, None


def _article(html: str, where: str, url: str | None) -> Page:
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    if "<html" not in html[:_HEAD].lower():
        html = f"<html><body>{html}</body></html>"
    try:
        page: Any = bare_extraction(
            html,
            url=url,
            with_metadata=True,
            include_comments=False,
            # A date anywhere on the page may be any event's: only one that is marked as the page's own is taken.
            date_extraction_params={"extensive_search": False, "original_date": True},
            config=_config(),
        )
    except (LxmlError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise ReadError(where, f"the HTML cannot be parsed ({error})", "Give the article's text as .txt") from error
    if page is None or not _has_article(page):
        raise ReadError(where, "there is no article in the HTML", "Give the article's text as .txt")
    return page  # type: ignore[no-any-return]


def _has_article(page: Page) -> bool:
    """Whether anything is left beside the headline and the byline, which an empty page has too."""
    lines = [line.strip() for line in (page.text or "").splitlines()]
    return any(len(line) >= _SHORTEST_LINE and line != page.title and line[:3].lower() != "by " for line in lines)


@cache
def _config() -> ConfigParser:
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST_ARTICLE)
    return config


READER = Reader(name="html", suffixes=(".html", ".htm", ".xhtml"), sniff=_sniff, read=_read)
