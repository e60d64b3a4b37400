"""Lines to paragraphs: across columns and pages, with words that were parted at line ends made whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from dateline.read.pdf.lines import Block, Line
from dateline.read.pdf.running import Page

BETWEEN = "\n\n"
_HYPHENS = "-\N{HYPHEN}\N{SOFT HYPHEN}"
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*(?:\[[\d,]+\])?$")
_BULLET = re.compile(r"(?:[•▪●◦‣⁃*–—-]|\uf0b7)\s")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_BROKEN = re.compile(rf"([\w'’.]+(?:-[\w'’.]+)*)[{_HYPHENS}]$")
_WORD = re.compile(r"\w+")
_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_KEEPS_HYPHEN = frozenset(
    """anti co counter cross ex half mid multi non post pre pro quasi self semi so then two three four five six seven
    eight nine ten twenty thirty forty fifty sixty seventy eighty ninety vice well then all high low long short left
    right north south east west year day month week""".split()
)
_WIDE_GAP = 1.35
_SIZES_DIFFER = 1.12
_INDENT = 0.7
_FITS_WITH = 1.2
_FITS_EASILY = 4.0


@dataclass(slots=True)
class _Paragraph:
    """A paragraph in the making: its text, the page that each page's first character stands in, and its last line."""

    text: str
    last: Line
    page_starts: list[tuple[int, int]] = field(default_factory=list)
    """(page, offset in ``text``) for pages that begin within the paragraph."""


def rebuilt(pages: Sequence[Page]) -> tuple[str, list[int]]:
    """The text of the pages, a blank line between paragraphs; and where in it each page starts, in code points.

    A page without text starts where the next one does.
    """
    words = _Words(line.text for page in pages for block in page.blocks for line in block)
    paragraphs: list[_Paragraph] = []
    for number, page in enumerate(pages):
        is_new_page = True
        for block in page.blocks:
            for index, line in enumerate(block):
                starts_page, is_new_page = is_new_page, False
                before = block[index - 1] if index else None
                if paragraphs and _goes_on(paragraphs[-1], before, line, _Shape.of(block)):
                    paragraph = paragraphs[-1]
                    joined = words.joined(paragraph.text, line.text)
                    if starts_page:
                        paragraph.page_starts.append((number, len(joined) - len(line.text)))
                    paragraph.text, paragraph.last = joined, line
                else:
                    paragraphs.append(_Paragraph(line.text, line, [(number, 0)] if starts_page else []))
    return _assembled(paragraphs, len(pages))


def joined_lines(lines: Sequence[str]) -> str:
    """One paragraph of lines that are known to belong together, as an OCR gives them."""
    words = _Words(lines)
    text = lines[0] if lines else ""
    for line in lines[1:]:
        text = words.joined(text, line)
    return text


def _assembled(paragraphs: list[_Paragraph], count: int) -> tuple[str, list[int]]:
    starts: dict[int, int] = {}
    offset = 0
    for paragraph in paragraphs:
        for page, within in paragraph.page_starts:
            starts[page] = offset + within
        offset += len(paragraph.text) + len(BETWEEN)
    text = BETWEEN.join(paragraph.text for paragraph in paragraphs)
    following = len(text)
    out = []
    for page in reversed(range(count)):
        following = starts.get(page, following)
        out.append(following)
    return text, out[::-1]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is usual in a block: its edges, and how far its lines stand apart."""

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, block: Block) -> _Shape:
        steps = [after.top - before.top for before, after in pairwise(block) if after.top > before.top]
        size = median(line.size for line in block)
        leading = median(steps) if len(steps) > 2 else min([*steps, 1.25 * size])
        return cls(min(line.left for line in block), max(line.right for line in block), leading)


def _goes_on(paragraph: _Paragraph, before: Line | None, line: Line, shape: _Shape) -> bool:
    """Whether the line goes on with the paragraph. ``before`` is the line above it, None at the head of a block."""
    last = paragraph.last
    if last.is_row or line.is_row or max(last.size, line.size) > _SIZES_DIFFER * min(last.size, line.size):
        return False
    if _BULLET.match(line.text):
        return False
    ended = bool(_ENDS.search(last.text))
    if before is None:
        return not ended and line.text[:1].islower()
    if line.top - last.top > _WIDE_GAP * shape.leading:
        return False
    if ended and _NUMBERED.match(line.text):
        return False
    size = line.size
    if line.left - shape.left > _INDENT * size and last.left - shape.left < _INDENT * size / 2 and ended:
        return False
    return not _broken_off(last, line, shape, ended=ended)


def _broken_off(last: Line, line: Line, shape: _Shape, *, ended: bool) -> bool:
    """Whether the next line's first word would have stood in the line before, had the paragraph gone on."""
    letter = (last.right - last.left) / max(len(last.text), 1)
    first_word = len(line.text.split(maxsplit=1)[0]) if line.text.strip() else 0
    to_spare = shape.right - last.right - letter * (first_word + 1)
    if last.text[-1:] in _HYPHENS:
        return False
    return to_spare > (_FITS_WITH if ended else _FITS_EASILY) * line.size


class _Words:
    """The words of a document, by which it is told whether a hyphen at a line's end is the word's own."""

    def __init__(self, lines: Sequence[str] | Iterator[str]) -> None:
        self._whole: set[str] = set()
        self._compound: set[str] = set()
        for line in lines:
            lower = line.casefold()
            self._whole.update(_WORD.findall(lower))
            self._compound.update(_COMPOUND.findall(lower))

    def joined(self, text: str, line: str) -> str:
        """The text with the line after it: a space between, or nothing where the line's end parted a word."""
        broken = _BROKEN.search(text[-80:])
        if not broken or not line[:1].isalnum():
            return f"{text.rstrip(_SOFT)} {line}" if text and line else text + line
        before, rest = broken[1], _WORD.match(line)
        if self._is_own(before, rest[0] if rest else ""):
            return f"{text[:-1]}-{line}"
        return text[:-1] + line

    def _is_own(self, before: str, rest: str) -> bool:
        """Whether the hyphen between the two belongs to the word."""
        if not rest[:1].islower() or not before[-1].isalpha():
            return True
        whole, compound = f"{before}{rest}".casefold(), f"{before}-{rest}".casefold()
        if (compound in self._compound) != (whole in self._whole):
            return compound in self._compound
        return "-" in before or before.casefold() in _KEEPS_HYPHEN


_SOFT = "\N{SOFT HYPHEN}"
