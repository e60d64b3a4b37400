"""The article cut into pieces, each of which is covered by the same claims from end to end.

Evidence nests and overlaps freely, and HTML elements cannot: so the text is cut at every boundary of every span and
of every paragraph, and each piece names all the claims that cover it. Offsets are code points and stay in Python;
a browser, which counts UTF-16 units, only ever sees the pieces.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dateline.records import Span

_LINE_END = r"(?:\r\n|\r|\n)"
_BLANK_LINES = re.compile(rf"{_LINE_END}(?:[ \t]*{_LINE_END})+")
_LINES = re.compile(_LINE_END)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Something that was read from the article, claim or mention, from all of its ``spans``.

    ``anchors`` are where a reader should look it up: one for a claim, every mention for an actor or a place.
    ``label`` is what to say beside an anchor, as where the claim is that nothing happened.
    """

    id: str
    kind: str
    spans: tuple[Span, ...]
    anchors: tuple[Span, ...]
    label: str = ""
    is_claim: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the article and the readings that cover it, those anchored in it first.

    ``id`` is set where an anchor begins; such a piece leads to ``target``, the first reading that begins there.
    ``ends`` are the readings whose anchor ends with this piece.
    """

    text: str
    start: int
    readings: tuple[Reading, ...] = ()
    anchored: tuple[Reading, ...] = ()
    ends: tuple[Reading, ...] = ()
    id: str | None = None
    target: str | None = None
    tab_stop: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the blank lines between two. The texts of all blocks' pieces make up the article."""

    pieces: tuple[Piece, ...]
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Highlighted:
    """The article in blocks, and the ids of the pieces where each reading, by its id, can be looked up."""

    blocks: tuple[Block, ...]
    looked_up: dict[str, tuple[str, ...]]


def highlight(text: str, readings: Iterable[Reading]) -> Highlighted:
    """Cut the text at the boundaries of its paragraphs and of the readings' spans, which are code points into it."""
    ordered = list(readings)
    paragraphs = list(_paragraphs(text))
    pieces = _linked(_pieces(text, ordered, [start for start, _, _ in paragraphs]), ordered)
    looked_up: dict[str, list[str]] = defaultdict(list)
    begins = {piece.start: piece.id for piece in pieces if piece.id}
    for reading in ordered:
        for anchor in reading.anchors:
            if begins[anchor.start] not in looked_up[reading.id]:
                looked_up[reading.id].append(begins[anchor.start])
    blocks = []
    waiting = iter(pieces)
    for _, end, is_gap in paragraphs:
        ours: list[Piece] = []
        while not ours or ours[-1].start + len(ours[-1].text) < end:
            ours.append(next(waiting))
        blocks.append(Block(tuple(ours), is_gap))
    return Highlighted(tuple(blocks), {key: tuple(ids) for key, ids in looked_up.items()})


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is a gap, for each paragraph: parted by blank lines, or by any where none is blank."""
    parting = _BLANK_LINES if _BLANK_LINES.search(text) else _LINES
    start = 0
    for gap in parting.finditer(text):
        if gap.start() > start:
            yield start, gap.start(), False
        yield gap.start(), gap.end(), True
        start = gap.end()
    if start < len(text):
        yield start, len(text), False


def _pieces(text: str, readings: list[Reading], cuts: list[int]) -> list[Piece]:
    """The text between every two neighbouring boundaries, with the readings that cover it."""
    opens: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    closes: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for number, reading in enumerate(readings):
        for is_anchor, spans in ((False, reading.spans), (True, reading.anchors)):
            for span in spans:
                opens[span.start].append((number, is_anchor))
                closes[span.end].append((number, is_anchor))
    bounds = sorted({0, len(text), *cuts, *opens, *closes})
    active: Counter[tuple[int, bool]] = Counter()
    pieces = []
    for start, end in itertools.pairwise(bounds):
        active.subtract(closes[start])
        active.update(opens[start])
        active = +active
        anchored = sorted({number for number, is_anchor in active if is_anchor})
        covering = sorted({number for number, _ in active} - set(anchored))
        pieces.append(
            Piece(
                text=text[start:end],
                start=start,
                readings=tuple(readings[number] for number in (*anchored, *covering)),
                anchored=tuple(readings[number] for number in anchored),
                ends=tuple(readings[number] for number, is_anchor in sorted(closes[end]) if is_anchor),
            )
        )
    return pieces


def _linked(pieces: list[Piece], readings: list[Reading]) -> list[Piece]:
    """The pieces, with an id and a target for each in which an anchor begins.

    Claims come before mentions as targets. Every claim, and the first mention of each actor or place, is a tab stop;
    further mentions can be reached from their entry, and would only be in the way of the Tab key.
    """
    begin: dict[int, list[Reading]] = defaultdict(list)
    stops: set[int] = set()
    for reading in readings:
        for number, anchor in enumerate(sorted(reading.anchors, key=lambda span: span.start)):
            begin[anchor.start].append(reading)
            if reading.is_claim or number == 0:
                stops.add(anchor.start)
    linked = []
    for piece in pieces:
        ours = begin.get(piece.start)
        if ours:
            target = next((reading for reading in ours if reading.is_claim), ours[0])
            piece = replace(piece, id=f"at{piece.start}", target=target.id, tab_stop=piece.start in stops)
        linked.append(piece)
    return linked
