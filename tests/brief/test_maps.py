"""Maps: every place within the frame, with outlines and without, also across the 180th meridian."""

from __future__ import annotations

import io
from pathlib import Path

import geopandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from shapely.geometry import box

from dateline.brief.map import Spot, draw, frame, spots_of
from dateline.brief.pictures import size_of
from dateline.ontology.boundaries import Boundaries
from dateline.ontology.boundaries.build import build
from dateline.ontology.boundaries.reader import LAYERS
from tests.brief.test_counting import PLACES, counted, incident

PLACE = st.builds(Spot, st.just("x"), st.floats(-89, 89), st.floats(-180, 180), st.just(1), st.just(1))


@given(st.lists(PLACE, min_size=1, max_size=9))
def test_the_frame_holds_every_place(spots: list[Spot]) -> None:
    west, south, east, north = frame(spots)
    assert -90 <= south < north <= 90
    assert east - west <= 360
    for spot in spots:
        lon = spot.lon + 360 if spot.lon < west else spot.lon
        assert west <= lon <= east
        assert south <= spot.lat <= north


def test_two_islands_on_both_sides_of_the_date_line_are_near() -> None:
    west, _, east, _ = frame([Spot("Fiji", -17, 178, 1, 1), Spot("Tonga", -21, -175, 1, 1)])
    assert east - west < 40


@pytest.fixture(scope="module")
def outlines(tmp_path_factory: pytest.TempPathFactory) -> Boundaries:
    folder = tmp_path_factory.mktemp("outlines")
    source = folder / "land.geojson"
    geopandas.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=[box(170, -30, 180, 0), box(-180, -30, -170, 0)], crs=4326
    ).to_file(source)
    build(source, "a test", folder / "built", lambda line: None)
    return Boundaries(folder / "built", "a test", LAYERS[:1])


def test_a_map_is_drawn_with_outlines_and_without(outlines: Boundaries, tmp_path: Path) -> None:
    spots = [Spot("Fiji $x^2$ <b>", -17, 178, 3, 1), Spot("Tonga", -21, -175, 1, 4)]
    plain, outlined = draw(spots, None), draw(spots, outlines)
    assert plain != outlined
    assert size_of(plain) == size_of(outlined) == Image.open(io.BytesIO(plain)).size


def test_land_is_drawn_on_both_sides_of_the_date_line(outlines: Boundaries) -> None:
    image = Image.open(io.BytesIO(draw([Spot("x", -17, 178, 1, 1), Spot("y", -21, -175, 1, 1)], outlines))).convert(
        "RGB"
    )
    width, height = image.size
    land = (0xFB, 0xFA, 0xF7)
    assert {image.getpixel((round(width * share), height // 2)) for share in (0.4, 0.62)} == {land}


def test_a_place_known_only_as_a_country_is_not_on_the_map() -> None:
    located = {"lat": 1.0, "lon": 2.0}
    town, country = (PLACES[name].model_copy(update=located) for name in ("town", "country"))  # type: ignore[union-attr]
    spots = spots_of(
        [counted(incident(1, place=town)), counted(incident(2, place=town)), counted(incident(3, place=country))]
    )
    assert [(spot.name, spot.incidents) for spot in spots] == [("Djugu", 2)]
