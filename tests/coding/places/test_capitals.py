"""Capitals that are not called by their names, and capitals that stand for a government."""

from __future__ import annotations

import pytest

from tests.coding.reading_places import place_of, read

CAPITALS = [
    ("Shells hit the Syrian capital, where schools were closed.", "Syrian capital", "Damascus", "an adjective"),
    ("Protesters marched through Mali's capital on Friday.", "capital", "Bamako", "a possessor"),
    ("The capital of Sudan has had no power for a week.", "capital", "Khartoum", "'the capital of'"),
    ("Kyiv was hit by drones. Residents of the capital hid in cellars.", "capital", "Kyiv", "the one capital named"),
    ("A bomb went off in the Somali capital on Monday.", "Somali capital", "Mogadishu", "another conflict"),
    ("Gangs hold most of Haiti's capital.", "capital", "Port-au-Prince", "a name of three words"),
    ("Rebels neared the Chadian capital city.", "Chadian capital", "N'Djamena", "'capital city'"),
]


@pytest.mark.parametrize(("text", "words", "name", "why"), CAPITALS)
def test_the_capital_is_the_city(text: str, words: str, name: str, why: str) -> None:
    place = place_of(text, words)
    assert (place.name.replace("’", "'"), place.feature) == (name, "PPLC"), why


NO_CAPITALS = [
    ("Capital punishment was restored in Chad.", "Capital", "a penalty"),
    ("Rebels took the provincial capital.", "capital", "of a province that is not named"),
    ("Talks in Cairo and Doha failed. The capital was quiet.", "capital", "two are named"),
    ("Rebels entered the capital, Damascus, on Sunday.", "capital", "its name says it already"),
]


@pytest.mark.parametrize(("text", "word", "why"), NO_CAPITALS)
def test_other_capitals_are_left(text: str, word: str, why: str) -> None:
    _, found = read(text)
    assert word not in {m.text for p in found.places for m in p.mentions}, why


BATTLEFIELDS = [
    ("Moscow's defence ministry said troops had entered Donetsk.", "Donetsk", "UKR", "a ministry's capital"),
    ("Russian forces shelled Donetsk on Monday.", "Donetsk", "UKR", "whose forces"),
    ("Moscow said that its army had taken Luhansk.", "Luhansk", "UKR", "a capital that speaks"),
    ("Turkish jets bombed Kobani, residents said.", "Kobani", "SYR", "whose jets"),
]


@pytest.mark.parametrize(("text", "name", "country", "why"), BATTLEFIELDS)
def test_who_acts_says_little_of_where(text: str, name: str, country: str, why: str) -> None:
    assert place_of(text, name).country == country, why


SEAS = [
    ("Missiles hit two ships in the Red Sea.", "Red Sea", "SEA", "not the province"),
    ("The tanker sank in the Atlantic.", "Atlantic", "OCN", "not a town in Iowa"),
]


@pytest.mark.parametrize(("text", "name", "feature", "why"), SEAS)
def test_an_article_goes_with_a_sea(text: str, name: str, feature: str, why: str) -> None:
    assert place_of(text, name).feature == feature, why
