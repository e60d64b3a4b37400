"""Outlines for maps: built whole or not at all, read by the piece, and done without where there are none."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pytest
from shapely.geometry import LineString, box

from dateline.errors import OntologyError
from dateline.ontology.boundaries import find_boundaries
from dateline.ontology.boundaries.build import build, installed, main
from dateline.ontology.boundaries.reader import folder_of
from dateline.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache=str(tmp_path / "cache"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with all three layers: two lands, two areas in one of them, and a line in dispute."""
    path = tmp_path / "land.gpkg"
    layers = {
        "countries": [box(0, 0, 10, 10), box(10, 0, 20, 10)],
        "states_provinces": [box(0, 0, 5, 10), box(5, 0, 10, 10)],
        "disputed_borders": [LineString([(10, 2), (10, 8)])],
    }
    for name, shapes in layers.items():
        frame = geopandas.GeoDataFrame({"name": [f"{name} {n}" for n in range(len(shapes))]}, geometry=shapes, crs=4326)
        frame.to_file(path, layer=name, driver="GPKG")
    return path


def test_all_layers_are_kept_and_read_by_the_piece(settings: Settings, source: Path) -> None:
    build(source, "a test", folder_of(settings), lambda line: None)
    found = find_boundaries(settings)
    assert found is not None
    assert (found.source, found.layers) == ("a test", ("countries", "areas", "disputed"))
    assert len(found.read("countries", (12, 1, 13, 2))) == 1
    assert len(found.read("areas", (1, 1, 9, 2))) == 2
    assert found.read("countries", (1, 1, 2, 2)).geometry.iloc[0].equals(box(0, 0, 10, 10))


def test_what_is_installed_has_countries(settings: Settings) -> None:
    known = installed()
    assert known is not None
    build(*known, folder_of(settings), lambda line: None)
    found = find_boundaries(settings)
    assert found is not None
    assert "Natural Earth" in found.source
    assert len(found.read("countries", (22, 10, 38, 22))) >= 5


def test_without_outlines_there_are_none(settings: Settings) -> None:
    assert find_boundaries(settings) is None


def test_a_layer_that_the_source_has_not_is_none(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    geopandas.GeoDataFrame({"name": ["x"]}, geometry=[box(0, 0, 1, 1)], crs=4326).to_file(path)
    build(path, "own", folder_of(settings), lambda line: None)
    found = find_boundaries(settings)
    assert found is not None
    assert found.read("disputed", (0, 0, 1, 1)) is None


def test_a_file_that_is_none_leaves_the_old_outlines(settings: Settings, source: Path, tmp_path: Path) -> None:
    build(source, "old", folder_of(settings), lambda line: None)
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"no file of shapes")
    with pytest.raises(OntologyError, match="cannot be read"):
        build(broken, "new", folder_of(settings), lambda line: None)
    found = find_boundaries(settings)
    assert found is not None
    assert found.source == "old"
    assert [entry.name for entry in folder_of(settings).parent.iterdir()] == [folder_of(settings).name]


def test_a_damaged_folder_says_what_to_do(settings: Settings, source: Path) -> None:
    build(source, "a test", folder_of(settings), lambda line: None)
    (folder_of(settings) / "countries.fgb").write_bytes(b"damaged")
    found = find_boundaries(settings)
    assert found is not None
    with pytest.raises(OntologyError, match="build it again"):
        found.read("countries", (0, 0, 1, 1))
    (folder_of(settings) / "about.json").write_text("{")
    with pytest.raises(OntologyError, match="build it again"):
        find_boundaries(settings)


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "missing.gpkg")]) == 1
    assert "missing.gpkg" in capsys.readouterr().err
