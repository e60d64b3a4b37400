"""Which tolls count the same people as another one of the text: these must never be added to it."""

from __future__ import annotations

import pytest

from dateline import Coder

CASES = [
    (
        "At least 14 civilians, including five children, were killed in the strike.",
        {("killed", 5): ("killed", 14)},
        "'including' names a part",
    ),
    (
        "The raid killed 20 people, among them three women and two police officers.",
        {("killed", 3): ("killed", 20), ("killed", 2): ("killed", 20)},
        "'among them' names two parts, each of the whole and not of the other",
    ),
    ("Twelve people died, four of them children.", {("killed", 4): ("killed", 12)}, "'of them' with a number before"),
    (
        "Shelling killed nine people and wounded 30, including six children.",
        {("injured", 6): ("injured", 30)},
        "a part is of the harm that it stands beside, not of the other",
    ),
    ("Of the 25 killed in the blast, ten were students.", {("killed", 10): ("killed", 25)}, "the whole comes first"),
    (
        "The attack killed 12 people, seven of whom were women, and injured 20 others.",
        {("killed", 7): ("killed", 12)},
        "a relative clause; those injured are others",
    ),
    ("Six soldiers and four civilians were killed in the clash.", {}, "two classes side by side are no parts"),
    ("A shell killed three people; a second shell killed two.", {}, "two deeds, two counts"),
    ("Forty families, or about 200 people, were displaced.", {}, "the same people in another unit"),
]


@pytest.mark.parametrize(("text", "parts", "reason"), CASES, ids=[c[2] for c in CASES])
def test_parts(
    coder: Coder, text: str, parts: dict[tuple[str, int | None], tuple[str, int | None]], reason: str
) -> None:
    tolls = {t.id: t for t in coder.code(text, published="2024-09-13").tolls}
    found = {
        (t.harm, t.best): (tolls[t.part_of].harm, tolls[t.part_of].best)
        for t in tolls.values()
        if t.part_of is not None
    }
    assert found == parts, reason


def test_a_part_told_again_is_still_part_of_the_whole(coder: Coder) -> None:
    text = (
        "A strike on a market killed 14 people, including five children, doctors said.\n\n"
        "Doctors said that 14 people, five of them children, had been killed in the strike."
    )
    coded = coder.code(text, published="2024-09-13")
    wholes = [t for t in coded.tolls if t.part_of is None]
    assert {t.best for t in wholes} == {14}
    assert all(t.part_of in {w.id for w in wholes} for t in coded.tolls if t.best == 5)
