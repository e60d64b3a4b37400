"""What lies under the small map of a dossier: land, borders, areas and disputed lines, cut to its frame."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dateline.export.html.placemap import HEIGHT, WIDTH, PlaceMap, draw_places
from dateline.records import Place
from dateline.serve.geo import outlines as under
from dateline.serve.geo.lines import LAYERS, write_lines

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
LEAVES_AND_COMES_BACK = [[4, 5], [5, 5], [5, 40], [5.5, 40], [5.5, 5], [6, 5]]


def ground(folder: Path, **layers: list[object]) -> Path:
    """The files of a map's ground."""
    for layer in LAYERS:
        shapes = [{"type": "Feature", "geometry": shape} for shape in layers.get(layer, [])]
        (folder / f"{layer}.json").write_text(json.dumps({"type": "FeatureCollection", "features": shapes}))
    names = [("Inland", "country", 5.1, 5.1), ("Here", "area", 5.0, 5.0), ("Town", "town", 5.1, 4.9)]
    labels = [
        {"properties": {"name": name, "kind": kind}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
        for name, kind, lon, lat in names
    ]
    (folder / "labels.json").write_text(json.dumps({"features": labels}))
    (folder / "about.json").write_text('{"source": "Invented"}')
    write_lines(folder)
    return folder


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def at(positions: list[tuple[float, float]]) -> PlaceMap:
    """The map of a place in each position."""
    places = [Place(id=f"p{n}", name="Here", lat=lat, lon=lon, mentions=()) for n, (lat, lon) in enumerate(positions)]
    made = draw_places(places, places)
    assert made is not None
    return made


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = ground(
        tmp_path,
        countries=[{"type": "MultiPolygon", "coordinates": [[SQUARE]]}],
        areas=[{"type": "Polygon", "coordinates": [[[170, 0], [190, 0], [190, 5], [170, 5], [170, 0]]]}],
        disputed=[{"type": "LineString", "coordinates": LEAVES_AND_COMES_BACK}],
    )  # fmt: skip
    monkeypatch.setattr(under, "FOLDER", made)
    return made


def test_land_is_cut_at_the_edges_and_covers_the_map_that_lies_in_it(invented: Path) -> None:
    found = under.outlines(at([(5, 5)]))
    assert found is not None
    assert found.source == "Invented"
    x, y = zip(*points(found.land), strict=True)
    assert (min(x), max(x), min(y), max(y)) == (-4, WIDTH + 4, -4, HEIGHT + 4)
    assert found.borders == "", "the border of the square lies beyond the map"


def test_countries_and_areas_are_named_where_there_is_room(invented: Path) -> None:
    found = under.outlines(at([(5, 5)]))
    assert found is not None
    assert [(name.text, name.kind) for name in found.names] == [("Inland", "country")], "a place stands on the other"


def test_a_line_that_leaves_the_map_is_two(invented: Path) -> None:
    found = under.outlines(at([(5, 5.2)]))
    assert found is not None
    assert found.disputed.count("M") == 2


def test_a_map_across_the_180th_meridian_has_what_lies_on_both_sides(invented: Path) -> None:
    for lon in (-179.9, 179.9):
        found = under.outlines(at([(5, lon)]))
        assert found is not None
        assert points(found.areas), lon


def test_without_outlines_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under, "FOLDER", tmp_path)
    assert under.outlines(at([(5, 5)])) is None


def test_a_wide_map_is_drawn_coarsely(invented: Path) -> None:
    found = under.outlines(at([(5, 5), (5, 100)]))
    assert found is not None
    assert (found.areas, found.land) == ("", ""), "the file of coarse land is empty here"
