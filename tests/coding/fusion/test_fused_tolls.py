"""Tolls of rules and reader together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dateline.coding.claims import Reasoned
from dateline.coding.coder import find_mentions
from dateline.coding.fusion import fuse_tolls
from dateline.coding.fusion.weights import Weights
from dateline.coding.statements import Statements
from dateline.coding.tolls import find_tolls
from dateline.records import Toll
from tests.coding.fusion.marking import Mark, knowledge, marked

WEIGHTS = Weights(
    {"toll alone": 0.8, "toll without rules": 0.5},
    {"tolls": {"bias": 0.0, "rule": 0.5, "toll": 0.5}, "tolls alone": {"bias": 0.0, "toll": 1.0}},
)
PERISHED = "At least 14 miners lay lifeless beside the pit. Rebels killed five farmers and two of their guards in Wau."


def _fused(text: str, marks: Sequence[Mark], *, by_rules: bool = True) -> tuple[Reasoned[Toll], ...]:
    mentions = find_mentions(marked(text, {"toll": marks}), knowledge())
    rules = find_tolls(mentions, Statements(), ()) if by_rules else ()
    return fuse_tolls(mentions, Statements(), (), rules, WEIGHTS, by_rules=by_rules)


def test_the_vote_moves_confidence_and_is_told() -> None:
    doubted, sure = (_fused("Rebels killed five farmers in Wau.", [("five", "killed", s)])[0] for s in (0.1, 0.95))
    assert doubted.claim.confidence < sure.claim.confidence
    assert "reader 0.95" in sure.reasons[-1].how


def test_what_the_reader_alone_sees_is_a_toll_with_its_bound_and_its_victims() -> None:
    first, *rest = (r.claim for r in _fused(PERISHED, [("14", "killed", 0.9)]))
    assert (first.harm, first.low, first.best, first.bound) == ("killed", 14, 14, "at_least")
    assert first.victims.text is not None
    assert (first.victims.text.text, first.rule, first.confidence) == ("miners", "reader/toll", 0.9)
    assert [t.id for t in (first, *rest)] == [f"t{n}" for n in range(1, 2 + len(rest))], "numbered in text order"
    assert {t.best for t in rest} >= {5}, "the rules' own stay"


def test_an_unsure_figure_is_no_toll_unless_the_reader_stands_alone() -> None:
    marks = [("14", "killed", 0.7)]
    assert 14 not in [r.claim.best for r in _fused(PERISHED, marks)]
    assert [r.claim.best for r in _fused(PERISHED, marks, by_rules=False)] == [14]


def test_a_number_that_the_rules_took_is_not_counted_twice() -> None:
    assert [r.claim.best for r in _fused(PERISHED, [("five", "injured", 0.9)])].count(5) == 1


@pytest.mark.parametrize("words", ["In 2014", "At 14:30", "On 14 May"])
def test_what_counts_nobody_is_no_toll_whatever_the_reader_says(words: str) -> None:
    number = words.split()[1]
    assert not _fused(f"{words}, the mine was closed.", [(number, "killed", 0.99)])


def test_what_did_not_happen_is_no_toll() -> None:
    assert not _fused("If the dam breaks, 300 villagers would be lost.", [("300", "killed", 0.99)])
