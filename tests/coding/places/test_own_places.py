"""The places of a user's own gazetteer win over all built ones of their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.coding.names import find_names
from dateline.coding.places import find_places
from dateline.ontology.gazetteer import Gazetteer
from dateline.records import Document, Place
from dateline.settings import Settings
from tests.coding.reading_places import knowledge

OWN = """\
name,alternates,lat,lon,kind,country
Paris,,4.1,30.2,village,SSD
Salem,,15.61,44.02,,YEM
Kharkov Farm,,13.1,24.4,camp,SDN
Idlib,,35.95,36.61,village,SYR
Tallgrove,Talgrof,15.2,44.1,village,YEM
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path: Path = tmp_path_factory.mktemp("own") / "places.csv"
    path.write_text(OWN, "utf-8")
    return Gazetteer.open(Settings(gazetteers=(str(path),)))


def _place(text: str, mention: str, gazetteer: Gazetteer) -> Place:
    parser, _, authority = knowledge()
    parsed = parser.parse(Document.from_text(text))
    found = find_places(parsed, find_names(parsed, gazetteer, authority), gazetteer, authority)
    return next(p for p in found.places if any(m.text == mention for m in p.mentions))


CASES = [
    ("France and Germany called for calm. Cattle raiders attacked Paris on Sunday.", "Paris", "SSD", "a supported namesake abroad"),
    ("Talks were held in Oregon and Massachusetts. A drone struck Salem.", "Salem", "YEM", "two large namesakes abroad"),
    ("Officials in Kharkiv, Ukraine, were told of a raid on Kharkov Farm.", "Kharkov Farm", "SDN", "a camp with a city's name in it"),
    ("Shells fell on Idlib.", "Idlib", "SYR", "over the city of its own country"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "country", "why"), CASES)
def test_own_places_win(text: str, name: str, country: str, why: str, own: Gazetteer) -> None:
    place = _place(text, name, own)
    added = next(e for e in own.find(name) if e.added)
    assert (place.country, place.lat, place.lon) == (country, added.lat, added.lon), why


def test_an_own_town_does_not_hide_the_province(own: Gazetteer) -> None:
    assert _place("Fighting went on in Idlib province.", "Idlib", own).feature == "ADM1"
