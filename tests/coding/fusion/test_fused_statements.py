"""Statements by rules and reader together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from dateline.coding.claims import Reasoned
from dateline.coding.coder import find_mentions
from dateline.coding.fusion import fuse_statements
from dateline.coding.fusion.weights import Weights
from dateline.coding.statements import Statements, find_statements
from dateline.records import Statement
from tests.coding.fusion.marking import Mark, knowledge, marked

TEXT = "Bridges were shut on Monday, the mayor said in remarks to Radio Delta. Rain fell all night. Residents brace for new floods."
WEIGHTS = Weights(
    {"cue extent": 0.5, "source extent": 0.5, "content extent": 0.5}
    | {"cue alone": 0.6, "content alone": 0.6, "source alone": 0.6, "statement alone": 0.5},
    {"statements": {"bias": 0.0, "rule": 0.5, "cue": 0.5}, "statements alone": {"bias": 0.0, "cue": 1.0}},
)


def _fused(marks: Mapping[str, Sequence[Mark]], weights: Weights = WEIGHTS) -> tuple[Statements, Statements]:
    """By the rules, and by both."""
    parsed = marked(TEXT, marks)
    mentions = find_mentions(parsed, knowledge())
    rules = find_statements(mentions)
    return rules, fuse_statements(mentions, rules, weights)


def _cues(found: Statements) -> list[str | None]:
    return [r.claim.cue.text if r.claim.cue else None for r in found.statements]


def _made_by(found: Statements, rule: str) -> list[Reasoned[Statement]]:
    return [r for r in found.statements if r.claim.rule == rule]


def test_without_a_reading_nothing_changes() -> None:
    parsed = replace(marked(TEXT, {}), reading=None)
    mentions = find_mentions(parsed, knowledge())
    rules = find_statements(mentions)
    assert fuse_statements(mentions, rules, WEIGHTS) is rules


def test_a_reader_that_marks_nothing_drops_nothing_and_lowers_confidence() -> None:
    rules, both = _fused({})
    assert _cues(rules)[0] == "said", "the rules must have found it, or this test shows nothing"
    assert _cues(both) == _cues(rules)
    assert all(b.claim.confidence < r.claim.confidence for r, b in zip(rules.statements, both.statements, strict=True))


def test_the_reader_settles_how_far_a_cue_reaches_also_in_the_chain_of_the_words() -> None:
    rules, both = _fused({"cue": [("said in remarks", "cue", 0.9)]})
    assert _cues(both)[0] == "said in remarks"
    token = next(iter(rules.by_token))
    assert [link.cue.text for link in both.attribution_at(token) if link.cue] == ["said in remarks"]
    how = [r.how for r in both.statements[0].reasons if r.field == "cue"]
    assert how[-1] == "the reader takes it to be 'said in remarks'"


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (("said in remarks", "cue", 0.4), "an unsure reader settles nothing"),
        (("the mayor said", "cue", 0.9), "no cue swallows the source"),
    ],
)
def test_the_rules_reach_stands(mark: Mark, why: str) -> None:
    weights = replace(WEIGHTS, least={**WEIGHTS.least, "cue extent": 0.6})
    assert _cues(_fused({"cue": [mark]}, weights)[1])[0] == "said", why


ALONE = {
    "cue": [("brace for", "cue", 0.9)],
    "source": [("Residents", "source", 0.8)],
    "content": [("new floods", "content", 0.8)],
}


def test_what_the_reader_alone_is_sure_of_is_added_with_its_votes() -> None:
    rules, both = _fused(ALONE)
    assert "brace for" not in _cues(rules), "the rules must have missed it, or this test shows nothing"
    (added,) = _made_by(both, "reader/attribution")
    claim = added.claim
    assert [s.text for s in (claim.cue, claim.source_text, *claim.content) if s] == [
        "brace for",
        "Residents",
        "new floods",
    ]
    assert claim.confidence == pytest.approx(0.9, abs=0.01)
    assert "cue 0.90, content 0.80, source 0.80" in added.reasons[0].how
    assert [r.claim.id for r in both.statements] == [f"s{n}" for n in range(1, len(both.statements) + 1)]


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ({"cue": [("brace for", "cue", 0.55)]}, "an unsure cue"),
        ({"content": []}, "nothing is said"),
        ({"source": []}, "nobody says it"),
        ({"content": [("Bridges were shut", "content", 0.9)]}, "the content stands two sentences away"),
    ],
)
def test_what_is_not_added(marks: Mapping[str, Sequence[Mark]], why: str) -> None:
    assert _made_by(_fused({**ALONE, **marks})[1], "reader/attribution") == [], why
