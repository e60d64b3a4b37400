"""Corrections by the whole authority and gazetteer, by hand, and by any date: in the form and by the API, on both databases."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from dateline.client import ApiError, Client
from dateline.records import CodedDocument, Document, Event
from dateline.serve.pages.reader.dating import dated
from dateline.serve.pages.reader.picked import picked
from dateline.serve.workbench import Workbench
from dateline.store import Arrival, Store, Versions
from dateline.store.review import Review
from dateline.store.review.bringing import BringingError, interval_of, precision_of_days, value_of
from tests.browser.serving import served
from tests.serve.asking import Asking
from tests.serve.filled import RECEIVED
from tests.serve.test_reader import css, values, with_tolls, words

_GROUP = picked("Houthis", "actors", {"authority_id": "houthis"})
_TOWN = picked("Taiz, YEM", "places", {"geonames_id": 70225})
_OWN_ACTOR = picked(
    "Guards", "actors", {"name": "Guards of the Valley", "kind": "militia", "country": "Syria", "individual": ""}
)
_OWN_PLACE = picked("Pass", "places", {"name": "Eagle Pass", "lat": "36.5", "lon": "37.25", "country": "SYR"})


@dataclass
class Correcting:
    """The form of the first event of a report that has figures."""

    asking: Asking
    store: Store
    record: CodedDocument

    @property
    def path(self) -> str:
        return f"documents/{self.record.document.id}"

    @property
    def event(self) -> Event:
        return self.record.events[0]

    def now(self) -> tuple[CodedDocument, Event]:
        record = self.store.document(self.record.document.id)
        return record, next(event for event in record.events if event.id == self.event.id)

    def send(self, **fields: Any) -> Any:
        form = css(self.asking.page(f"{self.path}/edit", claim=self.event.id), "form.claim-form")[0]
        changed = {name.replace("__", "."): value for name, value in fields.items()}
        return self.asking.post(f"{self.path}/judge", values(form) | changed | {"verdict": "corrected"})


@pytest.fixture
def correcting(changing: Asking, own_store: Store) -> Correcting:
    return Correcting(changing, own_store, with_tolls(own_store))


def names(record: CodedDocument, layer: str, ids: tuple[str, ...]) -> list[str]:
    return [item.name for item in getattr(record, layer) if item.id in ids]


def test_an_actor_and_a_place_of_the_lists_stand_in_the_claim_its_incident_the_log_and_the_next_coding(
    correcting: Correcting,
) -> None:
    response = correcting.send(actors=[_GROUP], places=[_TOWN], reason="the wire has it so")
    assert response.status_code == 200, response.text[:2000]
    record, event = correcting.now()
    (actor,) = [a for a in record.actors if a.id in event.actors]
    (place,) = [p for p in record.places if p.id in event.places]
    assert (actor.authority_id, actor.kind, actor.mentions) == ("houthis", "rebel", ())
    assert (place.geonames_id, place.country, place.precision) == (70225, "YEM", 1)
    assert event.review == "corrected"
    incident = next(
        i for i in correcting.store.incidents() if any((r.document, r.event) == (record.document.id, event.id) for r in i.reports)
    )  # fmt: skip
    assert incident.place is not None
    assert (incident.place.geonames_id, incident.place.name) == (70225, place.name)
    assert [a.authority_id for a in incident.actors] == ["houthis"]
    log = words(correcting.asking.page("review/log"))
    assert "the wire has it so" in log
    assert actor.name in log
    assert place.name in log
    page = words(correcting.asking.page(correcting.path, claim=event.id))
    assert f"→ {actor.name}" in page
    again = correcting.record.model_copy(update={"notes": ()})
    with correcting.store.run("test", Versions({"code": "another"})) as run:
        correcting.store.add([Arrival(again, b"x", "again", RECEIVED)], run, recode=True)
    record, event = correcting.now()
    assert names(record, "actors", event.actors) == [actor.name]
    assert names(record, "places", event.places) == [place.name]
    (verdict,) = Review(correcting.store).verdicts(record.document.id)
    Review(correcting.store).undo(verdict.number, "A. Analyst")
    assert correcting.now()[1] == correcting.event


def test_what_no_list_has_is_given_by_hand(correcting: Correcting) -> None:
    response = correcting.send(actors=[_OWN_ACTOR], places=[_OWN_PLACE])
    assert response.status_code == 200, response.text[:2000]
    record, event = correcting.now()
    (actor,) = [a for a in record.actors if a.id in event.actors]
    (place,) = [p for p in record.places if p.id in event.places]
    assert (actor.name, actor.authority_id, actor.kind, actor.country) == (
        "Guards of the Valley",
        None,
        "militia",
        "SYR",
    )
    assert (place.name, place.geonames_id, place.lat, place.lon, place.precision) == (
        "Eagle Pass",
        None,
        36.5,
        37.25,
        1,
    )
    again = correcting.send(actors=[*event.actors, _OWN_ACTOR])
    assert again.status_code == 200
    assert correcting.now()[1].actors == event.actors, "what the document has by now is not there twice"


def test_an_actor_that_the_document_names_is_not_named_twice(correcting: Correcting) -> None:
    records = (correcting.store.document(found.id) for found in correcting.store.documents())
    correcting.record = next(r for r in records if r.events and any(actor.authority_id for actor in r.actors))
    known = next(actor for actor in correcting.record.actors if actor.authority_id)
    token = picked(known.name, "actors", {"authority_id": known.authority_id})
    assert correcting.send(recipients=[token]).status_code == 200
    record, event = correcting.now()
    assert event.recipients == (known.id,)
    assert len(record.actors) == len(correcting.record.actors)


def test_what_was_chosen_is_still_there_after_a_mistake_elsewhere(correcting: Correcting) -> None:
    response = correcting.send(actors=[_GROUP], trigger="words that nobody wrote")
    assert response.status_code == 422
    assert json.loads(_GROUP)["words"] in response.text
    assert "authority_id" in response.text


@pytest.mark.parametrize(
    ("value", "when", "why"),
    [
        ("2024-11-26", ("2024-11-26", "2024-11-26", "day"), "a day"),
        ("2024-11", ("2024-11-01", "2024-11-30", "month"), "a month"),
        ("2023", ("2023-01-01", "2023-12-31", "year"), "a year"),
        ("2024-W48", ("2024-11-25", "2024-12-01", "week"), "a week, as TIMEX writes it"),
        ("2024-11-26/2024-12-03", ("2024-11-26", "2024-12-03", "week"), "an interval"),
        ("2024-10/2024-12", ("2024-10-01", "2024-12-31", "year"), "an interval of months"),
        ("2024-11-26/..", ("2024-11-26", None, "day"), "an open end"),
        ("", (None, None, "unknown"), "it is not known"),
    ],
)
def test_an_event_is_given_any_date_or_interval(value: str, when: tuple[str | None, ...], why: str) -> None:
    record = CodedDocument(document=Document.from_text("On Tuesday."))
    old = {"start": "2020-01-01", "end": "2020-01-01", "precision": "day", "date": None, "derived_by": "clause"}
    made = dated({"value": value, "precision": "day"}, old, record, None)
    assert (made["start"], made["end"], made["precision"]) == when, why
    assert made["derived_by"] is None, "a person says so, and no rule"


@pytest.mark.parametrize("days", [("2024-02-01", "2024-02-29"), ("2024-01-01", "2024-12-31"), ("2024-03-04", None)])
def test_the_days_that_are_shown_are_read_as_the_same_days(days: tuple[str, str | None]) -> None:
    assert interval_of(value_of(*days)) == days


@pytest.mark.parametrize("value", ["yesterday", "2024-13", "../..", "2024-12-03/2024-11-26", "2024-02-30", "/"])
def test_what_names_no_days_is_refused(value: str) -> None:
    with pytest.raises(BringingError):
        interval_of(value)


def test_how_closely_days_date_an_event_follows_their_length() -> None:
    assert precision_of_days("2024-11-26", "2024-11-27") == "day"
    assert precision_of_days("2024-11-01", "2024-11-20") == "month"
    assert precision_of_days(None, None) == "unknown"


def test_a_date_of_the_documents_words_becomes_one_of_its_dates(correcting: Correcting) -> None:
    said = correcting.event.trigger.text
    response = correcting.send(when__value="2024-10-05/2024-10-06", when__words=said)
    assert response.status_code == 200, response.text[:2000]
    record, event = correcting.now()
    (date,) = [date for date in record.dates if date.id == event.when.date]
    assert (date.value, date.mention.text) == ("2024-10-05/2024-10-06", said)
    assert (event.when.start, event.when.end) == ("2024-10-05", "2024-10-06")


def test_a_missed_claim_is_added_with_what_the_lists_have(changing: Asking, own_store: Store) -> None:
    record = with_tolls(own_store)
    path = f"documents/{record.document.id}"
    start = record.events[-1].trigger.start
    form = css(changing.page(f"{path}/add", kind="event", words=f"{start}-{start + 4}"), "form.claim-form")[0]
    sent = values(form) | {"type": "PROTEST", "actors": [_GROUP], "places": [_TOWN], "when.value": "2024-11"}
    assert changing.post(f"{path}/add", sent).status_code == 200
    now = own_store.document(record.document.id)
    added = now.events[-1]
    assert (added.review, added.when.start, added.when.end) == ("added", "2024-11-01", "2024-11-30")
    assert names(now, "actors", added.actors)
    assert [p.geonames_id for p in now.places if p.id in added.places] == [70225]


def test_the_vocabulary_is_searched_and_corrections_bring_it_along_by_the_client(
    own_store: Store,
) -> None:
    with served(Workbench(projects={"samples": own_store})) as address, Client(address) as client:
        project = client.project("samples")
        assert project.known_actors("ansar allah")[0]["authority_id"] == "houthis", "by another of its names"
        assert [p["geonames_id"] for p in project.known_places("Taizz, Yemen") if p["feature"] == "PPLA"] == [70225]
        assert all(p["country"] == "USA" for p in project.known_places("Springfield", country="United States"))
        assert project.known_places("Hudeidah")[0]["country"] == "YEM", "as it sounds"
        assert project.known_actors("") == project.known_places("") == []
        record = with_tolls(own_store)
        event = record.events[0].id
        brings = {"places": {"there": {"geonames_id": 70225}}, "actors": {"they": {"authority_id": "houthis"}}}
        asked = {"verdict": "corrected", "claim": event, "fields": {"places": ["there"], "recipients": ["they"]}}
        (line,) = project.add_verdicts(record.document.id, [asked | {"brings": brings}])
        assert line["verdict"] == "corrected"
        now = project.document(record.document.id)
        corrected = next(e for e in now.events if e.id == event)
        assert [p.geonames_id for p in now.places if p.id in corrected.places] == [70225]
        assert [a.authority_id for a in now.actors if a.id in corrected.recipients] == ["houthis"]
        for wrong in ({"places": {"there": {"geonames_id": 1}}}, {}):
            with pytest.raises(ApiError, match=r"no place 1|no 'they' among"):
                project.add_verdicts(record.document.id, [asked | {"brings": wrong}])
