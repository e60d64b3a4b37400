"""The pictures of a situation: a map of who is said to hold what, and a graph of who is tied to whom."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from dateline.brief import map
from dateline.brief.charts import BLUE, INK, ORANGE, figure_of, png
from dateline.brief.situation.lexicon import lexicon
from dateline.brief.situation.record import Holding, Party, Tie
from dateline.ontology.boundaries import Boundaries

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_MARKERS = ("o", "s", "^", "D", "v", "P")
_OTHER = ("#555555", "h")
_GREEN, _GREY = "#007a5a", "#666666"
_STYLES: dict[str, dict[str, Any]] = {
    "fights": {"color": ORANGE, "linestyle": "-"},
    "talks": {"color": BLUE, "linestyle": (0, (5, 2))},
    "backs": {"color": _GREEN, "linestyle": "-", "arrow": True},
    "allied": {"color": _GREEN, "linestyle": (0, (1, 1.2))},
    "leads": {"color": _GREY, "linestyle": "-", "arrow": True},
    "opposes": {"color": ORANGE, "linestyle": (0, (1, 1.2)), "arrow": True},
}
_NODES = 12
_WIDTH, _HEIGHT = 7.2, 4.4
_LINE = 20


def control_map(holdings: Sequence[Holding], boundaries: Boundaries | None) -> bytes:
    """The map as PNG: a colour and a shape for each holder, hollow where contested, a cross where the last holder left.

    Raises OntologyError where the outlines are damaged.
    """
    placed = [h for h in holdings if h.lat is not None and h.lon is not None]
    spots = [map.Spot(h.place, h.lat or 0.0, h.lon or 0.0, 1, h.precision or 1) for h in placed]
    figure, axes = figure_of(_WIDTH, 3.6)
    for side in axes.spines.values():
        side.set_visible(True)
        side.set_color("#999999")
    west, south, east, north = box = map.frame(spots)
    if boundaries is not None:
        map.outlines(axes, boundaries, box)
    styles = _styles(placed)
    for holding in reversed(placed):
        colour, marker = styles.get(holding.holder.name, _OTHER)
        look = {"facecolor": colour, "edgecolor": INK, "linewidth": 0.7, "marker": marker}
        if holding.state == "contested":
            look |= {"facecolor": "white", "edgecolor": colour, "linewidth": 2.2}
        if holding.state == "left":
            look = {"color": colour, "marker": "x", "linewidth": 2.2}
        at = map.longitude(holding.lon or 0.0, west), holding.lat or 0.0
        axes.scatter(*at, s=70, zorder=5, **look)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set(xlabel="", ylabel="")
    axes.set_aspect(1 / max(0.1, math.cos(math.radians((south + north) / 2))))
    axes.set_xticks([])
    axes.set_yticks([])
    map.label(axes, spots, box)
    _legend(axes, placed, styles)
    return png(figure, cut=True)


def _styles(holdings: Sequence[Holding]) -> dict[str, tuple[str, str]]:
    """Colour and shape of those who are said to hold most."""
    counts: dict[str, int] = {}
    for holding in holdings:
        counts[holding.holder.name] = counts.get(holding.holder.name, 0) + 1
    order = sorted(counts, key=lambda name: (-counts[name], name))
    return dict(zip(order, zip(_COLOURS, _MARKERS, strict=True), strict=False))


def _legend(axes: Any, placed: Sequence[Holding], styles: dict[str, tuple[str, str]]) -> None:
    from matplotlib.lines import Line2D

    def sign(label: str, **look: Any) -> Any:
        return Line2D([], [], linestyle="", markersize=6.5, label=label, **look)

    signs = [sign(name[:40], color=colour, marker=marker) for name, (colour, marker) in styles.items()]
    if len({h.holder.name for h in placed}) > len(styles):
        signs.append(sign("others", color=_OTHER[0], marker=_OTHER[1]))
    if any(h.state == "contested" for h in placed):
        signs.append(sign("hollow: contested", color="white", markeredgecolor=INK, markeredgewidth=1.8, marker="o"))
    if any(h.state == "left" for h in placed):
        signs.append(sign("said to have left", color=INK, marker="x"))
    axes.legend(
        handles=signs, loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=2, fontsize=7.5, frameon=False, labelcolor=INK
    )  # fmt: skip


def drawn_ties(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """The ties that the graph can show: those among the parties told of most, as many as can be read."""
    nodes: dict[str, None] = {}
    kept = []
    for tie in ties:
        new = {tie.one.id, tie.other.id} - nodes.keys()
        if len(nodes) + len(new) <= _NODES:
            nodes |= dict.fromkeys((tie.one.id, tie.other.id))
            kept.append(tie)
    return tuple(kept)


def tie_graph(ties: Sequence[Tie]) -> bytes:
    """The graph as PNG: parties on a ring, a line a tie, wider where more reports tell of it, pale where it has ended."""
    from matplotlib.patches import FancyArrowPatch

    figure, axes = figure_of(_WIDTH, _HEIGHT)
    axes.set_axis_off()
    parties = _ring(ties)
    at = {
        party.id: (math.cos(angle), math.sin(angle))
        for number, party in enumerate(parties)
        for angle in [math.pi / 2 - 2 * math.pi * number / max(len(parties), 1)]
    }
    between: dict[frozenset[str], int] = {}
    for tie in ties:
        pair = frozenset((tie.one.id, tie.other.id))
        nth = between[pair] = between.get(pair, -1) + 1
        bend = (0.08, -0.14, 0.28, -0.34, 0.45)[min(nth, 4)] * (1 if tie.one.id < tie.other.id else -1)
        style = dict(_STYLES[tie.kind])
        arrow = "-|>" if style.pop("arrow", False) else "-"
        width = min(1.3 + 0.9 * math.log2(tie.reports), 5.0)
        axes.add_patch(
            FancyArrowPatch(
                at[tie.one.id], at[tie.other.id], arrowstyle=arrow, mutation_scale=14, linewidth=width,
                connectionstyle=f"arc3,rad={bend}", shrinkA=26, shrinkB=26, alpha=0.35 if tie.ended else 0.9, zorder=2, **style,
            )
        )  # fmt: skip
    for party in parties:
        axes.text(
            *at[party.id], textwrap.fill(party.name[:60], _LINE), ha="center", va="center", fontsize=8, color=INK, zorder=4,
            parse_math=False, bbox={"boxstyle": "round,pad=0.35", "facecolor": "#f5f3ec", "edgecolor": "#8a8a8a"},
        )  # fmt: skip
    axes.set_xlim(-1.5, 1.5)
    axes.set_ylim(-1.25, 1.25)
    _line_legend(axes, ties)
    return png(figure, cut=True)


def _line_legend(axes: Any, ties: Sequence[Tie]) -> None:
    from matplotlib.lines import Line2D

    kinds = [kind for kind in _STYLES if any(t.kind == kind for t in ties)]
    signs = []
    for kind in kinds:
        style = dict(_STYLES[kind])
        arrow = " →" if style.pop("arrow", False) else ""
        signs.append(Line2D([], [], linewidth=2, label=lexicon().tie_words[kind] + arrow, **style))
    axes.legend(handles=signs, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=3, fontsize=8, frameon=False)


def _ring(ties: Sequence[Tie]) -> list[Party]:
    """The parties in an order that puts those that are tied next to one another."""
    party = {p.id: p for t in ties for p in (t.one, t.other)}
    weight: dict[str, dict[str, int]] = {id_: {} for id_ in party}
    for tie in ties:
        for one, other in ((tie.one.id, tie.other.id), (tie.other.id, tie.one.id)):
            weight[one][other] = weight[one].get(other, 0) + tie.reports
    order: list[str] = []
    while len(order) < len(party):
        left = sorted(party.keys() - set(order))
        last = order[-1] if order else None
        order.append(max(left, key=lambda id_: (weight[id_].get(last or "", 0), sum(weight[id_].values()))))
    return [party[id_] for id_ in order]
