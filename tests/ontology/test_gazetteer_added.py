"""A user's own places: read from CSV and GeoJSON, refused with line and column, and put before the built ones."""

from __future__ import annotations

import json
import logging
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import OntologyError
from dateline.ontology.gazetteer import Gazetteer
from dateline.ontology.gazetteer.added.geojson_file import middle_of
from dateline.ontology.gazetteer.added.place import FieldError, point_of
from dateline.ontology.gazetteer.files import load_yaml
from dateline.ontology.gazetteer.nearby import Nearby
from dateline.ontology.gazetteer.reader import built_file
from dateline.settings import Settings

HEAD = "name,alternates,lat,lon,kind,country,admin1,geonames_id\n"


@pytest.fixture(scope="module")
def built() -> Path:
    return built_file(Settings())


def _with(built: Path, tmp_path: Path, text: str | bytes, name: str = "own.csv") -> Gazetteer:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Gazetteer(built, [path])


def test_a_row_is_found_by_each_of_its_names(built: Path, tmp_path: Path) -> None:
    gazetteer = _with(built, tmp_path, HEAD + "Kafr Zaytun,Kafr Zeitoun|Camp 14,36.21,36.71,camp,SYR,Idlib,\n")
    for name in (
        "Kafr Zaytun",
        "kafr zaytun",
        "Kafr Zeitoun",
        "Camp 14",
        "Kafr Zaytun camp",
        "Kafr Zeitoun refugee camp",
    ):
        (entry,) = gazetteer.find(name)
        assert (entry.name, entry.lat, entry.lon) == ("Kafr Zaytun", 36.21, 36.71), name
        assert (entry.feature, entry.precision, entry.country, entry.admin1) == ("CMPRF", 1, "SYR", "Idlib")
        assert entry.added == "own.csv, line 2"
        assert gazetteer.has(name)
        assert gazetteer.adds(name)
    assert [e.name for e in gazetteer.find_alike("Kafer Zeytoon", "SYR")] == ["Kafr Zaytun"]
    assert gazetteer.find_alike("Kafer Zeytoon", "IRQ") == ()


def test_without_own_files_nothing_is_added(built: Path) -> None:
    gazetteer = Gazetteer(built)
    assert not gazetteer.has_added
    assert not gazetteer.adds("Aleppo")
    assert all(e.added is None and e.precision is None for e in gazetteer.find("Aleppo"))


OVERRIDES = [
    ("Manbij,,36.6,38.0,,SYR,,\n", "Manbij", "same name and country"),
    ("Manbij,,36.6,38.0,,,,\n", "Manbij", "the country read off the places around"),
    ("Manbij,,36.6,38.0,town,Syria,,\n", "Manbij", "the country by its name"),
    ("Mambish Town,,36.6,38.0,,SY,,167357\n", "Manbij", "the id of GeoNames, under a new name"),
    ("Manbij,,36.6,38.0,,SYR,,\n", "Menbij", "every other name of the built place leads to it too"),
]


@pytest.mark.parametrize(("row", "name", "why"), OVERRIDES)
def test_an_added_place_corrects_a_built_one(built: Path, tmp_path: Path, row: str, name: str, why: str) -> None:
    before = next(e for e in Gazetteer(built).find("Manbij") if e.country == "SYR" and e.feature.startswith("PPL"))
    entries = _with(built, tmp_path, HEAD + row.replace("167357", str(before.geonames_id))).find(name)
    here = [e for e in entries if e.country == "SYR" and not e.is_area]
    assert [(e.lat, e.lon) for e in here] == [(36.6, 38.0)], why
    assert here[0].geonames_id == before.geonames_id, "it is the same place, put right"
    assert here[0].population == before.population, "what the row does not say stays"
    assert entries[0].added is not None, "additions come first"


def test_a_town_does_not_hide_the_province_of_its_name(built: Path, tmp_path: Path) -> None:
    entries = _with(built, tmp_path, HEAD + "Idlib,,35.94,36.64,town,SYR,,\n").find("Idlib")
    assert {e.feature for e in entries} >= {"ADM1"}
    assert [e.lat for e in entries if e.feature.startswith("PPL") and e.country == "SYR"] == [35.94]


def test_namesakes_in_other_countries_stay(built: Path, tmp_path: Path) -> None:
    entries = _with(built, tmp_path, HEAD + "Tripoli,,34.40,36.00,village,SYR,,\n").find("Tripoli")
    assert entries[0].country == "SYR"
    assert {"LBY", "LBN"} <= {e.country for e in entries}


def test_a_short_form_counts_as_written_only(built: Path, tmp_path: Path) -> None:
    gazetteer = _with(built, tmp_path, HEAD + "PK5,US,4.372,18.537,neighbourhood,CAF,,\n")
    assert gazetteer.adds("PK5")
    assert gazetteer.adds("US")
    assert not gazetteer.adds("us")


def test_the_later_file_wins(built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, feature in (("a.csv", "camp"), ("b.csv", "hospital")):
        (tmp_path / name).write_text(HEAD + f"Zaytun Point,,36.21,36.71,{feature},SYR,,\n")
    with caplog.at_level(logging.WARNING):
        gazetteer = Gazetteer(built, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert [e.feature for e in gazetteer.find("Zaytun Point")] == ["HSP"]
    assert "b.csv, line 2: 'Zaytun Point' is there twice; it takes the place of a.csv, line 2" in caplog.text


def test_namesakes_of_one_file_are_both_kept_and_said(
    built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        gazetteer = _with(built, tmp_path, HEAD + "Zone One,,36.2,36.7,camp,SYR,,\nZone One,,35.2,40.1,camp,SYR,,\n")
    assert len(gazetteer.find("Zone One")) == 2
    assert "both are kept" in caplog.text


def test_many_doubles_are_counted_and_not_all_listed(
    built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        _with(built, tmp_path, HEAD + "Zone One,,36.2,36.7,camp,SYR,,\n" * 50)
    assert len(caplog.records) == 21
    assert "29 more" in caplog.text


WRONG_ROWS = [
    (",,36.2,36.7,camp,SYR,,", "line 2, name: it is empty", "no name"),
    ("?!,,36.2,36.7,,,,", "line 2, name: '?!' holds no letter", "a name of marks"),
    ("A1,,,36.7,,,,", "line 2, lat: it is empty", "no latitude"),
    ('A1,,"36,2",36.7,,,,', "write a full stop for the comma", "a decimal comma"),
    ("A1,,north,36.7,,,,", "line 2, lat: 'north' is no number", "words"),
    ("A1,,nan,36.7,,,,", "line 2, lat: 'nan' is no number", "not a number"),
    ("A1,,136.2,36.7,,,,", "lat and lon seem to be exchanged", "exchanged, out of range"),
    ("A1,,36.2,236.7,,,,", "line 2, lon: 236.7 is no longitude", "out of range"),
    ("A1,,0,0,,,,", "stands for a missing position", "null island"),
    ("A1,,36.7,36.2,cmap,SYR,,", "is it camp", "a misspelt kind"),
    ("A1,,36.7,36.2,qwrtzp,SYR,,", "write one such as village", "an unknown kind"),
    ("A1,,36.7,36.2,,Atlantis,,", "line 2, country: 'Atlantis' is no country", "an unknown country"),
    ("A1,,36.7,36.2,,SYR,,12a", "line 2, geonames_id: '12a' is no whole number", "an id that is none"),
    ("A1,,36.7,36.2,,SYR,,,,more", "line 2, row: it has 10 cells", "a delimiter too many"),
]


@pytest.mark.parametrize(("row", "said", "why"), WRONG_ROWS)
def test_a_bad_row_is_said_with_line_and_column(built: Path, tmp_path: Path, row: str, said: str, why: str) -> None:
    with pytest.raises(OntologyError) as error:
        _with(built, tmp_path, HEAD + row + "\nZone One,,36.2,36.7,camp,SYR,,\n")
    assert said in str(error.value), why
    assert "own.csv" in str(error.value)
    assert "1 of its 2 places" in str(error.value), "nothing is passed over in silence"


def test_lat_and_lon_exchanged_within_their_ranges(built: Path, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"own.csv, line 2: lat, lon: 18.5, 4.4 is nowhere near CAF.*exchange them"):
        _with(built, tmp_path, HEAD + "Zone One,,18.5,4.4,camp,CAF,,\n")


def test_a_point_far_from_its_country_is_said(built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _with(built, tmp_path, HEAD + "Zone One,,-40.0,-150.0,camp,SYR,,\n")
    assert "from every known place of SYR" in caplog.text


def test_every_bad_row_is_counted(built: Path, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"15 of its 15 places.*(\n.*){10}\n  … and 5 more"):
        _with(built, tmp_path, HEAD + ",,36.2,36.7,camp,SYR,,\n" * 15)


WRONG_FILES: list[tuple[bytes, str, str, str]] = [
    (b"", "own.csv", "it is empty", "nothing"),
    (b" \n\n", "own.csv", "it is empty", "blank lines"),
    (HEAD.encode(), "own.csv", "it holds no places", "a heading alone"),
    (b"title,y\nA,1\n", "own.csv", "line 1: the heading has no column name and no column lon", "columns missing"),
    (b"name,lat,latitude,lon\nA,1,1,2\n", "own.csv", "two columns hold the lat", "a column twice"),
    (HEAD.encode() + b'A,,1,2,,,,\n"B,,1,2\n', "own.csv", "is a quotation mark not closed?", "a quotation left open"),
    (HEAD.encode() + "Alençon,,48.4,0.1,,,,\n".encode("latin-1"), "own.csv", "line 2: the byte 0xe7 is no UTF-8", "Latin-1"),
    (b"name,lat,lon\nA\0B,1,2\n", "own.csv", "it is no text file", "a binary file"),
    (b"{", "own.geojson", "line 1, column 2: it is no JSON", "broken JSON"),
    (b"[]", "own.geojson", "it is no GeoJSON FeatureCollection", "a bare list"),
    (b'{"type": "FeatureCollection", "features": 3}', "own.geojson", "are no list", "features of another kind"),
    (b'{"type": "FeatureCollection", "features": []}', "own.geojson", "it holds no places", "none"),
    (
        b'{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3857"}}, "features": []}',
        "own.geojson", "write them in WGS 84", "metres",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name", "said", "why"), WRONG_FILES)
def test_a_bad_file_is_said(built: Path, tmp_path: Path, data: bytes, name: str, said: str, why: str) -> None:
    with pytest.raises(OntologyError) as error:
        _with(built, tmp_path, data, name)
    assert said in str(error.value), why
    assert name in str(error.value)


def test_a_file_that_is_not_there(built: Path, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="cannot be read"):
        Gazetteer(built, [tmp_path / "none.csv"])


ENCODINGS = [
    ("utf-8", ",", "plain"),
    ("utf-8-sig", ",", "a mark of the byte order, as spreadsheets write it"),
    ("utf-16", "\t", "'Unicode text' of spreadsheets"),
    ("utf-8", ";", "parted by semicolons, as in many countries"),
]


@pytest.mark.parametrize(("encoding", "delimiter", "why"), ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_as_programs_write_them(
    built: Path, tmp_path: Path, encoding: str, delimiter: str, why: str, end: str
) -> None:
    lines = ["Name,Latitude,LONGITUDE,Kind", "", "Čamp Žeta,36.2,36.7,camp"]
    gazetteer = _with(built, tmp_path, end.join(lines).replace(",", delimiter).encode(encoding))
    assert [e.lat for e in gazetteer.find("Camp Zeta")] == [36.2], why
    assert gazetteer.find("Camp Zeta")[0].added == "own.csv, line 3"


def test_lines_are_counted_across_cells_of_several_lines(built: Path, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="line 4, name"):
        _with(built, tmp_path, HEAD + '"Zone\nOne",,36.2,36.7,,,,\n,,36.2,36.7,,,,\n')


def test_a_column_that_is_not_read_is_said(built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        _with(built, tmp_path, "name,lat,lon,surveyor\nZone One,36.2,36.7,x\n")
    assert "not read: surveyor" in caplog.text


def _feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"name": "Zone One", **properties}}


def test_geojson(built: Path, tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [36.7, 36.2, 410.0]}
    features = [_feature(point, alternates=["Zone Uno", "Zone Une"], kind="front line", country="SYR", geonames_id=99)]
    gazetteer = _with(built, tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "own.geojson")
    (entry,) = gazetteer.find("Zone Une")
    assert (entry.lat, entry.lon, entry.feature, entry.precision, entry.geonames_id) == (36.2, 36.7, "RGN", 2, 99)
    assert entry.added == "own.geojson, feature 1"


SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
MIDDLES = [
    ({"type": "Point", "coordinates": [3, 4]}, (3, 4), "itself"),
    ({"type": "MultiPoint", "coordinates": [[0, 0], [2, 4]]}, (1, 2), "the mean"),
    ({"type": "LineString", "coordinates": [[0, 0], [8, 0], [8, 2]]}, (5, 0), "halfway along, not the middle corner"),
    ({"type": "LineString", "coordinates": [[1, 1], [1, 1]]}, (1, 1), "a line of no length"),
    ({"type": "MultiLineString", "coordinates": [[[9, 9], [9, 8]], [[0, 0], [8, 0]]]}, (4, 0), "of the longest line"),
    ({"type": "Polygon", "coordinates": [SQUARE]}, (1, 1), "the centroid"),
    ({"type": "Polygon", "coordinates": [[*SQUARE[:1], [1, 0], *SQUARE[1:]]]}, (1, 1), "not the mean of the corners"),
    ({"type": "Polygon", "coordinates": [SQUARE[::-1]]}, (1, 1), "whichever way round"),
    ({"type": "Polygon", "coordinates": [[[1, 1], [1, 1], [1, 1]]]}, (1, 1), "an area of no size"),
    (
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 10, y] for x, y in SQUARE[::-1]]]]},
        (6, 1), "weighed by area, whichever way round each goes",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("geometry", "middle", "why"), MIDDLES)
def test_the_point_of_a_geometry(geometry: dict[str, Any], middle: tuple[float, float], why: str) -> None:
    assert middle_of(geometry) == pytest.approx(middle), why


WRONG_FEATURES = [
    (_feature(None), "geometry: there is none", "no geometry"),
    (_feature({"type": "GeometryCollection", "geometries": []}), "has no one point", "a collection"),
    (_feature({"type": "Point", "coordinates": ["a", "b"]}), "are not those of GeoJSON", "words"),
    (_feature({"type": "Point", "coordinates": []}), "are not those of GeoJSON", "no coordinates"),
    (_feature({"type": "Point", "coordinates": {"lat": 1}}), "are not those of GeoJSON", "an object"),
    (_feature({"type": "Polygon", "coordinates": [[]]}), "it is empty", "an empty ring"),
    (_feature({"type": "Point", "coordinates": [36.7, 136.2]}), "seem to be exchanged", "lat before lon"),
    (
        _feature({"type": "Polygon", "coordinates": [[[-179, 0], [179, 0], [179, 2], [-179, 0]]]}),
        "180th",
        "antimeridian",
    ),
    (
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": None},
        "properties",
        "none",
    ),
    ({"type": "Point", "coordinates": [1, 2]}, "it is no Feature", "a bare geometry"),
    ("Feature", "it is no Feature", "a word"),
    (_feature({"type": "Point", "coordinates": [1, 2]}, country=["SYR"]), "is no text", "a list for a country"),
]


@pytest.mark.parametrize(("feature", "said", "why"), WRONG_FEATURES)
def test_a_bad_feature_is_said_with_its_number(built: Path, tmp_path: Path, feature: Any, said: str, why: str) -> None:
    good = _feature({"type": "Point", "coordinates": [36.7, 36.2]})
    with pytest.raises(OntologyError) as error:
        _with(built, tmp_path, json.dumps({"type": "FeatureCollection", "features": [good, feature]}), "own.json")
    assert said in str(error.value), why
    assert "feature 2" in str(error.value)


_NUMBERS = st.floats(-400, 400) | st.sampled_from(["", "x", "1,5", None, True, math.inf])


@given(_NUMBERS, _NUMBERS)
def test_a_point_is_on_the_globe_or_refused(lat: Any, lon: Any) -> None:
    try:
        y, x = point_of(lat, lon)
    except FieldError:
        return
    assert abs(y) <= 90
    assert abs(x) <= 180


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(built: Path, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_bytes((HEAD + text).encode("utf-8", "surrogatepass"))
    try:
        gazetteer = Gazetteer(built, [path])
    except OntologyError as error:
        assert "own.csv" in str(error)  # noqa: PT017 (either outcome is right; silence is not)
    else:
        assert gazetteer.has_added


@given(
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=60),
    st.floats(-89, 89), st.floats(-180, 180), st.floats(1, 110),
)  # fmt: skip
def test_nearby_finds_what_a_look_at_every_place_finds(
    points: list[tuple[float, float]], lat: float, lon: float, km: float
) -> None:
    lats, lons = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    numbers, away = Nearby(lats, lons).within(lat, lon, km)
    east = (lons - lon + 180) % 360 - 180
    far = 111.2 * np.hypot(lats - lat, east * math.cos(math.radians(lat)))
    assert set(numbers.tolist()) == set(np.flatnonzero(far <= km).tolist())
    assert np.all(np.diff(away) >= 0)


def test_the_kinds_are_in_order() -> None:
    kinds = [kind for row in load_yaml("kinds.yaml") for kind in row["kinds"]]
    assert len(kinds) == len(set(kinds)), "no kind means two things"
    assert all(kind == kind.lower() for kind in kinds)
    assert {row["precision"] for row in load_yaml("kinds.yaml")} <= set(range(1, 8))
