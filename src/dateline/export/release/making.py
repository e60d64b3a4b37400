"""Making a release: a folder of a day with all that a stranger needs to use the data and to trust them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from dateline.errors import ExportError
from dateline.export.changes.comparing import Changes, Entry, compared, entry_of
from dateline.export.changes.since import judged_words
from dateline.export.changes.words import lines
from dateline.export.contract import Format, Selection, Written
from dateline.export.placing import withheld
from dateline.export.release import papers
from dateline.export.release.codebook import codebook
from dateline.export.release.signing import sign
from dateline.export.responsibility import Responsible
from dateline.export.selection import conditions_in_words, selection_of
from dateline.export.sums import hash_of, sums_of
from dateline.link.tellings import Ref
from dateline.store import Store
from dateline.store.exports import Export, Release, last_release, log_export

FORMATS = ("csv", "geojson", "json", "parquet")
"""The formats of a release where none are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be released: ``conditions`` as for a search, ``person`` who makes it, ``key`` what signs it."""

    folder: Path
    cover: papers.Cover
    formats: Sequence[Format]
    person: str
    conditions: Mapping[str, Any] = field(default_factory=dict)
    key: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A release that was made: ``again`` where the folder was there already, with the same bytes."""

    folder: Path
    counts: Mapping[str, int]
    changes: Changes
    again: bool


def make_release(
    store: Store, profile: Responsible, order: Order, on_step: Callable[[str], None] = lambda kind: None
) -> Made:
    """Write the release into a new folder, named for its profile and day, in ``order.folder``.

    The same store, on the same day, gives the same bytes. Raises ExportError when another release of that day is
    there, or it cannot be written; then nothing is left behind.
    """
    place = order.folder / f"dateline-{profile.name}-{order.cover.day}"
    aside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        order.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        (aside / "data").mkdir(parents=True)
        try:
            return _Making(store, profile, order, on_step).into(aside, place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{place} cannot be written: {error.strerror or error}") from error


class _Making:
    def __init__(self, store: Store, profile: Responsible, order: Order, on_step: Callable[[str], None]) -> None:
        self._store = store
        self._profile = profile
        self._order = order
        self._day = order.cover.day
        self._asked = conditions_in_words(order.conditions)
        found = selection_of(store, order.conditions, profile, on_step=on_step)
        # The moment of the run would make each run's bytes others: a release is of its day.
        self._selection: Selection = replace(found, about=replace(found.about, made=f"{self._day}T00:00:00+00:00"))

    def into(self, aside: Path, place: Path) -> Made:
        written = self._write_data(aside / "data")
        entries = self._entries()
        changes = self._changes(entries)
        counts = {"incidents": len(entries), "reports": len({r[0] for e in entries.values() for r in e.reports})}
        self._write_papers(aside, written, changes, counts)
        (aside / papers.SUMS).write_text(sums_of(aside), "utf-8", newline="\n")
        if self._order.key is not None:
            sign(aside / papers.SUMS, self._order.key)
        again = _is_same(aside, place)
        self._log(aside, place, entries, counts)
        if not again:
            aside.rename(place)
        return Made(folder=place, counts=counts, changes=changes, again=again)

    def _write_data(self, folder: Path) -> dict[str, Written]:
        written = {}
        for form in self._order.formats:
            name = "incidents" if form.suffix == f".{form.name}" else form.name
            path = folder / f"{name}{form.suffix}"
            if not form.suffix:
                path.mkdir()
            written[form.name] = form.write(self._selection, path)
        return written

    def _entries(self) -> dict[str, Entry]:
        """What the release holds, by which the next one tells what changed."""
        found = {}
        for incident in self._store.incidents(**self._order.conditions):
            if (out := self._profile.incident(incident)) is not None:
                found[incident.id] = entry_of(incident, out)
        return found

    def _changes(self, entries: Mapping[str, Entry]) -> Changes:
        last = last_release(self._store, self._profile.name, self._asked, self._day)
        before = {id_: Entry(**entry) for id_, entry in last.entries.items()} if last else {}
        since = last.day if last else ""
        log: list[tuple[frozenset[Ref], str]] = [
            (frozenset(ref for side in line.sides for ref in side), judged_words(line, self._profile))
            for line in self._store.judgements()
            if since <= line.made[:10] <= self._day
        ]
        return Changes(
            since=since or "the beginning",
            until=self._day,
            profile=self._profile.name,
            conditions=self._selection.about.conditions,
            incidents=tuple(compared(before, entries, log if last else [], self._day)),
        )

    def _write_papers(
        self, aside: Path, written: Mapping[str, Written], changes: Changes, counts: Mapping[str, int]
    ) -> None:
        about, cover = self._selection.about, self._order.cover
        held_back = withheld(self._selection)
        left_out = {name: {**found.left_out, **held_back} for name, found in written.items()}
        texts = {
            "README.md": papers.readme(cover, about, counts, signed=self._order.key is not None),
            "codebook.md": codebook(),
            "methodology.md": papers.methodology(about, left_out),
            "changes.md": "\n".join(lines(changes, markdown=True)) + "\n",
            "changes.json": papers.changes_json(changes),
            "CITATION.cff": papers.citation(cover, about),
            "datapackage.json": papers.datapackage(cover, about, aside),
        }
        for name, text in texts.items():
            (aside / name).write_text(text, "utf-8", newline="\n")

    def _log(self, aside: Path, place: Path, entries: Mapping[str, Entry], counts: Mapping[str, int]) -> None:
        line = Export(
            person=self._order.person, form="release", profile=self._profile.name, conditions=self._asked,
            counts=counts, target=str(place.absolute()), sha256=hash_of(aside / papers.SUMS),
        )  # fmt: skip
        kept = {id_: asdict(entry) for id_, entry in entries.items()}
        release = Release(day=self._day, profile=self._profile.name, conditions=self._asked, entries=kept)
        log_export(self._store, line, release)


def _is_same(aside: Path, place: Path) -> bool:
    """Whether the release is there already. Raises ExportError when something else is there in its place."""
    if not place.exists():
        return False
    sums = place / papers.SUMS
    if sums.is_file() and sums.read_bytes() == (aside / papers.SUMS).read_bytes():
        return True
    raise ExportError(
        f"{place} is there already, and the store has changed since: a release is never replaced. "
        "Wait for another day, or name another folder with -o"
    )
