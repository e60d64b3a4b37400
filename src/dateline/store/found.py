"""What a search gives back: rows laid out flat, a page at a time, each page going on where the last one ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dateline.errors import StoreError

if TYPE_CHECKING:
    import pandas as pd

PAGE = 100
_PLACE = re.compile(r"-?\d{1,19}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document of the store. ``known`` is the day on which it became known, ``row`` its place in the order."""

    row: int
    id: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    known: date
    language: str


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim of the store, with what is most asked of it; the whole is in its document's record.

    ``document`` and ``claim`` are the ids of the record. ``first_day`` and ``last_day``: it may have happened on these
    days and between; ``dated_by`` says how they were come by where the text gives none. ``event`` is the event of a
    toll. ``row`` is its place in the order, ``incident`` the incident that it is of.
    """

    row: int
    document: str
    claim: str
    kind: str
    type: str | None
    mode: str | None
    acled: str | None
    status: str | None
    first_day: date
    last_day: date
    dated_by: str | None
    known: date
    place: str | None
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    event: str | None
    harm: str | None
    low: int | None
    best: int | None
    high: int | None
    confidence: float
    evidence: str
    source: str | None
    title: str | None
    incident: str | None


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two events that were compared: ``kind`` is link or near miss, ``weight`` in bits, ``against`` what decided.

    ``levels`` is what each comparison found, as the model numbers it.
    """

    kind: str
    one: tuple[str, str]
    other: tuple[str, str]
    weight: float
    levels: bytes
    against: str | None


@dataclass(frozen=True, slots=True)
class Coding:
    """One coding of a document: when it was made and superseded (None: it is the current one), and by which versions."""

    number: int
    made: str
    superseded: str | None
    sha256: str
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Custody:
    """One arrival of a document: where from, when, the SHA-256 of its bytes, and what it said of itself."""

    origin: str
    received: str
    original: str
    described: Mapping[str, str]


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of the answer; ``after`` is what to ask for the next one with, None where this is the last."""

    items: tuple[Item, ...]
    after: str | None


class Results(Generic[Item]):
    """The answer to a query: go through all of it, or take a page. Nothing is read before that."""

    def __init__(self, read: Callable[[str | None, int], Page[Item]]) -> None:
        self._read = read

    def page(self, size: int = PAGE, after: str | None = None) -> Page[Item]:
        """Up to ``size`` items, from after the place that the last page ended at.

        Raises StoreError when ``after`` is no such place.
        """
        if size < 1:
            raise StoreError(f"a page of {size} items cannot be had")
        if after is not None and not _PLACE.fullmatch(after):
            raise StoreError(f"{after!r} is no place where a page ended")
        return self._read(after, size)

    def __iter__(self) -> Iterator[Item]:
        after: str | None = None
        while True:
            page = self.page(after=after)
            yield from page.items
            if page.after is None:
                return
            after = page.after

    def to_frame(self) -> pd.DataFrame:
        """All of the answer as a pandas DataFrame, a row an item. Needs the extra ``dateline[pandas]``."""
        from dateline.export.frames import frame_of

        return frame_of(_plain(item) for item in self)


def _plain(item: Any) -> dict[str, Any]:
    """A record or a row of the store by the names of its fields."""
    fields: dict[str, Any] = item.model_dump() if hasattr(item, "model_dump") else asdict(item)
    return fields


def int_of(after: str | None) -> int | None:
    """The row that a page ended at."""
    return None if after is None else int(after.partition(".")[0])
