"""What the cases of tolls share: the tolls of a text, and a short way to write what is expected of them."""

from __future__ import annotations

from functools import cache

from dateline.coding.dates import find_dates
from dateline.coding.mentions import Actors, Mentions, Places
from dateline.coding.tolls import find_tolls
from dateline.parse import ParsedDocument, Parser
from dateline.records import Attribution, Document, Event, Toll
from dateline.settings import Settings


class OwnVoice:
    """Statements of a text that quotes nobody."""

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        """Nobody's words but the text's."""
        return ()


@cache
def parser() -> Parser:
    """The parser, loaded once."""
    return Parser(Settings())


def mentions_of(text: str, published: str | None = None) -> Mentions:
    """The text's mentions: its dates, and neither names nor places nor actors."""
    parsed = parser().parse(Document.from_text(text, published=published))
    return mentions_in(parsed)


def mentions_in(parsed: ParsedDocument) -> Mentions:
    """The dates of a parsed text."""
    return Mentions(parsed, (), Places(), find_dates(parsed), Actors())


def tolls_of(text: str, published: str | None = None) -> list[Toll]:
    """The tolls of the text, read in its own voice and without events."""
    return [r.claim for r in find_tolls(mentions_of(text, published), OwnVoice(), ())]


def short(toll: Toll) -> str:
    """As "killed at_least 25- civilians": harm, bound, figures and victims. Figures are "low-high", open where they are."""
    figures = {
        "exact": f"{toll.best}",
        "at_least": f"{toll.low}-",
        "at_most": f"-{toll.high}",
        "approximately": f"~{toll.best}",
        "range": f"{toll.low}-{toll.high}",
        "order": "?" if toll.low is None else f"{toll.low}-",
    }.get(toll.bound, "?")
    assert toll.victims.text is not None
    return f"{toll.harm} {toll.bound} {figures} {toll.victims.text.text}"


def told(text: str) -> list[str]:
    """Every toll of the text in short."""
    return [short(t) for t in tolls_of(text)]


def event_at(text: str, words: str, event_id: str, **fields: object) -> Event:
    """An event whose trigger is the words' first occurrence in the text."""
    start = text.index(words)
    span = {"start": start, "end": start + len(words), "text": words}
    made = {"id": event_id, "type": "ASSAULT", "trigger": span, "evidence": (span,), "rule": "test", "confidence": 1.0}
    return Event.model_validate({**made, **fields})
