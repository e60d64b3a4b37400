"""Numbers in figures and in words."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.numbers import Number, number_at, numbers

NLP = spacy.blank("en")

CASES = [
    ("48,500 people fled", "48,500", 48_500, 48_500, "thousands parted by commas"),
    ("1,20,000 families fled", "1,20,000", 120_000, 120_000, "the South Asian grouping"),
    ("2 lakh people", "2 lakh", 200_000, 200_000, "a South Asian scale word"),
    ("48 500 people fled", "48 500", 48_500, 48_500, "thousands parted by spaces"),
    ("61, 000 people fled", "61, 000", 61_000, 61_000, "a space after the comma of the thousands"),
    ("1, 250, 000 people fled", "1, 250, 000", 1_250_000, 1_250_000, "a space after both commas"),
    ("1.2 million fled", "1.2 million", 1_200_000, 1_200_000, "a decimal and a scale word"),
    ("aid of 5m arrived", "5m", 5_000_000, 5_000_000, "a scale as a letter"),
    ("two dozen fighters", "two dozen", 24, 24, "a dozen is a scale"),
    ("a hundred men", "a hundred", 100, 100, "the article counts as one"),
    ("a couple of dozen men", "a couple of dozen", 24, 24, "a couple is two"),
    ("twenty-five shells", "twenty-five", 25, 25, "hyphens inside a number word"),
    ("one hundred and twenty-three dead", "one hundred and twenty-three", 123, 123, "and inside a number"),
    ("five hundred thousand people", "five hundred thousand", 500_000, 500_000, "scales multiply"),
    ("half a million people", "half a million", 500_000, 500_000, "a fraction of a scale"),
    ("half a dozen men", "half a dozen", 6, 6, "a fraction of a dozen"),
    ("two and a half years", "two and a half", 2.5, 2.5, "and a half after a word"),
    ("a million and a half people", "a million and a half", 1_500_000, 1_500_000, "half of the scale, not of one"),
    ("3-4 days", "3-4", 3, 4, "a range with a hyphen"),
    ("between 20 and 30 men", "20 and 30", 20, 30, "a range after between"),
    ("two to three hundred people", "two to three hundred", 200, 300, "the range shares the scale"),
    ("900 to 1,000 people", "900 to 1,000", 900, 1_000, "a range whose ends share no scale"),
    ("five or six men", "five or six", 5, 6, "neighbouring numbers are a range"),
    ("dozens of people", "dozens", 12, None, "an order has no upper end"),
    ("tens of thousands of people", "tens of thousands", 10_000, None, "orders multiply"),
    ("several hundred people", "several hundred", 300, None, "several is three"),
    ("a few dozen people", "a few dozen", 36, None, "a few is three"),
]


@pytest.mark.parametrize(("text", "words", "low", "high", "why"), CASES, ids=[c[0] for c in CASES])
def test_first_number(text: str, words: str, low: float, high: float | None, why: str) -> None:
    doc = NLP(text)
    number = next(numbers(doc))
    assert (doc[number.first : number.last + 1].text, number.low, number.high) == (words, low, high), why


NOT_ONE_NUMBER = [
    ("five killed and six wounded", [5, 6], "two numbers of two things"),
    ("20 or 200", [20, 200], "too far apart to be a range"),
    ("on June 12 500 people fled", [12, 500], "a day of the month is no group of thousands"),
    ("wards 12, 345 and 600", [12, 345, 600], "figures of a list are no group of thousands"),
    ("61, 000123 fled", [61, 123], "a code of six digits is no group of thousands"),
    ("61, 20 and 5 fled", [61, 20, 5], "groups of thousands have three digits"),
    ("in the 1990s", [], "a decade is no number"),
    ("the 26th brigade", [], "an ordinal is no number"),
    ("a man fled", [], "an article alone is no number"),
]


@pytest.mark.parametrize(("text", "lows", "why"), NOT_ONE_NUMBER, ids=[c[0] for c in NOT_ONE_NUMBER])
def test_what_is_no_single_number(text: str, lows: list[float], why: str) -> None:
    assert [n.low for n in numbers(NLP(text))] == lows, why


def test_value_is_that_of_exact_whole_numbers_only() -> None:
    assert number_at(NLP("two dozen"), 0) == Number(0, 1, 24, 24)
    assert [n.value for n in numbers(NLP("two dozen and 3-4 and dozens and 2.5"))] == [24, None, None, None]


@given(st.integers(min_value=0, max_value=10**12))
def test_figures_with_commas_read_back(figure: int) -> None:
    assert [n.value for n in numbers(NLP(f"killed {figure:,} people"))] == [figure]


WORDS = [
    "two",
    "hundred",
    "and",
    "a",
    "half",
    "million",
    "dozen",
    "-",
    "3",
    "4",
    "of",
    "few",
    "several",
    "to",
    "or",
    "tens",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_words_give_numbers_in_order_that_do_not_overlap(words: list[str]) -> None:
    found = list(numbers(NLP(" ".join(words))))
    assert all(n.first <= n.last for n in found)
    assert all(a.last < b.first for a, b in pairwise(found))
