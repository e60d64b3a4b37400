"""The rows of maps: which figure stands for an incident, how far a point may be off, where a claim is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from dateline.export.maps.rows import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    PLACE_COLUMNS,
    RADIUS_KM,
    Bounds,
    claims_in,
    headline_figure,
    places_in,
    point_of,
    radius_of,
    row_of,
)
from dateline.incidents import Incident, IncidentToll
from dateline.records import CodedDocument, Place
from tests.export.selections import ARTICLE, claim, invented_incidents
from tests.strategies import coded_documents, incidents

STRIKE = invented_incidents()[0]


def toll(**fields: Any) -> IncidentToll:
    return IncidentToll(**{"harm": "killed", "rule": "r", "claims": (claim("t1"),), **fields})


FIGURES = [
    ([toll(low=14, best=14)], 14, "a plain figure"),
    ([toll(best=3), toll(best=9, victims="combatant")], 9, "classes are not added: the largest stands"),
    ([toll(best=20), toll(best=30, within=0)], 20, "a part is none, even where it is larger by mistake"),
    ([toll(best=20, group="child"), toll(best=4)], 4, "a group of the victims is a part too"),
    ([toll(best=400, scope="cumulative"), toll(best=4)], 4, "a count over time is not of the incident"),
    ([toll(best=90, unit="household"), toll(best=4)], 4, "households are no persons"),
    ([toll(best=7, harm="injured")], None, "another harm"),
    ([toll(phrase="dozens")], None, "words give no figure"),
    ([toll(high=6)], 6, "an upper bound alone is a size"),
    ([toll(best=0)], 0, "nobody is a figure"),
    ([], None, "no figure at all"),
]


@pytest.mark.parametrize(("tolls", "size", "reason"), FIGURES, ids=[case[2] for case in FIGURES])
def test_the_figure_that_stands_for_an_incident(tolls: list[IncidentToll], size: int | None, reason: str) -> None:
    found = headline_figure(STRIKE.model_copy(update={"tolls": tuple(tolls)}), "killed")
    assert (None if found is None else found.best if found.best is not None else found.high) == size


RADII = [
    ({"lat": 1.0, "lon": 2.0, "precision": 1}, RADIUS_KM[1], "the class's own"),
    ({"lat": 1.0, "lon": 2.0, "precision": 2, "radius_km": 3.5}, 3.5, "what the text says comes first"),
    ({"lat": 1.0, "lon": 2.0}, None, "no class, no radius"),
    ({"precision": 1, "radius_km": 3.5}, None, "no point, no radius"),
]


@pytest.mark.parametrize(("fields", "radius", "reason"), RADII, ids=[case[2] for case in RADII])
def test_the_radius_of_a_place(fields: dict[str, Any], radius: float | None, reason: str) -> None:
    assert radius_of(Place(id="p1", name="X", mentions=(), **fields)) == radius


def test_a_row_of_an_incident() -> None:
    row = row_of(STRIKE, INCIDENT_COLUMNS)
    assert point_of(row) == (60.11, 10.42), "longitude first"
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (14, 14, None)
    assert (row["injured_best"], row["injured_high"]) == (30, 40)
    assert row["displaced_best"] is None, "households are not persons"
    assert row["figures"] == (
        "killed at least 14 civilians; killed 5 of them: child (civilians) (counted in another figure); "
        "injured 30 (30–40); displaced Dozens households"
    )
    assert row["actors_contested"] is True
    assert row["disagreements"] == "actors: Tervan Air Force / not the Tervan Air Force"
    assert row["reports"] == 1, "two events of one document are one report"


def test_claims_know_where_and_when() -> None:
    rows = {c.words.id: row_of(c, CLAIM_COLUMNS) for c in claims_in(ARTICLE, frozenset({"e1", "e3", "t2", "t5", "s1"}))}
    assert set(rows) == {"e1", "e3", "t2", "t5", "s1"}, "only those that are wanted"
    assert (rows["e1"]["place"], rows["e1"]["latitude"]) == ("Karsh", 10.42)
    assert str(rows["t2"]["date_start"]) == "2024-03-14", "a figure has the day of its event"
    assert rows["t5"]["place"] == "Ordun", "a flight is shown where it went to"
    assert rows["e3"]["status"] == "denied"
    assert point_of(rows["s1"]) is None
    assert rows["s1"]["evidence"] in ARTICLE.document.text
    start, end = rows["e1"]["start"], rows["e1"]["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert ARTICLE.document.text[start:end] == ARTICLE.events[0].trigger.text


def test_a_figure_without_a_place_is_of_its_event() -> None:
    tolls = tuple(t.model_copy(update={"places": ()}) for t in ARTICLE.tolls)
    bare = ARTICLE.model_copy(update={"tolls": tolls})
    (found,) = claims_in(bare, frozenset({"t1"}))
    assert row_of(found, CLAIM_COLUMNS)["place"] == "Karsh"


def test_every_place_of_a_document_has_a_row() -> None:
    rows = [row_of(place, PLACE_COLUMNS) for place in places_in(ARTICLE)]
    assert [row["id"] for row in rows] == [place.id for place in ARTICLE.places]
    assert rows[0]["mentions"] == 4
    assert rows[1]["named"] == "ORDUN; Ordun"


def test_bounds_enclose_the_points_and_count_the_missing() -> None:
    bounds = Bounds()
    for point in ((60.0, 10.0), None, (-60.0, 12.0), (0.0, -5.0)):
        bounds.add(point)
    assert bounds.box == (-60.0, -5.0, 60.0, 12.0)
    assert bounds.without == 1


def test_no_two_columns_have_one_name() -> None:
    for columns in (INCIDENT_COLUMNS, CLAIM_COLUMNS, PLACE_COLUMNS):
        names = [column.name for column in columns]
        assert len(names) == len(set(names))
        assert all(column.meaning.endswith(".") for column in columns)


@settings(deadline=None, max_examples=50)
@given(incident=incidents(), coded=coded_documents())
def test_any_record_has_a_row(incident: Incident, coded: CodedDocument) -> None:
    row = row_of(incident, INCIDENT_COLUMNS)
    assert (point_of(row) is None) is (incident.place is None or incident.place.lat is None)
    claims = (*coded.events, *coded.tolls, *coded.statements, *coded.relations)
    wanted = frozenset(c.id for c in claims)
    rows = [row_of(found, CLAIM_COLUMNS) for found in claims_in(coded, wanted)]
    assert {r["claim"] for r in rows} == wanted, "no claim is lost for want of a place"
    assert len([row_of(place, PLACE_COLUMNS) for place in places_in(coded)]) == len(coded.places)
