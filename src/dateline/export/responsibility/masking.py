"""Texts with stretches replaced, and the spans of their records moved along."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.errors import RecordError
from dateline.records import Span

LEFT_OUT = "[…]"


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` becomes ``new``, for a reason that is counted: "names", "places", "contacts", "text" …"""

    start: int
    end: int
    new: str
    why: str


@dataclass(frozen=True)
class Rewritten:
    """A text and the edits of it, which are in order and apart from one another; ``tail`` stands after the new text."""

    text: str
    edits: Sequence[Edit]
    tail: str = ""

    @cached_property
    def new(self) -> str:
        """The text as it became."""
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.text[at : edit.start], edit.new]
            at = edit.end
        return "".join([*parts, self.text[at:], self.tail])

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _shifts(self) -> list[int]:
        """By how much what stands after each edit has moved."""
        shifts, shift = [0], 0
        for edit in self.edits:
            shift += len(edit.new) - (edit.end - edit.start)
            shifts.append(shift)
        return shifts

    def span(self, span: Span) -> Span:
        """The span in the new text; one that an edit cuts takes in all that the edit put there.

        Raises RecordError when it is no span of the text.
        """
        if self.text[span.start : span.end] != span.text:
            raise RecordError(f"the span {span.start}–{span.end} is not of the text that was rewritten")
        return Span.of(self.new, self._moved(span.start, end=False), self._moved(span.end, end=True))

    def _moved(self, offset: int, *, end: bool) -> int:
        number = bisect_right(self._starts, offset - end) - 1
        if number >= 0 and offset < self.edits[number].end + end:
            edit = self.edits[number]
            if edit.start < offset < edit.end or (end and offset == edit.end) or (not end and offset == edit.start):
                start = edit.start + self._shifts[number]
                return start + len(edit.new) if end else start
        return offset + self._shifts[number + 1]


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order; where two are over one another, one edit of both stretches with what the longer one puts there."""
    joined: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        last = joined[-1] if joined else None
        if last is None or edit.start >= last.end:
            joined.append(edit)
            continue
        longer = last if last.end - last.start >= edit.end - edit.start else edit
        joined[-1] = Edit(last.start, max(last.end, edit.end), longer.new, longer.why)
    return joined


def left_out(text: str, kept: Iterable[tuple[int, int]], edits: Iterable[Edit]) -> list[Edit]:
    """The edits that leave only the kept stretches of the text, with the given edits within or across them."""
    inside = _touching(kept := list(kept), apart(edits))
    stretches = _merged([*kept, *((edit.start, edit.end) for edit in inside)])
    found: list[Edit] = []
    at = 0
    for start, end in [*stretches, (len(text), len(text))]:
        if any(c.isalnum() for c in text[at:start]):
            before, after = " " if at else "", " " if start < len(text) else ""
            found.append(Edit(at, start, f"{before}{LEFT_OUT}{after}", "text"))
        at = end
    return apart([*found, *inside])


def _touching(kept: Sequence[tuple[int, int]], edits: Sequence[Edit]) -> list[Edit]:
    """Those edits that reach into a kept stretch."""
    merged = _merged(kept)
    starts = [start for start, _ in merged]
    found = []
    for edit in edits:
        at = bisect_right(starts, edit.end - 1) - 1
        if at >= 0 and merged[at][1] > edit.start:
            found.append(edit)
    return found


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
