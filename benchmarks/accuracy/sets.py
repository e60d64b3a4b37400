"""The sets that accuracy is measured on, with their simple floors and the best figure known, from ``sets.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a set: its simple floor and the best known, where there are such."""

    name: str
    floor: float | None = None
    best: float | None = None


@dataclass(frozen=True, slots=True)
class BenchmarkSet:
    """One file of the benchmark, the scorer's task for it, and the figures to show. ``sample`` texts of it run in CI."""

    name: str
    task: str
    figures: tuple[Figure, ...]
    sample: int


KINDS = ("events", "tolls", "statements", "relations")
GOLD_FIGURES = (*(Figure(f"{kind}_{part}") for kind in KINDS for part in ("recall_core", "precision")), Figure("slots"))


def load_sets() -> tuple[BenchmarkSet, ...]:
    """The sets in the order of the file."""
    content = yaml.safe_load(Path(__file__).with_name("sets.yaml").read_text("utf-8"))
    return tuple(
        BenchmarkSet(
            name, entry["task"], tuple(Figure(f, *ends) for f, ends in entry["figures"].items()), entry["sample"]
        )
        for name, entry in content.items()
    )
