"""Archives in shards: read, coded and written as Parquet, each shard whole or not at all, each document once.

::

    run_batch(inputs, batch) → what was coded, what was there, what failed
    link_output(output)      → pair scores and groups, as Parquet
    whole(output)            → its manifests, for a store (see dateline.intake.batches)

A shard is a stretch of one input file: it is found by the hash of the file and where it begins and ends. Whatever ends
a run costs the shards that it was at; the next run codes what is missing, and nothing else. What is public is in ``__all__``;
each name is imported when it is first asked for, so that processes that code need nothing of linking.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.batch.link import LinkedOutput, link_output
    from dateline.batch.output import Output
    from dateline.batch.run import Batch, Ran, run_batch
    from dateline.batch.shards import Shard

__all__ = ["Batch", "LinkedOutput", "Output", "Ran", "Shard", "link_output", "run_batch"]
_HOME = {"LinkedOutput": "link", "link_output": "link", "Output": "output", "Shard": "shards"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'run')}"), name)
