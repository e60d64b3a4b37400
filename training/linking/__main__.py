"""``python -m training.linking``: train the linking model on generated reports, and write it where it ships.

The m probabilities are Splink's, from the truth of the generator. The u probabilities are counted on the pairs that
share a block and are not one happening: those are the pairs that the model has to tell apart, and random pairs, which
differ in everything, would make "the same town" look like proof.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker

from benchmarks.linking.coded import Labelled, coded_reports, labelled
from benchmarks.linking.world import incidents_of
from benchmarks.linking.writing import reports_of
from dateline.link.blocks import keys_of, without_crowds
from dateline.link.linker import may_happen, parents_of
from dateline.link.rows import Row, row_of, table_of
from dateline.link.tellings import tellings_of
from dateline.ontology.authority import Authority
from training.linking.comparisons import settings

MODEL = Path(__file__).resolve().parents[2] / "src" / "dateline" / "models" / "linking.json"
_SMOOTHING = 2.0
_HOLD = 20.0
"""How strongly the regression holds on to the counted weights: as so many pairs at even odds would, four times."""
_STEPS = 20
_SEEN = 10
"""A level that fewer pairs have is not learnt."""


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(prog="python -m training.linking", description=__doc__.split("\n")[0])
    parser.add_argument("--cache", type=Path, default=Path("build/linking"), help="where coded reports are kept")
    parser.add_argument("--incidents", type=int, default=600)
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    incidents = incidents_of("train", options.incidents)
    reports = reports_of("train", incidents, round(options.incidents * 3.83))
    told = labelled(reports, [i.kind for i in incidents], coded_reports(reports, options.cache))
    model = trained(told)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(model, indent=1, sort_keys=True) + "\n", "utf-8")


def trained(told: Labelled) -> dict[str, Any]:
    """The Splink settings with their probabilities, from events whose incidents are known."""
    parents = parents_of(Authority.load())
    incident = {(f.document, f.event): i for f, i in zip(told.facts, told.incidents, strict=True)}
    tellings = tellings_of(f for f in told.facts if may_happen(f))
    rows = [row_of(t.facts, parents) for t in tellings]
    found = [max(incident[ref] for ref in t.refs) for t in tellings]
    truth = np.array([i if i >= 0 else -1 - n for n, i in enumerate(found)])
    untrained = settings()
    gammas, left, right = compared(rows, untrained)
    same = truth[left] == truth[right]
    model = dict(untrained)
    counted = [
        _with_probabilities(comparison, gammas[:, at][same], gammas[:, at][~same])
        for at, comparison in enumerate(untrained["comparisons"])
    ]
    model["comparisons"], prior = refined(counted, gammas, same)
    model["probability_two_random_records_match"] = round(prior, 4)
    return model


def compared(rows: Sequence[Row], untrained: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Splink's level of every comparison for every pair that shares a block, with the pair's two rows."""
    keys, _ = without_crowds([keys_of(row) for row in rows])
    table = table_of(rows).append_column("blocks", pa.array(keys, pa.list_(pa.int64())))
    database = DuckDBAPI()
    linker = Linker(
        database.register(table, dataset_display_name="events"),
        untrained | {"retain_matching_columns": True},
        log_level=None,
    )
    found = linker.inference.predict(warning_mode="never").as_pyarrow_table()
    names = [c["output_column_name"] for c in untrained["comparisons"]]
    gammas = np.column_stack([found[f"gamma_{name}"].to_numpy() for name in names])
    return gammas, found["unique_id_l"].to_numpy(), found["unique_id_r"].to_numpy()


def refined(counted: list[dict[str, Any]], gammas: Any, same: Any) -> tuple[list[dict[str, Any]], float]:
    """The comparisons with weights that are right together, and the prior.

    Counting takes comparisons as independent, which they are not: two reports with one figure also have words in
    common. Logistic regression over the levels corrects that, held close to the counted weights by a penalty. The
    corrected weight is kept as the ratio of m to u, u being what was counted.
    """
    columns = [(at, number) for at, c in enumerate(counted) for number in reversed(range(_spoken(c)))]
    start = np.array([_log_ratio(counted[at], number) for at, number in columns])
    design = np.column_stack([gammas[:, at] == number for at, number in columns] + [np.ones(len(same))]).astype(float)
    rate = float(same.mean())
    center = np.append(start, np.log(rate / (1 - rate)))
    strength = np.append(np.full(len(start), _HOLD), 0.01)
    weights = _fitted(design, same, center, strength)
    for (at, number), weight, seen in zip(columns, weights, design.sum(axis=0), strict=False):
        if seen < _SEEN and number + 1 < _spoken(counted[at]):
            # Levels go from the nearest to the farthest: what was hardly ever seen says no more than what is nearer.
            weight = min(weight, _log_ratio(counted[at], number + 1) - 0.01)
        _set_ratio(counted[at], number, float(np.exp(weight)))
    return counted, float(1 / (1 + np.exp(-weights[-1])))


def _fitted(design: Any, same: Any, center: Any, strength: Any) -> Any:
    """The weights of a logistic regression that is held to ``center``: Newton's method, its steps halved as needed."""

    def loss(weights: Any) -> float:
        score = design @ weights
        return float(np.logaddexp(0, score).sum() - score[same].sum() + (strength * (weights - center) ** 2).sum() / 2)

    weights = np.zeros_like(center)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (chance - same) + strength * (weights - center)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(strength)
        step, size = np.linalg.solve(curve, slope), 1.0
        while loss(weights - size * step) > loss(weights) and size > 1e-3:
            size /= 2
        weights = weights - size * step
    return weights


def _spoken(comparison: dict[str, Any]) -> int:
    return sum(not level["is_null_level"] for level in comparison["comparison_levels"])


def _level(comparison: dict[str, Any], number: int) -> dict[str, Any]:
    spoken = [level for level in comparison["comparison_levels"] if not level["is_null_level"]]
    found: dict[str, Any] = spoken[len(spoken) - 1 - number]
    return found


def _log_ratio(comparison: dict[str, Any], number: int) -> float:
    level = _level(comparison, number)
    return float(np.log(level["m_probability"] / level["u_probability"]))


def _set_ratio(comparison: dict[str, Any], number: int, ratio: float) -> None:
    level = _level(comparison, number)
    u = min(level["u_probability"], 0.999 / ratio)
    level["u_probability"], level["m_probability"] = float(f"{u:.6g}"), float(f"{u * ratio:.6g}")


def _with_probabilities(comparison: dict[str, Any], matches: Any, others: Any) -> dict[str, Any]:
    """The comparison with the share of each level among the matches (m) and among the other pairs (u)."""
    spoken = [level for level in comparison["comparison_levels"] if not level["is_null_level"]]
    count = len(spoken)

    def share(values: Any, number: int) -> float:
        said = int((values >= 0).sum())
        return round((float((values == number).sum()) + _SMOOTHING) / (said + _SMOOTHING * count), 6)

    levels = []
    for level in comparison["comparison_levels"]:
        if level["is_null_level"]:
            levels.append(level)
            continue
        number = count - 1 - spoken.index(level)
        levels.append({**level, "m_probability": share(matches, number), "u_probability": share(others, number)})
    return {**comparison, "comparison_levels": levels}


if __name__ == "__main__":
    main()
