"""Scores of pairs that need no model and no time: events that share a block and a day speak for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from dateline.link.blocks import keys_of
from dateline.link.model import Model
from dateline.link.pairs import Pairs
from dateline.link.rows import Row

_WEIGHT = 6.5


def within(rows: Sequence[Row], model: Model, *, events: int | None = None) -> Pairs:
    """As :func:`dateline.link.scoring.score_within`."""
    return _scored(rows, model, lambda one, other: True)


def between(old: Sequence[Row], new: Sequence[Row], model: Model, *, events: int) -> Pairs:
    """As :func:`dateline.link.scoring.score_between`."""
    return _scored([*old, *new], model, lambda one, other: one < len(old) <= other)


def _scored(rows: Sequence[Row], model: Model, wanted: Callable[[int, int], bool]) -> Pairs:
    blocks: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in keys_of(row):
            blocks[key].append(number)
    pairs = sorted({(a, b) for block in blocks.values() for a in block for b in block if a < b and wanted(a, b)})
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    levels = np.zeros((len(pairs), len(model.comparisons)), np.int8)
    return Pairs(left, right, np.full(len(pairs), _WEIGHT), levels)
