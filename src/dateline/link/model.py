"""The linking model: a trained Splink model as JSON, and how likely two compared events are one before anything is known."""

from __future__ import annotations

import copy
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.errors import OntologyError

_SHIPPED = files("dateline") / "models" / "linking.json"
_TRAINED_ON = 3300
_EXPONENT = 0.35
_LEAST, _MOST = 0.005, 0.25
_DISTINCT = 1e-4
"""Levels are told apart by their weights."""


@dataclass(frozen=True)
class Model:
    """A trained Splink model, as its settings. ``labels`` and ``weights`` are by comparison, in Splink's order of levels."""

    settings: Mapping[str, Any]

    @classmethod
    def load(cls, path: Path | None = None) -> Model:
        """The model of a file, or the shipped one. Raises OntologyError when it is no trained Splink model."""
        if path is None:
            return _shipped()
        return cls(_checked(json.loads(path.read_text("utf-8")), str(path)))

    @cached_property
    def digest(self) -> str:
        """The start of the SHA-256 of the settings: what tells one model from another."""
        return hashlib.sha256(json.dumps(self.settings, sort_keys=True).encode()).hexdigest()[:16]

    @cached_property
    def comparisons(self) -> tuple[str, ...]:
        """The names of the comparisons."""
        return tuple(c["output_column_name"] for c in self.settings["comparisons"])

    @cached_property
    def labels(self) -> tuple[Mapping[int, str], ...]:
        """What each level of each comparison means, by Splink's number for it (-1 where one report says nothing)."""
        return tuple(
            {number: level["label_for_charts"] for number, level in _numbered(c)} for c in self.settings["comparisons"]
        )

    @cached_property
    def weights(self) -> tuple[Mapping[int, float], ...]:
        """The match weight of each level, in bits: log2 of how much likelier it is among reports of one happening."""
        return tuple({number: _weight(level) for number, level in _numbered(c)} for c in self.settings["comparisons"])

    @cached_property
    def cases(self) -> tuple[str, ...]:
        """Each comparison as SQL over the columns of both rows, which gives Splink's number of the level."""
        return tuple(
            "case "
            + " ".join(
                f"when {level['sql_condition']} then {number}"
                for number, level in _numbered(c)
                if level["sql_condition"] != "ELSE"
            )
            + " else 0 end"
            for c in self.settings["comparisons"]
        )

    def for_size(self, events: int) -> dict[str, Any]:
        """The Splink settings for so many events in all."""
        settings = copy.deepcopy(dict(self.settings))
        settings["probability_two_random_records_match"] = self.prior(events)
        return settings

    def prior(self, events: int) -> float:
        """How likely two events that share a block are one happening.

        The model was trained on pairs that share a block, not on random ones, so that this falls slowly with the
        size of the data: a larger record holds more happenings of one place and day. ``_TRAINED_ON`` is how many
        events the model was trained on.
        """
        trained = float(self.settings["probability_two_random_records_match"])
        return min(_MOST, max(_LEAST, trained * float((_TRAINED_ON / max(events, 1)) ** _EXPONENT)))


@cache
def _shipped() -> Model:
    return Model(_checked(json.loads(_SHIPPED.read_text("utf-8")), "models/linking.json"))


def _checked(settings: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(settings, dict) or not settings.get("comparisons"):
        raise OntologyError(where, "this is no Splink model")
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level") and not (level.get("m_probability") and level.get("u_probability")):
                raise OntologyError(where, f"the comparison {comparison['output_column_name']!r} is not trained")
        weights = sorted(_weight(level) for level in comparison["comparison_levels"])
        if any(b - a < _DISTINCT for a, b in pairwise(weights)):
            raise OntologyError(where, f"two levels of {comparison['output_column_name']!r} have one weight")
    return settings


def _numbered(comparison: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """The levels with Splink's numbers: -1 for "not said", then downwards to 0 for the last."""
    levels = comparison["comparison_levels"]
    spoken = [level for level in levels if not level.get("is_null_level")]
    silent = [(-1, level) for level in levels if level.get("is_null_level")]
    return silent + [(len(spoken) - 1 - at, level) for at, level in enumerate(spoken)]


def _weight(level: Mapping[str, Any]) -> float:
    if level.get("is_null_level"):
        return 0.0
    return math.log2(level["m_probability"] / level["u_probability"])
