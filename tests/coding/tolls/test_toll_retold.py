"""A toll told again is one claim with the evidence of both; what differs stays a claim of its own. Invented sentences."""

from __future__ import annotations

import pytest
from reading_tolls import OwnVoice, mentions_of, short, told, tolls_of

from dateline.coding.tolls import find_tolls
from dateline.records import Attribution, Span

SAME = [
    (
        "Troops detained two armed smugglers in Marrin. The two armed smugglers were held in the town hall and "
        "were detained for questioning.",
        ["detained exact 2 armed smugglers"],
        "the definite phrase takes up the same two",
    ),
    (
        "Two Front commanders captured\n\nTroops captured two Front commanders on Monday.",
        ["captured exact 2 Front commanders"],
        "headline and lead tell the same",
    ),
    (
        "Nineteen Killed in Dolbek Raid\n\nSoldiers killed 19 bandits in a raid on Monday.",
        ["killed exact 19 bandits"],
        "a headline's bare number gets the lead's victims",
    ),
    (
        "Troops captured a smuggler at dawn. They searched a farm and detained the smuggler.",
        ["captured exact 1 smuggler"],
        "captured and detained are one family of harms",
    ),
    (
        "Troops captured a commander at dawn. He was detained after a search.",
        ["captured exact 1 commander"],
        "a pronoun is someone told of before",
    ),
    (
        "A strike killed five gunmen. Rain fell all day. As a result of the strike, the five militants were killed.",
        ["killed exact 5 gunmen"],
        "words that texts use in turn for the same people",
    ),
    (
        "Police detained a man in Dolbek. After a search, the force detained the individual.",
        ["detained exact 1 man"],
        "a general noun takes up any single person",
    ),
    (
        "Several smugglers detained in Dolbek\n\nTroops detained five smugglers in Dolbek on Monday.",
        ["detained exact 5 smugglers"],
        "a number tells what several left open",
    ),
    (
        "Gunmen killed two brothers on Monday. A mine had stopped their bus, and both were killed at once.",
        ["killed exact 2 brothers"],
        "both are always two told of before",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SAME, ids=[c[2] for c in SAME])
def test_told_again(text: str, expected: list[str], reason: str) -> None:
    tolls = tolls_of(text)
    assert [short(t) for t in tolls] == expected, reason
    assert len(tolls[0].evidence) == 2, "nothing is lost: the second telling is evidence too"


APART = [
    (
        "Gunmen killed dozens of farmers in May. A blast killed four farmers.",
        ["killed order 12- farmers", "killed exact 4 farmers"],
        "four are no dozens",
    ),
    (
        "Police arrested several students in May. In a separate raid they arrested six students.",
        ["detained order 3- students", "detained exact 6 students"],
        "a number of other people",
    ),
    (
        "Gunmen killed two farmers in May. Shelling killed two other farmers.",
        ["killed exact 2 farmers", "killed exact 2 farmers"],
        "other farmers are not the same ones",
    ),
    (
        "Gunmen killed two farmers in May. In a separate raid two farmers were killed.",
        ["killed exact 2 farmers", "killed exact 2 farmers"],
        "a separate raid",
    ),
    (
        "The raid killed at least five men. The five men were killed at noon.",
        ["killed at_least 5- men", "killed exact 5 men"],
        "bounds that differ both stand",
    ),
    (
        "The raid killed ten guards. The 13 guards were killed at noon.",
        ["killed exact 10 guards", "killed exact 13 guards"],
        "figures that differ both stand (rules 1 and 5)",
    ),
    (
        "The raid killed three soldiers. The three civilians were killed later.",
        ["killed exact 3 soldiers", "killed exact 3 civilians"],
        "soldiers are no civilians",
    ),
    (
        "The raid killed two Harani soldiers. It killed two Belgian soldiers.",
        ["killed exact 2 Harani soldiers", "killed exact 2 Belgian soldiers"],
        "two peoples",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), APART, ids=[c[2] for c in APART])
def test_kept_apart(text: str, expected: list[str], reason: str) -> None:
    assert told(text) == expected, reason


class _SaidFrom:
    """Statements of a text whose words from a token on are someone's."""

    def __init__(self, first: int, source_text: Span) -> None:
        self.first, self.link = first, Attribution(source_text=source_text)

    def attribution_at(self, token_index: int) -> tuple[Attribution, ...]:
        return (self.link,) if token_index >= self.first else ()


def test_another_source_makes_another_claim() -> None:
    text = "The raid killed five men. The five men were killed at noon, the mayor said."
    mentions = mentions_of(text)
    second = next(t.i for t in mentions.parsed.doc if t.i > 3 and t.text == "The")
    start = text.index("the mayor")
    said = _SaidFrom(second, Span.of(text, start, start + len("the mayor")))
    assert len(find_tolls(mentions, said, ())) == 2, "the text's own figure and the mayor's both stand"
    assert len(find_tolls(mentions, OwnVoice(), ())) == 1


def test_the_reason_says_that_it_is_told_again() -> None:
    text = "Troops captured a smuggler at dawn. They searched a farm and detained the smuggler."
    (found,) = find_tolls(mentions_of(text), OwnVoice(), ())
    assert [(r.words.text if r.words else "", r.how) for r in found.reasons if r.field == "evidence"] == [
        ("detained the smuggler", "told again")
    ]
