"""Places: which place of the world a name means, how precisely, and which names are no places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.coding.places import UNRESOLVED
from dateline.records import CodedDocument
from tests.coding.reading_places import place_of, read

RESOLVED = [
    ("DEIR EZ-ZOR, Syria (AP) — Strikes hit a camp.", "DEIR EZ-ZOR", "PPLA", "SYR", 1, "a short word in capitals"),
    ("PORT-AU-PRINCE, Haiti — Gangs attacked a market.", "PORT-AU-PRINCE", "PPLC", "HTI", 1, "hyphens in a dateline"),
    ("Troops advanced in Idlib and Hama provinces.", "Hama", "ADM1", "SYR", 4, "one noun for two provinces"),
    ("Rebels entered the city of Hama on Sunday.", "Hama", "PPLA", "SYR", 1, "'the city of'"),
    ("The convoy was hit 10 km south of Homs, activists said.", "Homs", "PPLA", "SYR", 2, "a distance: near, not in"),
    ("A bomb went off near Jalalabad in Nangarhar province, Afghanistan.", "Jalalabad", "PPL", "AFG", 2, "'near'"),
    ("Soldiers patrolled in Zurmat district, Paktia province.", "Zurmat", "ADM2", "AFG", 3, "a district in its province"),
    ("Shelling was heard across northern Iraq.", "Iraq", "PCLI", "IRQ", 5, "a part of a country is vague"),
    ("Fighting went on in Yemen for a tenth day.", "Yemen", "PCLI", "YEM", 6, "a country"),
    ("A ship was seized in the Gulf of Aden.", "Gulf of Aden", "GULF", None, 7, "a sea"),
    ("The Iraqi city of Hillah was quiet. Police in Hillah made no arrests.", "Hillah", "PPL", "IRQ", 1, "an adjective names the country"),
    ("Gunmen attacked a village near Tal Rifaat in northern Syria.", "Tal Rifaat", "PPL", "SYR", 2, "spelt by sound, in the country named"),
    ("Two died in Tripoli, Lebanon, on Friday.", "Tripoli", None, "LBN", 1, "the country after the comma, not the largest town"),
    ("The governor of New Mexico spoke in Santa Fe.", "New Mexico", "ADM1", "USA", 4, "a country's name inside a longer one"),
    ("The British prime minister flew to London after talks in Ohio and Texas.", "London", "PPLC", "GBR", 1, "a city all the world knows"),
    ("Two died in Tripoli. Libya's government blamed militias from Benghazi.", "Tripoli", "PPLC", "LBY", 1, "the country of the text"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mention", "feature", "country", "precision", "why"), RESOLVED)
def test_resolved(text: str, mention: str, feature: str | None, country: str | None, precision: int, why: str) -> None:
    place = place_of(text, mention)
    assert (feature or place.feature, country, precision) == (place.feature, place.country, place.precision), why
    assert place.lat is not None, why


ACTORS = [
    ("Damascus said its army had retaken Saraqib.", "Damascus", "a capital that speaks"),
    ("Turkey seized the town of Jarablus on Monday.", "Turkey", "a country that acts"),
    ("The envoy accused Russia of shelling Kharkiv.", "Russia", "a country that is accused"),
    ("The town was taken by Ethiopia, residents of Gedo said.", "Ethiopia", "an agent"),
    ("Police in Tikrit said the Syrian fighters had left.", "Syrian", "an adjective"),
]


@pytest.mark.parametrize(("text", "word", "why"), ACTORS)
def test_actors_are_no_places(text: str, word: str, why: str) -> None:
    parsed, found = read(text)
    assert not [parsed.doc[i].text for i in found.by_token if parsed.doc[i].text == word], why
    assert word not in {m.text for p in found.places for m in p.mentions}, why


PLACES_ALL_THE_SAME = [
    ("Talks were held in Damascus.", "Damascus"),
    ("Refugees fled from Ethiopia to Sudan.", "Sudan"),
    ("Syria has been at war for years.", "Syria"),
]


@pytest.mark.parametrize(("text", "word"), PLACES_ALL_THE_SAME)
def test_countries_and_capitals_where_things_happen(text: str, word: str) -> None:
    parsed, found = read(text)
    assert word in {parsed.doc[i].text for i in found.by_token}


def test_unresolved_place_stays_with_a_note() -> None:
    """It empties no document, and what is known of it (its country) is kept."""
    _, found = read("Two people were killed in the village of Qarzbashli, Syria, and one in Aleppo.")
    place = next(p for p in found.places if p.name == "Qarzbashli")
    assert (place.lat, place.country) == (None, "SYR")
    assert [n.code for n in found.notes] == [UNRESOLVED]
    assert any(p.name == "Aleppo" and p.lat is not None for p in found.places)


def test_a_small_namesake_far_away_is_not_taken() -> None:
    """A town in Arkansas is not the city in Syria."""
    place = place_of("A tornado hit Damascus, Arkansas, on Friday.", "Damascus")
    assert place.country == "USA"


def test_facility_takes_the_place_of_its_town() -> None:
    text = "Shelling hit the al-Noor mosque in Taiz."
    mosque, town = place_of(text, "al-Noor mosque"), place_of(text, "Taiz")
    assert (mosque.lat, mosque.lon, mosque.precision) == (town.lat, town.lon, 2)


def test_one_place_with_all_its_mentions() -> None:
    parsed, found = read("Aleppo was calm. Residents of Aleppo said that Aleppo had not been hit.")
    assert [len(p.mentions) for p in found.places] == [3]
    assert {parsed.doc[i].text for i in found.by_token} == {"Aleppo"}


def test_name_inside_an_organisations_names_the_place_where_nothing_happens() -> None:
    parsed, found = read("The Basra Provincial Council met on Monday.")
    assert "Basra" not in {parsed.doc[i].text for i in found.by_token}


WORDS = st.sampled_from(
    [
        "Aleppo",
        "said",
        "al-Bab",
        "province",
        "in",
        "and",
        ",",
        "near",
        "Syria",
        "Springfield",
        "the",
        "\n",
        "10 km",
        "US",
        "—",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_record_holds_together(words: list[str]) -> None:
    """Spans fit the text, ids are unique, tokens lead to places that are there, whatever the text."""
    parsed, found = read(" ".join(words))
    record = CodedDocument(document=parsed.document, places=found.places, notes=found.notes)
    assert set(found.by_token.values()) <= {p.id for p in record.places}
    assert all((p.lat is None) == (p.precision is None) for p in record.places)
