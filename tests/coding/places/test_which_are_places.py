"""What is a place and what only bears a place's name."""

from __future__ import annotations

import pytest

from tests.coding.reading_places import place_of, read, where_things_happen

NO_PLACES = [
    ("The frigate Tripoli sailed north on Monday.", "Tripoli", "a ship"),
    ("The oil tanker Basra Star was boarded at sea.", "Basra", "a ship of two words"),
    ("The destroyer Aleppo fired two missiles.", "Aleppo", "a warship"),
    ("Operation Euphrates Shield began in August.", "Euphrates", "an operation"),
    ("Operation Jordan Valley was called off.", "Jordan", "an operation with a whole name in it"),
    ("General Vincent Lagos denied the report.", "Lagos", "a general"),
    ("Sergeant Milan Novak was wounded.", "Milan", "a first name"),
    ("Jordan Henderson spoke to reporters.", "Jordan", "a first name that is a country's"),
    ("Islamic State in Khorasan claimed the attack.", "Khorasan", "an armed group"),
    ("The Army of the Homeland in Idlib issued a statement.", "Idlib", "a place inside an armed group's name"),
    ("The Cali Cartel bribed the judge.", "Cali", "a cartel"),
    ("The Donetsk People's Militia shelled a village.", "Donetsk", "a militia"),
    ("Syrian fighters left on Monday.", "Syrian", "an adjective"),
    ("Chechens fought on both sides.", "Chechens", "a people"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "why"), NO_PLACES)
def test_bearers_of_places_names_are_no_places(text: str, word: str, why: str) -> None:
    _, found = read(text)
    assert word not in " ".join(m.text for p in found.places for m in p.mentions).split(), why


GOVERNMENTS = [
    ("Damascus said its army had retaken Saraqib.", "Damascus", "a capital that speaks"),
    ("Tehran denied the report.", "Tehran", "a capital that denies"),
    ("Paris urged Bamako to hold elections.", "Bamako", "a capital that is urged"),
    ("Kigali has accused Kinshasa of backing the rebels.", "Kinshasa", "a capital that is accused"),
    ("Ankara and Baghdad signed an agreement.", "Baghdad", "the second of two subjects"),
    ("Moscow's foreign ministry condemned the strike.", "Moscow", "its ministry"),
    ("Turkey seized the town of Jarablus on Monday.", "Turkey", "a country that acts"),
    ("The envoy accused Russia of shelling Kharkiv.", "Russia", "a country that is accused"),
    ("The town was taken by Ethiopia, residents of Gedo said.", "Ethiopia", "an agent"),
    ("Khartoum warned Addis Ababa on Friday.", "Khartoum", "a capital that warns"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "why"), GOVERNMENTS)
def test_governments_are_no_places(text: str, word: str, why: str) -> None:
    assert word not in where_things_happen(text), why


LAND = [
    ("Missiles hit Ukrainian cities overnight.", "Ukraine", "cities"),
    ("A ship was seized off the Yemeni coast.", "Yemen", "a coast"),
    ("Jets violated Greek airspace.", "Greece", "airspace"),
    ("Rebels attacked from Chadian territory.", "Chad", "territory"),
    ("The boat drifted in Libyan waters.", "Libya", "waters"),
]


@pytest.mark.parametrize(("text", "country", "why"), LAND)
def test_adjective_of_a_land_names_the_country(text: str, country: str, why: str) -> None:
    _parsed, found = read(text)
    assert [p.name for p in found.places] == [country], why
    assert set(found.by_token.values()) == {found.places[0].id}


TOLD_BY_THE_WORDS_AROUND = [
    ("Gunmen opened fire in Katsina on Friday.", "Katsina", "'in'"),
    ("Idlib Governor Mohammed Saleh spoke on Sunday.", "Idlib", "a title right after it"),
    ("Kyiv residents heard blasts.", "Kyiv", "the first word, and its residents"),
    ("Hospitals in Omdurman closed.", "Omdurman", "'in'"),
    ("The road into Palma was mined.", "Palma", "'into'"),
    ("Villagers from Djibo fled.", "Djibo", "'from'"),
]


@pytest.mark.parametrize(("text", "word", "why"), TOLD_BY_THE_WORDS_AROUND)
def test_words_around_tell_a_place(text: str, word: str, why: str) -> None:
    assert word in where_things_happen(text), why


MINIMAL = [
    ("A tornado hit Damascus, Arkansas, on Friday.", "Damascus", "USA"),
    ("A bomb exploded in Tripoli, Lebanon.", "Tripoli", "LBN"),
    ("Police in Birmingham, Alabama, opened fire.", "Birmingham", "USA"),
    ("Two died in Cordoba, Colombia.", "Cordoba", "COL"),
    ("Valencia, Venezuela, saw protests.", "Valencia", "VEN"),
    ("Hyderabad, Pakistan, was calm.", "Hyderabad", "PAK"),
    ("Guerrillas attacked San Jose, Colombia.", "San Jose", "COL"),
    ("Shots were fired in Santiago, Cuba.", "Santiago", "CUB"),
    ("A curfew was set in Merida, Venezuela.", "Merida", "VEN"),
    ("A mosque burned in Lancaster, Pennsylvania.", "Lancaster", "USA"),
]


@pytest.mark.parametrize(("text", "name", "country"), MINIMAL)
def test_the_area_after_the_comma_decides(text: str, name: str, country: str) -> None:
    assert place_of(text, name).country == country
