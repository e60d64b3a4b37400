"""Charts for print and screen: colours that the colour-blind tell apart, marks that survive a black-and-white printer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from dateline.brief.record import Amount
from dateline.brief.tally import Tally

BLUE, ORANGE, GREY, INK = "#0072B2", "#D55E00", "#8a8a8a", "#222222"
"""After Okabe and Ito."""
DPI = 200
_TICKS = 8
_LABEL = 46


def figure_of(width: float, height: float) -> tuple[Any, Any]:
    """A figure of this size in inches and its axes, with plain frames; drawn without a screen."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8, colors=INK)
    return figure, axes


def png(figure: Any, *, cut: bool = False) -> bytes:
    """The figure as PNG, the same bytes for the same figure; with ``cut``, without the empty margins around it."""
    buffer = io.BytesIO()
    box = {"bbox_inches": "tight", "pad_inches": 0.04} if cut else {}
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None}, **box)
    return buffer.getvalue()


def bars(tally: Tally, title: str, *, late: int = 0, width: float = 3.6, height: float = 2.1) -> bytes:
    """Incidents by period as bars; the last ``late`` of them are hatched, as reports of them will still come."""
    figure, axes = figure_of(width, height)
    rows = [row for row in tally.rows if row.key]
    places = range(len(rows))
    drawn = axes.bar(places, [row.incidents for row in rows], color=BLUE, width=0.8)
    for bar in list(drawn)[len(rows) - late :] if late else ():
        bar.set(facecolor="white", edgecolor=BLUE, hatch="////")
    _periods(axes, [row.key for row in rows])
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_ylim(bottom=0)
    axes.set_title(title, fontsize=9, loc="left", color=INK)
    return png(figure)


def bands(tally: Tally, title: str, *, width: float = 3.6, height: float = 2.1) -> bytes:
    """Tolls by period: a bar from low to high, a dot at the best-founded figure, an arrow up where the top is open."""
    figure, axes = figure_of(width, height)
    rows = [row for row in tally.rows if row.key]
    for place, row in enumerate(rows):
        if row.best is None and row.high is None:
            continue
        low, best = row.low or 0, row.best
        top = row.high if row.high is not None else max(best or 0, low)
        axes.plot([place, place], [low, top], color=ORANGE, linewidth=4, alpha=0.45, solid_capstyle="butt")
        if row.high is None:
            arrow = {"arrowstyle": "<|-", "color": ORANGE, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (place, top), (0, 11), textcoords="offset points", arrowprops=arrow)
        if best is not None:
            axes.plot(place, best, marker="o", color=INK, markersize=3.2)
    _periods(axes, [row.key for row in rows])
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_ylim(bottom=0)
    axes.set_title(title, fontsize=9, loc="left", color=INK)
    return png(figure)


def claims(items: Sequence[tuple[str, Amount]], title: str, *, width: float = 7.2) -> bytes:
    """Figures side by side, a line each: from low to high, a dot at the figure that was said, an arrow where it is a minimum."""
    figure, axes = figure_of(width, 0.55 + 0.24 * len(items))
    for place, (_, amount) in enumerate(items):
        said = [x for x in (amount.low, amount.best, amount.high) if x is not None]
        axes.plot([min(said), max(said)], [place, place], color=BLUE, linewidth=4, alpha=0.45, solid_capstyle="butt")
        open_top = amount.high is None and amount.low is not None
        if open_top:
            arrow = {"arrowstyle": "<|-", "color": BLUE, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", (max(said), place), (13, 0), textcoords="offset points", arrowprops=arrow)
        if amount.best is not None:
            axes.plot(amount.best, place, marker="o", color=INK, markersize=4)
    axes.set_yticks(range(len(items)), [_short(label) for label, _ in items], fontsize=7.5, parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.margins(x=0.06)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title(title, fontsize=9, loc="left", color=INK)
    return png(figure)


def ranked(tally: Tally, title: str, *, most: int = 20, width: float = 7.2) -> bytes:
    """The rows of a table that is not of periods, as horizontal bands or bars, the largest at the top."""
    rows = [row for row in tally.rows if row.best is not None or row.high is not None][:most]
    return claims([(row.label, row.amount) for row in rows], title, width=width)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"


def _periods(axes: Any, keys: Sequence[str]) -> None:
    """Periods under the axis, as many as there is room for; the year only where it changes."""
    step = max(1, -(-len(keys) // _TICKS))
    shown = range(0, len(keys), step)
    labels, year = [], ""
    for place in shown:
        key = keys[place]
        labels.append(key[5:] if key[:4] == year else f"{key[5:]}\n{key[:4]}")
        year = key[:4]
    axes.set_xticks(list(shown), labels, fontsize=7)
    axes.set_xlim(-0.7, max(len(keys), 3) - 0.3)
