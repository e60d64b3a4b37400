"""What the benchmark of re3d takes from gold and record, before it compares them."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.accuracy import re3d

TEXT = "Chadian Prime Minister Idriss Dembele said his army held the town of Abbara on Monday."


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def actor(*words: str, individual: bool = False, kind: str = "military") -> dict[str, Any]:
    return {"individual": individual, "kind": kind, "mentions": [span(w) for w in words]}


RECORD = {
    "actors": [
        actor("Chadian Prime Minister Idriss Dembele", "his", individual=True),
        actor("Chadian", kind="government"),
        actor("army"),
    ],
    "places": [{"mentions": [span("Abbara")]}],
    "dates": [{"mention": span("Monday")}],
    "tolls": [{"number": None}],
}


def words_by_type(found: list[re3d.Stretch]) -> dict[str, list[str]]:
    return {kind: [TEXT[s:e] for s, e, k in found if k == kind] for kind in {k for *_, k in found}}


def test_layers_are_read_by_type_and_the_longest_mention_stays() -> None:
    assert words_by_type(list(re3d.seen(RECORD))) == {
        "Person": ["Chadian Prime Minister Idriss Dembele"],
        "Organisation": ["army"],
        "Location": ["Abbara"],
        "Temporal": ["Monday"],
    }, "the adjective lies inside the title, and a possessive pronoun is left out"


def test_an_adjective_by_itself_is_a_nationality() -> None:
    alone = RECORD | {"actors": [actor("Chadian", kind="government")]}
    assert words_by_type(list(re3d.seen(alone)))["Nationality"] == ["Chadian"]


def test_what_the_crowd_rejected_does_not_count() -> None:
    gold = {
        "gold": {
            "entities": [
                span("army") | {"type": "Organisation", "confidence": 0},
                span("his army") | {"type": "Organisation", "confidence": 0.6},
                span("his") | {"type": "Person", "confidence": 1},
                span("Monday") | {"type": "Weapon", "confidence": 1},
            ]
        }
    }
    assert words_by_type(list(re3d.accepted(gold))) == {"Organisation": ["his army"]}


@pytest.mark.parametrize(
    ("words", "inner", "why"),
    [
        ("the town of Abbara", "town of Abbara", "an article"),
        ("his army", "army", "a possessive"),
        ("Monday.", "Monday", "a mark at the end"),
        ("his", "his", "nothing else in it"),
    ],
)
def test_edges_do_not_count_in_the_strict_figure(words: str, inner: str, why: str) -> None:
    whole = span(words)
    start, end = re3d.bare(TEXT, (whole["start"], whole["end"], "Person"))
    assert TEXT[start:end] == inner, why


@pytest.mark.parametrize(
    ("words", "name", "why"),
    [
        ("Idriss Dembele", True, "two capitals"),
        ("Abbara", True, "one capitalised word"),
        ("the town of Abbara", True, "a capital later"),
        ("The town", False, "the capital of a first word says nothing"),
        ("We", False, "a pronoun"),
        ("his army", False, "no capital"),
    ],
)
def test_is_name(words: str, name: bool, why: str) -> None:
    assert re3d.is_name(words) is name, why


def test_halves_are_fixed_by_the_id() -> None:
    assert [re3d.half_of(f"re3d-{digit}") for digit in "02AF19"] == ["look"] * 3 + ["held"] * 3
