"""Spellings of one name in many languages reach the same place, and names that look alike do not meet."""

from __future__ import annotations

import math

import pytest

from dateline.ontology.gazetteer import Entry, Gazetteer
from dateline.settings import Settings
from tests.ontology.spelling_cases import APART, SAME

_NEAR_KM = 30
UNREACHED = {
    ("IRQ", "Şengal"): "the Kurdish name is not in GeoNames, and sounds unlike Sinjar",
    ("LBY", "Trablous"): "Lebanese spelling; GeoNames has it for the Lebanese town only",
    ("UKR", "Kyyiv"): "one consonant is too few to go by",
    ("UKR", "Nikolayev"): "a village of the name hides the city",
    ("UKR", "Chornobyl"): "GeoNames gives the name to another village too, and has the town without people",
    ("IRN", "Sinne"): "the Kurdish name is not in GeoNames, and a village sounds like it",
    ("IRN", "Mechhed"): "French; too few letters in common",
    ("TUR", "Şirnex"): "the Kurdish name is not in GeoNames, and a town sounds like it",
    ("EGY", "Sheikh Zuweid"): "too few letters in common with Ash-Shaykh Zuwayd",
    ("SOM", "Baydhaba"): "too few letters in common with Baidoa",
    ("PAK", "Kwetta"): "too few letters in common with Quetta",
    ("PHL", "Holo"): "one consonant is too few to go by",
}
"""Spellings of the table that reach nothing, or another place, and why: known gaps, which a user's own gazetteer closes."""


def _cases() -> list[tuple[str, str, float, float, str]]:
    out = []
    for line in SAME.strip().splitlines():
        body, why = line.split(" # ")
        head, *names = (part.strip() for part in body.split("|"))
        country, lat, lon = head.split()
        out += [(country, name, float(lat), float(lon), why) for name in names]
    return out


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(Settings())


def _meant(gazetteer: Gazetteer, name: str, country: str) -> Entry | None:
    """The largest town of the name in the country, else the largest place."""
    found = gazetteer.find_in(name, country)
    towns = [e for e in found if e.feature.startswith("PPL")] or list(found)
    return max(towns, key=lambda e: e.population, default=None)


@pytest.mark.parametrize(("country", "name", "lat", "lon", "why"), _cases())
def test_a_spelling_reaches_its_place(
    gazetteer: Gazetteer, country: str, name: str, lat: float, lon: float, why: str
) -> None:
    meant = _meant(gazetteer, name, country)
    away = (
        math.inf
        if meant is None
        else 111 * math.hypot(meant.lat - lat, (meant.lon - lon) * math.cos(math.radians(lat)))
    )
    assert (away < _NEAR_KM) is ((country, name) not in UNREACHED), f"{why}: {meant}"


@pytest.mark.parametrize(("name", "other", "country", "why"), APART)
def test_names_that_look_alike_do_not_meet(gazetteer: Gazetteer, name: str, other: str, country: str, why: str) -> None:
    others = {e.number for e in gazetteer.find(other) if e.country == country}
    assert not others & {e.number for e in gazetteer.find_in(name, country)}, why


def test_the_table_is_large_enough() -> None:
    assert len(_cases()) >= 150
    assert len(APART) >= 40
