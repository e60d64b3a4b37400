"""How much the reader's word counts: fitted by ``python -m training.fusion``, shipped as ``models/fusion/fusion.json``."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from dateline.errors import SettingError

_SHIPPED = files("dateline") / "models" / "fusion"
_NEVER = 1.01
_SUREST = 0.001
_MOST = 0.99
"""No votes make a claim certain: two decimals would show 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """``least`` is the share from which the reader is believed, by what it is believed about.

    ``votes`` are the weights of a logistic regression, by layer and then by voter, with a ``bias``.
    """

    least: Mapping[str, float] = field(default_factory=dict)
    votes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def needed(self, what: str) -> float:
        """The share from which the reader is believed; more than any share where it is not."""
        return self.least.get(what, _NEVER)

    def together(self, layer: str, shares: Mapping[str, float]) -> float | None:
        """The probability that the claim is right, given each voter's share; None where no weights were fitted."""
        weights = self.votes.get(layer)
        if weights is None:
            return None
        odds = weights["bias"] + sum(weights.get(voter, 0.0) * log_odds(share) for voter, share in shares.items())
        return min(_MOST, 1 / (1 + math.exp(-odds)))


def log_odds(share: float) -> float:
    """The logarithm of the odds, no share being taken for certain."""
    share = min(1 - _SUREST, max(_SUREST, share))
    return math.log(share / (1 - share))


@cache
def shipped() -> Weights:
    """The weights that ship. Raises SettingError when the file is not what its hash says."""
    data = (_SHIPPED / "fusion.json").read_bytes()
    if hashlib.sha256(data).hexdigest() != (_SHIPPED / "fusion.sha256").read_text("utf-8").strip():
        raise SettingError("models/fusion/fusion.json is damaged: it is not what fusion.sha256 says; install again")
    given = json.loads(data)
    return Weights(given["least"], given["votes"])
