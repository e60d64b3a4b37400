"""What is new in a saved search as an Atom feed (RFC 4287)."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from dateline.export.words.incidents import plural
from dateline.serve.jobs.news import address_of, changes
from dateline.store.saved import News, SavedSearch

FORMAT = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = uuid.UUID("5a1e0c1e-6f2b-5d4e-9c53-8b3a4b7d2f10")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = {"new": "New", "changed": "Changed", "retracted": "No longer there", "more": "More"}
ElementTree.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """The bytes of the feed, and what tells them from others."""

    data: bytes
    etag: str


def feed_of(search: SavedSearch, news: Sequence[News], address: str, project: str) -> Feed:
    """The feed: ``news`` the newest first, ``address`` its own, ``project`` that of the pages of the project."""
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(root, "id", _urn(f"search {search.number} {search.made}"))
    _add(root, "title", search.name)
    _add(root, "subtitle", "What is new in a saved search, by the profile public of data responsibility")
    _add(root, "updated", news[0].at if news else search.made)
    _add(_add(root, "author"), "name", "Dateline")
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    for item in news:
        root.append(_entry(search, item, project))
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Feed(data, f'"{hashlib.sha256(data).hexdigest()[:32]}"')


def _entry(search: SavedSearch, item: News, project: str) -> ElementTree.Element:
    entry = ElementTree.Element(f"{{{_ATOM}}}entry")
    told = dict(item.told)
    _add(entry, "id", _urn(f"news {search.number} {search.made} {item.number}"))
    _add(entry, "title", f"{_WORDS[item.kind]}: {told.get('title', item.item)}")
    _add(entry, "updated", item.at)
    _add(entry, "category", term=item.kind)
    _add(entry, "category", term=search.kind)
    path = address_of(item) or f"saved/{search.number}"
    _add(entry, "link", rel="alternate", type="text/html", href=f"{project}/{path}")
    _add(entry, "summary", "\n".join(_lines(search, item, told)), type="text")
    return entry


def _lines(search: SavedSearch, item: News, told: dict[str, object]) -> list[str]:
    if item.kind == "more":
        return [str(told.get("title", ""))]
    lines = _of_incident(told) if search.kind == "incidents" else _of_report(told)
    if item.kind == "retracted":
        lines.append("It no longer answers this search: it was corrected, merged with another, or taken back.")
    return [line for line in [*lines, *(f"Changed: {change}" for change in changes(told))] if line]


def _of_report(told: Mapping[str, object]) -> list[str]:
    """What is said of a claim, or of a document."""
    listed = [told.get(name) for name in ("claims", "details")]
    lines = ["; ".join(map(str, some)) for some in listed if isinstance(some, list)]
    if "according" in told:
        lines.append(f"{told.get('status')}; according to: {told['according']}; in: {told.get('report')}")
    return [*lines, f"{told.get('source')}, published {told.get('published')}; {told.get('made')}"]


def _of_incident(told: Mapping[str, object]) -> list[str]:
    figures = told.get("figures")
    publishers = int(str(told.get("publishers", 0)))
    return [
        " · ".join(str(told[name]) for name in ("when", "where") if told.get(name)),
        "; ".join(map(str, figures)) if isinstance(figures, list) and figures else "no figure",
        f"grade: {told.get('grade')}; {publishers} {plural('publisher', publishers)}; {told.get('made')}",
    ]


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = None if text is None else _NOT_IN_XML.sub("\ufffd", text)
    return made


def _urn(name: str) -> str:
    return uuid.uuid5(_NAMESPACE, name).urn
