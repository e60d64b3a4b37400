"""Actors and places that are looked up while their names are typed, in every part of their names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ontology.authority import Authority
from dateline.ontology.authority.begun import begun
from dateline.ontology.gazetteer import Gazetteer
from dateline.ontology.gazetteer.beginnings import Beginnings
from dateline.settings import Settings


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings())


@pytest.mark.parametrize(
    ("written", "actor", "why"),
    [
        ("HTS", "hayat-tahrir-al-sham", "an acronym"),
        ("hts", "hayat-tahrir-al-sham", "written carelessly"),
        ("hayat tahr", "hayat-tahrir-al-sham", "half of a name"),
        ("sham hayat", "hayat-tahrir-al-sham", "in another order"),
        ("Ansar Allah", "houthis", "another name"),
        ("Syrian air force", "syr-air-force", "a body of a state, which has no entry"),
        ("Syria", "syr", "just so, before all that begin so"),
    ],
)
def test_an_actor_is_found_by_how_its_names_begin(written: str, actor: str, why: str) -> None:
    assert begun(Authority.load(), written, 5)[0].actor.id == actor, why


def test_an_actor_is_there_once_and_no_more_are_than_asked() -> None:
    found = begun(Authority.load(), "al", 50)
    assert len(found) == 50 == len({one.actor.id for one in found})
    assert begun(Authority.load(), " ' ", 5) == []


@given(st.text(max_size=30))
def test_whatever_is_typed_is_looked_for(written: str) -> None:
    assert len(begun(Authority.load(), written, 3)) <= 3


def test_places_are_found_by_how_a_word_of_their_name_begins() -> None:
    names = Beginnings(["Tall Rif‘at", "Rifa", "Sarifa", "The Riffle", "Bogotá"])
    assert names.numbers("rif").tolist() == [0, 1, 3]
    assert names.numbers("tall ri").tolist() == [0]
    assert names.numbers("bogota").tolist() == [4]
    assert names.numbers("r").tolist() == [], "one letter says too little"
    assert names.numbers("\n").tolist() == []


def test_the_most_populous_come_first_and_a_file_of_ones_own_before_them(gazetteer: Gazetteer, tmp_path: Path) -> None:
    populations = [place.population for place in gazetteer.begun("spring", 20)]
    assert populations == sorted(populations, reverse=True)
    own = tmp_path / "places.csv"
    own.write_text("name,lat,lon,country,geonames_id\nSpringwater Post,36.1,37.1,SYR,\nAleppo,36.2,37.15,SYR,170063\n")
    mine = Gazetteer.open(Settings(gazetteers=(str(own),)))
    assert mine.begun("springw", 5)[0].name == "Springwater Post"
    corrected = mine.with_geonames_id(170063)
    assert corrected is not None
    assert (corrected.lon, corrected.added is not None) == (37.15, True)
    plain = gazetteer.with_geonames_id(170063)
    assert plain is not None
    assert plain.lon != 37.15
    assert gazetteer.with_geonames_id(2**31 - 1) is None


def test_a_spelling_is_heard_in_any_country(gazetteer: Gazetteer) -> None:
    assert "YEM" in {place.country for place in gazetteer.find_alike_anywhere("Hudeidah")}
    assert "UKR" in {place.country for place in gazetteer.find_alike_anywhere("Gorlovka")}
