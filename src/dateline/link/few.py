"""Scoring a few events by the model itself, without Splink's half second of preparation: one report against its neighbours.

The conditions are those of the Splink settings, each comparison a CASE whose first true condition counts, and the
blocking rule is theirs too. The outcome is Splink's; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import TYPE_CHECKING

import numpy as np

from dateline.link.model import Model
from dateline.link.pairs import KEPT_WEIGHT, Pairs, in_order

if TYPE_CHECKING:
    import pyarrow as pa


def score_few(table: pa.Table, model: Model, *, events: int, old: int | None = None, crowded: int = 0) -> Pairs:
    """Every pair of rows that shares a block, scored; where the first ``old`` rows are old, of an old row and a new one.

    ``table`` holds the rows with their ``unique_id``, counting from 0, and ``blocks``; ``events`` is how many there are
    in all, and ``crowded`` is passed on.
    """
    import duckdb

    with duckdb.connect(config={"threads": 1}) as database:
        database.register("events", table)
        limits = [table.num_rows if old is None else old, old or 0]
        found = database.execute(_question(model, table.column_names), limits).fetchnumpy()
    levels = np.column_stack([found[name] for name in model.comparisons]).astype(np.int8)
    prior = model.prior(events)
    weights = np.full(len(levels), log2(prior / (1 - prior)))
    for at, known in enumerate(model.weights):
        lowest = min(known)
        weights += np.array([known[n] for n in range(lowest, max(known) + 1)])[levels[:, at] - lowest]
    kept = weights >= KEPT_WEIGHT
    left, right = found["left_id"][kept], found["right_id"][kept]
    return in_order(left, right, weights[kept], levels[kept], crowded)


def _question(model: Model, columns: Sequence[str]) -> str:
    """The SQL that finds the pairs and the level of each comparison."""
    (block,) = model.settings["blocking_rules_to_generate_predictions"]
    sides = [f'{side}."{name}" as "{name}_{side}"' for name in columns if name != "blocks" for side in "lr"]
    levels = [f'{case} as "{name}"' for name, case in zip(model.comparisons, model.cases, strict=True)]
    return f"""
        with told as (select unique_id, lat, lon, radius, unnest(blocks) as blocks from events),
        shared as (
            select distinct l.unique_id as one, r.unique_id as other
            from told l join told r on {block["blocking_rule"]} and l.unique_id < r.unique_id
            where l.unique_id < ? and r.unique_id >= ?
        ),
        pairs as (
            select {", ".join(sides)} from shared
            join events l on l.unique_id = shared.one join events r on r.unique_id = shared.other
        )
        select unique_id_l as left_id, unique_id_r as right_id, {", ".join(levels)} from pairs
    """
