"""What may stand in a text: names, places, positions and contacts that a profile withholds, found and replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.export.responsibility.masking import Edit, Rewritten, apart
from dateline.export.responsibility.names import NameFinder
from dateline.export.responsibility.people import CONTACT, CONTACTS, People

PLACE = "[place withheld]"
POSITION = "[position withheld]"
_POINT_IN_ADDRESS = re.compile(r"-?\d{1,3}\.\d+(?:,|;|%2[cC]|/|!4d|&[a-z]+=|\+)-?\d{1,3}\.\d+")
_DEGREES = r"[-+]?\d{1,3}(?:\.\d+)?\s*°\s*(?:\d{1,2}(?:\.\d+)?\s*['’′]\s*(?:\d{1,2}(?:\.\d+)?\s*(?:[\"”″]|''|’’)\s*)?)?[NSEWnsew]?"
_SIDE = r"\s*°?\s*[NSEWnsew]?"
_TENTHS, _HUNDREDTHS, _THOUSANDTHS = (rf"[-+]?\d{{1,3}}\.\d{{{digits},}}{_SIDE}" for digits in (1, 2, 3))
_BETWEEN = r"\s*(?:,|;|/|\s|and|%2[cC]|%20|!4d|(?i:lon|lng|long|longitude|lat|latitude|[ew])[.:=]?)+\s*"
_GRID = r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2}\s?\d{2}|\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})\b"
_PAIRS = "|".join(
    f"{one}{_BETWEEN}{other}"
    for one, other in ((_TENTHS, _THOUSANDTHS), (_THOUSANDTHS, _TENTHS), (_HUNDREDTHS, _HUNDREDTHS))
)
POSITIONS = re.compile(rf"(?<![\w.]){_DEGREES}[\s,;/]*(?:and\s+)?{_DEGREES}|(?<![\w.])(?:{_PAIRS})(?!\w|\.\d)|{_GRID}")
"""Pairs of degrees, decimal or with minutes and seconds, and MGRS references."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What of texts is withheld: the names that ``names`` finds and ``places`` finds, positions, contacts."""

    people: People
    names: NameFinder
    places: NameFinder
    positions: bool
    contacts: bool

    def edits(self, text: str, spared: Sequence[tuple[int, int]] = ()) -> list[Edit]:
        """What is replaced in the text; names within a ``spared`` stretch are someone else's, or a place's."""
        found = [
            Edit(hit.start, hit.end, self.people.shown(hit.key), "names")
            for hit in self.names.hits(text)
            if not _within(hit.start, hit.end, spared)
        ]
        found += [Edit(hit.start, hit.end, PLACE, "places") for hit in self.places.hits(text)]
        if self.positions:
            found += [Edit(m.start(), m.end(), POSITION, "positions") for m in POSITIONS.finditer(text)]
        if self.contacts:
            found += [Edit(m.start(), m.end(), CONTACT, "contacts") for m in CONTACTS.finditer(text)]
        return apart(found)

    def out(self, text: str) -> str:
        """The text as it may go out."""
        return Rewritten(text, self.edits(text)).new

    def maybe(self, text: str | None) -> str | None:
        """As :meth:`out`, of a text that may not be there."""
        return None if text is None else self.out(text)

    def address(self, url: str | None) -> str | None:
        """The address, unless it gives away what is withheld, or leads into someone's own machine or account."""
        if url is None or not re.match(r"https?://[^/@\s]+(?:[/?#]|$)", url):
            return None
        hidden = self.names.in_address(url) or self.places.in_address(url)
        hidden = hidden or bool(self.positions and _POINT_IN_ADDRESS.search(url))
        return None if hidden or self.edits(url) or re.search(r"(?i)token=|session|passw|@", url) else url


def _within(start: int, end: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in stretches)
