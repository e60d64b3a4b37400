"""A logistic regression that is drawn to where it starts: few examples move it little. Newton's method; no chance anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.reliability import calibration_error
from dateline.coding.fusion.weights import Weights, log_odds

_STEPS = 40
_PULL = 2.0
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: the shares of its voters, whether it was right, and the text that it is of."""

    shares: Mapping[str, float]
    right: bool
    text: str


def fitted(claims: Sequence[Claim], start: Mapping[str, float]) -> dict[str, float]:
    """The weights, by voter, with a bias; those of ``start`` where there are no claims."""
    names = list(start)
    first = np.asarray([start[name] for name in names])
    if not claims:
        return dict(start)
    rows = np.asarray([[1.0 if n == "bias" else log_odds(c.shares.get(n, 0.0)) for n in names] for c in claims])
    right = np.asarray([c.right for c in claims], dtype=float)
    weights = first.copy()
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (sure - right) + _PULL * (weights - first)
        curvature = (rows * (sure * (1 - sure))[:, None]).T @ rows + _PULL * np.eye(len(names))
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step * min(1.0, 1.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-6:
            break
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def unseen_error(claims: Sequence[Claim], start: Mapping[str, float]) -> float:
    """The expected calibration error on texts that the weights were not fitted on: a fifth of them left out at a time."""
    texts = sorted({c.text for c in claims})
    judged: list[tuple[float, bool]] = []
    for fold in range(_FOLDS):
        left_out = set(texts[fold::_FOLDS])
        weights = Weights(votes={"all": fitted([c for c in claims if c.text not in left_out], start)})
        judged += [(weights.together("all", c.shares) or 0.0, c.right) for c in claims if c.text in left_out]
    return calibration_error(judged)
