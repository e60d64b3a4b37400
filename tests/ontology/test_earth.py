"""Distances against figures that are published, and what holds of any distance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ontology.earth import EARTH_KM, distance_km

POINT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("one", "other", "km", "why"),
    [
        ((0, 0), (0, 0), 0, "no distance"),
        ((0, 0), (0, 1), 111.19, "a degree of the equator"),
        ((90, 0), (-90, 0), 20015.1, "from pole to pole, half the way round"),
        ((51.5074, -0.1278), (48.8566, 2.3522), 343.6, "London and Paris"),
        ((0, 179.5), (0, -179.5), 111.19, "across the date line"),
    ],
)
def test_known_distances(one: tuple[float, float], other: tuple[float, float], km: float, why: str) -> None:
    assert distance_km(*one, *other) == pytest.approx(km, rel=2e-3, abs=1e-6), why


@given(POINT, POINT)
def test_the_way_back_is_as_long_and_none_is_longer_than_half_round(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there = distance_km(*one, *other)
    assert there == pytest.approx(distance_km(*other, *one))
    assert 0 <= there <= 3.1416 * EARTH_KM
