"""Krippendorff's alpha: how far coders agree beyond what chance would give, for values of any kind.

One is full agreement, nought is what chance gives, and less than nought is worse than chance. See Krippendorff,
*Content Analysis* (4th edition), chapter 12; MASI is Passonneau's distance of sets (LREC 2006).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

Distance = Callable[[Any, Any], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: ``alpha`` is None where all values are the same, or no two can be compared.

    ``units`` counts those with two values or more; ``observed`` and ``expected`` are the mean distances of two values of
    one unit, and of any two values.
    """

    alpha: float | None
    units: int
    observed: float
    expected: float


def nominal(one: Hashable, other: Hashable) -> float:
    """Two values are the same or they are not."""
    return 0.0 if one == other else 1.0


def interval(one: float, other: float) -> float:
    """The square of how far two figures are apart."""
    return float(one - other) ** 2


def masi(one: Set[Hashable], other: Set[Hashable]) -> float:
    """How far two sets are apart: less where one holds the other, and 1 where they share nothing."""
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    kind = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * kind


def measure(units: Sequence[Sequence[Any]], distance: Distance = nominal) -> Measured:
    """Alpha over units, each with a value by every coder; None is a value that a coder did not give."""
    pairable = [given for unit in units if len(given := [v for v in unit if v is not None]) > 1]
    values = list(dict.fromkeys(value for given in pairable for value in given))
    places = {value: place for place, value in enumerate(values)}
    together = np.zeros((len(values), len(values)))
    for given in pairable:
        counts = np.bincount([places[value] for value in given], minlength=len(values)).astype(float)
        together += (np.outer(counts, counts) - np.diag(counts)) / (len(given) - 1)
    apart = np.array([[distance(one, other) for other in values] for one in values]).reshape(together.shape)
    each = together.sum(axis=1)
    total = float(each.sum())
    observed = float((together * apart).sum()) / total if total else 0.0
    expected = float((np.outer(each, each) * apart).sum()) / (total * (total - 1)) if total > 1 else 0.0
    return Measured(1 - observed / expected if expected else None, len(pairable), observed, expected)
