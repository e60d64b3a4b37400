"""Reports as ReliefWeb's API answers with them: one, or a list. Jobs, countries and the like are said to be none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.errors import ReadError
from dateline.read.assemble import receive
from dateline.read.contract import FieldNames, Found, Item, ReadFailure, ReadOptions
from dateline.read.json_shapes import JsonShape, JsonValue
from dateline.read.markup import text_of_html, with_headline
from dateline.read.referrals import Referral, follow_one

_NAMES = FieldNames(text="body", title="title", published="date", source="source", url="url_alias")
_TAKEN = frozenset({"body", "body-html", "title", "url_alias"})


def _fits(value: dict[str, Any]) -> bool:
    return _is_report(value) or any(_is_report(item) for item in _listed(value))


def _listed(value: dict[str, Any]) -> list[Any]:
    data = value.get("data")
    return data if isinstance(data, list) else []


def _is_report(item: object) -> bool:
    if not isinstance(item, dict) or "id" not in item:
        return False
    fields = item.get("fields")
    return isinstance(fields, dict) and "title" in fields and ("href" in item or "reliefweb.int" in str(fields))


def _read(source: JsonValue, options: ReadOptions) -> Iterator[Item]:
    if _is_report(source.value):
        yield from _report(source.value, source, source.where, options)
        return
    for number, item in enumerate(_listed(source.value), 1):
        where = f"{source.where}, report {item.get('id', number) if isinstance(item, dict) else number}"
        try:
            if not _is_report(item):
                raise ReadError(where, "it is no report of ReliefWeb", "Ask the API for reports")
            yield from _report(item, source, where, options)
        except ReadError as error:
            yield ReadFailure(error.where, error)


def _report(item: dict[str, Any], source: JsonValue, where: str, options: ReadOptions) -> Iterator[Item]:
    fields: dict[str, Any] = item["fields"]
    body = _body(fields)
    extra = {name: value for name, value in fields.items() if name not in _TAKEN} | {"id": item["id"]}
    if body is None:
        yield from _attached(fields, extra, where, options)
        return
    title = fields.get("title")
    found = Found(
        text=with_headline(title if isinstance(title, str) else None, body),
        metadata={
            "title": title,
            "published": _published(fields),
            "source": _source(fields),
            "url": _address(fields, item),
        },
        names=_NAMES,
        extra=extra,
        notes=source.notes,
    )
    yield receive(found, source.original, where, options)


def _attached(fields: dict[str, Any], extra: dict[str, Any], where: str, options: ReadOptions) -> Iterator[Item]:
    """The report in the first attached file, where the page itself has no text."""
    files = fields.get("file")
    addresses = [file["url"] for file in files if isinstance(file, dict) and isinstance(file.get("url"), str)] if (
        isinstance(files, list)
    ) else []  # fmt: skip
    if not addresses:
        remedy = "Ask the API with profile=full, or fields[include][]=body and file"
        raise ReadError(where, "it has no body and no attached file", remedy)
    if options.follow is None:
        problem = f"it has no body; its text is in an attached file, {addresses[0]}"
        raise ReadError(where, problem, "Give --fetch always to have it fetched")
    title = fields.get("title")
    referral = Referral(
        url=addresses[0],
        title=title if isinstance(title, str) else None,
        published=_published(fields),
        source=_source(fields),
        extra=extra,
        says="ReliefWeb",
    )
    yield from follow_one(referral, where, options)


def _body(fields: dict[str, Any]) -> str | None:
    for name in ("body-html", "body"):
        if isinstance(fields.get(name), str) and (text := text_of_html(fields[name])):
            return text
    return None


def _published(fields: dict[str, Any]) -> str | None:
    """The day that the report itself bears, else that on which ReliefWeb put it up."""
    dates = fields.get("date")
    if not isinstance(dates, dict):
        return None
    return next((dates[name] for name in ("original", "created") if isinstance(dates.get(name), str)), None)


def _source(fields: dict[str, Any]) -> str | None:
    listed = fields.get("source")
    names = [item.get("name") for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return ", ".join(name for name in names if isinstance(name, str)) or None


def _address(fields: dict[str, Any], item: dict[str, Any]) -> object:
    return next((value for value in (fields.get("url_alias"), fields.get("url"), item.get("href")) if value), None)


SHAPE = JsonShape(name="reliefweb", fits=_fits, read=_read)
