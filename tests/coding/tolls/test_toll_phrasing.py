"""Turns of phrase in which reports tell of harm. Invented sentences."""

from __future__ import annotations

import pytest
from reading_tolls import told, tolls_of

CASES = [
    (
        "Also killed in the blast were more than a dozen traders.",
        ["killed at_least 12- traders"],
        "the participle comes first",
    ),
    (
        "Several smugglers threatened the guards and were killed.",
        ["killed order 3- smugglers"],
        "a passive goes on from an active verb",
    ),
    (
        "A smuggler along with two gunmen was detained in Marrin.",
        ["detained exact 1 smuggler", "detained exact 2 gunmen"],
        "one person along with others",
    ),
    (
        "The blast killed the driver, Ali Haddad, 34, and his son.",
        ["killed exact 1 driver", "killed exact 1 his son"],
        "somebody joined to a name that stands aside",
    ),
    (
        "A nurse and three drivers were among those killed.",
        ["killed exact 1 nurse", "killed exact 3 drivers"],
        "among those killed",
    ),
    (
        "Gunmen killed nine people, among them two teachers, when they stormed the village, two guards and a nurse said.",
        ["killed exact 9 people", "killed exact 2 teachers"],
        "who reports it is not among them",
    ),
    (
        "Seven members of one family were killed.",
        ["killed exact 7 members of one family"],
        "the members are counted, not the family",
    ),
    ("The army detained two men and seized several firearms.", ["detained exact 2 men"], "weapons are nobody"),
    (
        "A guard was stabbed by a smuggler who was then shot dead.",
        ["killed exact 1 smuggler"],
        "the word that completes one verb completes no other",
    ),
    (
        "The ministry reported 41 deaths, bringing the total to 900.",
        ["killed exact 41 deaths", "killed exact 900 900"],
        "the total of the one harm told of",
    ),
    (
        "Shells killed nine farmers and wounded 14, taking the total to 120.",
        ["killed exact 9 farmers", "injured exact 14 14"],
        "of which of two harms the total is, nobody says",
    ),
    (
        "Smugglers kidnapped the journalist Dana Turov and five members of her crew.",
        ["abducted exact 1 journalist", "abducted exact 5 members of her crew"],
        "a second object joined to the verb",
    ),
    (
        "Gunmen riding a motorcycle shot dead a former lawmaker and his bodyguard outside a church.",
        ["killed exact 1 former lawmaker", "killed exact 1 his bodyguard"],
        "they ride no shot",
    ),
    ("Officials said 11 Taliban were killed.", ["killed exact 11 Taliban"], "a group's name for its members"),
    ("Two smugglers were caught by the police.", ["detained exact 2 smugglers"], "caught by the police"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[c[2] for c in CASES])
def test_told(text: str, expected: list[str], reason: str) -> None:
    assert told(text) == expected, reason


def test_two_figures_share_the_words_after_them() -> None:
    tolls = tolls_of("At least 528 people have been killed and 4,599 injured since the fighting began on 15 April.")
    assert [t.scope for t in tolls] == ["cumulative", "cumulative"]
