"""One shard: read, coded, and written as Parquet. The same whoever does it: a process of ours, or an executor of Spark."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.batch.output import SCHEMA, Output
from dateline.export.arrow import LAYERS, row_of
from dateline.export.formats.parquet import Table
from dateline.intake.uncoded import Uncoded
from dateline.intake.workers import batches, code_batch, seconds_for
from dateline.processes import Say
from dateline.read import ReadFailure, ReadOptions, Received, Skipped
from dateline.read.parts import Part, read_part
from dateline.records import CodedDocument
from dateline.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

    from dateline.pipeline import Coder

Place = tuple[int, int]
"""A line, row or record of a part by its number, and the report in it by its number from 1; 0 while it is read."""
_ID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A part of an input to be coded. ``replace`` puts it in the place of one that is there.

    What is in ``alone`` is coded by itself, and what is in ``given_up`` not at all, as it ended a process; that says why.
    """

    part: Part
    replace: bool = False
    alone: frozenset[Place] = frozenset()
    given_up: Mapping[Place, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same stretch of the same bytes, wherever they lie."""
        return shard_id(self.part)


def shard_id(part: Part) -> str:
    """The id of the shard of a part."""
    told = f"{part.sha256} {part.kind} {part.first} {part.end} {part.start}"
    return hashlib.sha256(told.encode()).hexdigest()[:_ID_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How shards are coded: the same for all of a run. ``versions`` are what the coding depends on."""

    output: Output
    settings: Settings
    options: ReadOptions
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardDone:
    """What became of a shard: rows by table, and what of its input was passed over.

    ``uncoded`` counts documents that nobody read; ``again`` is how many reports came once more, and were coded once.
    """

    id: str
    counts: Mapping[str, int]
    skipped: tuple[str, ...] = ()
    uncoded: Uncoded = field(default_factory=Uncoded)
    again: int = 0


def done_of(manifest: Mapping[str, Any]) -> ShardDone:
    """What became of the shard that a manifest is of."""
    return ShardDone(
        id=manifest["shard"],
        counts=manifest["counts"],
        skipped=tuple(manifest["skipped"]),
        uncoded=Uncoded.from_dict(manifest["uncoded"]),
        again=manifest["again"],
    )


def code_shard(shard: Shard, how: How, coder: Coder, say: Say) -> ShardDone:
    """Code a shard into the output. Raises BatchError when that cannot be written, SettingError and OntologyError.

    ``say`` is told the places of what is begun with, so that what ends the process is known.
    """
    about = {"schema": SCHEMA, "shard": shard.id, "input": asdict(shard.part), "versions": dict(how.versions)}
    with how.output.new_shard(shard.id, about, replace=shard.replace) as folder:
        with _Tables(folder, about) as tables:
            for batch in batches(_reports(shard, how, tables, say), how.settings, lambda each: each[1].document.text):
                for some in _apart(batch, shard.alone):
                    documents = [received.document for _, received in some]
                    say(tuple(place for place, _ in some), seconds_for(documents, how.settings))
                    for (_, received), answer in zip(some, code_batch(coder, documents), strict=True):
                        tables.take(received, answer)
            say((), None)
        counted: dict[str, Any] = {"counts": tables.counts(), "skipped": tables.skipped, "again": tables.again}
        about |= counted | {"uncoded": tables.uncoded.to_dict()}
    return done_of(about)


def _reports(shard: Shard, how: How, tables: _Tables, say: Say) -> Iterator[tuple[Place, Received]]:
    """The reports to be coded, each once; all else that was read goes into the tables at once."""
    unread = frozenset(number for number, nth in shard.given_up if nth == 0)
    for number in sorted(unread):
        tables.fail(f"{shard.part.path}, {shard.part.kind} {number}", shard.given_up[(number, 0)])
    seen: set[str] = set()
    nth: Counter[int] = Counter()

    def begin(number: int) -> None:
        say(((number, 0),), how.settings.worker_seconds)

    for number, item in read_part(shard.part, how.options, skip=unread, begin=begin):
        if isinstance(item, ReadFailure):
            tables.fail(item.where, f"{item.error.problem}. {item.error.remedy}")
            continue
        if isinstance(item, Skipped):
            tables.skipped.append(item.message)
            continue
        nth[number] += 1
        place = (number, nth[number])
        tables.receive(item)
        if place in shard.given_up:
            tables.fail(item.where, shard.given_up[place])
        elif item.document.id in seen:
            tables.again += 1
        else:
            seen.add(item.document.id)
            yield place, item


def _apart(batch: list[tuple[Place, Received]], alone: frozenset[Place]) -> Iterator[list[tuple[Place, Received]]]:
    """The batch, but in stretches where a report is to be coded by itself."""
    together: list[tuple[Place, Received]] = []
    for each in batch:
        if each[0] not in alone:
            together.append(each)
            continue
        if together:
            yield together
        yield [each]
        together = []
    if together:
        yield together


class _Tables:
    """The tables of one shard: those of an export of documents, with the failures and the receipts."""

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        self._folder = folder
        self._about = json.dumps(about, ensure_ascii=False)
        self._open = ExitStack()
        self.skipped: list[str] = []
        self.uncoded = Uncoded()
        self.again = 0

    def __enter__(self) -> _Tables:
        own = _own_schemas()
        self._tables = {
            name: self._open.enter_context(Table(self._folder, name, self._about, own.get(name)))
            for name in ("documents", *LAYERS, *own)
        }
        return self

    def __exit__(self, *raised: Any) -> None:
        self._open.__exit__(*raised)

    def take(self, received: Received, answer: CodedDocument | str) -> None:
        """A report with its record, or why there is none."""
        if isinstance(answer, str):
            self.fail(received.where, answer)
            return
        self.uncoded.count(answer)
        self._tables["documents"].add(row_of(answer.document))
        for layer in LAYERS:
            items = getattr(answer, layer)
            for item in (*received.notes, *items) if layer == "notes" else items:
                self._tables[layer].add(row_of(item, answer.document.id))

    def receive(self, received: Received) -> None:
        """That a report came, and from where; a second time too."""
        document = received.document
        row = {"document": document.id, "origin": received.where, "original_sha256": document.original_sha256}
        self._tables["receipts"].add(row)

    def fail(self, origin: str, problem: str) -> None:
        """Something that could not be read or coded."""
        self._tables["failures"].add({"origin": origin, "problem": problem})

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: table.count for name, table in self._tables.items()}


@cache
def _own_schemas() -> dict[str, pa.Schema]:
    """The tables that only a batch has."""
    import pyarrow as pa

    text = pa.string()
    return {
        "failures": pa.schema([pa.field("origin", text, nullable=False), pa.field("problem", text, nullable=False)]),
        "receipts": pa.schema(
            [
                pa.field("document", text, nullable=False),
                pa.field("origin", text, nullable=False),
                pa.field("original_sha256", text),
            ]
        ),
    }
