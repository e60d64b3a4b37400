"""Fitting the gate: a weight for each word, by which the most relevant stretch of a text decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
STRIDE = 10
_ROUNDS = 6
_STEPS = 120
_RATE = 0.08
_PULL = 2e-4
_HARDEST = 4
"""How many stretches of a text that is not relevant are learned from: those that look most as if it were."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the numbers of its words, 0 for one that is not known; whether it is relevant; what it counts."""

    words: Array
    relevant: bool
    weight: float = 1.0


def fit(texts: Sequence[Text], prior: Array, window: int) -> tuple[Array, float]:
    """The weights of words, drawn to ``prior``, and the bias.

    In turn, the stretch that speaks most for each relevant text is chosen, and the weights are fitted to the choice.
    """
    weights, bias = prior.copy(), -2.0
    for _ in range(_ROUNDS):
        rows, wanted, counts = _chosen(texts, weights, window)
        weights, bias = _fitted(rows, wanted, counts, weights=(weights, bias), prior=prior)
    return weights, bias


def best(words: Array, weights: Array, window: int, number: int = 1) -> list[Array]:
    """The stretches of a text that speak most for its relevance."""
    starts = range(0, max(1, len(words) - window + STRIDE), STRIDE)
    stretches = [words[start : start + window] for start in starts]
    if len(stretches) > number:
        sums = np.array([weights[stretch].sum() for stretch in stretches])
        stretches = [stretches[n] for n in np.argsort(-sums, kind="stable")[:number]]
    return stretches


def _chosen(texts: Sequence[Text], weights: Array, window: int) -> tuple[list[Array], Array, Array]:
    rows: list[Array] = []
    wanted: list[bool] = []
    counts: list[float] = []
    for text in texts:
        chosen = best(text.words, weights, window, 1 if text.relevant else _HARDEST)
        rows += chosen
        wanted += [text.relevant] * len(chosen)
        counts += [text.weight / len(chosen)] * len(chosen)
    return rows, np.array(wanted, dtype=float), np.array(counts)


def _fitted(
    rows: Sequence[Array], wanted: Array, counts: Array, *, weights: tuple[Array, float], prior: Array
) -> tuple[Array, float]:
    """Logistic regression by Adam over all rows; the word 0 keeps no weight."""
    flat = np.concatenate(rows)
    of_row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    vector = np.append(weights[0], weights[1])
    pulled = np.append(prior, 0.0)
    mean, square = np.zeros_like(vector), np.zeros_like(vector)
    total = counts.sum()
    for step in range(1, _STEPS + 1):
        sums = np.bincount(of_row, vector[flat], len(rows)) + vector[-1]
        error = counts * (1 / (1 + np.exp(-np.clip(sums, -30, 30))) - wanted) / total
        gradient = np.append(np.bincount(flat, error[of_row], len(vector) - 1), error.sum())
        gradient += _PULL * (vector - pulled) * (np.arange(len(vector)) < len(vector) - 1)
        gradient[0] = 0.0
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        vector -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-6)
    return vector[:-1], float(vector[-1])
