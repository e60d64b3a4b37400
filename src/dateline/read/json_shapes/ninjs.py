"""ninjs 1 to 3, the news agencies' JSON: one item, or an envelope that holds items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.errors import ReadError
from dateline.read.assemble import receive
from dateline.read.contract import FieldNames, Found, Item, ReadFailure, ReadOptions
from dateline.read.json_shapes import JsonShape, JsonValue
from dateline.read.markup import text_of_html, with_headline
from dateline.records import Note

_ENVELOPES = ("items", "_items", "item", "data")
_BODIES = ("body_text", "body_html", "body_xhtml", "bodies")
_HEADLINES = ("headline", "headlines")
_WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
_FORMS = {"text/html": "html", "application/xhtml+xml": "html", "application/nitf+xml": "html"}


def _fits(value: dict[str, Any]) -> bool:
    return _is_item(value) or any(_is_item(item) for item in _enclosed(value))


def _is_item(value: object) -> bool:
    """An item has an address and one of the bodies, headlines or kinds that only ninjs names so."""
    if not isinstance(value, dict) or not isinstance(value.get("uri", value.get("guid")), str):
        return False
    names = {name.lower() for name in value}
    return any(name.startswith(("body_", "headline_", "description_")) for name in names) or bool(
        names & {"bodies", "headlines", "headline", "versioncreated", "representationtype", "pubstatus"}
    )


def _enclosed(value: dict[str, Any]) -> list[Any]:
    """The items of an envelope: agencies put a list of them, each perhaps as ``{"item": …}``, under one of these names."""
    for name in _ENVELOPES:
        inner = value.get(name)
        if isinstance(inner, dict):
            return [inner] if _is_item(inner) else _enclosed(inner)
        if isinstance(inner, list) and inner:
            return [item["item"] if isinstance(item, dict) and isinstance(item.get("item"), dict) else item
                    for item in inner]  # fmt: skip
    return []


def _read(source: JsonValue, options: ReadOptions) -> Iterator[Item]:
    if _is_item(source.value):
        yield _item(source.value, source, source.where, options)
        return
    for number, item in enumerate(_enclosed(source.value), 1):
        where = f"{source.where}, item {number}"
        try:
            if not _is_item(item):
                raise ReadError(where, "it is no ninjs item", "Check how it was saved")
            yield _item(item, source, where, options)
        except ReadError as error:
            yield ReadFailure(error.where, error)


def _item(value: dict[str, Any], source: JsonValue, where: str, options: ReadOptions) -> Item:
    plain = {name.lower(): item for name, item in value.items()}
    headline = _headline(plain)
    body = _body(plain)
    if body is None:
        kind = plain.get("type")
        what = f"it is an item of type {kind!r} and" if isinstance(kind, str) else "it"
        raise ReadError(where, f"{what} has no body of text, plain or HTML", "Give the item that holds the story")
    uri = plain.get("uri")
    names = FieldNames(text="body", title="headline", published="versioncreated", source="infosource", url="uri")
    first = next((name for name in ("contentcreated", "firstcreated", "versioncreated") if plain.get(name)), None)
    extra = {name: item for name, item in value.items() if not _is_text(name.lower())}
    if byline := _words(plain.get("byline") or plain.get("by") or plain.get("bylines")):
        extra["byline"] = byline
    found = Found(
        text=with_headline(headline, body),
        metadata={
            "title": headline,
            # What is read is this version; the day of the first is the day for relative dates.
            "published": plain.get(first) if first else None,
            "source": _publisher(plain),
            "url": uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None,
        },
        names=names,
        extra=extra,
        notes=(*source.notes, *_status(plain)),
    )
    return receive(found, source.original, where, options)


def _is_text(name: str) -> bool:
    return name in {*_BODIES, *_HEADLINES, "byline", "by", "bylines"} or name.startswith(("body_", "headline_"))


def _headline(plain: dict[str, Any]) -> str | None:
    if isinstance(plain.get("headline"), str):
        return _one_line(str(plain["headline"]))
    if isinstance(listed := plain.get("headlines"), list):
        chosen = _main(listed)
        return _one_line(str(chosen["value"])) if chosen else None
    named = plain.get("headline_main") or next(
        (value for name, value in plain.items() if name.startswith("headline_") and isinstance(value, str)), None
    )
    return _one_line(named) if isinstance(named, str) else None


def _one_line(words: str) -> str | None:
    return " ".join(text_of_html(words).split()) or None


def _body(plain: dict[str, Any]) -> str | None:
    """The story: in HTML where there is some, which has its paragraphs, else as plain text."""
    if isinstance(listed := plain.get("bodies"), list):
        bodies = [body for body in listed if isinstance(body, dict) and isinstance(body.get("value"), str)]
        rich = [body for body in bodies if _type_of(body) == "html"]
        chosen = _main(rich) or _main(bodies)
        return (text_of_html(chosen["value"]) or None) if chosen else None
    for name in ("body_html", "body_xhtml", "body_richtext", "body_text", "body_main"):
        if isinstance(plain.get(name), str) and (text := text_of_html(plain[name])):
            return text
    others = (value for name, value in plain.items() if name.startswith("body_") and isinstance(value, str))
    return next(filter(None, map(text_of_html, others)), None)


def _type_of(body: dict[str, Any]) -> str | None:
    declared = next((value for name, value in body.items() if name.lower() == "contenttype"), None)
    return _FORMS.get(str(declared).partition(";")[0].strip().lower())


def _main(listed: list[Any]) -> dict[str, Any] | None:
    """The one with the role of the main one, else the first."""
    usable = [item for item in listed if isinstance(item, dict) and isinstance(item.get("value"), str)]
    return next((item for item in usable if item.get("role") == "main"), usable[0] if usable else None)


def _publisher(plain: dict[str, Any]) -> object:
    for name in ("infosources", "infosource"):
        listed = plain.get(name)
        for item in listed if isinstance(listed, list) else []:
            if isinstance(item, dict) and isinstance(item.get("name"), str):
                return item["name"]
    for name in ("provider", "source", "copyrightholder"):
        holder = plain.get(name)
        if isinstance(holder, dict):
            holder = holder.get("name")
        if isinstance(holder, str) and holder.strip():
            return holder
    return None


def _words(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, list):
        parts = [item.get("value") or item.get("name") if isinstance(item, dict) else item for item in value]
        return ", ".join(part for part in parts if isinstance(part, str)) or None
    return None


def _status(plain: dict[str, Any]) -> tuple[Note, ...]:
    status = plain.get("pubstatus")
    if isinstance(status, str) and status.rpartition(":")[2].lower() in _WITHDRAWN:
        return (Note(code="W106", message=f"the agency has marked this item as {status!r}"),)
    return ()


SHAPE = JsonShape(name="ninjs", fits=_fits, read=_read)
