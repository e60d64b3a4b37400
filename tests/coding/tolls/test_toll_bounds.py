"""How a number is bounded: rule 2 and rule 3 of the coding rules, and the figures that each bound allows."""

from __future__ import annotations

import pytest
from reading_tolls import tolls_of

CASES = [
    ("25", "exact", (25, 25, 25), "a plain number"),
    ("at least 25", "at_least", (25, 25, None), "rule 2: low = N, high open"),
    ("more than 25", "at_least", (25, 25, None), "more than"),
    ("over 25", "at_least", (25, 25, None), "over"),
    ("no fewer than 25", "at_least", (25, 25, None), "no fewer than, which holds a 'no'"),
    ("upwards of 25", "at_least", (25, 25, None), "upwards of"),
    ("25 or more", "at_least", (25, 25, None), "a bound after the number"),
    ("up to 25", "at_most", (None, 25, 25), "rule 2: high = N, low open"),
    ("as many as 25", "at_most", (None, 25, 25), "as many as"),
    ("no more than 25", "at_most", (None, 25, 25), "no more than, which holds 'more than'"),
    ("fewer than 25", "at_most", (None, 25, 25), "fewer than"),
    ("about 25", "approximately", (None, 25, None), "about"),
    ("nearly 25", "approximately", (None, 25, None), "nearly"),
    ("some 25", "approximately", (None, 25, None), "some before a number"),
    ("an estimated 25", "approximately", (None, 25, None), "an estimated"),
    ("about a dozen", "approximately", (None, 12, None), "a dozen is twelve"),
    ("between 20 and 25", "range", (20, 20, 25), "rule 2: between N and M"),
    ("20 to 25", "range", (20, 20, 25), "rule 2: N to M"),
    ("20-25", "range", (20, 20, 25), "rule 2: N-M"),
    ("two dozen", "exact", (24, 24, 24), "two dozen is a figure"),
    ("twenty-five", "exact", (25, 25, 25), "a number in words"),
    ("1.2 million", "exact", (1_200_000, 1_200_000, 1_200_000), "a scale word"),
    ("dozens of", "order", (12, None, None), "rule 3: a bounded phrase, with its least number and no best"),
    ("scores of", "order", (20, None, None), "rule 3: scores"),
    ("hundreds of", "order", (100, None, None), "rule 3: hundreds"),
    ("several hundred", "order", (300, None, None), "several hundred"),
    ("tens of thousands of", "order", (10_000, None, None), "tens of thousands"),
    ("several", "order", (3, None, None), "rule 3: several is more than two"),
    ("a few", "order", (3, None, None), "a few"),
    ("multiple", "order", (3, None, None), "multiple"),
    ("numerous", "order", (4, None, None), "numerous is more than several"),
    ("some", "order", (None, None, None), "some says no number"),
    ("a number of", "order", (3, None, None), "a number of"),
    ("an unknown number of", "order", (None, None, None), "an unknown number"),
    ("a group of", "order", (None, None, None), "a group of"),
    ("a total of 25", "exact", (25, 25, 25), "a total of says no bound"),
    ("another 25", "exact", (25, 25, 25), "another says no bound"),
]


@pytest.mark.parametrize(("words", "bound", "figures", "reason"), CASES, ids=[c[3] for c in CASES])
def test_bound(words: str, bound: str, figures: tuple[int | None, int | None, int | None], reason: str) -> None:
    (toll,) = tolls_of(f"The militia killed {words} villagers.")
    assert (toll.bound, (toll.low, toll.best, toll.high)) == (bound, figures), reason


def test_number_is_the_numbers_own_words() -> None:
    (toll,) = tolls_of("The militia killed at least 25 villagers.")
    assert toll.number is not None
    assert toll.number.text == "25", "the bound's words are evidence, not the number"
    assert "at least 25 villagers" in toll.evidence[0].text
