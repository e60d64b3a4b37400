"""The map: its points are those of the store, and its tables say the same."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from dateline.errors import StoreError
from dateline.incidents import Incident
from dateline.serve.geo import kept
from dateline.serve.geo.kept import Kept
from dateline.serve.geo.kinds import KINDS
from dateline.serve.geo.payload import DEGREE, by_area, drawn, encoded, within
from dateline.store import Store
from dateline.store.overview.adding import band_of
from dateline.store.points import COUNTS, REVIEWED, SUMMARY, TWICE, UNKNOWN, Columns, Points, Spot
from tests.serve.asking import Asking

CONDITIONS: tuple[dict[str, Any], ...] = (
    {}, {"country": "SSD"}, {"type": "Battles"}, {"grade": "confirmed"}, {"harm": "killed", "at_least": 10},
    {"since": date(2025, 3, 4), "until": date(2025, 3, 8)}, {"text": "Maridi"}, {"country": "ISL"},
)  # fmt: skip


def _is_on_map(incident: Incident) -> bool:
    place = incident.place
    return place is not None and place.lat is not None and (place.precision or 1) < 6 and not incident.aggregate


def _found(store: Store, **conditions: Any) -> Columns:
    return Kept().shown(store, conditions).points


@pytest.mark.parametrize("conditions", CONDITIONS, ids=str)
def test_points_are_the_incidents_that_the_store_finds(filled_store: Store, conditions: dict[str, Any]) -> None:
    points = _found(filled_store, **conditions)
    incidents = list(filled_store.incidents(**conditions))
    assert not points.more
    assert len(points) == len(incidents)
    flags = {COUNTS: [i.grade != "discounted" and not i.aggregate for i in incidents],
             SUMMARY: [i.aggregate for i in incidents], REVIEWED: [i.reviewed for i in incidents]}  # fmt: skip
    for flag, wanted in flags.items():
        assert (points.flags & flag != 0).tolist() == wanted
    for n, incident in enumerate(incidents):
        band, place, spot = band_of(incident, "killed"), incident.place, points.spots[points.spot[n]]
        assert drawn(points)[n] == _is_on_map(incident)
        assert points.grades[points.grade[n]] == incident.grade
        assert (spot.lat, spot.lon) == ((place.lat, place.lon) if place else (None, None))
        assert spot.place == (place.name if place else "")
        figures = (band.best, band.low) if band else (None, None)
        assert (points.best[n], points.low[n]) == tuple(UNKNOWN if figure is None else figure for figure in figures)
        assert points.kinds[points.kind[n]] == (incident.acled.event_type if incident.acled else "")


def test_a_point_leads_to_its_incident(filled_store: Store) -> None:
    points = _found(filled_store)
    found = Points(filled_store).incidents(points.number.tolist())
    assert [i.id for i in found] == [i.id for i in filled_store.incidents()]


def test_with_a_day_the_map_shows_what_was_known_by_then_as_it_is_known_now(
    asking: Asking, filled_store: Store
) -> None:
    day = date(2025, 3, 5)
    page = asking.page("map", as_of=day.isoformat())
    ids = page.xpath("//tr[@data-id]/@data-id")
    known = {i.id: min(r.published or "" for r in i.reports) for i in filled_store.incidents()}
    assert ids == [id_ for id_, first in known.items() if first <= day.isoformat()]
    assert 0 < len(ids) < len(known)
    assert "as they are known now" in page.get_element_by_id("tables").text_content()
    with pytest.raises(StoreError, match="that day"):
        Points(filled_store).rows(as_of=day)


def test_what_changes_while_a_large_store_is_read_is_late_and_then_there(
    own_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large store the earlier points are shown, and said to be, until those of now are read."""
    monkeypatch.setattr(kept, "_MANY", 1)
    points, go_on = Kept(), Event()
    before = points.shown(own_store, {})
    assert not before.late
    read = Points.all
    monkeypatch.setattr(Points, "all", lambda self: go_on.wait(30) and read(self))
    events = [own_store.events_of(i.id)[0] for i in list(own_store.incidents())[:2]]
    own_store.judge("merge", "tester", sides=[[(e.document, e.claim) for e in events]], reason="they are one")
    late = points.shown(own_store, {})
    assert late.late
    assert len(late.points) == len(before.points)
    some = points.shown(own_store, {"country": "SSD"})
    assert some.late
    go_on.set()
    points.rest([own_store])
    now = points.shown(own_store, {})
    assert not now.late
    assert len(now.points) == len(list(own_store.incidents())) < len(before.points)
    assert points.shown(own_store, {"country": "SSD"}).payload.etag != some.payload.etag


def test_what_is_read_beforehand_is_there_and_waited_for(filled_store: Store) -> None:
    points = Kept()
    points.warm([filled_store])
    points.rest([filled_store])
    assert not points.shown(filled_store, {}).late


def test_the_payload_holds_what_is_drawn(asking: Asking, filled_store: Store) -> None:
    sent = asking.get("map/points").json()
    wanted = [i for i in filled_store.incidents() if _is_on_map(i)]
    columns = sent["columns"]
    assert {len(column) for column in columns.values()} == {len(wanted)}
    for n, incident in enumerate(wanted):
        place = incident.place
        assert place is not None
        spot = {name: column[columns["spot"][n]] for name, column in sent["spots"].items()}
        assert spot["lat"] / DEGREE == pytest.approx(place.lat, abs=1e-4)
        assert spot["lon"] / DEGREE == pytest.approx(place.lon, abs=1e-4)
        assert spot["place"] == place.name
        assert sent["areas"][spot["area"]] == (f"{place.country}/{place.admin1}" if place.admin1 else "")
        assert sent["grades"][columns["grade"][n]] == incident.grade
        if incident.when.start:
            assert date.fromisoformat(sent["start"]) + timedelta(columns["first"][n]) == date.fromisoformat(
                incident.when.start
            )
    assert sent["left"] == len(list(filled_store.incidents())) - len(wanted)


def test_the_payload_is_sent_once_while_nothing_changes(changing: Asking, own_store: Store) -> None:
    first = changing.get("map/points")
    assert first.headers["content-encoding"] == "gzip"
    again = changing.client.get(changing.path("map/points"), headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    other = changing.get("map/points", country="SSD")
    assert other.headers["etag"] != first.headers["etag"]
    plain = changing.client.get(changing.path("map/points"), headers={"accept-encoding": "identity"})
    assert plain.json() == first.json()
    events = [own_store.events_of(i.id)[0] for i in list(own_store.incidents())[:2]]
    own_store.judge("forbid", "tester", sides=[[(e.document, e.claim)] for e in events], reason="they are two")
    changed = changing.client.get(changing.path("map/points"), headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200


def test_the_tables_say_what_the_map_shows(asking: Asking, filled_store: Store) -> None:
    page = asking.page("map")
    rows = page.xpath("//tr[@data-id]/@data-id")
    assert rows == [i.id for i in filled_store.incidents()]
    sent = asking.get("map/points").json()
    assert int(page.get_element_by_id("tables").get("data-drawn")) == len(sent["columns"]["number"])
    counted = {
        row.get("data-area"): int(row[2].text_content().replace(",", "")) for row in page.xpath("//tr[@data-area]")
    }
    assert counted == {f"{a.country}/{a.name}": a.incidents for a in by_area(_found(filled_store))}


def test_the_tables_go_on_where_they_ended(
    asking: Asking, filled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.serve.pages.map._ROWS", 4)
    wanted, found, parameters = [i.id for i in filled_store.incidents()], list[str](), {"day": "2199-01-01"}
    while parameters:
        page = asking.page("map", **parameters)
        found += page.xpath("//tr[@data-id]/@data-id")
        (address,) = page.xpath("//a[@rel='next']/@href") or ("",)
        parameters = dict(parse_qsl(urlsplit(address).query))
    assert found == wanted
    assert asking.get("map", after="x").status_code == 400


def test_the_days_of_the_slider_narrow_the_tables(asking: Asking, filled_store: Store) -> None:
    part = asking.page("map/tables", day="2025-03-06", days="3")
    wanted = [i.id for i in filled_store.incidents(since=date(2025, 3, 4), until=date(2025, 3, 6))]
    assert wanted
    assert part.xpath("//tr[@data-id]/@data-id") == wanted
    assert "No incident meets these filters" in asking.get("map/tables", day="1999-01-01", days="3").text
    both = asking.page("map/tables", day="2025-03-06", days="30", since="2025-03-05")
    assert both.xpath("//tr[@data-id]/@data-id") == [
        i.id for i in filled_store.incidents(since=date(2025, 3, 5), until=date(2025, 3, 6))
    ]


def test_the_card_of_a_mark(asking: Asking, filled_store: Store) -> None:
    number = _found(filled_store).number[0]
    incident = next(iter(filled_store.incidents()))
    assert asking.page("map/card", numbers=str(number)).xpath(f"//a[contains(@href, 'incidents/{incident.id}')]")
    for numbers in ("999999", "", "x", "1e9,-1", "9" * 40):
        assert asking.get("map/card", numbers=numbers).status_code == 404


def test_who_is_said_to_hold_each_place_by_the_day(asking: Asking) -> None:
    def held(day: str) -> dict[str, tuple[str, str]]:
        rows = asking.page("map/control", on=day).xpath("//tr[@data-holder]")
        return {row.get("data-place"): (row.get("data-holder"), row.get("data-state")) for row in rows}

    early, late = held("2025-03-03"), held("2025-03-10")
    assert "Tambura" not in early
    assert late["Tambura"] == ("Yubo Liberation Front", "held")
    assert late["Maridi"][0] == "South Sudan People's Defence Forces"
    assert "does not mean that nobody does" in asking.get("map/control", on="2020-01-01").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "x"},
        {"days": "0"},
        {"days": "-1"},
        {"shade": "<script>"},
        {"at": "1,2"},
        {"at": "nan,0,1"},
        {"names": "x"},
    ],
)
def test_a_view_that_is_none_is_said(asking: Asking, wrong: dict[str, str]) -> None:
    response = asking.get("map", **wrong)
    assert response.status_code == 400
    assert "<script>" not in response.text.replace("<script src", "").replace("<script type", "")


def test_without_an_incident(asking: Asking) -> None:
    page = asking.page("map", country="ISL")
    assert "No incident meets these filters" in page.text_content()
    assert asking.get("map/points", country="ISL").json()["columns"]["number"] == []


def _points(**fields: Any) -> Columns:
    """One incident as points."""
    usual: dict[str, Any] = {
        "number": 1, "first": 739_000, "last": 739_000, "known": 739_000, "kind": "Battles", "grade": "fair", "precision": 1,
        "lat": 1.0, "lon": 2.0, "place": "P", "admin1": "A", "best": 3, "low": 3, "flags": COUNTS,
    }  # fmt: skip
    given = usual | fields
    spot = Spot(given["lat"], given["lon"], given["precision"], given["place"], given["admin1"], "SYR")
    columns = {name: np.array([given[name]]) for name in ("number", "first", "last", "known", "best", "low", "flags")}
    first = {name: np.array([0]) for name in ("row", "kind", "grade", "spot")}
    return Columns(
        version="", **columns, **first, kinds=(given["kind"],), grades=(given["grade"],), spots=(spot,),
        lat=np.array([given["lat"]]), lon=np.array([given["lon"]]), precision=np.array([given["precision"]]), more=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "incidents", "killed", "why"),
    [
        ({}, 1, 3, "an incident counts with its best figure"),
        ({"best": UNKNOWN, "low": UNKNOWN}, 1, 0, "one without a figure adds none"),
        ({"best": UNKNOWN, "low": 12}, 1, 12, "the least that is known, where there is no best figure"),
        ({"flags": COUNTS | TWICE}, 1, 0, "a figure that may be told twice is not added"),
        ({"flags": 0}, 0, 0, "what is discounted does not count"),
        ({"flags": SUMMARY | COUNTS}, 0, 0, "a summary does not count"),
        ({"precision": 6}, 0, 0, "only the country is known: it is in no area"),
        ({"admin1": ""}, 0, 0, "no area is known"),
    ],
)
def test_what_an_area_counts(fields: dict[str, Any], incidents: int, killed: int, why: str) -> None:
    made = by_area(_points(**fields))
    assert [(a.incidents, a.killed) for a in made] == ([(incidents, killed)] if incidents else []), why


def test_the_days_within_which_a_point_may_have_happened() -> None:
    point = _points(first=date(2025, 3, 4).toordinal(), last=date(2025, 3, 6).toordinal())
    for first, last, seen in (
        ("03-06", "03-09", True),
        ("03-01", "03-04", True),
        ("03-07", "03-09", False),
        ("03-01", "03-03", False),
    ):
        found = within(point, date.fromisoformat(f"2025-{first}"), date.fromisoformat(f"2025-{last}"))
        assert bool(len(found)) is seen


def test_names_that_would_break_a_page_are_only_text() -> None:
    sent = encoded(_points(place='</script><script>"\u202e\ud800', kind="none such"))
    assert sent["spots"]["place"] == ['</script><script>"\u202e\ud800']
    assert sent["columns"]["kind"] == [len(KINDS) - 1]
