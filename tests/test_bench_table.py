"""The table of all benchmarks: what is worse than the committed ratios, and parts that fail."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import Part, Row, is_worse, key_of, measured, table_of

PARSE = "7,200 words/s: a bare spaCy parse"


@pytest.mark.parametrize(
    ("ratio", "better", "worse", "why"),
    [
        (1.5, "lower", False, "as it was"),
        (1.7, "lower", False, "within the tolerance"),
        (1.8, "lower", True, "slower than the tolerance lets pass"),
        (1.0, "lower", False, "faster is never worse"),
        (1.2, "higher", True, "where more is better, less is worse"),
        (1.9, "higher", False, "and more is not"),
        (None, "lower", False, "what has no ratio is shown only"),
    ],
)
def test_what_is_worse(ratio: float | None, better: str, worse: bool, why: str) -> None:
    row = Row("speed", "coding", "", PARSE, ratio, better)
    assert is_worse(row, {"speed: coding, to a bare spaCy parse": 1.5}) is worse, why


def test_a_ratio_is_known_again_when_the_machine_is_faster() -> None:
    slow, fast = (Row("speed", "coding", "", f"{n} words/s: a bare spaCy parse", 1.4) for n in (2_000, 9_000))
    assert key_of(slow) == key_of(fast)


def test_a_new_ratio_is_not_worse_than_none() -> None:
    assert not is_worse(Row("speed", "coding", "", PARSE, 99.0), {})


def test_a_part_that_fails_says_why() -> None:
    said = measured(Part("none", "no_such_part", (), (), lambda _: []), full=False)
    assert isinstance(said, str)
    assert "no_such_part" in said


def test_the_table_has_every_row() -> None:
    assert table_of([Row("speed", "coding", ""), Row("store", "failed", "why")], {}).row_count == 2
