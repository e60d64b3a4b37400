"""The combiner: what several voters say, as one probability."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.fusion.weights import Weights, shipped
from training.fusion.fit import Claim, fitted, unseen_error

START = {"bias": 0.0, "rule": 1.0, "reader": 0.0}


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_probability_comes_out_of_any_votes(rule: float, reader: float) -> None:
    weights = Weights(votes={"events": {"bias": 0.2, "rule": 0.9, "reader": 0.6}})
    together = weights.together("events", {"rule": rule, "reader": reader})
    assert together is not None
    assert 0 < together < 1


def test_no_votes_make_a_claim_certain() -> None:
    weights = Weights(votes={"events": {"bias": 3.0, "rule": 1.0}})
    assert weights.together("events", {"rule": 1.0}) == 0.99


def test_where_nothing_was_fitted_nothing_is_said() -> None:
    assert Weights().together("events", {"rule": 0.5}) is None
    assert Weights().needed("cue alone") > 1, "and the reader is never believed"


def test_without_claims_the_rules_word_stands() -> None:
    weights = Weights(votes={"events": fitted([], START)})
    assert weights.together("events", {"rule": 0.83, "reader": 0.1}) == pytest.approx(0.83)


def test_a_voter_that_is_right_is_heard() -> None:
    claims = [Claim({"rule": 0.6, "reader": 0.9 if n % 2 else 0.1}, bool(n % 2), f"text {n % 10}") for n in range(200)]
    weights = fitted(claims, START)
    assert weights["reader"] > 0.5 > abs(weights["bias"])
    assert unseen_error(claims, START) < 0.05


def test_the_shipped_weights_know_all_that_is_voted_on() -> None:
    assert set(shipped().votes) <= {"statements", "statements alone", "events", "events alone", "tolls", "tolls alone"}
    assert all("bias" in weights for weights in shipped().votes.values())
    assert all(0 < share <= 1.01 for share in shipped().least.values())
