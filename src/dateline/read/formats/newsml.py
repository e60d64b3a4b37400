"""NewsML-G2, the XML of news agencies: news items alone or in a message; packages only name items and are said so."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.read.assemble import read_whole, receive
from dateline.read.contract import FieldNames, Found, Item, Reader, ReadFailure, ReadOptions, Skipped
from dateline.read.formats.nitf import story_of
from dateline.read.markup import parse_xml, root_of, text_of_element, text_of_html, with_headline
from dateline.records import Note

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOTS = frozenset({"newsitem", "newsmessage", "packageitem", "conceptitem", "knowledgeitem", "planningitem"})
_NAMES = FieldNames(text="contentSet", title="headline", published="contentCreated", source="provider", url="guid")
_WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _sniff(head: bytes) -> float:
    return 0.97 if root_of(head)[0] in _ROOTS else 0.0


def _read(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Item]:
    data = read_whole(stream, where, options)
    root = parse_xml(data, where)
    items = [root] if _local(root) == "newsItem" else list(root.iter("{*}newsItem"))
    others = Counter(_local(element) for element in root.iter("{*}packageItem", "{*}conceptItem", "{*}planningItem"))
    if others:
        yield Skipped(where, dict(others))
    if not items and not others:
        raise ReadError(where, "it holds no news item", "Check how it was exported")
    for number, item in enumerate(items, 1):
        item_where = where if len(items) == 1 else f"{where}, item {number}"
        try:
            yield receive(_found(item, item_where), data, item_where, options)
        except ReadError as error:
            yield ReadFailure(error.where, error)


def _found(item: _Element, where: str) -> Found:
    nitf = next(item.iter("{*}nitf"), None)
    story = story_of(nitf, where) if nitf is not None else None
    meta, about = _child(item, "itemMeta"), _child(item, "contentMeta")
    headline = (
        _words(about, "headline") or _words(meta, "title") or (str(story.metadata["title"] or "") if story else "")
    )
    text = str(story.text) if story else with_headline(headline, _text(item, where))
    guid = (item.get("guid") or "").strip()
    story_says = story.metadata if story else {}
    created = (_words(about, "contentCreated"), _words(meta, "firstCreated"), _words(meta, "versionCreated"))
    return Found(
        text=text,
        metadata={
            "title": headline or None,
            "published": next(filter(None, created), story_says.get("published")),
            "source": _publisher(meta, about) or story_says.get("source"),
            "url": guid if guid.startswith(("http://", "https://")) else story_says.get("url"),
        },
        names=_NAMES,
        extra=(story.extra if story else {}) | _extra(item, guid, meta, about),
        notes=_status(meta),
    )


def _extra(item: _Element, guid: str, meta: _Element | None, about: _Element | None) -> dict[str, str]:
    byline = _words(about, "by") or ", ".join(filter(None, (_name(each) for each in _children(about, "creator"))))
    status = _child(meta, "pubStatus")
    told = {
        "guid": guid,
        "version": item.get("version"),
        "byline": byline,
        "slugline": _words(about, "slugline"),
        "embargoed": _words(meta, "embargoed"),
        "pubStatus": status.get("qcode") if status is not None else None,
    }
    return {name: value for name, value in told.items() if value}


def _text(item: _Element, where: str) -> str:
    """The story of the content set: as XHTML, else as plain text or HTML in a string."""
    contents = _child(item, "contentSet")
    for inline in _children(contents, "inlineXML"):
        body = next(inline.iter("{*}body"), inline)
        if text := text_of_element(body):
            return text
    for inline in _children(contents, "inlineData"):
        kind = (inline.get("contenttype") or "text/plain").partition(";")[0]
        if kind.startswith("text/") or "html" in kind:
            return text_of_html(_decoded(inline, where)) if "html" in kind else _decoded(inline, where).strip()
    remote = [element.get("href") or "no address" for element in _children(contents, "remoteContent")]
    problem = f"its content is elsewhere: {', '.join(remote)[:200]}" if remote else "it has no content that is a text"
    raise ReadError(where, problem, "Give the item that holds the story")


def _decoded(inline: _Element, where: str) -> str:
    text = "".join(str(piece) for piece in inline.itertext())
    if (inline.get("encoding") or "").rpartition(":")[2].lower() != "base64":
        return text
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise ReadError(where, f"its inline data is no base64 of UTF-8 ({error})", "Export it again") from error


def _publisher(meta: _Element | None, about: _Element | None) -> str | None:
    """Who provides the item, by name where there is one, else the last part of a code."""
    provider = _child(meta, "provider")
    if provider is not None and (name := _name(provider)):
        return name
    if credit := _words(about, "creditline"):
        return credit
    code = (provider.get("literal") or provider.get("qcode") or "") if provider is not None else ""
    return code.rpartition(":")[2] or None


def _name(element: _Element) -> str | None:
    return _words(element, "name") or _words(element, "organisationDetails")


def _status(meta: _Element | None) -> tuple[Note, ...]:
    status = _child(meta, "pubStatus")
    code = (status.get("qcode") or "") if status is not None else ""
    if code.rpartition(":")[2].lower() in _WITHDRAWN:
        return (Note(code="W106", message=f"the agency has marked this item as {code!r}"),)
    return ()


def _words(parent: _Element | None, name: str) -> str | None:
    """The words of the first such child; in English where it is there in several languages."""
    children = _children(parent, name)
    english = [child for child in children if (child.get(_XML_LANG) or "").lower().startswith("en")]
    for child in english or children:
        return " ".join(text_of_element(child).split()) or None
    return None


def _child(parent: _Element | None, name: str) -> _Element | None:
    return next(iter(_children(parent, name)), None)


def _children(parent: _Element | None, name: str) -> list[_Element]:
    return list(parent.iterchildren(f"{{*}}{name}")) if parent is not None else []


def _local(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


READER = Reader(name="newsml-g2", suffixes=(".newsml", ".g2", ".xml"), sniff=_sniff, read=_read)
