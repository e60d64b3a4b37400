"""What the map is drawn on: built from a vector file, with the names of the gazetteer, in two scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.serve.geo import build as ground
from dateline.serve.geo.labels import arabic

pyogrio = pytest.importorskip("pyogrio", reason="the map's ground is built with the extra dateline[geo]")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Two countries side by side, of which one has two areas, and a disputed line between them."""
    import geopandas as gpd
    from shapely.geometry import LineString, box

    file = tmp_path_factory.mktemp("ground") / "world.gpkg"
    west, east = box(37, 35.9, 37.9, 36.6), box(37.9, 35.9, 39.5, 36.6)
    areas = {"name": ["Ḩalab", "Ar Raqqah"], "adm0_a3": ["SYR", "SYR"]}
    frames = {
        "countries": gpd.GeoDataFrame({"NAME": ["Syria"], "ISO_A3": ["SYR"]}, geometry=[west.union(east)], crs=4326),
        "states_provinces": gpd.GeoDataFrame(areas, geometry=[west, east], crs=4326),
        "disputed_borders": gpd.GeoDataFrame(
            {"name": ["A line"], "adm0_a3_l": ["SYR"]}, geometry=[LineString([(37, 36), (38, 36)])], crs=4326
        ),
    }
    for layer, frame in frames.items():
        pyogrio.write_dataframe(frame, file, layer=layer)
    folder, said = file.parent / "map", []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ground, "source", lambda report: (file, "made up"))
        ground.build(folder, said.append)
    assert "2 first-level areas" in said[0]
    return {name: json.loads((folder / name).read_text("utf-8")) for name in ground.FILES}


def test_all_files_are_there_and_say_whose_they_are(built: dict[str, Any]) -> None:
    assert built["about.json"] == {"source": "made up", "areas": 2, "disputed": True}
    assert [len(built[f"{layer}.json"]["features"]) for layer in ("land", "countries", "areas", "disputed")] == [
        1,
        1,
        2,
        1,
    ]
    assert built["disputed.json"]["features"][0]["geometry"]["type"] == "LineString"


def test_what_is_drawn_first_is_coarse_and_lacks_no_country() -> None:
    from shapely.geometry import MultiPolygon, box, mapping, shape
    from shapely.geometry.base import BaseGeometry

    def country(name: str, *parts: BaseGeometry) -> dict[str, Any]:
        return {"type": "Feature", "properties": {"name": name}, "geometry": mapping(MultiPolygon(parts))}

    wavy = box(0, 0, 9, 9).union(box(9, 4, 9.02, 4.02))
    made = ground.coarse([country("Land", wavy, box(20, 0, 20.1, 0.1)), country("Island", box(30, 0, 30.1, 0.1))])
    shapes = {feature["properties"]["name"]: shape(feature["geometry"]) for feature in made}
    assert [len(one.geoms) for one in shapes.values()] == [1, 1]
    assert len(shapes["Land"].geoms[0].exterior.coords) == 5
    assert shapes["Island"].area > 0


def test_areas_have_the_names_of_the_gazetteer(built: dict[str, Any]) -> None:
    names = {f["id"]: f["properties"]["name"] for f in built["areas.json"]["features"]}
    assert names[built["area-names.json"]["SYR/Aleppo"]] == "Ḩalab"
    assert names[built["area-names.json"]["SYR/Raqqa"]] == "Ar Raqqah"


def test_names_are_there_in_latin_and_arabic_letters(built: dict[str, Any]) -> None:
    labels = {(f["properties"]["kind"], f["properties"]["name"]): f for f in built["labels.json"]["features"]}
    assert labels["area", "Aleppo"]["properties"]["ar"] == "حلب"
    assert labels["town", "Aleppo"]["properties"] | {"rank": 0} == {
        "kind": "town", "name": "Aleppo", "rank": 0, "ar": "حلب", "local": True,
    }  # fmt: skip
    assert labels["country", "Sudan"]["properties"]["local"] is True
    assert labels["country", "France"]["properties"]["local"] is False
    lon, lat = labels["area", "Aleppo"]["geometry"]["coordinates"]
    assert 37 < lon < 37.9
    assert 35.9 < lat < 36.6


@pytest.mark.parametrize(
    ("names", "found", "why"),
    [
        (["Aleppo", "Alep", "حلب"], "حلب", "the one in Arabic letters"),
        (["Aleppo Governorate", "محافظة حلب"], "حلب", "without the word for governorate"),
        (["Tehran", "تهران"], "تهران", "letters that both have"),
        (["Karaj", "کرج"], None, "a letter that only Persian has"),
        (["Kabul", "कಾಬ"], None, "another script"),
        (["Paris", "12"], None, "none"),
    ],
)
def test_which_name_is_arabic(names: list[str], found: str | None, why: str) -> None:
    assert arabic(names) == found, why


def test_without_outlines_the_files_are_there_and_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "source", lambda report: None)
    monkeypatch.setattr(ground, "labels", lambda areas: [])
    ground.build(tmp_path, lambda line: None)
    assert json.loads((tmp_path / "about.json").read_text("utf-8")) == {"source": None, "areas": 0, "disputed": False}
    assert json.loads((tmp_path / "countries.json").read_text("utf-8"))["features"] == []
