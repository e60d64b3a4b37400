"""One JSON object to one document: what JSON files and JSON Lines have in common."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dateline.errors import ReadError
from dateline.read.assemble import receive
from dateline.read.contract import FieldNames, Found, Item, ReadOptions, Received
from dateline.read.json_shapes import JsonValue, shape_of
from dateline.records import Note

_METADATA = ("title", "published", "source", "url")
# pydantic reads and writes no deeper than some 200 levels, and a record holds these some levels down.
_MAX_DEPTH = 100


class NotJsonError(ValueError):
    """Text that is no JSON value. ``line`` and ``column`` count from 1; ``trailing``: a whole value, then more."""

    def __init__(self, problem: str, line: int = 1, column: int = 1, *, trailing: bool = False) -> None:
        super().__init__(problem)
        self.line = line
        self.column = column
        self.trailing = trailing


def parse(text: str) -> Any:
    """The JSON value of the text. NaN and Infinity, which JSON has not, are kept as those words.

    Raises NotJsonError when it is none, or one that no record could hold.
    """
    try:
        value = json.loads(text, parse_constant=str)
    except json.JSONDecodeError as error:
        raise NotJsonError(error.msg, error.lineno, error.colno, trailing=error.msg == "Extra data") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets without end
        raise NotJsonError(str(error)) from error
    if "\\ud" in text or "\\uD" in text:
        _refuse_half_characters(value)
    if text.count("[") + text.count("{") > _MAX_DEPTH and _depth(value) > _MAX_DEPTH:
        raise NotJsonError(f"values are nested more than {_MAX_DEPTH} deep")
    return value


def receive_value(
    value: object, original: bytes, where: str, options: ReadOptions, notes: tuple[Note, ...]
) -> Iterator[Item]:
    """What one JSON value holds: the document of an object with a text, or what its known shape means.

    Raises ReadError when it is neither, or nothing (more) can be had from it.
    """
    shape = shape_of(value, options)
    if shape is not None and isinstance(value, dict):
        yield from shape.read(JsonValue(value=value, original=original, where=where, notes=notes), options)
    else:
        yield receive_object(value, original, where, options, notes)


def receive_object(
    value: object, original: bytes, where: str, options: ReadOptions, notes: tuple[Note, ...]
) -> Received:
    """The document of one JSON object. Raises ReadError when it is no object or has no usable text."""
    names = options.fields
    if not isinstance(value, dict):
        raise ReadError(where, "this is JSON, but not an object with a text", 'Write it as {"text": "…"}')
    if names.text not in value:
        fields = ", ".join(repr(name) for name in list(value)[:12]) or "no field at all"
        problem = f"there is no field {names.text!r}, only {fields}"
        raise ReadError(where, problem, "Name the text's field with --text-field")
    found = Found(
        text=value[names.text],
        metadata={name: value.get(getattr(names, name)) for name in _METADATA},
        names=names,
        extra=_extra(value, names),
        notes=notes,
    )
    return receive(found, original, where, options)


def _extra(value: dict[str, Any], names: FieldNames) -> dict[str, Any]:
    taken = {names.text, *(getattr(names, name) for name in _METADATA)}
    return {name: item for name, item in value.items() if name not in taken}


def _refuse_half_characters(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise NotJsonError(f"an escape names half a character ({error.object[error.start]!r})") from error


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level := [inner for item in level for inner in _inside(item)]:
        depth += 1
    return depth


def _inside(item: object) -> list[object]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []
