"""GeoJSON, GeoParquet, KML and GeoPackage, each read again by what geographers read it with."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import numpy
import pandas
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from dateline.export.contract import Format
from dateline.export.formats import geojson, geopackage, geoparquet, kml
from dateline.export.maps.rows import CLAIM_COLUMNS, INCIDENT_COLUMNS, PLACE_COLUMNS, row_of
from dateline.incidents import Incident
from tests.export.selections import ARTICLE, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents

KML = {"k": "http://www.opengis.net/kml/2.2"}


def read_kml(path: Path) -> geopandas.GeoDataFrame:
    """Every folder that has anything in it. Some builds of GDAL read points and names alone: the data are lxml's then."""
    layers = [name for name, _ in pyogrio.list_layers(path)]
    frames = [geopandas.read_file(path, layer=name) for name in layers]
    read = pandas.concat([frame for frame in frames if len(frame)] or [geopandas.GeoDataFrame()])
    if "LIBKML" in pyogrio.list_drivers():
        return read
    marks = list(etree.parse(path).iterfind(".//k:Placemark", KML))
    data = [{d.get("name"): d.findtext("k:value", None, KML) for d in m.iterfind(".//k:Data", KML)} for m in marks]
    points = iter(read.geometry) if len(read) else iter(())
    found = [next(points) if m.find(".//k:coordinates", KML) is not None else None for m in marks]
    return geopandas.GeoDataFrame(data, geometry=found, crs=4326)


READERS: list[tuple[Format, Callable[[Path], Any]]] = [
    (geojson.EXPORT, geopandas.read_file),
    (geoparquet.EXPORT, geopandas.read_parquet),
    (geopackage.EXPORT, lambda path: geopandas.read_file(path, layer="incidents")),
    (kml.EXPORT, read_kml),
]
FORMATS = pytest.mark.parametrize(("form", "read"), READERS, ids=[form.name for form, _ in READERS])


def point(geometry: Any) -> tuple[float, float] | None:
    return (geometry.x, geometry.y) if geometry is not None and not geometry.is_empty else None


@FORMATS
def test_incidents_come_back_with_their_points(form: Format, read: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / f"x{form.suffix}"
    written = form.write(invented_selection(), path)
    frame = read(path).set_index("id")
    assert {number: point(geometry) for number, geometry in frame.geometry.items()} == {
        "i0001": (60.11, 10.42), "i0002": (-60.15, -10.45), "i0003": (60.4, 10.7), "i0004": None,
    }  # fmt: skip
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_authority() == ("OGC", "CRS84")
    assert frame.title["i0002"] == "Shelling <at> Velm & bridge, 2024-03-13"
    assert float(frame.killed_best["i0001"]) == 14
    assert pandas.isna(frame.killed_high["i0001"]), "an open bound is empty"
    assert frame.grade["i0001"] == "contested"
    assert pandas.Timestamp(frame.date_start["i0001"]).date() == date(2024, 3, 14)
    assert float(frame.radius_km["i0003"]) == 150
    assert written.counts["incidents"] == 4
    assert written.counts["of the incidents without a point"] == 1


@FORMATS
def test_an_export_without_incidents_can_be_read(form: Format, read: Callable[[Path], Any], tmp_path: Path) -> None:
    path = tmp_path / f"x{form.suffix}"
    form.write(selection(), path)
    assert len(read(path)) == 0


@FORMATS
def test_the_same_selection_gives_the_same_bytes(form: Format, read: Callable[[Path], Any], tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}{form.suffix}" for name in "ab"]
    for path in paths:
        form.write(invented_selection(), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@FORMATS
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(incidents(), min_size=1, max_size=3, unique_by=lambda incident: incident.id))
def test_any_incidents_come_back(form: Format, read: Callable[[Path], Any], made: list[Incident]) -> None:
    rows = [row_of(incident, INCIDENT_COLUMNS) for incident in made]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x{form.suffix}"
        form.write(selection(made), path)
        frame = read(path)
    wanted = sorted((row["longitude"], row["latitude"]) for row in rows if row["longitude"] is not None)
    found = sorted(p for p in map(point, frame.geometry) if p is not None) if len(frame) else []
    assert len(frame) == len(made)
    assert len(found) == len(wanted)
    # GDAL reads the decimals of GeoJSON and KML with its own parser: the last bit may differ.
    assert numpy.allclose(found, wanted, rtol=0, atol=1e-9)
    assert sorted(frame["grade"]) == sorted(incident.grade for incident in made)


def test_geojson_is_what_rfc_7946_says(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    geojson.EXPORT.write(invented_selection(), path)
    found = json.loads(path.read_text("utf-8"))
    assert found["type"] == "FeatureCollection"
    assert found["bbox"] == [-60.15, -10.45, 60.4, 10.7], "west, south, east, north"
    assert "crs" not in found, "RFC 7946 knows WGS 84 alone"
    columns = [column.name for column in INCIDENT_COLUMNS]
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert list(feature["properties"]) == columns
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values()), "flat"
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [60.11, 10.42]}
    assert found["features"][3]["geometry"] is None
    said = found["dateline"]
    assert (said["profile"], said["licence"], said["without_point"]) == ("internal", "CC BY 4.0", 1)
    tolls = json.loads(found["features"][0]["properties"]["figures_json"])
    assert tolls == [toll.model_dump(mode="json") for toll in invented_incidents()[0].tolls]


def test_geoparquet_says_what_version_1_1_wants(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    geoparquet.EXPORT.write(invented_selection(), path)
    file = pq.ParquetFile(path)
    geo = json.loads(file.metadata.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == [-60.15, -10.45, 60.4, 10.7]
    for side, where in column["covering"]["bbox"].items():
        assert where == ["bbox", side]
    assert file.schema_arrow.field("killed_best").type == "int64"
    assert file.schema_arrow.field("date_start").type == "date32[day]"
    near = geopandas.read_parquet(path, bbox=(60.0, 10.0, 60.2, 10.5))
    assert list(near.id) == ["i0001"], "the covering box is what a reader filters by"


def test_geopackage_has_its_layers_and_what_they_mean(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    geopackage.EXPORT.write(invented_selection(), path)
    assert [name for name, _ in pyogrio.list_layers(path)] == ["incidents", "claims", "places", "columns", "about"]
    claims = geopandas.read_file(path, layer="claims").set_index("claim")
    assert len(claims) == 21
    assert claims.geometry["e1"].coords[0] == (60.11, 10.42)
    assert claims.geometry["s1"] is None
    assert claims.says["t1"] == "at least 14 killed"
    places = geopandas.read_file(path, layer="places")
    assert list(places.id) == [place.id for place in ARTICLE.places]
    meanings = pyogrio.read_dataframe(path, layer="columns")
    assert {tuple(pair) for pair in meanings[["layer", "column"]].values} == {
        (layer, column.name)
        for layer, columns in (("incidents", INCIDENT_COLUMNS), ("claims", CLAIM_COLUMNS), ("places", PLACE_COLUMNS))
        for column in columns
    }
    about = pyogrio.read_dataframe(path, layer="about").set_index("name")
    assert about.value["licence"] == "CC BY 4.0"
    assert json.loads(about.value["counts"])["incidents"] == 4


def test_a_claim_that_does_not_answer_the_conditions_is_on_no_map(tmp_path: Path) -> None:
    asked = invented_selection()
    only = type(asked)(
        incidents=asked.incidents, documents=asked.documents, about=asked.about, answering=lambda _: frozenset({"e4"})
    )
    geopackage.EXPORT.write(only, tmp_path / "x.gpkg")
    assert list(geopandas.read_file(tmp_path / "x.gpkg", layer="claims").claim) == ["e4"]


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(coded_documents(), max_size=2))
def test_any_claims_come_into_the_geopackage(made: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.gpkg"
        written = geopackage.EXPORT.write(selection((), made), path)
        claims = pyogrio.read_dataframe(path, layer="claims")
    assert len(claims) == written.counts["claims"]
    assert written.counts["claims"] == sum(
        len(d.events) + len(d.tolls) + len(d.statements) + len(d.relations) for d in made
    )


@pytest.fixture
def document(tmp_path: Path) -> etree._Element:
    path = tmp_path / "x.kml"
    kml.EXPORT.write(invented_selection(), path)
    return etree.parse(path).getroot()


def test_kml_styles_and_spans_fit(document: etree._Element) -> None:
    styles = {style.get("id") for style in document.iterfind(".//k:Style", KML)}
    marks = document.findall(".//k:Placemark", KML)
    assert len(marks) == 4
    assert {mark.findtext("k:styleUrl", namespaces=KML) for mark in marks} == {"#ASSAULT", "#ASSAULT-area", "#REQUEST"}
    assert {url.removeprefix("#") for m in marks if (url := m.findtext("k:styleUrl", namespaces=KML))} <= styles
    spans = [(s.findtext("k:begin", namespaces=KML), s.findtext("k:end", namespaces=KML))
             for s in document.iterfind(".//k:TimeSpan", KML)]  # fmt: skip
    assert sorted(spans) == [("2019-01-01", "2024-03-15"), ("2024-03-13", "2024-03-13"), ("2024-03-14", "2024-03-14")]
    assert [f.findtext("k:name", namespaces=KML) for f in document.iterfind(".//k:Folder", KML)] == [
        "Request",
        "Assault",
    ]


def test_kml_keeps_the_order_that_its_schema_wants(document: etree._Element) -> None:
    order = ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Point"]
    for mark in document.iterfind(".//k:Placemark", KML):
        tags = [etree.QName(child).localname for child in mark]
        assert tags == [tag for tag in order if tag in tags]


def test_words_of_reports_are_no_markup_in_a_balloon(tmp_path: Path) -> None:
    bad = invented_incidents()[0].model_copy(update={"grade_reasons": ('<script>alert("x")</script> & \x00\ufffe',)})
    kml.EXPORT.write(selection([bad]), tmp_path / "x.kml")
    told = etree.parse(tmp_path / "x.kml").findtext(".//k:Placemark/k:description", namespaces=KML)
    assert told is not None
    balloon = html.fragment_fromstring(told, create_parent=True)
    assert balloon.find(".//script") is None
    assert '<script>alert("x")</script> & ' in balloon.text_content()


def test_colours_are_written_blue_first(document: etree._Element) -> None:
    colour = document.findtext(".//k:Style[@id='ASSAULT']/k:IconStyle/k:color", namespaces=KML)
    assert colour == "ff1c19d7", "the red of d7191c, as KML turns it"
