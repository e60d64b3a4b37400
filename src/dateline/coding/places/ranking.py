"""What the things that speak for a place are worth, and how sure the best of them is (``ontology/data/places/ranking.yaml``)."""

from __future__ import annotations

import importlib.resources
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import yaml

from dateline.coding.places.features import FEATURES
from dateline.errors import OntologyError
from dateline.ontology.gazetteer import Entry

CONFIDENCE = ("constant", "share", "only_candidate", "alternate_name", "by_sound", "small")
"""The numbers that the probability of being right is read from, in order."""
_SURE = 12.0
_SMALL = 15_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """The weights. ``weights`` goes with :data:`FEATURES`, ``confidence`` with :data:`CONFIDENCE`.

    ``anchored`` says, for each way in which a place is given the point of another, how often that is right.
    """

    weights: np.ndarray[Any, Any]
    confidence: tuple[float, ...]
    anchored: Mapping[str, float]

    def shares(self, rows: Sequence[Sequence[float]]) -> np.ndarray[Any, Any]:
        """How the candidates share the belief, 0 to 1 each, 1 together."""
        scores = np.asarray(rows) @ self.weights
        weighed = np.exp(scores - scores.max())
        shares: np.ndarray[Any, Any] = weighed / weighed.sum()
        return shares

    def sureness(self, entry: Entry, share: float, candidates: int) -> float:
        """The probability, 0 to 1, that the place is the one meant, from the share of all candidates around it."""
        row = confidence_row(entry, share, candidates)
        return 1.0 / (1.0 + math.exp(-sum(w * x for w, x in zip(self.confidence, row, strict=True))))


def confidence_row(entry: Entry, share: float, candidates: int) -> list[float]:
    """The numbers of :data:`CONFIDENCE` for a chosen place."""
    share = min(max(share, 1e-9), 1 - 1e-9)
    return [
        1.0,
        min(_SURE, max(-_SURE, math.log(share / (1 - share)))) / 4.0,
        float(candidates == 1),
        float(entry.matched == "alternate"),
        float(entry.matched == "skeleton"),
        float(entry.feature in ("PPL", "ADM2") and entry.population < _SMALL),
    ]


@lru_cache(maxsize=1)
def load_ranking() -> Ranking:
    """The packaged weights. Raises OntologyError when one is missing."""
    path = importlib.resources.files("dateline.ontology") / "data" / "places" / "ranking.yaml"
    data = yaml.load(path.read_text("utf8"), Loader=yaml.CSafeLoader)
    for part, names in (("weights", FEATURES), ("confidence", CONFIDENCE)):
        if odd := set(names) ^ set(data[part]):
            raise OntologyError(
                "ontology/data/places/ranking.yaml", f"its {part} and those of the program differ in {min(odd)!r}"
            )
    return Ranking(
        np.array([data["weights"][name] for name in FEATURES]),
        tuple(data["confidence"][name] for name in CONFIDENCE),
        data["anchored"],
    )
