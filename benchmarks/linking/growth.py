"""How the work of linking grows with the number of events: the pairs that blocking leaves to be compared.

Two events are compared when they share a key of :func:`dateline.link.blocks.keys_of`. Keys hold a pair of days, so that
the work depends on how many events there are *a day*: ten million events over ten years have the blocks of a million
over one year, ten times. That is how the largest size is measured here, without ten million events in memory.
"""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from benchmarks.linking.direct import YEARS, facts_at_scale
from dateline.link.blocks import MOST_MEMBERS, keys_of
from dateline.link.linker import Linker
from dateline.link.rows import row_of

MOST_MADE = 1_000_000
"""As many events are made at once; more are stood for by fewer years."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What blocking makes of ``events`` over ten years.

    ``pairs`` counts a pair once a key that it shares, so that it is an upper bound of the pairs compared. ``unblocked``
    is how many pairs there would be without blocking. ``crowded`` is the share of keys left out for having too many
    events, ``alone`` the share of events to which no shared key is left, ``cut`` that of events to which crowding left none.
    """

    events: int
    pairs: int
    pairs_per_event: float
    unblocked: int
    largest: int
    keys: int
    crowded: float
    alone: float
    cut: float
    made: int
    cpu_seconds: float


def blocks_at(events: int) -> Blocks:
    """The blocks of so many made events over ten years."""
    made = min(events, MOST_MADE)
    started = time.process_time()
    keys, owners = _keys(made, years=YEARS * made / events)
    distinct, which, members = np.unique(keys, return_inverse=True, return_counts=True)
    kept = (members > 1) & (members <= MOST_MEMBERS)
    sizes = members[kept].astype(np.int64)
    times = events / made
    pairs = round(int((sizes * (sizes - 1) // 2).sum()) * times)
    return Blocks(
        events=events,
        pairs=pairs,
        pairs_per_event=round(pairs / events, 1),
        unblocked=events * (events - 1) // 2,
        largest=int(sizes.max(initial=0)),
        keys=round(len(distinct) * times),
        crowded=round(float((members > MOST_MEMBERS).mean()), 6),
        alone=round(1 - _owners_with(owners, kept[which]) / made, 4),
        cut=round((_owners_with(owners, (members > 1)[which]) - _owners_with(owners, kept[which])) / made, 4),
        made=made,
        cpu_seconds=round(time.process_time() - started, 1),
    )


def _keys(events: int, *, years: float) -> tuple[np.ndarray, np.ndarray]:
    """All keys of so many events, and the number of the event that has each."""
    parents = Linker.load().parents
    keys = [np.fromiter(keys_of(row_of(f, parents)), np.int64) for f, _ in facts_at_scale(events, years=years)]
    return np.concatenate(keys), np.repeat(np.arange(events, dtype=np.int32), [len(k) for k in keys])


def _owners_with(owners: np.ndarray, kept: np.ndarray) -> int:
    return len(np.unique(owners[kept]))


def growth(sizes: list[int]) -> list[dict[str, object]]:
    """The blocks at each size."""
    found = []
    for events in sizes:
        found.append(asdict(blocks_at(events)))
        print(found[-1], file=sys.stderr, flush=True)
    return found


def draw(found: list[dict[str, object]], path: Path) -> None:
    """Pairs by events, both axes logarithmic, against all pairs and against a straight line."""
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.add_subplot()
    events = [int(str(f["events"])) for f in found]
    axes.loglog(events, [int(str(f["unblocked"])) for f in found], ":", color="#888", label="every pair")
    axes.loglog(events, [int(str(f["pairs"])) for f in found], "o-", color="#1f5fa8", label="pairs that share a key")
    axes.loglog(events, events, "--", color="#b3541e", label="one pair an event")
    axes.set(xlabel="events over ten years", ylabel="pairs", title="What blocking leaves to be compared")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=110)
