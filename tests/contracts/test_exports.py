"""The log of exports and what releases held, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.intake.linking import link_waiting
from dateline.records import Actor, CodedDocument, Note
from dateline.store import Store
from dateline.store.changed import new_reports, read_anew
from dateline.store.exports import (
    Export,
    Release,
    exports,
    individuals,
    last_release,
    log_export,
    stand_in_key,
    tellings_of,
)
from tests.contracts.made import FIRST, SECOND, At, Did, coded
from tests.contracts.stores import keep

LINE = Export(
    person="Ada", form="geojson", profile="public", conditions={"country": "SSD", "near": "6.2,31.5"},
    counts={"incidents": 3}, target="/srv/out.geojson", sha256="0" * 64,
)  # fmt: skip
RECORD = coded(
    "Shells hit Bor and killed 4 people.", Did("Shells hit Bor", at=At("Bor", 6.2, 31.5, "SSD", geonames_id=1))
)


def _release(day: str, **entries: dict[str, str]) -> Release:
    return Release(day=day, profile="public", conditions={"country": "SSD"}, entries=entries)


def test_lines_are_kept_as_they_were_given(store: Store) -> None:
    assert log_export(store, LINE) == 1
    assert log_export(store, LINE) == 2
    first, second = exports(store)
    assert (first.person, first.conditions, first.counts, first.sha256) == (
        "Ada",
        LINE.conditions,
        {"incidents": 3},
        "0" * 64,
    )
    assert first.made < second.made


@pytest.mark.parametrize("table", ["exports", "releases"])
@pytest.mark.parametrize("change", ["UPDATE {table} SET profile = 'internal'", "DELETE FROM {table}"])
def test_nobody_changes_the_log(store: Store, table: str, change: str) -> None:
    log_export(store, LINE, _release("2024-12-05"))
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), store.engine.begin() as connection:
        connection.execute(sa.text(change.format(table=table)))
    assert len(exports(store)) == 1


def test_a_line_without_a_name_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="the name of who"):
        log_export(store, replace(LINE, person=" "))
    assert exports(store) == []


def test_the_last_release_is_that_of_an_earlier_day_with_the_same_conditions(store: Store) -> None:
    asked = {"country": "SSD"}
    assert last_release(store, "public", asked, "2024-12-05") is None
    for day, title in (("2024-12-03", "first"), ("2024-12-04", "second"), ("2024-12-05", "of the day itself")):
        log_export(store, LINE, _release(day, i1={"title": title}))
    found = last_release(store, "public", asked, "2024-12-05")
    assert found is not None
    assert (found.day, found.entries) == ("2024-12-04", {"i1": {"title": "second"}})
    assert last_release(store, "partner", asked, "2024-12-05") is None
    assert last_release(store, "public", {}, "2024-12-05") is None


def test_a_store_has_one_key_of_its_own(store: Store) -> None:
    key = stand_in_key(store)
    assert len(key) == 32
    assert stand_in_key(store) == key


def test_individuals_of_the_whole_store_without_places(store: Store) -> None:
    people = tuple(
        Actor(id=f"a{n}", name=name, individual=is_one, authority_id=known, mentions=())
        for n, (name, is_one, known) in enumerate(
            [("Ana Petrov", True, None), ("BOR", True, None), ("army", False, None), ("Salva Kiir", True, "salva-kiir")]
        )
    )
    keep(store, RECORD.model_copy(update={"actors": people}))
    assert list(individuals(store)) == [("Ana Petrov", None), ("Salva Kiir", "salva-kiir")]


def test_tellings_of_a_document_that_is_in_no_incident(store: Store) -> None:
    keep(store, RECORD)
    assert tellings_of(store, RECORD.document.id) == {}


def _strike(number: int, day: str, killed: int) -> CodedDocument:
    words = f"an air strike on Bor market killed {killed} people"
    did = Did(
        words, mode="aerial", acled=("Explosions/Remote violence", "Air/drone strike"), at=At("Bor", 6.2, 31.5, "SSD", "Jonglei", 1),
        days=("2024-12-03", "2024-12-03"), tolls=(("killed", killed),),
    )  # fmt: skip
    return coded(f"Account {number}: {words}.", did, published=day, source=f"Wire {number}")


def test_all_events_of_an_incident_are_known_from_each_of_its_reports(store: Store) -> None:
    one, other = _strike(1, "2024-12-03", 4), _strike(2, "2024-12-04", 6)
    keep(store, one, other)
    with store.run("link", FIRST) as run:
        link_waiting(store, run)
    refs = sorted([(one.document.id, "e1"), (other.document.id, "e1")])
    assert tellings_of(store, one.document.id) == {"e1": refs}
    assert tellings_of(store, other.document.id) == {"e1": refs}


def test_reports_are_new_from_the_day_on_which_they_became_known(store: Store) -> None:
    first, second, third = (_strike(n, f"2024-12-0{n + 2}", n) for n in (1, 2, 3))
    keep(store, third, first, second)
    assert [r.id for r in new_reports(store, date(2024, 12, 4))] == [second.document.id, third.document.id]
    assert [r.id for r in new_reports(store, date(2024, 12, 3), date(2024, 12, 4))] == [
        first.document.id,
        second.document.id,
    ]
    assert list(new_reports(store, date(2024, 12, 6))) == []


def test_reports_that_are_coded_anew_are_told_from_that_day(store: Store) -> None:
    record = _strike(1, "2024-12-03", 4)
    keep(store, record)
    assert read_anew(store, date(2024, 12, 4)) == []
    keep(store, record.model_copy(update={"notes": (Note(code="W301", message="again"),)}), by=SECOND, recode=True)
    [found] = read_anew(store, date(2024, 12, 4))
    assert (found.id, found.codings) == (record.document.id, 2)
    assert read_anew(store, date(2024, 12, 4), date(2024, 12, 5)) == [], "it was made today, and not by then"
    assert read_anew(store, date(2024, 12, 1)) == [], "a report that is itself new is told as new"
