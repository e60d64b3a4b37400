"""Linking what a batch has coded: the scores of all pairs and the groups that they make, as Parquet beside the shards.

::

    OUTPUT/_linked/pairs.parquet    two events, how much speaks for their being one happening, and whether they were joined
    OUTPUT/_linked/groups.parquet   an event, and the incident that it is of
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dateline.batch.output import Output, write_whole, writing
from dateline.errors import BatchError
from dateline.export.formats.parquet import read_documents
from dateline.link.facts import EventFacts, facts_of
from dateline.link.linker import Linker
from dateline.link.links import Linked
from dateline.link.model import Model

if TYPE_CHECKING:
    from dateline.link.pairs import Pairs
    from dateline.link.rows import Row

Score = Callable[[Sequence["Row"], Model], "Pairs"]


@dataclass(frozen=True, slots=True)
class LinkedOutput:
    """How many events were linked, how many incidents they make, and how many blocks were too large to compare."""

    events: int
    incidents: int
    pairs: int
    crowded: int


def link_output(output: Output, score: Score | None = None) -> LinkedOutput:
    """Link all the events of an output from nothing; of a report that came in several shards, once.

    ``score`` scores the pairs elsewhere, as :func:`dateline.link.scoring_spark.scored_by` does; the groups are then made here. Raises
    BatchError when the output is in use, holds nothing or cannot be written.
    """
    with output.held():
        shards = sorted(output.ids())
        if not shards:
            raise BatchError(f"{output.folder} holds no shard; code a batch into it first")
        facts = list(_facts(output, shards))
        plain = Linker.load()
        linked = Linker(plain.model, plain.parents, score).link(facts)
        _write(output, linked, {"shards": shards, "linking": plain.model.digest, "events": len(facts)})
    pairs = len(linked.links) + len(linked.near_misses)
    return LinkedOutput(len(facts), len(linked.groups), pairs, linked.crowded)


def _facts(output: Output, shards: Sequence[str]) -> Iterator[EventFacts]:
    seen: set[str] = set()
    for shard in shards:
        for coded in read_documents(output.shard(shard)):
            if coded.document.id not in seen:
                seen.add(coded.document.id)
                yield from facts_of(coded)


def _write(output: Output, linked: Linked, about: dict[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    aside, place = output.folder / "_aside" / "linked", output.folder / "_linked"
    text, flag, number = pa.string(), pa.bool_(), pa.float64()
    refs = [(f"{what}_{side}", text) for side in ("left", "right") for what in ("document", "event")]
    pairs = [(*link.one, *link.other, link.weight, True) for link in linked.links]
    pairs += [(*miss.one, *miss.other, miss.weight, False) for miss in linked.near_misses]
    groups = [(*member, group.id, group.summary) for group in linked.groups for member in group.members]
    with writing(output.folder):
        aside.mkdir()
        for name, rows, schema in (
            ("pairs", pairs, pa.schema([*refs, ("weight", number), ("joined", flag)])),
            ("groups", groups, pa.schema([("document", text), ("event", text), ("incident", text), ("summary", flag)])),
        ):
            columns = list(zip(*rows, strict=True)) or [()] * len(schema)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            pq.write_table(pa.Table.from_arrays(arrays, schema=schema), aside / f"{name}.parquet", compression="zstd")
        write_whole(aside / "manifest.json", about)
        if place.exists():
            place.replace(output.folder / "_aside" / "linked.before")
        aside.replace(place)
    shutil.rmtree(output.folder / "_aside" / "linked.before", ignore_errors=True)
