"""Checking a brief: every figure looked up again by the query that its citation names."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.brief.compose import statements
from dateline.brief.lookup import find_again
from dateline.brief.record import Brief, Figure
from dateline.brief.tally import Gathered
from dateline.errors import StoreError
from dateline.store import Store


def figures_of(brief: Brief) -> Iterator[tuple[str, Figure]]:
    """Every figure of a brief, with the words around it."""
    for section in brief.sections:
        for item in statements(section):
            around = getattr(item, "text", None) or " | ".join(getattr(item, "cells", ()))
            yield from ((around, figure) for figure in item.figures)


def differences(store: Store, brief: Brief) -> tuple[str, ...]:
    """What the store says otherwise than the brief, in words; empty where every figure is found again."""
    seen: dict[tuple[tuple[str, str], ...], Gathered] = {}
    found = []
    for around, figure in figures_of(brief):
        try:
            now = find_again(store, figure.lookup, seen)
        except StoreError as error:
            found.append(f"{figure.words!r} is not found again: {error} (in: {around})")
            continue
        if now != figure.amount:
            found.append(f"{figure.words!r} is {now.low}, {now.best}, {now.high} in the store now (in: {around})")
    return tuple(found)
