"""The relevance gate: whether a text may tell of conflict or crisis, by its words alone, before anything is parsed.

Each word has a weight, and a text is as relevant as its most relevant stretch: one such sentence in a long report is
enough. What the weights learned from is in ``models/gate/card.md``.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from dateline.errors import OntologyError, SettingError
from dateline.settings import GATE_AUTO, GATE_OFF, GATE_ON, Settings

_SHIPPED = files("dateline") / "models" / "gate"
_WORD = re.compile(r"[a-z]+")
_COMMON = frozenset("the of and that with from were which has by for to was is are".split())
_LEAST_COMMON = 0.04
"""A text with a smaller share of such words is not judged: it is in another language, or a table."""
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate makes of a text: its score from 0 to 1, and the words that spoke most for its relevance."""

    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The weights of words, how many words a stretch has, and the least score that goes on to the parse."""

    weights: Mapping[str, float]
    window: int
    bias: float
    threshold: float
    identity: str

    def judge(self, text: str) -> Judgement | None:
        """The judgement on a text that is passed over; None for one that is to be coded."""
        words = words_of(text)
        known = self.weights
        if len(words) < self.window:
            return None  # too little to judge, and soon parsed
        if sum(word in _COMMON for word in words) < _LEAST_COMMON * len(words):
            return None
        marks = np.fromiter((known.get(word, 0.0) for word in words), np.float64, len(words))
        score = self.score_of(marks)
        if score >= self.threshold:
            return None
        told = sorted({word for word in words if known.get(word, 0.0) > 0}, key=lambda word: (-known[word], word))
        return Judgement(score, tuple(told[:_TOLD]))

    def score_of(self, marks: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        """The score of a text from the weights of its words in order."""
        sums = np.concatenate(([0.0], np.cumsum(marks)))
        best = float((sums[self.window :] - sums[: -self.window]).max() if len(marks) > self.window else sums[-1])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.bias + best))))


def words_of(text: str) -> list[str]:
    """The words of a text as the gate knows them: runs of the letters a to z, small."""
    return _WORD.findall(text.lower())


def gate_of(settings: Settings) -> Gate | None:
    """The gate that the settings mean; None where everything is to be coded.

    Raises SettingError when the setting is neither on, off nor a least score.
    """
    if settings.gate in {GATE_OFF, GATE_AUTO}:
        return None
    gate = _shipped()
    if settings.gate == GATE_ON:
        return gate
    try:
        threshold = float(settings.gate)
    except ValueError:
        threshold = math.nan
    if not 0 <= threshold <= 1:
        raise SettingError(f"DATELINE_GATE is {settings.gate!r}, and must be on, off, or a least score from 0 to 1")
    return Gate(gate.weights, gate.window, gate.bias, threshold, f"{gate.identity} from {threshold:g}")


@cache
def _shipped() -> Gate:
    """The gate that ships. Raises OntologyError when its file is not the one that was trained."""
    about = json.loads((_SHIPPED / "manifest.json").read_text("utf-8"))
    data = (_SHIPPED / about["file"]).read_bytes()
    if hashlib.sha256(data).hexdigest() != about["sha256"]:
        raise OntologyError(f"models/gate/{about['file']}", "it is damaged: install Dateline anew")
    rows = (line.split("\t") for line in data.decode("utf-8").splitlines())
    weights = {word: float(weight) for word, weight in rows}
    return Gate(weights, about["window"], about["bias"], about["threshold"], about["sha256"][:16])
