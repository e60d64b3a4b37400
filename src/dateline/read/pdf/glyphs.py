"""The pieces of text on one page, with their places: characters that follow one another on one line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{SOFT HYPHEN}": "-", "\x02": "-", "\ufffe": "-",
}  # fmt: skip
_UPRIGHT = math.radians(10)
_RAISED_SIZE = 0.92
_RAISED_BY = 0.15
_MARKS = frozenset("0123456789*†‡,")
_UNITS = ("m", "km", "cm")
# Gaps, in the size of the letters: from the first on there is a space, from the second on another piece.
_SPACE = 0.18
_APART = 0.6
_BACKWARDS = 0.6


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box; ``text`` may be several characters of a ligature, or a space."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the box: of the font, not of the letter."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of one line that stand together, in the order in which they are read."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """The height of the letters' font."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page holds: its pieces, and how many of its characters stand slanted or have no known meaning."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    slanted: int
    unknown: int


def pieces_of(page: Any) -> PageText:
    """The pieces of text on a page of pypdfium2, in the order in which the file draws them.

    A page most of whose text stands on its side is turned. Of other slanted text, only the characters are counted.
    """
    rotation = page.get_rotation()
    try:
        page.set_rotation(0)
        turn = _usual_turn(_angles(page))
        # pdfium puts the lines of a page in order as it is shown, so it must be shown upright.
        page.set_rotation(90 * turn)
        return _upright(page, turn)
    finally:
        page.set_rotation(rotation)


def _upright(page: Any, turn: int) -> PageText:
    angles = _angles(page)
    box = _Turned(page, turn)
    text_page = page.get_textpage()
    try:
        glyphs = [
            glyph
            for index, angle in enumerate(angles)
            if angle is None or _turn(angle) == turn
            for glyph in _glyphs(text_page, index, box)
        ]
    finally:
        text_page.close()
    slanted = sum(angle is not None and _turn(angle) != turn for angle in angles)
    known = [glyph for glyph in glyphs if not _is_unknown(glyph.text)]
    width, height = page.get_size()
    return PageText(tuple(_pieces(known)), width, height, slanted, len(glyphs) - len(known))


class _Turned:
    """The box of a character as one sees it on a page whose text stands upright after ``turn`` quarters."""

    def __init__(self, page: Any, turn: int) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._turn = turn

    def of(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """left, right, top and bottom, the last two counted downwards."""
        if self._turn == 0:
            return left - self._left, right - self._left, self._top - top, self._top - bottom
        if self._turn == 1:  # the text runs upwards
            return bottom - self._bottom, top - self._bottom, left - self._left, right - self._left
        if self._turn == 2:
            return self._right - right, self._right - left, bottom - self._bottom, top - self._bottom
        return self._top - top, self._top - bottom, self._right - right, self._right - left


def _angles(page: Any) -> list[float | None]:
    """The angle of each character of the page; None for those that pdfium put in itself."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        return [
            None if raw.FPDFText_IsGenerated(text_page, i) == 1 else raw.FPDFText_GetCharAngle(text_page, i)
            for i in range(text_page.count_chars())
        ]
    finally:
        text_page.close()


def _turn(angle: float | None) -> int | None:
    """The quarter turn that the angle is, counter-clockwise; None where it is none."""
    if angle is None:
        return None
    quarters = round(angle / (math.pi / 2))
    return quarters % 4 if abs(angle - quarters * math.pi / 2) < _UPRIGHT else None


def _usual_turn(angles: list[float | None]) -> int:
    turns = [_turn(angle) for angle in angles if angle is not None]
    return max(range(4), key=lambda turn: (turns.count(turn), -turn))


def _glyphs(text_page: Any, index: int, box: _Turned) -> Iterator[Glyph]:
    import pypdfium2.raw as raw

    code = raw.FPDFText_GetUnicode(text_page, index)
    char = chr(code) if code < 0x110000 else "\ufffd"
    if raw.FPDFText_IsGenerated(text_page, index) == 1:
        # Its box says nothing; where spaces are is told by the boxes of the others.
        if raw.FPDFText_IsHyphen(text_page, index) != 1:
            return
        char = "-"
    if char in "\r\n\0":
        return
    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect)):
        return
    place = box.of(rect.left, rect.bottom, rect.right, rect.top)
    if not all(map(math.isfinite, place)):
        return
    left, right, top, bottom = place
    yield Glyph(_LIGATURES.get(char, char), left, right, top, bottom)


def _is_unknown(text: str) -> bool:
    """Whether the character means nothing outside its font: private, control or replacement."""
    return len(text) == 1 and (
        text == "\ufffd"
        or "\ue000" <= text <= "\uf8ff"
        or (text < " " and text != "\t")
        or "\ud800" <= text <= "\udfff"
    )


def _pieces(glyphs: list[Glyph]) -> Iterator[Piece]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            # A space is kept where it stands between two letters of a piece.
            if run and run[-1].text != " " and _follows(run[-1], glyph):
                run.append(Glyph(" ", glyph.left, glyph.right, glyph.top, glyph.bottom))
            continue
        if run and not _follows(run[-1], glyph):
            yield from _piece(run)
            run = []
        run.append(glyph)
    yield from _piece(run)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether the glyph goes on in the line of the one before it, in either direction of writing."""
    size = max(before.size, glyph.size, 1.0)
    overlap = min(before.bottom, glyph.bottom) - max(before.top, glyph.top)
    if overlap < 0.4 * min(before.size, glyph.size):
        return False
    gap = glyph.left - before.right if glyph.left >= before.left else before.left - glyph.right
    return -_BACKWARDS * size - (before.right - before.left) <= gap <= _APART * size


def _piece(run: list[Glyph]) -> Iterator[Piece]:
    while run and run[-1].text == " ":
        run.pop()
    if not run:
        return
    sizes = sorted(glyph.size for glyph in run if glyph.text != " ")
    size = sizes[len(sizes) // 2]
    line = next(glyph for glyph in run if glyph.size >= size)
    text = "".join(_spelled(run, size, line))
    left, right = min(glyph.left for glyph in run), max(glyph.right for glyph in run)
    yield Piece(text, left, right, line.top, line.bottom)


def _spelled(run: list[Glyph], size: float, line: Glyph) -> Iterator[str]:
    """The characters, with the spaces that only their places show; raised figures of footnotes in brackets."""
    raised = ""
    before: Glyph | None = None
    so_far = ""
    for glyph in run:
        gap = 0.0 if before is None else max(glyph.left - before.right, before.left - glyph.right)
        is_raised = (
            glyph.text in _MARKS and glyph.size < _RAISED_SIZE * size and glyph.bottom < line.bottom - _RAISED_BY * size
        )
        if raised and not is_raised:
            yield _mark(raised, so_far)
            raised = ""
        if before is not None and gap > _SPACE * size and " " not in (glyph.text, before.text) and not raised:
            yield " "
        if is_raised and before is not None:
            raised += glyph.text
        else:
            yield glyph.text
            so_far = (so_far + glyph.text)[-3:]
        before = glyph
    if raised:
        yield _mark(raised, so_far)


def _mark(raised: str, before: str) -> str:
    """A footnote's figure must not become one of the number before it; a square metre stays one."""
    if raised in "23" and before.split(" ")[-1] in _UNITS:
        return "²" if raised == "2" else "³"
    return f"[{raised.strip(',')}]" if raised.strip(",") else raised
