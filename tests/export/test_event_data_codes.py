"""Countries, regions and words for numbers, against ISO's own list and the rules for phrases."""

from __future__ import annotations

from typing import get_args

import pycountry
import pytest

from dateline.export.event_data import codes
from dateline.records import ActorKind

ISO = {country.alpha_3 for country in pycountry.countries} | {"XKX"}


@pytest.mark.parametrize("scheme", ["acled", "ucdp"])
def test_every_country_of_a_region_is_one_and_stands_in_one_region_only(scheme: codes.Scheme) -> None:
    listed = " ".join(codes._data("regions")[scheme].values()).split()
    assert set(listed) - ISO == set()
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("country", "acled", "ucdp", "why"),
    [
        ("SYR", "Middle East", "Middle East", "both agree"),
        ("EGY", "Northern Africa", "Middle East", "UCDP counts Egypt to the Middle East"),
        ("AFG", "Caucasus and Central Asia", "Asia", "ACLED's South Asia is without Afghanistan"),
        ("AZE", "Caucasus and Central Asia", "Europe", "UCDP's Europe reaches to the Caucasus"),
        ("MEX", "Central America", "Americas", "ACLED's Central America holds Mexico"),
        ("XVR", None, None, "no such country"),
    ],
)
def test_regions(country: str, acled: str | None, ucdp: str | None, why: str) -> None:
    assert (codes.region(country, "acled"), codes.region(country, "ucdp")) == (acled, ucdp), why


@pytest.mark.parametrize(
    ("country", "name", "number"),
    [("SYR", "Syria", 760), ("COD", "Democratic Republic of Congo", 180), ("BOL", "Bolivia", 68), ("XKX", "Kosovo", None),
     ("XVR", "XVR", None), (None, None, None)],
)  # fmt: skip
def test_names_and_numbers_of_countries(country: str | None, name: str | None, number: int | None) -> None:
    assert (codes.country_name(country), codes.country_number(country)) == (name, number)


@pytest.mark.parametrize(
    ("phrase", "figure", "why"),
    [
        ("several", 3, "ACLED's rule"),
        ("Tens of people", 10, "in any case, in other words"),
        ("dozens", 12, "ACLED's rule"),
        ("scores", 20, "ACLED's rule"),
        ("hundreds", 100, "ACLED's rule"),
        ("several dozen", 12, "the larger word holds"),
        ("several hundred", 100, "the larger word holds"),
        ("dozens; hundreds", 12, "two reports: the lower one"),
        ("thousands", None, "the rule gives no figure"),
        ("a handful", None, "the rule gives no figure"),
        ("often", None, "“ten” inside a word is no number"),
        (None, None, "nothing said"),
    ],
)
def test_words_for_numbers(phrase: str | None, figure: int | None, why: str) -> None:
    assert codes.figure_of(phrase) == figure, why


def test_every_kind_of_actor_has_its_code_or_is_left_out_on_purpose() -> None:
    kinds = set(get_args(ActorKind))
    uncoded = {kind for kind in kinds if codes.code_of(kind, "acled_inter") is None}
    assert uncoded == {"unknown"}
    assert {kind for kind in kinds if codes.code_of(kind, "ucdp_side") is None} == {"unknown", "igo", "business"}
