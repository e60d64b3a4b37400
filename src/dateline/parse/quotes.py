"""Quotations, also those that cross sentences and paragraphs, or lack their closing mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.parse.record import Quote, Segment

_MARK = re.compile(r'"')
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-/']$")


def quotes_of(text: str, segments: Sequence[Segment]) -> tuple[Quote, ...]:
    """The quotations in a text with plain marks, in order, never overlapping.

    A mark opens a quotation when it follows a space or a bracket and a word follows it; it closes one otherwise. A
    quotation that is still open where its paragraph ends is taken to end there, as is one that is still open
    where another opens: newspapers leave out the closing mark of a quotation that goes on.
    """
    out: list[Quote] = []
    for segment in segments:
        out.extend(_quotes_in(text, segment.start, segment.end))
    return tuple(out)


def _quotes_in(text: str, start: int, end: int) -> list[Quote]:
    out: list[Quote] = []
    opened: int | None = None
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        opens = bool(_OPENS_AFTER.search(before)) and not after.isspace()
        if opened is None:
            opened = at + 1 if not after.isspace() or opens else None
        elif opens:
            out.extend(_quote(text, opened, at, closed=False))
            opened = at + 1
        else:
            out.extend(_quote(text, opened, at, closed=True))
            opened = None
    if opened is not None:
        out.extend(_quote(text, opened, end, closed=False))
    return out


def _quote(text: str, start: int, end: int, *, closed: bool) -> list[Quote]:
    inside = text[start:end]
    start, end = start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
    return [Quote(start, end, closed)] if end > start else []
