"""Lists of harms, each with its own figure: no word takes the number of its neighbour."""

from __future__ import annotations

import pytest
from reading_tolls import told

CASES = [
    (
        "The flood caused 46 deaths, 25 missing, 628,000 relocated and 9.96 million people affected in Tarsa.",
        ["killed exact 46 deaths", "missing exact 25 25", "evacuated exact 628000 628,000"],
        "deaths are not missing, and those affected are not relocated",
    ),
    (
        "The quake caused 46 deaths, 25 missing.",
        ["killed exact 46 deaths", "missing exact 25 25"],
        "a list without 'and' that ends the sentence",
    ),
    (
        "Authorities reported 8 deaths, 3 missing and 1,200 evacuated in Varno.",
        ["killed exact 8 deaths", "missing exact 3 3", "evacuated exact 1200 1,200"],
        "a verb of saying before the list",
    ),
    (
        "The landslide resulted in 7 deaths, 14 injured and 2,300 displaced.",
        ["killed exact 7 deaths", "injured exact 14 14", "displaced exact 2300 2,300"],
        "deaths that are not injured too are no casualties of unknown harm",
    ),
    (
        "The cyclone caused 3 fatalities, 9 missing, 540 injured and 12,000 homeless.",
        ["killed exact 3 fatalities", "missing exact 9 9", "injured exact 540 540", "displaced exact 12000 12,000"],
        "fatalities are dead, not missing",
    ),
    (
        "The flood caused 30 deaths, 12,000 displaced and 45,000 people affected.",
        ["killed exact 30 deaths", "displaced exact 12000 12,000"],
        "those affected are no toll",
    ),
    (
        "As of Monday, 33 deaths, 120 injured and 4,500 people displaced were reported.",
        ["killed exact 33 deaths", "injured exact 120 120", "displaced exact 4500 people"],
        "the next item names its people and has a word of its own",
    ),
    (
        "The raid resulted in 4 deaths, 11 arrested and 5 detained.",
        ["killed exact 4 deaths", "detained exact 11 11", "detained exact 5 5"],
        "two items of one harm",
    ),
    (
        "The blast left 12 dead, 30 injured and 4 missing.",
        ["killed exact 12 12", "injured exact 30 30", "missing exact 4 4"],
        "states after bare numbers",
    ),
    (
        "A storm hit Belmar, killing 5, injuring 10 and leaving 300 homeless.",
        ["killed exact 5 5", "injured exact 10 10", "displaced exact 300 300"],
        "active verbs before their numbers",
    ),
    ("Toll so far: dead: 12; missing: 4.", ["killed exact 12 12", "missing exact 4 4"], "labels before their numbers"),
    (
        "Clashes near Orvik left 3 killed and 10 wounded.",
        ["killed exact 3 3", "injured exact 10 10"],
        "two participles after bare numbers",
    ),
    (
        "15 people reported dead, nine missing and 61, 000 people displaced.",
        ["killed exact 15 people", "missing exact 9 nine", "displaced exact 61000 people"],
        "a space after the comma of the thousands",
    ),
]
ONE_WORD_FOR_SEVERAL = [
    (
        "The blast left five officers and a dozen militants dead.",
        ["killed exact 5 officers", "killed exact 12 militants"],
        "the first item has no word of its own",
    ),
    ("Some 500 were displaced or relocated.", ["displaced approximately ~500 500"], "two words share one number"),
    (
        "Forty were displaced in Marrin and 25 in Dolbek.",
        ["displaced exact 40 Forty", "displaced exact 25 25"],
        "the second item is without a word of its own",
    ),
    (
        "Twelve casualties were evacuated.",
        ["evacuated exact 12 casualties"],
        "the hurt can be evacuated: casualties are people",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[c[2] for c in CASES])
def test_each_item_keeps_its_own_figure(text: str, expected: list[str], why: str) -> None:
    assert told(text) == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), ONE_WORD_FOR_SEVERAL, ids=[c[2] for c in ONE_WORD_FOR_SEVERAL])
def test_shared_words_still_reach_their_figures(text: str, expected: list[str], why: str) -> None:
    assert told(text) == expected, why
