"""Where events happened, as the real pipeline reads it."""

from __future__ import annotations

import pytest
from where_cases import CASES

from dateline.pipeline import Coder
from dateline.records import CodedDocument, Event


def words_of(coded: CodedDocument, event: Event) -> set[str]:
    """The words that first name each of the event's places."""
    first = {place.id: place.mentions[0].text for place in coded.places}
    return {first[i] for i in event.places}


def event_of(coded: CodedDocument, words: str) -> Event:
    """The event whose trigger overlaps the words, else the one that has them for evidence."""
    start = coded.document.text.index(words)
    spans = [(span, e) for e in coded.events for span in (e.trigger,)]
    spans += [(span, e) for e in coded.events for span in e.evidence]
    found = [e for span, e in spans if span.start < start + len(words) and start < span.end]
    assert found, f"no event at {words!r}: {[e.trigger.text for e in coded.events]}"
    return found[0]


@pytest.mark.parametrize(("text", "trigger", "places", "reason"), CASES, ids=[c[3] for c in CASES])
def test_event_place(coder: Coder, text: str, trigger: str, places: set[str], reason: str) -> None:
    coded = coder.code(text, published="2024-05-14")
    assert words_of(coded, event_of(coded, trigger)) == places, reason
