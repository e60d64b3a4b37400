"""The forms of statistics: a table for the terminal, CSV, JSON, sparklines and a chart."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from dateline.brief.record import Dimension
from dateline.brief.tally import PERIODS, Tally, TallyRow
from dateline.brief.words import cell, clean, number, plural

_BLOCKS = "▁▂▃▄▅▆▇█"
_WIDEST = 44
_NAMES: dict[Dimension, str] = {"area": "area", "place": "place", "type": "kind", "actor": "actor", "grade": "grade"}


def as_table(tallies: Sequence[Tally]) -> str:
    """All measures side by side, a row a period or group, and under it what is missing.

    Periods without incidents that follow one another are one line, and groups without a figure are counted only.
    """
    by = tallies[0].by
    head = (_NAMES.get(by, by).upper() if by else "", *(t.of.upper().replace("_", " ") for t in tallies), "DELAY")
    rows = list(zip(*(t.rows for t in _aligned(tallies)), strict=True))
    shown = [members for members in rows if _tells(members, tallies)]
    lines = [head, *(_line(members, tallies) for members in _folded(shown))]
    total = _line([t.total for t in tallies], tallies)
    widths = [max(len(line[n]) for line in [*lines, total]) for n in range(len(head))]
    text = [_set(line, widths) for line in lines]
    text += ["-" * (sum(widths) + 2 * (len(widths) - 1)), _set(total, widths), ""]
    if hidden := len(rows) - len(shown):
        text.append(f"{plural(hidden, 'row')} without a figure {'is' if hidden == 1 else 'are'} not shown.")
    return "\n".join([*text, *missing(tallies)]) + "\n"


def _aligned(tallies: Sequence[Tally]) -> list[Tally]:
    """The tallies with their rows in the order of the first."""
    keys = [row.key for row in tallies[0].rows]
    by_key = [{row.key: row for row in t.rows} for t in tallies]
    return [
        t.model_copy(update={"rows": tuple(rows[key] for key in keys)}) for t, rows in zip(tallies, by_key, strict=True)
    ]


def _tells(members: Sequence[TallyRow], tallies: Sequence[Tally]) -> bool:
    """Whether a row has anything to show: those of periods always do."""
    if tallies[0].by in PERIODS or any(t.of == "incidents" for t in tallies):
        return True
    return any(row.with_figure or row.unquantified for row in members)


def _folded(rows: Sequence[Sequence[TallyRow]]) -> Iterator[Sequence[TallyRow]]:
    """The rows, with more than two empty periods in a row made one."""
    for empty, group in groupby(rows, key=lambda members: members[0].incidents == 0):
        run = list(group)
        if empty and len(run) > 2:
            label = f"… {len(run)} without an incident"
            yield [row.model_copy(update={"label": label}) for row in run[0]]
        else:
            yield from run


def _line(members: Sequence[TallyRow], tallies: Sequence[Tally]) -> tuple[str, ...]:
    amounts = (_amount(row, t) for row, t in zip(members, tallies, strict=True))
    return _cut(clean(members[0].label)), *amounts, _delay(members[0])


def _set(line: Sequence[str], widths: Sequence[int]) -> str:
    """A line with its first cell to the left and the others to the right."""
    first, *rest = (x.rjust(w) if n else x.ljust(w) for n, (x, w) in enumerate(zip(line, widths, strict=True)))
    return "  ".join([first, *rest]).rstrip()


def missing(tallies: Sequence[Tally]) -> Iterator[str]:
    """What the counts do not hold, and how late reports come, a line each."""
    first = tallies[0]
    count = first.total.incidents
    gaps = f"{number(first.undated)} without a day, {number(first.unplaced)} without a place"
    yield f"Of {plural(count, 'incident')}: {gaps}, {number(first.without_actor)} without an actor."
    for t in tallies:
        row = t.total
        if t.of != "incidents":
            parts = [f"{plural(row.with_figure, 'incident')} with a figure that can be added"]
            parts += [f"{number(row.unquantified)} that tell of it without one"] if row.unquantified else []
            parts += (
                [f"{number(row.repeated)} whose figure may count the people of another one of the same report"]
                if row.repeated
                else []
            )
            parts += [f"{number(row.open)} with “at least”"] if row.open else []
            parts += [f"{number(row.party_only)} known only from a party, of its enemy"] if row.party_only else []
            yield f"{t.of}: {', '.join(parts)}."
    if first.summaries or first.denied:
        yield (
            f"Left out: {plural(first.summaries, 'summary', 'summaries')} of several happenings, {number(first.denied)} discounted "
            "(a better source says that it did not happen); so are running totals, parts of other figures, and households."
        )
    delay = first.delay
    if delay.known:
        yield (
            f"From incident to first report: median {delay.median:g}, nine in ten within {delay.nine_tenths:g} days "
            f"({number(delay.known)} known, {number(delay.unknown)} not). The last days will still grow."
        )
    if first.by == "actor":
        yield "One incident may have several actors: rows overlap, and do not add up to the total."
    if not first.filled:
        yield "The stretch is too long for empty periods to be shown; only those with incidents are."


def as_csv(tallies: Sequence[Tally]) -> str:
    """A row for each measure and period or group; the total last, marked so in the column ``row``."""
    buffer = io.StringIO()
    names = ("of", "by", "row", "key", "label", *_FIGURES)
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    for t in tallies:
        for kind, row in [*(("group", row) for row in t.rows), ("total", t.total)]:
            fields = {name: getattr(row, name) for name in _FIGURES}
            label = _no_formula(clean(row.label))
            missing_key = kind == "group" and not row.key
            writer.writerow(
                {
                    "of": t.of,
                    "by": t.by or "",
                    "row": "missing" if missing_key else kind,
                    "key": _no_formula(row.key),
                    "label": label,
                }
                | fields
            )
    return buffer.getvalue()


_FIGURES = (
    "incidents",
    "with_figure",
    "unquantified",
    "repeated",
    "open",
    "party_only",
    "low",
    "best",
    "high",
    "delay_days",
)


def _no_formula(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def as_json(tallies: Sequence[Tally], conditions: Sequence[tuple[str, str]]) -> str:
    """All tallies, with the conditions that were asked."""
    out = {"conditions": dict(conditions), "tallies": [t.model_dump(mode="json") for t in tallies]}
    return json.dumps(out, ensure_ascii=False, indent=1) + "\n"


def as_sparkline(tallies: Sequence[Tally]) -> str:
    """A line a measure: its rows as blocks, of the best-founded figures, from the least to the most."""
    out = []
    for t in tallies:
        rows = [row for row in t.rows if row.key]
        values = [row.best if row.best is not None else row.low for row in rows]
        most = max((v for v in values if v), default=0)
        line = "".join(_block(value, most) for value in values)
        ends = f"{rows[0].label} … {rows[-1].label}" if rows and t.by in PERIODS else plural(len(rows), "row")
        out.append(f"{t.of}  {line}  {ends}  most {number(most)}, total {cell(t.total.amount)}")
        unseen = next((row.incidents for row in t.rows if not row.key), 0)
        if unseen:
            out.append(f"{plural(unseen, 'incident')} without a {t.by} in no block.")
    return "\n".join(dict.fromkeys([*out, *missing(tallies)])) + "\n"


def as_png(tallies: Sequence[Tally]) -> bytes:
    """A chart of the first measure: bars of incidents or bands of tolls over time, else ranked bands."""
    from dateline.brief import charts

    t = tallies[0]
    what = "Incidents" if t.of == "incidents" else f"People reported {t.of.replace('_', ' ')}"
    title = f"{what} by {_NAMES.get(t.by, t.by) if t.by else 'all'}" + (
        f" ({number(t.undated)} without a day left out)" if t.by in PERIODS and t.undated else ""
    )
    if t.by in PERIODS:
        draw = charts.bars if t.of == "incidents" else charts.bands
        return draw(t, title, width=7.2, height=3.2)
    return charts.ranked(t, title)


def _block(value: int | None, most: int) -> str:
    if not value:
        return " " if value is None else "▁" if most == 0 else "·"
    return _BLOCKS[min(len(_BLOCKS) - 1, (value * len(_BLOCKS) - 1) // most)]


def _amount(row: TallyRow, t: Tally) -> str:
    if t.of == "incidents":
        return number(row.incidents)
    best = row.best
    words = cell(row.amount)
    bounds = (row.low, row.high)
    return f"{words} ({number(best)})" if best is not None and best not in bounds else words


def _delay(row: TallyRow) -> str:
    return "–" if row.delay_days is None else f"{row.delay_days:g} d"


def _cut(label: str) -> str:
    return label if len(label) <= _WIDEST else label[: _WIDEST - 1] + "…"
