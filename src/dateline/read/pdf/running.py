"""Lines that run through a document at the head or foot of its pages: found by being there again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from dateline.read.pdf.lines import CELLS, Block, Line

_ZONE = 0.13
_DEEPEST = 4
_APART = 0.5
_SHORTEST_CELL = 5
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|pg\.?)?\s*[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its blocks in reading order, and its height in points."""

    blocks: tuple[Block, ...]
    height: float


def without_running_lines(pages: Sequence[Page]) -> tuple[list[Page], list[str]]:
    """The pages without headers, footers and page numbers; and what was left out, each once, in the order met.

    Left out is what stands at the same edge of several pages and differs in its figures only, and numbers of pages.
    """
    counts: Counter[str] = Counter(
        key for page in pages for key in {key for _, keys in _edge_lines(page) for key in keys}
    )
    # Books and journals have one header on the left pages and another on the right ones.
    often = max(2, round(len(pages) * 0.4)) if len(pages) > 3 else 2
    running = {key for key, count in counts.items() if count >= often}
    left_out: dict[str, None] = {}
    kept = []
    for page in pages:
        gone = _running_in(page, running)
        left_out.update((line.text, None) for line in gone)
        blocks = (tuple(line for line in block if line not in gone) for block in page.blocks)
        kept.append(Page(tuple(block for block in blocks if block), page.height))
    return kept, list(left_out)


def _running_in(page: Page, running: Set[str]) -> dict[Line, None]:
    """The lines of the page that run through the document, and what stands beside them at its edge."""
    edge = list(_edge_lines(page))
    sure = [line for line, keys in edge if keys & running or _PAGE_NUMBER.fullmatch(line.text.strip())]
    beside = (line for line, _ in edge if any(line.top < each.bottom and each.top < line.bottom for each in sure))
    return dict.fromkeys([*sure, *beside])


def _edge_lines(page: Page) -> Iterator[tuple[Line, set[str]]]:
    """The lines that stand apart at the head and foot of the page, each with what may be the same on other pages."""
    lines = sorted((line for block in page.blocks for line in block), key=lambda line: line.top)
    for line in _apart(lines):
        if line.bottom < _ZONE * page.height:
            yield line, _keys("head", line)
    for line in _apart(lines[::-1]):
        if line.top > (1 - _ZONE) * page.height:
            yield line, _keys("foot", line)


def _apart(lines: Sequence[Line]) -> Sequence[Line]:
    """The first few lines, where white space parts them from the rest."""
    for index, (line, after) in enumerate(pairwise(lines[: _DEEPEST + 1]), 1):
        if max(after.top - line.bottom, line.top - after.bottom) > _APART * line.size:
            return lines[:index]
    return lines[:1] if len(lines) == 1 else ()


def _keys(edge: str, line: Line) -> set[str]:
    """What stays of the line when its figures change; of what stands side by side, each by itself too."""
    whole = " ".join(_DIGITS.sub("#", line.text.casefold()).split())
    cells = [cell for cell in whole.split(CELLS) if len(cell) >= _SHORTEST_CELL]
    return {f"{edge} {words}" for words in (whole, *cells)}
