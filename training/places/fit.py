"""Fitting the ranking and its confidence: two small convex problems, solved by Newton's method; no chance anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dateline.coding.places.ranking import confidence_row
from training.places.examples import Chosen, Example

_STEPS = 25
_CONFIDENCE_PULL = 1.0
Array = np.ndarray[Any, Any]


def fit_weights(examples: Sequence[Example], start: Array, pull: float) -> Array:
    """Weights under which the right candidates get the most belief; ``pull`` is how strongly they are drawn to ``start``."""
    weights = start.copy()
    for _ in range(_STEPS):
        gradient = pull * (weights - start)
        curvature = pull * np.eye(len(weights))
        for e in examples:
            belief = _softmax(e.rows @ weights)
            held = belief * e.right / max(float(belief[e.right].sum()), 1e-12)
            gradient += e.weight * e.rows.T @ (belief - held)
            centred = e.rows - belief @ e.rows
            curvature += e.weight * centred.T @ (centred * belief[:, None])
        step = np.linalg.solve(curvature, gradient)
        weights = weights - step * min(1.0, 1.0 / max(1e-9, float(np.abs(step).max())))
        if float(np.abs(step).max()) < 1e-4:
            break
    return weights


def fit_confidence(chosen: Sequence[Chosen]) -> Array:
    """The weights of the logistic function from a choice's numbers to the probability that it is right."""
    rows = np.array([confidence_row(c.entry, c.share, c.candidates) for c in chosen])
    right = np.array([c.right for c in chosen], dtype=float)
    mentions = np.array([c.mentions for c in chosen], dtype=float)
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (mentions * (sure - right)) + _CONFIDENCE_PULL * weights
        curvature = (rows * (mentions * sure * (1 - sure))[:, None]).T @ rows + _CONFIDENCE_PULL * np.eye(len(weights))
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def _softmax(scores: Array) -> Array:
    weighed = np.exp(scores - scores.max())
    out: Array = weighed / weighed.sum()
    return out
