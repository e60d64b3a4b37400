"""Events of invented sentences, coded by the real pipeline, and the status of single words of them."""

from __future__ import annotations

from dateline.coding.events.status import State, status_of
from dateline.parse import Token
from dateline.pipeline import Coder
from dateline.records import Document, Event


def events_in(coder: Coder, text: str, published: str = "2024-05-14") -> tuple[Event, ...]:
    """The events of the text."""
    return coder.code(text, published=published).events


def state_of(coder: Coder, text: str, word: str) -> State:
    """What the text says of the happening that the word names; ``word#2`` is the word's second occurrence."""
    return status_of(_token(coder, text, word), coder.knowledge.events.status)


def _token(coder: Coder, text: str, word: str) -> Token:
    form, _, number = word.partition("#")
    found = [t for t in coder.parser.parse(Document.from_text(text)).doc if t.text == form]
    assert len(found) >= int(number or 1), f"{word!r} does not stand in {text!r}"
    return found[int(number or 1) - 1]
