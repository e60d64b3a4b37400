"""A short run of the fuzzer over every reader; the long one is ``python -m tests.read.fuzz --minutes 10``."""

from __future__ import annotations

from tests.read.fuzz import SEEDS, mutated, run, suffixes


def test_every_reader_withstands_what_no_program_meant() -> None:
    assert run(0.4 * len(suffixes()), number=1) == []


def test_every_reader_has_a_seed_of_its_format() -> None:
    assert [suffix for suffix in suffixes() if suffix not in SEEDS] == []


def test_edits_change_the_data() -> None:
    edits = [("put", 0.0, 0.0, b"<"), ("flip", 1.0, 1.0, b""), ("cut", 0.5, 0.5, b"")]
    assert mutated(b"Rebels took the town.", edits) != b"Rebels took the town."
