"""Quotations, also those that cross sentences and paragraphs, or lack their closing mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.parse.record import Quote, Segment

# Some newspapers write two apostrophes for a mark; after a letter alone they may be two real ones.
_MARK = re.compile(r"""\"|(?<![\w'])''(?=[\w(\[$£€#@])|(?<=[\w.,!?…;:)\]%])''(?![\w'])""")
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-/']$")


def quotes_of(text: str, segments: Sequence[Segment]) -> tuple[Quote, ...]:
    """The quotations in a text with plain marks, in order, never overlapping.

    A mark opens a quotation when it follows a space or a bracket and a word follows it; it closes one otherwise. A
    quotation that is still open where its paragraph ends is taken to end there, as is one that is still open
    where another opens: newspapers leave out the closing mark of a quotation that goes on. The last mark of a
    paragraph closes what is open, also where it stands a space too far to the right.
    """
    out: list[Quote] = []
    for segment in segments:
        out.extend(_quotes_in(text, segment.start, segment.end))
    return tuple(out)


def _quotes_in(text: str, start: int, end: int) -> list[Quote]:
    out: list[Quote] = []
    opened: int | None = None
    marks = list(_MARK.finditer(text, start, end))
    for number, mark in enumerate(marks):
        at, behind = mark.span()
        opens = _looks_opening(text, mark, start, end)
        if opened is None:
            after = text[behind] if behind < end else " "
            opened = behind if (len(mark[0]) == 1 and not after.isspace()) or opens else None
        elif opens and not (number == len(marks) - 1 and _after_sentence(text, start, at)):
            out.extend(_quote(text, opened, at, closed=False))
            opened = behind
        else:
            out.extend(_quote(text, opened, at, closed=True))
            opened = None
    if opened is not None:
        out.extend(_quote(text, opened, end, closed=False))
    return out


def _looks_opening(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return bool(_OPENS_AFTER.search(before)) and not after.isspace()


def _after_sentence(text: str, start: int, at: int) -> bool:
    return text[at - 1].isspace() and text[start:at].rstrip()[-1:] in {".", "!", "?"}


def _quote(text: str, start: int, end: int, *, closed: bool) -> list[Quote]:
    inside = text[start:end]
    start, end = start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())
    return [Quote(start, end, closed)] if end > start else []
