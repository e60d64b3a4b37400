"""The lines of a page in the order in which a person reads them: column after column, the rows of tables across.

A page is cut into strips by the white space across it. Strips that share an upright gap with text on both sides stand
in columns; each column is ordered by itself. Columns of short cells are a table, and its rows are lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dateline.read.pdf.glyphs import Piece

_GUTTER = 0.55
"""The narrowest gap between two columns, in the size of the letters: in small print it is little more than a space."""
_COLUMN_CHARS = 15
_COLUMN_LINES = 3
_COLUMN_FILLED = 0.5
_SHRINK = 0.25
_SAME_LINE = 0.4
_DEEPEST = 6
CELLS = " | "
_CELL_GAP = 0.9
_WIDE_CELL_GAP = 1.5
_STRETCHED = 3.0
_ALIKE = 1.3
_STAYS_CUT = 3

Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``is_row`` where it is cells of a table beside one another."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    is_row: bool = False

    @property
    def size(self) -> float:
        """The height of the letters' font."""
        return self.bottom - self.top


Block = tuple[Line, ...]
"""Lines below one another in one column."""


def blocks_of(pieces: Sequence[Piece]) -> list[Block]:
    """The blocks of a page in reading order."""
    return [block for block in _ordered(pieces, _DEEPEST) if block]


def _ordered(pieces: Sequence[Piece], depth: int) -> Iterator[Block]:
    if not pieces:
        return
    gutter = _GUTTER * median(piece.size for piece in pieces)
    for strips, gaps in _groups(list(_strips(pieces)), gutter):
        inside = [piece for strip in strips for piece in strip]
        columns = _cut(inside, gaps)
        if len(columns) == 1:
            yield tuple(_lines(inside))
        elif depth and _are_columns(columns):
            for column in reversed(columns) if _is_right_to_left(inside) else columns:
                yield from _ordered(column, depth - 1)
        else:
            yield tuple(_lines(inside, gaps))


def _strips(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces from top to bottom, cut wherever white space goes across all of them."""
    strip: list[Piece] = []
    lowest = -math.inf
    for piece in sorted(pieces, key=lambda piece: piece.top):
        shrunk = _SHRINK * piece.size
        if strip and piece.top + shrunk >= lowest:
            yield strip
            strip = []
        lowest = max(lowest, piece.bottom - shrunk) if strip else piece.bottom - shrunk
        strip.append(piece)
    if strip:
        yield strip


def _groups(strips: list[list[Piece]], gutter: float) -> Iterator[tuple[list[list[Piece]], list[Gap]]]:
    """Strips that follow one another and share gaps, with those gaps; or that have none."""
    frees = [_free(strip) for strip in strips]
    group: list[list[Piece]] = []
    gaps: list[Gap] = []
    for index, (strip, free) in enumerate(zip(strips, frees, strict=True)):
        shared = _shared(gaps, free, gutter)
        if not _inner(shared):
            begun = _first_gaps(strip, frees[index : index + _STAYS_CUT], gutter)
            if group and (gaps or begun):
                yield group, _inner(gaps)
                group = []
            shared = begun
        group.append(strip)
        gaps = shared
    if group:
        yield group, _inner(gaps)


def _first_gaps(strip: Sequence[Piece], frees: list[list[Gap]], gutter: float) -> list[Gap]:
    """The gaps with which columns or a table begin at a strip; ``frees`` are those of the strip and of the next ones.

    Wide gaps say it by themselves. A narrow one goes through several strips one below the other, as no space between
    words does; the first of them may be the head of the right column alone, but not a line that happens to be short.
    """
    stay = frees[0]
    for free in frees[1:]:
        stay = _shared(stay, free, gutter)
    end_of_text = frees[0][-1][0]
    if len(frees) == _STAYS_CUT and any(high <= end_of_text for _, high in _inner(stay)):
        return stay
    inner = [high - low for low, high in _inner(frees[0])]
    if not inner or _are_spaces(inner, max(piece.size for piece in strip)):
        return []
    return [gap for gap in frees[0] if gap[1] - gap[0] >= gutter]


def _are_spaces(gaps: Sequence[float], size: float) -> bool:
    """Whether the gaps of one line are spaces between words: all narrow, or all alike, as justified text has them."""
    return max(gaps) < _CELL_GAP * size or (
        len(gaps) > 1 and max(gaps) < _STRETCHED * size and max(gaps) < _ALIKE * min(gaps)
    )


def _free(strip: Iterable[Piece]) -> list[Gap]:
    """The intervals across a strip that no piece covers, those at the edges of the page without end."""
    free = []
    reached = -math.inf
    for piece in sorted(strip, key=lambda piece: piece.left):
        if piece.left > reached:
            free.append((reached, piece.left))
        reached = max(reached, piece.right)
    return [*free, (reached, math.inf)]


def _inner(gaps: Iterable[Gap]) -> list[Gap]:
    return [gap for gap in gaps if math.isfinite(gap[0]) and math.isfinite(gap[1])]


def _shared(some: list[Gap], others: list[Gap], gutter: float) -> list[Gap]:
    """What is free in both; both are in order."""
    shared = []
    i = j = 0
    while i < len(some) and j < len(others):
        low, high = max(some[i][0], others[j][0]), min(some[i][1], others[j][1])
        if high - low >= gutter:
            shared.append((low, high))
        if some[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return shared


def _cut(pieces: Sequence[Piece], gaps: list[Gap]) -> list[list[Piece]]:
    """The columns that the gaps part, from left to right."""
    edges = [(low + high) / 2 for low, high in gaps]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in pieces:
        columns[sum(edge <= piece.left for edge in edges)].append(piece)
    return [column for column in columns if column]


def _are_columns(columns: list[list[Piece]]) -> bool:
    """Whether they are columns of prose: several lines each, most of them long and across the column."""
    prose = 0
    for column in columns:
        lines = list(_lines(column))
        width = max(line.right for line in lines) - min(line.left for line in lines)
        filled = median(line.right - line.left for line in lines) >= _COLUMN_FILLED * width
        is_prose = filled and median(len(line.text) for line in lines) >= _COLUMN_CHARS
        if len(lines) >= _COLUMN_LINES and not is_prose:
            return False
        prose += is_prose and len(lines) >= _COLUMN_LINES
    return prose >= 2 or (prose == 1 and len(columns) == 2 and min(map(len, columns)) >= 1 and _side_note(columns))


def _side_note(columns: list[list[Piece]]) -> bool:
    """Whether the shorter of two columns is more than a cell: a line of words beside the prose."""
    shorter = min(columns, key=len)
    return all(len(piece.text) >= _COLUMN_CHARS for piece in shorter)


def _lines(pieces: Sequence[Piece], gaps: Sequence[Gap] = ()) -> Iterator[Line]:
    """Pieces side by side joined to lines, from top to bottom; ``gaps`` part the cells of a table."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=_middle):
        if row and abs(_middle(piece) - _middle(row[0])) > _SAME_LINE * max(piece.size, row[0].size):
            yield _line(row, gaps)
            row = []
        row.append(piece)
    if row:
        yield _line(row, gaps)


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2


def _line(row: list[Piece], gaps: Sequence[Gap]) -> Line:
    row = sorted(row, key=lambda piece: piece.left, reverse=_is_right_to_left(row))
    text = row[0].text
    is_row = False
    for before, piece in pairwise(row):
        low, high = min(before.right, piece.right), max(before.left, piece.left)
        if any(gap[0] >= low and gap[1] <= high for gap in gaps) or (gaps and high - low > _WIDE_CELL_GAP * piece.size):
            text += CELLS + piece.text
            is_row = True
        else:
            text += (" " if high - low > 0.1 * piece.size else "") + piece.text
    return Line(
        text,
        min(piece.left for piece in row),
        max(piece.right for piece in row),
        min(piece.top for piece in row),
        max(piece.bottom for piece in row),
        is_row=is_row,
    )


def _is_right_to_left(pieces: Iterable[Piece]) -> bool:
    """Whether most letters are Hebrew or Arabic."""
    text = "".join(piece.text for piece in pieces)
    rightward = sum("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)
    return rightward * 2 > sum(char.isalpha() for char in text)
