"""A text in windows that the encoder can take: cut where sentences start, each with some of what stands before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``start`` to ``end`` are read together; those from ``keep_from`` to ``keep_to`` are kept. Ends exclusive."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def windows_of(pieces: int, starts: Sequence[int], room: int, overlap: int) -> list[Window]:
    """Windows of at most ``room`` pieces; every piece is kept once.

    ``starts`` are the pieces that sentences start with, in order. A window ends before one of these unless that would
    leave half of it empty. The next begins up to ``overlap`` pieces earlier, so that both know what stands around the
    cut; the pieces that both read are kept from the one in which they stand further inside.
    """
    if room < 1 or not 0 <= overlap <= room // 4:
        raise ValueError(f"no windows of {room} pieces can overlap by {overlap}")
    cuts: list[tuple[int, int]] = []
    start = 0
    while start < pieces:
        end = min(start + room, pieces)
        if end < pieces:
            border = starts[at] if (at := bisect_right(starts, end) - 1) >= 0 else 0
            end = border if border > start + room // 2 else end
        cuts.append((start, end))
        if end == pieces:
            break
        at = bisect_left(starts, end - overlap)
        start = starts[at] if at < len(starts) and starts[at] <= end else end - overlap
    if not cuts:
        return []
    middles = [(later[0] + earlier[1]) // 2 for earlier, later in pairwise(cuts)]
    return [
        Window(start, end, keep_from, keep_to)
        for (start, end), keep_from, keep_to in zip(cuts, [0, *middles], [*middles, pieces], strict=True)
    ]
