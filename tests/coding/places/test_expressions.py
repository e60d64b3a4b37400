"""Expressions that say where something lies beside a place's name: areas, rows, distances, borders, nearness, facilities."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.places.anchors import moved
from dateline.coding.places.scene import Offset
from dateline.ontology.gazetteer import Entry
from tests.coding.reading_places import place_of, read

AREAS = [
    ("Troops advanced in Idlib and Hama provinces.", {"Idlib", "Hama"}, "ADM1", "one noun for two"),
    ("Police in Homs, Hama and Idlib provinces were attacked.", {"Homs", "Hama", "Idlib"}, "ADM1", "one noun for three; no town in a town"),
    ("Fighting spread to Kunar and Nangarhar provinces in Afghanistan.", {"Kunar", "Nangarhar"}, "ADM1", "and the country after it"),
    ("Schools closed in the provinces of Herat and Farah.", {"Herat", "Farah"}, "ADM1", "the noun before them"),
    ("Militias left the regions of Mopti and Gao.", {"Mopti", "Gao"}, "ADM1", "regions"),
    ("Curfews were set in Kharkiv and Sumy oblasts.", {"Kharkiv", "Sumy"}, "ADM1", "oblasts"),
    ("The army searched Borno and Yobe states.", {"Borno", "Yobe"}, "ADM1", "states"),
    ("Clashes hit Taiz and Ibb governorates in Yemen.", {"Taiz", "Ibb"}, "ADM1", "governorates"),
    ("Guerrillas were seen in the departments of Cauca and Putumayo.", {"Cauca", "Putumayo"}, "ADM1", "departments"),
    ("Curfew was lifted in Aleppo province.", {"Aleppo"}, "ADM1", "one alone"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "feature", "why"), AREAS)
def test_areas_named_together(text: str, names: set[str], feature: str, why: str) -> None:
    for name in names:
        place = place_of(text, name)
        assert (place.feature, place.precision) == (feature, 4), f"{name}: {why}"


TOWNS = [
    ("Troops entered the towns of Bakhmut, Soledar and Siversk.", {"Bakhmut", "Soledar", "Siversk"}, "UKR"),
    ("Rebels hold the cities of Goma and Bukavu in eastern Congo.", {"Goma", "Bukavu"}, "COD"),
    ("The towns of Saraqib, Maarrat al-Numan and Khan Shaykhun in Syria were shelled.", {"Saraqib", "Khan Shaykhun"}, "SYR"),
    ("Aid reached the towns of Dikwa, Bama and Gwoza in Nigeria.", {"Dikwa", "Bama", "Gwoza"}, "NGA"),
    ("The cities of Taiz, Aden and Marib had no power.", {"Taiz", "Aden", "Marib"}, "YEM"),
    ("Shells fell on Rafah, Khan Yunis and Gaza City.", {"Rafah", "Khan Yunis"}, "PSE"),
    ("Militants raided the towns of Mocimboa da Praia and Macomia in Mozambique.", {"Mocimboa da Praia", "Macomia"}, "MOZ"),
    ("The cities of Misrata and Sirte were calm.", {"Misrata", "Sirte"}, "LBY"),
    ("The towns of Baidoa, Burhakaba and Jowhar in Somalia were cut off.", {"Baidoa", "Jowhar"}, "SOM"),
    ("Floods hit the cities of Kassala, Gedaref and Port Sudan.", {"Kassala", "Port Sudan"}, "SDN"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names", "country"), TOWNS)
def test_rows_of_towns(text: str, names: set[str], country: str) -> None:
    for name in names:
        place = place_of(text, name)
        assert (place.country, place.precision) == (country, 1), name
        assert (place.feature or "").startswith("PPL"), name


DISTANCES = [
    ("A convoy was hit 10 km south of Homs, activists said.", "Homs", 180, 10.0, "south"),
    ("A mine exploded 25 kilometres north-east of Mopti, in Mali.", "Mopti", 45, 25.0, "a direction in two parts"),
    ("The blast was about 12 miles (19 km) north of Mogadishu.", "Mogadishu", 0, 19.3, "miles; the brackets are left out"),
    ("Rebels are 40 to 50 km east of Bangui.", "Bangui", 90, 45.0, "the middle of a range"),
    ("Fighters dug in some 8 km to the south of Donetsk in Ukraine.", "Donetsk", 180, 8.0, "'to the south of'"),
    ("A truck was attacked 100 miles northwest of Kandahar.", "Kandahar", 315, 160.9, "far"),
    ("The plant lies 30km west of Aden.", "Aden", 270, 30.0, "no space"),
    ("A drone fell fifteen kilometres southeast of Kharkiv.", "Kharkiv", 135, 15.0, "a number in words"),
    ("The column stopped 20 kilometers west of the city of Kassala.", "Kassala", 270, 20.0, "'the city of'"),
    ("Two soldiers died 5 miles east of Bamako.", "Bamako", 90, 8.0, "miles"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "bearing", "km", "why"), DISTANCES)
def test_distance_and_direction_move_the_point(text: str, name: str, bearing: float, km: float, why: str) -> None:
    place, town = place_of(text, name), place_of(f"{name} was calm. Residents of {name} said so.", name)
    assert place.precision == 2, why
    assert place.lat is not None
    assert place.lon is not None
    assert town.lat is not None
    assert town.lon is not None
    north, east = (place.lat - town.lat) * 111.2, (place.lon - town.lon) * 111.2 * math.cos(math.radians(town.lat))
    assert math.hypot(north, east) == pytest.approx(km, rel=0.03, abs=0.3), why
    assert math.degrees(math.atan2(east, north)) % 360 == pytest.approx(bearing, abs=2), why
    assert place.radius_km is not None
    assert place.radius_km < km


def test_distance_without_direction_is_a_circle() -> None:
    """The point stays the town's, and the radius covers the distance and the town."""
    place, town = (
        place_of("The camp lies 5 km from Maiduguri in Nigeria.", "Maiduguri"),
        place_of("In Maiduguri.", "Maiduguri"),
    )
    assert (place.lat, place.lon, place.precision, place.radius_km) == (town.lat, town.lon, 2, 10.0)


def test_unknown_village_takes_the_point_that_it_is_said_to_have() -> None:
    text = "The village of Kalistibi, 15 km west of Goma, was burned."
    village, town = place_of(text, "Kalistibi"), place_of(text, "Goma")
    assert village.lon is not None
    assert town.lon is not None
    assert village.lon < town.lon - 0.1
    assert (village.precision, village.radius_km) == (2, 6.0)


@given(st.floats(-80, 80), st.floats(-180, 180), st.floats(0, 500), st.one_of(st.none(), st.floats(0, 360)))
def test_moved_points_stay_on_earth_at_the_distance(lat: float, lon: float, km: float, bearing: float | None) -> None:
    town = Entry(1, None, "Town", lat, lon, "SYR", None, "PPL", 1)
    to_lat, to_lon, radius = moved(town, Offset(km, bearing))
    assert -90 <= to_lat <= 90
    assert -180 <= to_lon <= 180
    assert radius > 0
    half = (
        math.sin(math.radians(to_lat - lat) / 2) ** 2
        + math.cos(math.radians(lat)) * math.cos(math.radians(to_lat)) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    )
    away = 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))
    assert away == pytest.approx(0 if bearing is None else km, abs=0.1)


BORDERS = [
    ("The Syria–Turkey border was closed on Monday.", "The Syria–Turkey border", {"Syria", "Turkey"}, "two names and a dash"),
    ("Shells landed along the Colombian-Venezuelan border.", "Colombian-Venezuelan border", {"Colombia", "Venezuela"}, "two adjectives"),
    (
        "Fighting broke out on the border between Sudan and South Sudan.",
        "border between Sudan and South Sudan", {"Sudan", "South Sudan"}, "'between'",
    ),
    ("Troops massed near Mali's border with Niger.", "Mali's border with Niger", {"Mali", "Niger"}, "'with'"),
    (
        "The Armenian-Azerbaijani border has been quiet since March.",
        "The Armenian-Azerbaijani border", {"Armenia", "Azerbaijan"}, "at the start",
    ),
    (
        "Rockets were fired across the Lebanese border into Israel.",
        "Lebanese border", {"Lebanon", "Israel"}, "the other side from the text",
    ),
    ("Traders said the Nigeria-Cameroon border had reopened.", "Nigeria-Cameroon border", {"Nigeria", "Cameroon"}, "a hyphen"),
    ("Guards shot two men on the India and Pakistan border.", "India and Pakistan border", {"India", "Pakistan"}, "'and'"),
    ("Soldiers died on the Ethiopian-Somali frontier.", "Ethiopian-Somali frontier", {"Ethiopia", "Somalia"}, "'frontier'"),
    (
        "The Ukrainian border with Belarus is mined.",
        "The Ukrainian border with Belarus", {"Ukraine", "Belarus"}, "an adjective, and 'with'",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mention", "sides", "why"), BORDERS)
def test_borders(text: str, mention: str, sides: set[str], why: str) -> None:
    border = place_of(text, mention)
    assert set(border.name.removesuffix(" border").split("–")) == sides, why
    assert (border.precision, border.country) == (5, None), why
    assert border.lat is not None
    assert border.radius_km is not None
    assert border.radius_km > 10
    parsed, found = read(text)
    leads = {place_id for i, place_id in found.by_token.items() if parsed.doc[i].text in mention}
    assert leads == {border.id}, "what happens there happens at the border, not in the middle of a country"


def test_border_of_one_country_alone_is_no_border_place() -> None:
    """With no other country in the text, nobody knows which border is meant."""
    _, found = read("The Chadian border was closed.")
    assert [p.name for p in found.places if "border" in p.name] == []


NEAR = [
    ("Shells fell near Bakhmut.", "Bakhmut", "near"),
    ("Two were killed outside Benghazi.", "Benghazi", "outside"),
    ("Fighting went on in the northern Aleppo countryside.", "Aleppo", "a countryside"),
    ("Residents fled the eastern outskirts of Khartoum.", "Khartoum", "outskirts of"),
    ("The southern suburbs of Beirut were bombed.", "Beirut", "suburbs of"),
    ("Gunmen attacked villages in the vicinity of Ouahigouya in Burkina Faso.", "Ouahigouya", "vicinity of"),
    ("Clashes erupted in Bamako's southern outskirts.", "Bamako", "outskirts after the name"),
    ("The army bombed positions north of Kandahar.", "Kandahar", "north of"),
    ("Clashes were reported in rural Damascus.", "Damascus", "rural"),
    ("Fighters gathered around Marib on Sunday.", "Marib", "around"),
    ("A bus was stopped near the town of Dikwa in Nigeria.", "Dikwa", "near the town of"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "why"), NEAR)
def test_near(text: str, name: str, why: str) -> None:
    place = place_of(text, name)
    assert place.feature is not None
    assert place.feature.startswith("PPL")
    assert place.precision == 2, why


FACILITIES = [
    ("A strike hit Al-Shifa hospital in Gaza City.", "Al-Shifa hospital", "Gaza City", "a hospital"),
    ("Shelling hit the al-Noor mosque in Taiz.", "al-Noor mosque", "Taiz", "a mosque"),
    ("Protesters gathered outside the Interior Ministry in Tbilisi.", "Interior Ministry", "Tbilisi", "a ministry's house"),
    ("Shells struck the Olenivka prison in Donetsk.", "Olenivka prison", "Donetsk", "a prison"),
    ("The Zarnigor barracks in Dushanbe burned.", "Zarnigor barracks", "Dushanbe", "barracks"),
    (
        "Fighting reached Goma on Monday. Shots were heard at the Katindo Hospital.",
        "Katindo Hospital", "Goma", "the town of the sentence before",
    ),
    ("Gunmen took the Dar Salam camp near Maiduguri.", "Dar Salam camp", "Maiduguri", "a camp"),
    ("A mine was found under the Antonivka Bridge in Kherson.", "Antonivka Bridge", "Kherson", "a bridge"),
    ("Rockets fell on the Wadi Sayidna airbase outside Omdurman.", "Wadi Sayidna airbase", "Omdurman", "an airbase"),
    ("Students met at the University of Halvorsburg in Bamako.", "University of Halvorsburg", "Bamako", "a university"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facility", "town", "why"), FACILITIES)
def test_facility_lies_in_its_town(text: str, facility: str, town: str, why: str) -> None:
    place, holder = place_of(text, facility), place_of(text, town)
    assert place.lat is not None
    assert holder.lat is not None
    assert place.lon is not None
    assert holder.lon is not None
    assert max(abs(place.lat - holder.lat), abs(place.lon - holder.lon)) < 0.3, why
    assert place.precision == 2
    assert place.confidence is not None


def test_facility_without_a_town_says_so() -> None:
    _, found = read("A bomb went off at the Al-Qarzban mosque.")
    assert [(p.lat, p.precision, p.confidence) for p in found.places] == [(None, None, None)]
    assert "names no town" in found.notes[0].message


def test_known_towns_airport_is_beside_it() -> None:
    assert place_of("Two shells hit Kabul airport on Friday.", "Kabul").precision == 2
