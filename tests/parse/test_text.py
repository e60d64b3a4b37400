"""The plain text has the length of the text, and marks that the parser knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.parse.text import plain

PIECES = [
    "'",
    "''",
    '"',
    '""',
    "“",
    "”",
    "‘",
    "’",
    "`",
    "**",
    "__",
    "*",
    "\n",
    "\r\n",
    " ",
    "\u00a0",
    "#",
    "- ",
    "a",
    "É",
    "🕯️",
    ".",
    ",",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_nothing_moves(text: str) -> None:
    read = plain(text)
    assert len(read) == len(text)
    kept = [(a, b) for a, b in zip(text, read, strict=True) if a.isalnum()]
    assert all(a == b for a, b in kept), "letters and digits are never touched"


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("“We won,” he said.", '"We won," he said.', "curly marks"),
        ("«We won» and „so“", '"We won" and "so"', "marks of other languages"),
        ("the rebels’ base", "the rebels' base", "a curly apostrophe"),
        ("ten\u00a0men\u202f5", "ten men 5", "spaces that do not break"),
        ("one\r\ntwo\u2028three", "one\n\ntwo\nthree", "line ends"),
        ("Port‑au‑Prince", "Port-au-Prince", "hyphens that do not break"),
        (
            "``We won,'' he said.",
            "''We won,'' he said.",
            "two apostrophes stay two: one mark and a space would part words",
        ),
        ('He said ""we won"" twice.', 'He said  "we won"  twice.', "marks doubled by a CSV export"),
        ('"He said ""we won"" twice."', ' He said  "we won"  twice. ', "a CSV field is no quotation"),
        ('"We won," he said.', '"We won," he said.', "a quotation is no CSV field"),
        ("- **Ituri:** 12 died.", "-   Ituri:   12 died.", "bold words inside a line"),
        ("**Situation**", "**Situation**", "a bold line is a heading, and keeps the marks that say so"),
        ("One\n" + "=" * 60 + "\nTwo", "One\n" + " " * 60 + "\nTwo", "a rule drawn with signs"),
        ("One -- two...", "One -- two...", "a few signs are punctuation"),
        (
            "Adel al-Sabri (عادل الصبري) spoke",
            "Adel al-Sabri" + " " * 15 + "spoke",
            "a name's other spelling is no clause",
        ),
        ("a curfew 🚫 in the town", "a curfew   in the town", "a picture is no noun"),
        ("Moscow (Москва) and (Kyiv)", "Moscow          and (Kyiv)", "brackets in the text's own script are read"),
        (
            "Assad,[1] of Homs[12][note 3], fled",
            "Assad,    of Homs            , fled",
            "marks of citations are no words",
        ),
        ("rebel[s] said [1] that[sic]", "rebel[s] said [1] that[sic]", "brackets that mark no citation"),
        (
            "TROOPS ENTERED THE TOWN ON MONDAY, AND RESIDENTS SAID THAT FIVE MEN HAD BEEN KILLED THERE.",
            "troops entered the town on monday, and residents said that five men had been killed there.",
            "a text all in capitals",
        ),
        ("TROOPS ENTER TOWN", "TROOPS ENTER TOWN", "too short to say that it has no small letters"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4", "stars that mark nothing"),
        ("snake__case__name", "snake  case  name", "the words stay where they are, whatever the marks meant"),
    ],
)
def test_marks(text: str, wanted: str, reason: str) -> None:
    assert plain(text) == wanted, reason
