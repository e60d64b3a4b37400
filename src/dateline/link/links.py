"""What linking returns: groups of events that are one happening, the links behind them with their reasons, and near misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dateline.link.model import Model
from dateline.link.tellings import Ref


class Reason(NamedTuple):
    """One comparison of a pair: which, what it found, and how many bits that speaks for (or, below zero, against) a link."""

    comparison: str
    found: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two events of one group.

    ``weight`` is the match weight in bits, the prior in it; ``levels`` is what each comparison found, a signed byte
    each, as the model numbers it.
    """

    one: Ref
    other: Ref
    weight: float
    levels: bytes

    def reasons(self, model: Model) -> tuple[Reason, ...]:
        """What spoke for the link and against it, the strongest first."""
        return reasons_of(self.levels, model)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two events that resemble one another and are not linked. ``against`` says what decided."""

    one: Ref
    other: Ref
    weight: float
    levels: bytes
    against: str

    def reasons(self, model: Model) -> tuple[Reason, ...]:
        """What spoke for a link and against it, the strongest first."""
        return reasons_of(self.levels, model)


@dataclass(frozen=True, slots=True)
class Group:
    """The events that tell of one happening, the earliest report first. ``summary``: of several happenings, summed up."""

    id: str
    members: tuple[Ref, ...]
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Contained:
    """An event that is among what a summary sums up."""

    summary: Ref
    event: Ref


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people decided: pairs of events that are one happening, and pairs that are not. They win over any weight."""

    together: tuple[tuple[Ref, Ref], ...] = ()
    apart: tuple[tuple[Ref, Ref], ...] = ()


NO_JUDGEMENTS = Judgements()


@dataclass(frozen=True, slots=True)
class Linked:
    """The outcome. ``crowded`` blocks were too large to compare; ``left_out`` events did not happen and were not linked."""

    groups: tuple[Group, ...]
    links: tuple[Link, ...]
    near_misses: tuple[NearMiss, ...]
    contained: tuple[Contained, ...]
    crowded: int = 0
    left_out: int = 0


def reasons_of(levels: bytes, model: Model) -> tuple[Reason, ...]:
    """What each comparison of a pair found, the strongest first; those that speak neither way are left out."""
    found = np.frombuffer(levels, np.int8).tolist()
    reasons = [
        Reason(name, labels[level], round(weights[level], 2))
        for name, labels, weights, level in zip(model.comparisons, model.labels, model.weights, found, strict=True)
    ]
    return tuple(sorted((r for r in reasons if r.weight), key=lambda r: -abs(r.weight)))
