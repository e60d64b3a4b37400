"""Whether what a word names has happened: a table for each status, and what the record makes of it."""

from __future__ import annotations

import pytest
import status_cases as table
from reading_events import events_in, state_of

from dateline.ontology.event_rules import rule_files
from dateline.pipeline import Coder
from dateline.records import Status

TABLES: dict[Status, list[tuple[str, str, str]]] = {
    "occurred": table.OCCURRED,
    "ongoing": table.ONGOING,
    "attempted": table.ATTEMPTED,
    "planned": table.PLANNED,
    "threatened": table.THREATENED,
    "called_for": table.CALLED_FOR,
    "hypothetical": table.HYPOTHETICAL,
    "denied": table.DENIED,
}
CASES = [
    pytest.param(text, word, status, why, id=f"{status}: {text} [{word}]")
    for status, cases in TABLES.items()
    for text, word, why in cases
]


@pytest.mark.parametrize(("text", "word", "status", "why"), CASES)
def test_status(coder: Coder, text: str, word: str, status: Status, why: str) -> None:
    assert state_of(coder, text, word).status == status, why


@pytest.mark.xfail(reason="one sentence's syntax does not say it: each case has its own reason")
@pytest.mark.parametrize(("text", "word", "status", "why"), table.BEYOND)
def test_beyond_the_reading(coder: Coder, text: str, word: str, status: Status, why: str) -> None:
    assert state_of(coder, text, word).status == status, why


RECORDED = [
    ("The front denied responsibility for the bombing of the ferry.", "bombing", "occurred", "a noun under a noun"),
    ("Gunmen tried to storm the parliament in Corva.", "storm", "attempted", "a verb under a verb"),
    ("The bishop called for a ceasefire in Lusova.", "called for", "occurred", "the call itself happened"),
    ("The militia threatened to attack the pipeline.", "threatened", "occurred", "the threat itself happened"),
    ("Rebels did not launch an attack on Corva.", "attack", "denied", "the verb that carries the noun is negated"),
]


@pytest.mark.parametrize(("text", "trigger", "status", "why"), RECORDED)
def test_status_in_the_record(coder: Coder, text: str, trigger: str, status: Status, why: str) -> None:
    found = {e.status for e in events_in(coder, text) if trigger in e.trigger.text}
    assert found == {status}, why


def test_no_word_stands_in_two_sections() -> None:
    seen: dict[tuple[str, str], str] = {}
    for section, entry in rule_files("en")["_status.yaml"].items():
        for part, words in entry.items():
            for word in words:
                assert seen.setdefault((part, word), section) == section, f"{word!r} stands in two sections"
                assert words.count(word) == 1, f"{word!r} stands twice in {section}"
