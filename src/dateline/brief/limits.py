"""How much a brief tells: as much as four pages hold, less of everything where that is too much."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dateline.brief.record import Brief, Table
from dateline.brief.render import lists

PAGES = 4
_SPARE = 0.1
"""Of a page: what headings kept with their text, and tables kept whole, may waste."""
_LINES = 64
_CHARS, _SMALL_CHARS = 122, 158
_PICTURE_LINES = 42


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that each part tells; ``quote`` in characters, ``cited`` reports a sentence."""

    news: int = 7
    gravest: int = 3
    areas: int = 10
    kinds: int = 8
    spots: int = 8
    periods: int = 14
    displacement: int = 7
    control: int = 6
    speakers: int = 8
    acts: int = 5
    contested: int = 8
    quote: int = 220
    cited: int = 4


LEVELS = (
    Limits(),
    Limits(6, 2, 8, 6, 6, 10, 6, 4, 6, 4, 6, 170, 3),
    Limits(5, 2, 6, 5, 5, 8, 5, 3, 5, 3, 4, 130, 2),
    Limits(4, 1, 5, 4, 4, 7, 4, 3, 4, 2, 3, 90, 2),
)


def fits(brief: Brief, *, pictures: bool) -> bool:
    """Whether the brief will not be longer than four printed pages; ``pictures``: whether there will be some."""
    return lines_of(brief) + pictures * _PICTURE_LINES <= (PAGES - _SPARE) * _LINES


def lines_of(brief: Brief) -> float:
    """About how many lines of print the brief has, without its pictures."""
    lines = 6.0
    for section in brief.sections:
        lines += 2.4 + sum(_wrapped(len(s.text) + 4 * len(s.citations), _CHARS) + 0.3 for s in section.sentences)
        lines += _tables(section.all_tables())
    small = sum(_wrapped(len(lists.about(r)) + len(lists.words(r)) + 6, _SMALL_CHARS) + 0.2 for r in brief.references)
    small += sum(_wrapped(len(s.command) + 4, _SMALL_CHARS / 2 - 8) for s in brief.searches) / 2
    return lines + 0.8 * small + 5


def _tables(tables: tuple[Table, ...]) -> float:
    """Tables stand two beside one another, but for one that is alone."""
    heights = [2 + sum(_row(table, row.cells, len(tables)) for row in table.rows) for table in tables]
    return sum(max(heights[n : n + 2]) for n in range(0, len(heights), 2))


def _row(table: Table, cells: Iterable[str], beside: int) -> float:
    width = _CHARS / (2 if beside > 1 else 1)
    text = [cell for number, cell in enumerate(cells) if number not in table.numeric]
    room = max(10.0, (width - 9 * len(table.numeric)) / max(1, len(text)) - 2)
    return max((_wrapped(len(cell), room) for cell in text), default=1) * 0.95 + 0.3


def _wrapped(chars: int, width: float) -> int:
    return max(1, math.ceil(chars / width))
