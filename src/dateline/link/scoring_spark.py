"""Scoring on a Spark cluster: the same pairs and weights as :mod:`dateline.link.scoring`, by Splink's backend for Spark."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dateline.link.blocks import keys_of, without_crowds
from dateline.link.model import Model
from dateline.link.pairs import KEPT_WEIGHT, Pairs, no_pairs
from dateline.link.rows import Row
from dateline.link.scoring import blocked, pairs_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_NAMES = {
    "len(": "size(",
    "list_has_any(": "arrays_overlap(",
    "list_contains(": "array_contains(",
    "list_intersect(": "array_intersect(",
}
"""The functions of DuckDB that the model's conditions call, and Spark's names for them; all else in them is plain SQL."""


def scored_by(spark: SparkSession) -> Callable[[Sequence[Row], Model], Pairs]:
    """What :func:`dateline.link.scoring.score_within` does, on a cluster: for a linker's ``score``."""
    return partial(_score_within, spark)


def _score_within(spark: SparkSession, rows: Sequence[Row], model: Model) -> Pairs:
    if len(rows) < 2:
        return no_pairs(len(model.comparisons))
    from splink import Linker, SparkAPI

    keys, crowded = without_crowds([keys_of(row) for row in rows])
    partitions = int(str(spark.conf.get("spark.sql.shuffle.partitions", "200")))
    database = SparkAPI(  # type: ignore[no-untyped-call]
        spark_session=spark,
        break_lineage_method="persist",
        num_partitions_on_repartition=partitions,
        register_udfs_automatically=False,
    )
    known = database.register(spark.createDataFrame(blocked(rows, keys, 0)), dataset_display_name="events")
    settings = in_words_of_spark(model.for_size(len(rows)))
    linker = Linker(known, settings, log_level=None, validate_settings=False)
    found = linker.inference.predict(threshold_match_weight=KEPT_WEIGHT, warning_mode="never")
    return pairs_of(found.as_spark_dataframe().toArrow(), model, crowded)


def in_words_of_spark(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings of a Splink model for Spark."""
    told = copy.deepcopy(settings)
    told["sql_dialect"] = "spark"
    for comparison in told["comparisons"]:
        for level in comparison["comparison_levels"]:
            for name, spark_name in _NAMES.items():
                level["sql_condition"] = level["sql_condition"].replace(name, spark_name)
    return told
