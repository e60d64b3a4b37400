"""Blocking: the keys that two events must share before they are compared at all.

An event gives one key for each pair of days around it in each of its places: the cells of a grid, its first-level area,
the names of places and the other proper names near it (which is how a report finds another whose place could not be
resolved). An event with an uncertain day gives a key for every day that it may have happened on, so that precise
events, of which there are many, need no coarse keys to be found by it. Coarse keys (the whole country, an actor) are
kept small by the kind or the figure: two reports of eleven dead in one country on one day meet. A key that still
gathers more than ``MOST_MEMBERS`` events is left out, and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from math import floor, log2

from dateline.link.rows import WINDOW, Row

MOST_MEMBERS = 300
MOST_DAYS = 62
"""An event whose time is less certain than this is compared with nothing."""
_DAYS = 2
_CELL = 0.4
_PRECISE_KM = 45.0
_COARSE_DAYS = WINDOW
_MOST_NAMES = 6


def keys_of(row: Row) -> tuple[int, ...]:
    """The keys of an event, as signed 64-bit numbers, in order; none where it says too little to be linked."""
    if row.low is None or row.high is None or row.high - row.low > MOST_DAYS:
        return ()
    days = range(row.low // _DAYS, (row.high + 1) // _DAYS + 1)
    where = [*_fine(row), *(_coarse(row) if row.high - row.low <= _COARSE_DAYS else ())]
    return tuple(sorted({_key(f"{place}@{day}") for place in where for day in days}))


def without_crowds(keys: Sequence[tuple[int, ...]]) -> tuple[list[list[int]], int]:
    """The keys of each event without those that too many share, or that nobody else has; and how many were too crowded."""
    members = Counter(key for each in keys for key in each)
    crowded = {key for key, count in members.items() if count > MOST_MEMBERS}
    return [[k for k in each if members[k] > 1 and k not in crowded] for each in keys], len(crowded)


def _fine(row: Row) -> Iterator[str]:
    if row.lat is not None and row.lon is not None and (row.radius or 0) <= _PRECISE_KM:
        for offset in (0.0, _CELL / 2):
            yield f"{floor((row.lat + offset) / _CELL)},{floor((row.lon + offset) / _CELL)},{offset > 0}"
    if row.spelled is not None:
        yield f"n{row.spelled}"


def _coarse(row: Row) -> Iterator[str]:
    yield from (f"n{name}" for name in row.names[:_MOST_NAMES])
    if row.admin1 is not None:
        yield f"a{row.admin1}"
    if row.country:
        yield f"{row.country}:{row.kind}"
    for figure in _figures(row):
        if row.country:
            yield f"{row.country}:{figure}"
        for actor in (*row.actors[:2], *row.recipients[:2]):
            yield f"p{actor}:{figure}"


def _figures(row: Row) -> Iterator[str]:
    """The sizes that the largest figure has, two where it stands between two."""
    for name, figure in (("k", row.killed), ("i", row.injured), ("m", row.moved)):
        if figure:
            size = log2(figure)
            yield from {f"{name}{floor(size)}", f"{name}{floor(size + 0.5)}+"}
            return


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
