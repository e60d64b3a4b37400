"""Scoring: which pairs of events share a block, and how much speaks for each pair being one happening. By Splink, in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline.link.blocks import keys_of, without_crowds
from dateline.link.few import score_few
from dateline.link.model import Model
from dateline.link.pairs import KEPT_WEIGHT, Pairs, in_order, no_pairs
from dateline.link.rows import Row, table_of

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker

_FEW = 1000
"""So many new events are scored without Splink's preparation, which takes longer than they do."""


def score_within(rows: Sequence[Row], model: Model, *, events: int | None = None) -> Pairs:
    """Every pair of the rows that shares a block, scored. ``events`` is how many there are in all, if more than these."""
    if len(rows) < 2:
        return no_pairs(len(model.comparisons))
    keys, crowded = without_crowds([keys_of(row) for row in rows])
    if len(rows) <= _FEW:
        return score_few(blocked(rows, keys, 0), model, events=events or len(rows), crowded=crowded)
    linker = _linker(blocked(rows, keys, 0), model, events or len(rows))
    found = linker.inference.predict(threshold_match_weight=KEPT_WEIGHT, warning_mode="never")
    return pairs_of(found.as_pyarrow_table(), model, crowded)  # type: ignore[no-untyped-call]


def score_between(old: Sequence[Row], new: Sequence[Row], model: Model, *, events: int) -> Pairs:
    """Every pair of an old and a new row that shares a block; new rows are numbered after the old ones."""
    if not old or not new:
        return no_pairs(len(model.comparisons))
    both = (*old, *new)
    keys, crowded = without_crowds([keys_of(row) for row in both])
    if len(new) <= _FEW:
        return score_few(blocked(both, keys, 0), model, events=events, old=len(old), crowded=crowded)
    linker = _linker(blocked(old, keys[: len(old)], 0), model, events)
    added = linker._db_api.register(blocked(new, keys[len(old) :], len(old)), dataset_display_name="added")
    known = linker._input_tables_dict["events"]
    found = linker.inference.predict_between(known, added, threshold_match_weight=KEPT_WEIGHT, warning_mode="never")
    return pairs_of(found.as_pyarrow_table(), model, crowded)  # type: ignore[no-untyped-call]


def blocked(rows: Sequence[Row], keys: Sequence[Sequence[int]], first: int) -> pa.Table:
    """The rows as a table with their keys, counting up from ``first``."""
    import pyarrow as pa

    return table_of(rows, first).append_column("blocks", pa.array(keys, pa.list_(pa.int64())))


def _linker(table: pa.Table, model: Model, events: int) -> Linker:
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI()
    known = database.register(table, dataset_display_name="events")
    return Linker(known, model.for_size(events), log_level=None, validate_settings=False)


def pairs_of(table: pa.Table, model: Model, crowded: int) -> Pairs:
    """The pairs of a table of Splink's predictions."""
    left, right = table["unique_id_l"].to_numpy(), table["unique_id_r"].to_numpy()
    levels = np.column_stack(
        [
            _levels(table[f"mw_{name}"].to_numpy(), weights)
            for name, weights in zip(model.comparisons, model.weights, strict=True)
        ]
    )
    return in_order(left, right, table["match_weight"].to_numpy(), levels, crowded)


def _levels(found: NDArray[np.float64], weights: Mapping[int, float]) -> NDArray[np.int8]:
    """The level that each weight stands for: Splink gives the weights alone unless it keeps every column of both rows."""
    numbers = sorted(weights, key=lambda number: weights[number])
    known = np.array([weights[n] for n in numbers])
    middles = (known[1:] + known[:-1]) / 2
    return np.array(numbers, np.int8)[np.searchsorted(middles, found)]
