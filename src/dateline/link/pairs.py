"""What scoring returns: the pairs of events that were compared, and what each comparison found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEPT_WEIGHT = -6.0
"""Pairs with less are not kept: nothing that people would call a near miss."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored pairs: ``left`` and ``right`` number the rows, ``weights`` are match weights in bits with the prior in
    them, ``levels[pair, comparison]`` is Splink's number of the level. ``crowded`` blocks were left out.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weights: NDArray[np.float64]
    levels: NDArray[np.int8]
    crowded: int = 0


def no_pairs(comparisons: int) -> Pairs:
    """No pair at all, of so many comparisons."""
    empty: NDArray[Any] = np.empty(0, np.int64)
    return Pairs(empty, empty, np.empty(0), np.empty((0, comparisons), np.int8))


def in_order(left: Any, right: Any, weights: Any, levels: Any, crowded: int) -> Pairs:
    """The pairs by their rows."""
    order = np.lexsort((right, left))
    return Pairs(left[order], right[order], weights[order], levels[order], crowded)
