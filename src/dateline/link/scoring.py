"""Scoring: which pairs of events share a block, and how much speaks for each pair being one happening. By Splink, in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dateline.link.blocks import keys_of, without_crowds
from dateline.link.model import Model
from dateline.link.rows import Row, table_of

if TYPE_CHECKING:
    import pyarrow as pa
    from splink import Linker
    from splink.internals.splink_dataframe import SplinkDataFrame

KEPT_WEIGHT = -6.0
"""Pairs with less are not kept: nothing that people would call a near miss."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Scored pairs: ``left`` and ``right`` number the rows, ``weights`` are match weights in bits with the prior in
    them, ``levels[pair, comparison]`` is Splink's number of the level. ``crowded`` blocks were left out.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    weights: NDArray[np.float64]
    levels: NDArray[np.int8]
    crowded: int = 0


def score_within(rows: Sequence[Row], model: Model, *, events: int | None = None) -> Pairs:
    """Every pair of the rows that shares a block, scored. ``events`` is how many there are in all, if more than these."""
    if len(rows) < 2:
        return _none(model)
    keys, crowded = without_crowds([keys_of(row) for row in rows])
    linker = _linker(_blocked(rows, keys, 0), model, events or len(rows))
    found = linker.inference.predict(threshold_match_weight=KEPT_WEIGHT, warning_mode="never")
    return _pairs(found, model, crowded)


def score_between(old: Sequence[Row], new: Sequence[Row], model: Model, *, events: int) -> Pairs:
    """Every pair of an old and a new row that shares a block; new rows are numbered after the old ones."""
    if not old or not new:
        return _none(model)
    keys, crowded = without_crowds([keys_of(row) for row in (*old, *new)])
    linker = _linker(_blocked(old, keys[: len(old)], 0), model, events)
    added = linker._db_api.register(_blocked(new, keys[len(old) :], len(old)), dataset_display_name="added")
    known = linker._input_tables_dict["events"]
    found = linker.inference.predict_between(known, added, threshold_match_weight=KEPT_WEIGHT, warning_mode="never")
    return _pairs(found, model, crowded)


def _blocked(rows: Sequence[Row], keys: Sequence[Sequence[int]], first: int) -> pa.Table:
    import pyarrow as pa

    return table_of(rows, first).append_column("blocks", pa.array(keys, pa.list_(pa.int64())))


def _linker(table: pa.Table, model: Model, events: int) -> Linker:
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI()
    known = database.register(table, dataset_display_name="events")
    return Linker(known, model.for_size(events), log_level=None, validate_settings=False)


def _pairs(found: SplinkDataFrame, model: Model, crowded: int) -> Pairs:
    table: pa.Table = found.as_pyarrow_table()  # type: ignore[no-untyped-call]
    left, right = table["unique_id_l"].to_numpy(), table["unique_id_r"].to_numpy()
    order = np.lexsort((right, left))
    levels = np.column_stack(
        [
            _levels(table[f"mw_{name}"].to_numpy(), weights)
            for name, weights in zip(model.comparisons, model.weights, strict=True)
        ]
    )
    return Pairs(left[order], right[order], table["match_weight"].to_numpy()[order], levels[order], crowded)


def _levels(found: NDArray[np.float64], weights: Mapping[int, float]) -> NDArray[np.int8]:
    """The level that each weight stands for: Splink gives the weights alone unless it keeps every column of both rows."""
    numbers = sorted(weights, key=lambda number: weights[number])
    known = np.array([weights[n] for n in numbers])
    middles = (known[1:] + known[:-1]) / 2
    return np.array(numbers, np.int8)[np.searchsorted(middles, found)]


def _none(model: Model) -> Pairs:
    empty: NDArray[Any] = np.empty(0, np.int64)
    return Pairs(empty, empty, np.empty(0), np.empty((0, len(model.comparisons)), np.int8))
