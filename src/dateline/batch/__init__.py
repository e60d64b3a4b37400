"""Archives in shards: read, coded and written as Parquet, each shard whole or not at all, each document once.

::

    run_batch(inputs, batch) → what was coded, what was there, what failed
    link_output(output)      → pair scores and groups, as Parquet

A shard is a stretch of one input file: it is found by the hash of the file and where it begins and ends. Whatever ends
a run costs the shards that it was at; the next run codes what is missing, and nothing else.
"""

from __future__ import annotations

from dateline.batch.link import LinkedOutput, link_output
from dateline.batch.output import Output
from dateline.batch.run import Batch, Ran, run_batch
from dateline.batch.shards import Shard

__all__ = ["Batch", "LinkedOutput", "Output", "Ran", "Shard", "link_output", "run_batch"]
