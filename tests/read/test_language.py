"""Texts in other languages are told apart, and English is told cheaply."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dateline.read import Received, read_bytes
from dateline.read.language import detect

CASES = [
    ("en", "The mayor of the town said that two people were killed by the shelling and that others were hurt. " * 3),
    ("en", "TWO PEOPLE WERE KILLED AND THE MAYOR OF THE TOWN SAID THAT THE ARMY HAD FIRED FROM THE RIVER. " * 3),
    ("en", "Ayer el ejército atacó la ciudad."),  # too short to say
    ("ar", "قتل خمسة مدنيين في غارة جوية على سوق شعبي"),  # short, but in no letters of ours
    ("es", "Ayer el ejército atacó la ciudad y murieron dos civiles, según dijo la policía local de la zona. " * 3),
    ("fr", "L'armée a bombardé la ville hier et deux civils ont été tués, selon la police de la région. " * 3),
    ("nl", "Het leger heeft gisteren de stad beschoten en twee burgers zijn gedood, zei de politie van de stad. " * 3),
]


@pytest.mark.parametrize(("language", "text"), CASES)
def test_detect(language: str, text: str) -> None:
    assert detect(text) == language


def test_the_language_is_kept_on_the_document() -> None:
    """The coder, which knows what it has rules for, says that it coded nothing."""
    (received,) = read_bytes(CASES[4][1].encode(), "a.txt")
    assert isinstance(received, Received)
    assert received.document.language == "es"
    assert received.notes == ()


def test_english_does_not_load_the_identifier() -> None:
    """It takes a second and 100 MB."""
    detecting = f"from dateline.read.language import detect; print(detect({CASES[0][1]!r}))"
    script = f"import sys; {detecting}; print('py3langid' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["en", "False"]
