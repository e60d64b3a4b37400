"""The article cut into pieces that a page marks, and back from what a reader selected on the page to the text.

A browser counts UTF-16 units, and has its own idea of line ends: so it sends the pieces and the words before the ends
of the selection, and the offsets are counted here, in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.errors import DatelineError
from dateline.export.html.highlight import Reading, highlight
from dateline.export.words.claims import ClaimWords

_DEEPEST = 3
_SENTENCE_END = re.compile(r"(?<=[.!?؟。])[\s\"”’»)]+(?=\S)|[\r\n]+")


class SelectionError(DatelineError):
    """What was selected is not in the text as it stands here."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article: its number on the page, the claims that rest on it, and the one that is read there."""

    number: int
    start: int
    text: str
    claims: tuple[str, ...]
    leads_to: str | None
    kind: str
    depth: int
    label: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or the blank lines between two."""

    marks: tuple[Mark, ...]
    is_gap: bool


def paragraphs(text: str, claims: Sequence[ClaimWords]) -> tuple[Paragraph, ...]:
    """The article in paragraphs, each cut at every boundary of what the claims rest on."""
    readings = [
        Reading(
            id=claim.id, kind=claim.layer, spans=claim.spans, anchors=(claim.anchor,) if claim.anchor else (),
            label="" if claim.happened else claim.status_words,
        )
        for claim in claims
    ]  # fmt: skip
    made, number = [], 0
    for block in highlight(text, readings).blocks:
        marks = []
        for piece in block.pieces:
            kind = (piece.anchored or piece.readings or (None,))[0]
            marks.append(
                Mark(
                    number, piece.start, piece.text, tuple(reading.id for reading in piece.readings), piece.target,
                    kind.kind if kind else "", min(len(piece.readings), _DEEPEST),
                    ", ".join(dict.fromkeys(reading.label for reading in piece.ends if reading.label)),
                )
            )  # fmt: skip
            number += 1
        made.append(Paragraph(tuple(marks), block.is_gap))
    return tuple(made)


def selected(article: Sequence[Paragraph], ends: tuple[tuple[int, str], tuple[int, str]]) -> tuple[int, int]:
    """The start and end, in code points, of a selection: each end as a piece's number and the words in it before the end.

    Raises SelectionError where the pieces do not begin with these words.
    """
    marks = {mark.number: mark for paragraph in article for mark in paragraph.marks}
    start, end = (_offset(marks.get(number), before) for number, before in ends)
    return _trimmed("".join(mark.text for mark in marks.values()), min(start, end), max(start, end))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end, as far as full stops and line ends tell."""
    start = 0
    for end in [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]:
        if text[start:end].strip():
            yield _trimmed(text, start, end)
        start = end


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the sentences, that hold a stretch of the text."""
    around = [(first, last) for first, last in sentences(text) if first < end and last > start]
    return min([start, *(first for first, _ in around)]), max([end, *(last for _, last in around)])


def _offset(mark: Mark | None, before: str) -> int:
    if mark is None:
        raise SelectionError("the selection is not in this text; load the page again, and select anew")
    at = 0
    for character in before:
        # A page has every line end as LF.
        if mark.text.startswith("\r\n", at) and character == "\n":
            at += 2
        elif at < len(mark.text) and (mark.text[at] == character or (mark.text[at] == "\r" and character == "\n")):
            at += 1
        else:
            raise SelectionError("the text has other words there; load the page again, and select anew")
    return mark.start + at


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise SelectionError("select some words of the text first")
    return start, end
