"""The shape of a report: headline, headings, datelines and paragraphs.

No sentence crosses a segment, so that a title is never glued to the sentence that follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.parse.record import Segment

_LINE = re.compile(r"[^\n]+")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,]['\")\]]*$")
_ENDS_CLAUSE = re.compile(r"[.!?…:;]['\")\]]*$")
_MARKUP = re.compile(r"#{1,6}\s+(?:[*_]{2}(?=[^*_\s][^*_]*[*_]{2}\s*$))?|[*_]{2}(?=[^*_\s][^*_]*[*_]{2}\s*$)")
_MARKUP_END = re.compile(r"(?:[*_]{2}|#+)$")
_BULLET = re.compile(r"(?:[-*•–·▪●]|\(?\d{1,2}[.)])\s+")
_PLACE = r"[A-Z][A-Z.'’\-]+(?:[ /][A-Z][A-Z.'’\-]+){0,4}"
_REGION = r"(?:, ?(?:[A-Z][\w.'’\-]*|of|the|and)(?: (?:[A-Z][\w.'’\-]*|of|the|and)){0,5}){0,2}"
_NOTE = r"(?: ?\([^()\n]{2,40}\))?"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_DATE = rf"(?:,? {_DAY})?"
_DASH = rf" {{0,3}}(?:—|–|--|[-_:](?= ))\s*(?:{_DAY} ?(?:—|–|--|-(?= ))\s*)?"
_CAPITALS_DATELINE = re.compile(rf"{_PLACE}{_REGION}{_DATE}{_NOTE}{_DATE}{_DASH}")
_AGENCY_DATELINE = re.compile(
    rf"(?:[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){{0,3}}{_REGION}{_DATE} ?)?\([A-Z][^()\n]{{1,30}}\){_DATE}{_DASH}"
)
_NO_PLACE = r"(?![^,]*day\b|(?:In|On|At|From|Near|By|The|After|Before|Until|Since)\b)"
_TOWN = r"[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,3}"
_DATED_DATELINE = re.compile(rf"{_NO_PLACE}\(?{_TOWN}{_REGION},? {_DAY}\)?{_DASH}")
_CLOCK = r"\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?"
_ZONE = r"(?: ?(?:[A-Z]{2,4}(?:[+-]\d{1,2})?|local time))?"
_TIME_STAMP = re.compile(rf"(?:{_CLOCK}){_ZONE}(?: {{0,3}}(?:—|–|--|-(?= )|:(?= )|\|)\s*|\s*$)", re.IGNORECASE)
_BYLINE = re.compile(r"By (?:[A-Z][\w.'’\-]+,?(?: (?:and|of|in|for|de|al|el|van|von|bin) |[ ]|$)){1,14}$")
_DATELINE_LINE = re.compile(rf"{_PLACE}{_REGION} ?(?:\([^()\n]{{4,30}}\))\s*$")
_RUN_IN_HEADLINE = re.compile(r"[^\n.!?]{15,140}[.!?] (?=[A-Z])")
_HEADLINE_WORDS = 22
_HEADING_WORDS = 12
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into of off on or over per the to up via with amid after near than that is are".split()
)


def segments_of(text: str) -> tuple[Segment, ...]:
    """The segments of a text in order; ``text`` has plain marks (see :func:`dateline.parse.text.plain`).

    Segments do not overlap, hold no leading or trailing space, and leave out spaces only.
    """
    lines = _lines(text)
    out: list[Segment] = []
    first = True
    for start, end in lines:
        if _BYLINE.match(text[start:end]) or _TIME_STAMP.fullmatch(text[start:end]):
            # What stands above the headline does not make it a heading.
            out.append(Segment("heading", start, end))
            continue
        out.extend(_segments_of_line(text, start, end, first=first, only=len(lines) == 1))
        first = False
    return tuple(out)


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line without its spaces; lines that a hard wrap has parted come as one."""
    out: list[tuple[int, int]] = []
    cased = any(c.isupper() for c in text)
    for match in _LINE.finditer(text):
        line = match.group()
        if line.isspace():
            continue
        start, end = match.start() + len(line) - len(line.lstrip()), match.start() + len(line.rstrip())
        if (
            out
            and cased
            and text.count("\n", out[-1][1], start) == 1
            and _goes_on(text[slice(*out[-1])], text[start:end])
        ):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence runs from a line into the next: that starts small, or this ends on a comma or a word like "of"."""
    if _MARKUP.match(line) or _BULLET.match(following) or _ENDS_CLAUSE.search(line):
        return False
    return following[0].islower() or line.endswith(",") or line.rpartition(" ")[2].lower() in _SMALL_WORDS


def _segments_of_line(text: str, start: int, end: int, *, first: bool, only: bool) -> Iterator[Segment]:
    line = text[start:end]
    if markup := _MARKUP.match(line):
        yield Segment("headline" if first else "heading", start + markup.end(), start + _before_closing_markup(line))
        return
    if _DATELINE_LINE.fullmatch(line):
        yield Segment("dateline", start, end)
        return
    if not only and _is_title(line, _HEADLINE_WORDS if first else _HEADING_WORDS):
        yield Segment("headline" if first else "heading", start, end)
        return
    if first and (cut := _run_in_headline(line)):
        yield Segment("headline", start, start + len(line[:cut].rstrip()))
        start, line = start + cut, line[cut:]
    if bullet := _BULLET.match(line):
        start, line = start + bullet.end(), line[bullet.end() :]
    if (stamp := _TIME_STAMP.match(line)) and stamp.end() < len(line):
        yield Segment("heading", start, start + len(stamp.group().rstrip()))
        start, line = start + stamp.end(), line[stamp.end() :]
    if cut := dateline_end(line):
        yield Segment("dateline", start, start + len(line[:cut].rstrip()))
        start, line = start + cut, line[cut:]
    if line:
        yield Segment("paragraph", start, end)


def _before_closing_markup(line: str) -> int:
    """How much of a heading stands before the marks that close it, as in "# Title #"; of marks alone, all of it."""
    closing = _MARKUP_END.search(line)
    opening = _MARKUP.match(line)
    if not closing or not opening or closing.start() <= opening.end():
        return len(line)
    return len(line[: closing.start()].rstrip())


def dateline_end(line: str) -> int:
    """How many characters of the line are a dateline such as "ALEPPO, Syria (AP) — "; 0 when it has none."""
    match = _CAPITALS_DATELINE.match(line) or _AGENCY_DATELINE.match(line) or _DATED_DATELINE.match(line)
    return match.end() if match and match.end() < len(line) else 0


def _is_title(line: str, most_words: int) -> bool:
    """A line of its own that is no sentence: short, and without a sentence's closing mark."""
    words = line.split()
    return (
        len(words) <= most_words
        and not _ENDS_SENTENCE.search(line)
        and not _BULLET.match(line)
        and line[0] not in "\"'("
    )


def _run_in_headline(line: str) -> int:
    """Where the story starts that follows a headline on the same line, or 0.

    Only where the headline is in title case, or a dateline follows it: else it is the first sentence.
    """
    match = _RUN_IN_HEADLINE.match(line)
    if not match:
        return 0
    words = re.findall(r"[A-Za-z][\w'-]*", match.group())
    long_words = [w for w in words if w.lower() not in _SMALL_WORDS]
    capitals = sum(w[0].isupper() for w in long_words)
    if len(long_words) >= 3 and (capitals >= 0.8 * len(long_words) or dateline_end(line[match.end() :])):
        return match.end()
    return 0
