"""What a JSON value may be besides an object with a text: one shape a module, each with a ``SHAPE``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from dateline.read.contract import Item, ReadOptions
from dateline.records import Note

_MODULES = ("ninjs", "reliefweb", "gdelt_articles")


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonValue:
    """A value of JSON, the bytes that it stood in, where that is, and what is noted of their reading."""

    value: dict[str, Any]
    original: bytes
    where: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonShape:
    """One kind of object. ``fits(value)`` is sure or false; ``read(value, options)`` yields what it holds.

    ``read`` raises ReadError where nothing (more) can be had from it.
    """

    name: str
    fits: Callable[[dict[str, Any]], bool]
    read: Callable[[JsonValue, ReadOptions], Iterator[Item]]


@cache
def _shapes() -> tuple[JsonShape, ...]:
    return tuple(import_module(f"{__name__}.{name}").SHAPE for name in _MODULES)


def shape_of(value: object, options: ReadOptions) -> JsonShape | None:
    """The shape that the value has; None where it is an object with the text's field, or nothing known."""
    if not isinstance(value, dict) or options.fields.text in value:
        return None
    return next((shape for shape in _shapes() if shape.fits(value)), None)
