"""The output of a batch into a store: its coded documents as they are, shard by shard, each once however often it is done."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from dateline.batch.output import Output
from dateline.batch.whole import coded_in, failures_in, whole
from dateline.intake.add import Added, Intake, Keeper
from dateline.store import Failure, Versions

_OF_THE_BATCH = frozenset({"settings", "reading"})
"""What a batch's versions have over those of ``dateline add``."""


def add_batches(outputs: Iterable[Output], intake: Intake) -> Added:
    """Keep what batches coded, and link its events.

    What the store has already stays as it is, so that an interrupted call just starts again. The run in the store has the
    versions that the shards were coded by; the bytes kept are those of the record. Raises BatchError when a folder is no
    output of a batch, unfinished or damaged; StoreError when the store can no longer be written.
    """
    added = Added()
    for output in outputs:
        with whole(output) as manifests:
            for versions, shards in groupby(sorted(manifests, key=_versions), key=_versions):
                with intake.store.run("add batch", Versions(dict(versions))) as run:
                    keeper = Keeper(intake, run, added)
                    for manifest in shards:
                        _keep(output, manifest, keeper)
    if intake.link:
        from dateline.intake.linking import link_all

        added.linked = link_all(intake.store)
    return added


def _keep(output: Output, manifest: dict[str, Any], keeper: Keeper) -> None:
    for coded, origins in coded_in(output, manifest):
        data = coded.to_json().encode()
        for origin in origins:
            keeper.keep(coded, data, origin)
    for origin, problem in failures_in(output, manifest):
        keeper.fail(Failure(origin, problem))
    keeper.added.skipped += manifest["skipped"]
    keeper.flush()


def _versions(manifest: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, each) for name, each in manifest["versions"].items() if name not in _OF_THE_BATCH))
