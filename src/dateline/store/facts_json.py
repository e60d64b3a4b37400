"""Facts (named tuples of named tuples, dates and plain values) as JSON objects, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from dateline.errors import StoreError

Facts = TypeVar("Facts", bound=tuple[Any, ...])


def to_json(facts: tuple[Any, ...]) -> str:
    """The facts as a JSON object, by the names of their fields; what is None is left out."""
    return json.dumps(_plain(facts), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[Facts], text: str) -> Facts:
    """The facts that :func:`to_json` wrote. Raises StoreError when they are of another version's shape."""
    try:
        return cast(Facts, _reader(kind)(json.loads(text)))
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"these are no {kind.__name__} of this version ({error}): {text:.80}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, tuple):
        return value
    fields: tuple[str, ...] | None = getattr(value, "_fields", None)
    if fields is None:
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in zip(fields, value, strict=True) if item is not None}


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What turns plain JSON into a value of this type."""
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return lambda values: tuple([item(value) for value in values])
    if isinstance(kind, UnionType):
        inner = _reader(next(part for part in get_args(kind) if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if kind is date:
        return date.fromisoformat
    if not (isinstance(kind, type) and issubclass(kind, tuple)):
        return lambda value: value
    defaults = {name: None for name, hint in get_type_hints(kind).items() if isinstance(hint, UnionType)}
    defaults |= getattr(kind, "_field_defaults", {})
    readers = [(name, _reader(hint)) for name, hint in get_type_hints(kind).items()]
    return lambda value: kind._make(  # type: ignore[attr-defined]
        [read(value[name]) if name in value else defaults[name] for name, read in readers]
    )
