"""The graph of ties between parties as lines and boxes, for a picture that is made of the page's own elements."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.brief.situation.drawn import drawn_ties
from dateline.brief.situation.record import Party, Tie
from dateline.brief.situation.wording import tie_words, told_words

WIDTH, HEIGHT = 720, 470
_ARROWS = frozenset({"backs", "leads", "opposes"})
_LINE, _LINES, _LETTER, _ROW = 18, 3, 7.2, 15
_BENDS = (0.06, -0.12, 0.24, -0.3, 0.4)


@dataclass(frozen=True, slots=True)
class Box:
    """A party: the middle of its box, how large it is, and its name in lines."""

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A tie: its path, how it is drawn, and what it says."""

    path: str
    kind: str
    width: float
    ended: bool
    arrow: bool
    words: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The parties that are told of most, and the ties between them; ``left`` counts the ties that are not drawn."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    kinds: tuple[str, ...]
    left: int


def graph(ties: Sequence[Tie]) -> Graph:
    """The graph of those ties that can be read in one picture."""
    kept = drawn_ties(ties)
    parties = _ring(kept)
    boxes = {party.id: _box(party, number, len(parties)) for number, party in enumerate(parties)}
    between: dict[frozenset[str], int] = {}
    lines = []
    for tie in kept:
        pair = frozenset((tie.one.id, tie.other.id))
        nth = between[pair] = between.get(pair, -1) + 1
        bend = _BENDS[min(nth, len(_BENDS) - 1)] * (1 if tie.one.id < tie.other.id else -1)
        lines.append(_line(tie, boxes[tie.one.id], boxes[tie.other.id], bend))
    kinds = tuple(dict.fromkeys(line.kind for line in lines))
    return Graph(tuple(boxes.values()), tuple(lines), kinds, len(ties) - len(kept))


def _ring(ties: Sequence[Tie]) -> list[Party]:
    """The parties in an order that puts those that are tied next to one another."""
    parties = {party.id: party for tie in ties for party in (tie.one, tie.other)}
    near: dict[str, dict[str, int]] = {id_: {} for id_ in parties}
    for tie in ties:
        for one, other in ((tie.one.id, tie.other.id), (tie.other.id, tie.one.id)):
            near[one][other] = near[one].get(other, 0) + tie.reports
    order: list[str] = []
    while len(order) < len(parties):
        last = order[-1] if order else ""
        left = sorted(parties.keys() - set(order))
        order.append(max(left, key=lambda id_: (near[id_].get(last, 0), sum(near[id_].values()))))
    return [parties[id_] for id_ in order]


def _box(party: Party, number: int, count: int) -> Box:
    turn = math.tau * number / max(count, 1) - math.pi / 2
    lines = textwrap.wrap(party.name, _LINE, max_lines=_LINES, placeholder=" …") or [party.name]
    return Box(
        id=party.id,
        x=round(WIDTH / 2 + math.cos(turn) * (WIDTH / 2 - 85), 1),
        y=round(HEIGHT / 2 + math.sin(turn) * (HEIGHT / 2 - 36), 1),
        width=round(max(map(len, lines)) * _LETTER + 16, 1),
        height=len(lines) * _ROW + 12,
        lines=tuple(lines),
    )


def _line(tie: Tie, one: Box, other: Box, bend: float) -> Line:
    """A bowed line from the edge of one box to that of the other."""
    x, y = (one.x + other.x) / 2 - (other.y - one.y) * bend, (one.y + other.y) / 2 + (other.x - one.x) * bend
    start, end = _edge(one, x, y), _edge(other, x, y)
    return Line(
        path=f"M{start[0]:.1f} {start[1]:.1f}Q{x:.1f} {y:.1f} {end[0]:.1f} {end[1]:.1f}",
        kind=tie.kind,
        width=round(min(1.5 + math.log2(tie.reports), 6), 1),
        ended=tie.ended is not None,
        arrow=tie.kind in _ARROWS,
        words=f"{tie_words(tie)} ({told_words(tie)}{', said to have ended' if tie.ended else ''})",
    )


def _edge(box: Box, x: float, y: float) -> tuple[float, float]:
    """Where the way from the middle of the box to a point leaves it."""
    dx, dy = x - box.x, y - box.y
    part = min(
        (box.width / 2 + 4) / abs(dx) if dx else math.inf, (box.height / 2 + 4) / abs(dy) if dy else math.inf, 1.0
    )
    return box.x + dx * part, box.y + dy * part
