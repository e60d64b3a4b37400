"""What the reader makes of a document: for each token, how likely it stands in what a layer marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Shares = NDArray[np.float32]

LIKELIER_THAN_NOT = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens that a layer marks, the last included, and how likely that is."""

    first: int
    last: int
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Marks:
    """One layer's marks on the tokens of a document: ``inside`` and ``begins`` have a row a token, a column a name."""

    names: tuple[str, ...]
    inside: Shares
    begins: Shares


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The reader's view of one document.

    ``read`` has the numbers of the tokens that it read (it passes over spaces); ``spans`` the layers that mark
    stretches, ``kinds`` those that sort single tokens, ``whole`` those about the text, with the greatest share of any
    part of it. ``model`` is the name and version of what read.
    """

    model: str
    read: NDArray[np.intp]
    spans: Mapping[str, Marks] = field(default_factory=dict)
    kinds: Mapping[str, Marks] = field(default_factory=dict)
    whole: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def found(self, layer: str, *, least: float = LIKELIER_THAN_NOT) -> tuple[Found, ...]:
        """The stretches that a layer marks, in text order; a token is in one when its share is ``least`` or more."""
        marks = self.spans.get(layer)
        if marks is None or not len(self.read):
            return ()
        inside, begins = marks.inside[self.read], marks.begins[self.read]
        best = inside.argmax(axis=1)
        out: list[Found] = []
        run: list[int] = []
        last = -2
        for row in np.flatnonzero(inside.sum(axis=1) >= least).tolist():
            goes_on = (
                row == last + 1 and best[row] == best[last] and begins[row, best[row]] * 2 <= inside[row, best[row]]
            )
            if not goes_on and run:
                out.append(self._made(marks, run, int(best[run[0]])))
                run = []
            run.append(row)
            last = row
        if run:
            out.append(self._made(marks, run, int(best[run[0]])))
        return tuple(out)

    def share(self, layer: str, first: int, last: int, name: str | None = None) -> float:
        """How likely the tokens stand in what the layer marks, on the mean; 0 where the reader has no such layer."""
        marks = self.spans.get(layer)
        if marks is None:
            return 0.0
        rows = self.read[(self.read >= first) & (self.read <= last)]
        if not len(rows):
            return 0.0
        inside = marks.inside[rows]
        return float(inside.sum(axis=1).mean() if name is None else inside[:, marks.names.index(name)].mean())

    def kind(self, layer: str, first: int, last: int) -> tuple[str, float] | None:
        """What the layer most likely sorts the tokens as, and how likely; None where it says nothing of them."""
        marks = self.kinds.get(layer)
        rows = self.read[(self.read >= first) & (self.read <= last)]
        if marks is None or not len(rows):
            return None
        shares = marks.inside[rows].mean(axis=0)
        best = int(shares.argmax())
        return marks.names[best], float(shares[best])

    def _made(self, marks: Marks, run: list[int], column: int) -> Found:
        shares = marks.inside[self.read[run], column]
        return Found(int(self.read[run[0]]), int(self.read[run[-1]]), marks.names[column], float(shares.mean()))
