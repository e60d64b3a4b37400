"""NITF, the older XML of news agencies: the story of ``body.content``, with its headline and dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Item, Reader, ReadOptions
from dateline.read.markup import parse_xml, root_of, text_of_element, with_headline

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES = FieldNames(text="body.content", title="hedline", published="date.issue", source="distributor", url="ex-ref")
_CLOSED = re.compile(r"[—–:)-]\s*$")


def _sniff(head: bytes) -> float:
    return 0.97 if root_of(head)[0] == "nitf" else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    data = read_whole(stream, where, options)
    yield receive(story_of(parse_xml(data, where), where), data, where, options)


def story_of(root: _Element, where: str) -> Found:
    """What an element ``nitf``, of whatever namespace, holds. Raises ReadError where it has no story."""
    content = _first(root, "body.content")
    if content is None:
        raise ReadError(where, "it has no body.content", "Check how it was exported")
    for media in list(content.iter("{*}media", "{*}media-caption")):
        _cut(media)
    headline = _text(root, "hl1") or _text(root, "hedline") or _text(root, "title")
    body = _with_dateline(_dateline(root), text_of_element(content))
    published = [
        _norm(root, "date.issue"),
        _norm(root, "date.release"),
        _norm(root, "story.date"),
        _attribute(root, "pubdata", "date.publication"),
    ]
    extra = {
        name: value
        for name, value in (
            ("byline", _text(root, "byline")),
            ("dateline", _dateline(root)),
            ("id", _attribute(root, "doc-id", "id-string")),
            ("copyright", _attribute(root, "doc.copyright", "holder")),
        )
        if value
    }
    source = _text(root, "distributor") or _attribute(root, "pubdata", "name") or extra.get("copyright")
    return Found(
        text=with_headline(headline, body),
        metadata={
            "title": headline,
            "published": next(filter(None, published), None),
            "source": source,
            "url": _address(_attribute(root, "pubdata", "ex-ref")),
        },
        names=_NAMES,
        extra=extra,
    )


def _with_dateline(dateline: str | None, body: str) -> str:
    """The story begun with its dateline, as it is printed, where the agency has it in a field of its own."""
    if not dateline or not body or body.startswith(dateline.split(",")[0]):
        return body
    return f"{dateline} {body}" if _CLOSED.search(dateline) else f"{dateline} — {body}"


def _dateline(root: _Element) -> str | None:
    element = _first(root, "dateline")
    return " ".join(text_of_element(element).split()) or None if element is not None else None


def _first(root: _Element, name: str) -> _Element | None:
    return next(root.iter(f"{{*}}{name}"), None)


def _text(root: _Element, name: str) -> str | None:
    element = _first(root, name)
    return " ".join(text_of_element(element).split()) or None if element is not None else None


def _norm(root: _Element, name: str) -> str | None:
    return _attribute(root, name, "norm") or _text(root, name)


def _attribute(root: _Element, name: str, attribute: str) -> str | None:
    element = _first(root, name)
    value = element.get(attribute) if element is not None else None
    return value.strip() or None if value else None


def _address(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) else None


def _cut(element: _Element) -> None:
    """Take the element out, and leave the text behind it in its place."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


READER = Reader(name="nitf", suffixes=(".nitf", ".xml"), sniff=_sniff, read=_read)
