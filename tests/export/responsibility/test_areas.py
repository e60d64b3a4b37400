"""Coarser points: the same for the same place, and never the place's own."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.responsibility.areas import Areas, Point, cell
from dateline.export.responsibility.rules import Level
from dateline.ontology.earth import distance_km
from dateline.ontology.gazetteer import Gazetteer
from dateline.settings import load_settings

POINTS = st.builds(Point, lat=st.floats(-90, 90), lon=st.floats(-180, 180))


@pytest.fixture(scope="module")
def areas() -> Areas:
    return Areas(lambda: Gazetteer.open(load_settings()))


@given(point=POINTS, km=st.sampled_from((1.0, 10.0, 50.0, 300.0)))
def test_a_cell_is_near_and_doing_it_again_changes_nothing(point: Point, km: float) -> None:
    middle = cell(point, km)
    assert (cell(middle, km).lat, cell(middle, km).lon) == (middle.lat, middle.lon)
    assert -90 <= middle.lat <= 90
    assert -180 <= middle.lon <= 180
    # Near the poles the last cells are wedges, longer than they are wide.
    if abs(point.lat) < 80:
        assert middle.radius_km is not None
        assert distance_km(point.lat, point.lon, middle.lat, middle.lon) <= middle.radius_km * 1.1 + 0.1


@given(one=POINTS, step=st.floats(0, 0.001))
def test_neighbours_mostly_share_a_cell(one: Point, step: float) -> None:
    other = Point(lat=min(90.0, one.lat + step), lon=one.lon)
    a, b = cell(one, 50), cell(other, 50)
    assert a.lat == b.lat or math.isclose(abs(a.lat - b.lat), 50 / 111.195, abs_tol=1e-4)


TOWN = Point(lat=36.20124, lon=37.16117, country="SYR", admin1="Aleppo", precision=1, radius_km=2.5)


@pytest.mark.parametrize(
    ("level", "precision", "why"),
    [
        ("grid", 3, "a cell of 50 km is as large as a second-level area"),
        ("admin2", 3, "UCDP's where_prec of a second-level area"),
        ("admin1", 4, "UCDP's where_prec of a first-level area"),
        ("country", 6, "UCDP's where_prec of a country"),
    ],
)
def test_a_town_becomes_its_area(areas: Areas, level: Level, precision: int, why: str) -> None:
    found = areas.coarse(TOWN, level, 50)
    assert found is not None
    assert found.precision == precision, why
    assert (found.lat, found.lon) != (TOWN.lat, TOWN.lon)
    assert found == areas.coarse(TOWN, level, 50)
    elsewhere = areas.coarse(Point(lat=36.5, lon=37.9, country="SYR", admin1="Aleppo", precision=1), level, 50)
    assert elsewhere is not None
    if level in ("admin1", "country"):
        assert (elsewhere.lat, elsewhere.lon) == (found.lat, found.lon), "all towns of an area have its point"


def test_no_point_where_none_is_let_out(areas: Areas) -> None:
    assert areas.coarse(TOWN, "none", 50) is None


def test_what_is_a_country_already_does_not_become_a_district(areas: Areas) -> None:
    country = Point(lat=35.0, lon=38.0, country="SYR", admin1=None, precision=6)
    found = areas.coarse(country, "admin2", 50)
    assert found is not None
    assert found.precision == 6


@given(point=POINTS)
def test_where_no_area_is_known_a_cell_stands_for_it(point: Point) -> None:
    def never() -> Gazetteer:
        raise AssertionError("a point without a country is in no area that the gazetteer knows")

    found = Areas(never).coarse(point, "admin1", 50)
    assert found is not None
    assert (found.lat, found.lon) == (cell(point, 50).lat, cell(point, 50).lon)
