"""Counts and tolls by day, week, month, area, place, type, actor or grade, with what is missing from them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.brief.count import NONE, Counted, counted, periods, without_repeats
from dateline.brief.record import Amount, Dimension, Measure
from dateline.records import Record
from dateline.store import Store
from dateline.store.overview.adding import Band

PAGE = 500
_LONGEST_FILL = 1_500
"""Periods: a longer stretch is not filled with rows of nothing."""
PERIODS: tuple[Dimension, ...] = ("day", "week", "month")


class TallyRow(Record):
    """A row: ``incidents`` in it, of which ``with_figure`` have one that adds to ``low``, ``best`` and ``high``.

    ``unquantified`` tell of the harm without such a figure, ``repeated`` with one that may count the people of another
    incident of the same report; ``open`` have no upper bound; ``party_only`` are known only
    from a party to them, and add to ``high`` alone. ``delay_days`` is the median from what happened to its first report.
    """

    key: str
    label: str
    incidents: int
    with_figure: int = 0
    unquantified: int = 0
    repeated: int = 0
    open: int = 0
    party_only: int = 0
    low: int | None = None
    best: int | None = None
    high: int | None = None
    delay_days: float | None = None

    @property
    def amount(self) -> Amount:
        """The figures of the row."""
        return Amount(low=self.low, best=self.best, high=self.high)


class Delay(Record):
    """From the day of an incident to that of its first report, in days: over ``known`` incidents; of ``unknown`` it is not known."""

    known: int
    unknown: int
    median: float | None = None
    nine_tenths: float | None = None
    within_a_day: int = 0


class Tally(Record):
    """A table of counts. ``left_out`` says what the incidents of the answer do not count in, and how many they are.

    Rows of actors overlap, as one incident may have several: they do not add up to the total.
    """

    by: Dimension | None
    of: Measure
    rows: tuple[TallyRow, ...]
    total: TallyRow
    undated: int
    unplaced: int
    without_actor: int
    summaries: int
    denied: int
    delay: Delay
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Gathered:
    """The incidents that meet conditions, as far as counting needs them; summaries and what is discounted apart."""

    counted: tuple[Counted, ...]
    summaries: tuple[Counted, ...]
    denied: tuple[Counted, ...]
    since: date | None
    until: date | None


def gather(store: Store, conditions: Mapping[str, Any]) -> Gathered:
    """Every incident that meets the conditions of a query, read by pages. Raises StoreError as the store does."""
    counts: list[Counted] = []
    summaries: list[Counted] = []
    denied: list[Counted] = []
    for incident in paged(store.incidents(**conditions)):
        one = counted(incident)
        if incident.grade == "discounted":
            denied.append(one)
        else:
            (summaries if incident.aggregate else counts).append(one)
    return Gathered(
        tuple(without_repeats(counts)),
        tuple(summaries),
        tuple(denied),
        conditions.get("since"),
        conditions.get("until"),
    )


def paged(results: Any) -> Iterator[Any]:
    """All of an answer, by large pages."""
    after: str | None = None
    while True:
        page = results.page(PAGE, after)
        yield from page.items
        if page.after is None:
            return
        after = page.after


def tally(gathered: Gathered, of: Measure, by: Dimension | None = None) -> Tally:
    """The counts of a measure, split by a dimension; for days, weeks and months the empty ones between are rows too."""
    groups: dict[str, list[Counted]] = {}
    labels: dict[str, str] = {}
    for one in gathered.counted:
        for key, label in one.keys(by) if by else ():
            groups.setdefault(key, []).append(one)
            labels.setdefault(key, label)
    filled = True
    if by in PERIODS:
        between = _between(gathered, by)
        filled = len(between) <= _LONGEST_FILL
        for period in between if filled else ():
            groups.setdefault(period, [])
    made = [_row(key, labels.get(key, key), members, of) for key, members in groups.items()]
    return Tally(
        by=by,
        of=of,
        rows=tuple(sorted(made, key=lambda row: _order(row, by))),
        total=_row("total", "total", gathered.counted, of),
        undated=sum(one.start is None for one in gathered.counted),
        unplaced=sum(not one.place for one in gathered.counted),
        without_actor=sum(not one.actors for one in gathered.counted),
        summaries=len(gathered.summaries),
        denied=len(gathered.denied),
        delay=delay_of(gathered.counted),
        filled=filled,
    )


def _between(gathered: Gathered, by: Dimension) -> list[str]:
    """Every period from the first to the last: of what was asked, else of what there is."""
    days = [day for one in gathered.counted for day in (one.start, one.end) if day]
    if not days:
        return []
    first, last = gathered.since or min(days), gathered.until or max(days)
    if (last - first).days > _LONGEST_FILL * 31:
        return [""] * (_LONGEST_FILL + 1)
    return periods(first, last, by)


def _row(key: str, label: str, members: Sequence[Counted], of: Measure) -> TallyRow:
    delays = [days for one in members if (days := _delay(one)) is not None]
    base = TallyRow(
        key=key,
        label=label,
        incidents=len(members),
        delay_days=statistics.median(delays) if delays else None,
    )
    if of == "incidents":
        return base.model_copy(update={"low": len(members), "best": len(members), "high": len(members)})
    bands = [one.bands[of] for one in members if of in one.bands]
    figures = added(bands)
    return base.model_copy(
        update={
            "with_figure": len(bands),
            "unquantified": sum(of in one.unquantified for one in members),
            "repeated": sum(of in one.repeated for one in members),
            "open": sum(band.high is None for band in bands),
            "party_only": sum(band.best is None for band in bands),
            "low": figures.low,
            "best": figures.best,
            "high": figures.high,
        }
    )


def added(bands: Sequence[Band]) -> Amount:
    """The sum of bands of different incidents; all None where there is none, ``high`` None where any is open."""
    if not bands:
        return Amount()
    bests = [band.best for band in bands if band.best is not None]
    highs = [band.high for band in bands if band.high is not None]
    return Amount(
        low=sum(band.low for band in bands),
        best=sum(bests) if bests else None,
        high=sum(highs) if len(highs) == len(bands) else None,
    )


def _order(row: TallyRow, by: Dimension | None) -> tuple[Any, ...]:
    if by in PERIODS:
        return row.key == NONE, row.key
    return row.key == NONE, -(row.best or row.low or 0), -row.incidents, row.label


def delay_of(members: Iterable[Counted]) -> Delay:
    """How long it took until incidents became known."""
    days, unknown = [], 0
    for one in members:
        found = _delay(one)
        if found is None:
            unknown += 1
        else:
            days.append(found)
    if not days:
        return Delay(known=0, unknown=unknown)
    days.sort()
    return Delay(
        known=len(days),
        unknown=unknown,
        median=statistics.median(days),
        nine_tenths=float(days[min(len(days) - 1, (9 * len(days)) // 10)]),
        within_a_day=sum(day <= 1 for day in days),
    )


def _delay(one: Counted) -> int | None:
    """Days from an incident that is dated to one day to its first report; None where either is not known, or it was foretold."""
    if one.known is None or one.end is None or one.start != one.end or one.known < one.end:
        return None
    return (one.known - one.end).days
