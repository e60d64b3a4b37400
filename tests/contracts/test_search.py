"""What a store finds: each case with the reason why it is there, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from dateline.errors import StoreError
from dateline.store import Store, create_store
from dateline.store.dialects import postgresql
from tests.contracts.made import At, Did, Who, coded
from tests.contracts.stores import NewAddress, keep

HARBOUR = At("Port Meridian", 10.0, 20.0, "TCD", "Coast", 111)
HILLS = At("Tall Rif‘at", 36.47, 37.10, "SYR", "Aleppo", 163533)
ISLAND = At("Taveuni", -16.85, 179.95, "FJI", "Northern", 222)
ATOLL = At("Far Atoll", -17.0, -179.9, "FJI", "Eastern", 333)
NOWHERE = At("the northern front")
AIR_FORCE = Who("Syrian air force", "syr-air-force", "military")
REBELS = Who("Army of the Dawn")
MONITOR = Who("Coast Monitor", None, "ngo")

REPORTS = (
    coded(
        "Jets bombed the market in Tall Rif‘at, killing 14 people and wounding 60, the Coast Monitor said.",
        Did("bombed the market", mode="aerial", acled=("Explosions/Remote violence", "Air/drone strike"), at=HILLS,
            by=AIR_FORCE, cited=MONITOR, days=("2024-12-01", "2024-12-01"), tolls=(("killed", 14), ("injured", 60))),
        published="2024-12-02", source="Example Wire",
    ),
    coded(
        "The Army of the Dawn raided the harbour; its commander denied a massacre of 300 in the café quarter.",
        Did("raided the harbour", at=HARBOUR, by=REBELS, days=("2024-11-20", "2024-11-20"), confidence=0.4),
        Did("massacre of 300 in the café quarter", at=HARBOUR, by=REBELS, days=("2024-11-19", "2024-11-19"),
            status="denied", tolls=(("killed", 300),)),
        published="2024-11-21", source="Harbour Post",
    ),
    coded(
        "Fighting along the northern front has gone on since the spring, and troops will be deployed in January.",
        Did("Fighting", at=NOWHERE, days=("2024-03-01", "2024-12-31")),
        Did("will be deployed", type="MOBILIZE", mode="troops", days=("2025-01-01", "2025-01-31"), status="planned"),
        published="2024-10-01", source="Example Wire",
    ),
    coded(
        "Protesters marched on Taveuni. Others marched on Far Atoll.",
        Did("Protesters marched", type="PROTEST", mode="demo", at=ISLAND, days=("2024-06-01", "2024-06-01")),
        Did("Others marched", type="PROTEST", mode="demo", at=ATOLL, days=("2024-06-02", "2024-06-02")),
        published=None, source=None,
    ),
)  # fmt: skip
ALL = {"bombed", "raided", "massacre", "Fighting", "will", "Protesters", "Others"}

CASES: list[tuple[dict[str, Any], set[str], str]] = [
    ({}, ALL, "no condition is met by all"),
    ({"text": "market"}, {"bombed"}, "a word"),
    ({"text": "MARKETS"}, {"bombed"}, "stemmed, whatever the case"),
    ({"text": "raid"}, {"raided"}, "the stem of another form"),
    ({"text": "cafe"}, {"massacre"}, "accents are folded in the text"),
    ({"text": "câfé"}, {"massacre"}, "and in the query"),
    ({"text": "market harbour"}, set(), "all words must be there"),
    ({"text": '"the harbour"'}, {"raided"}, "a phrase with a word that other engines leave out"),
    ({"text": '"harbour the"'}, set(), "a phrase keeps its order"),
    ({"text": "marched -others"}, {"Protesters"}, "an excluded word"),
    ({"text": 'the -"the market"'}, {"raided", "massacre"}, "an excluded phrase"),
    ({"text": "AND"}, set(), "operators of the engine are words"),
    ({"text": "market*"}, {"bombed"}, "no wild cards, and no error"),
    ({"text": "(market"}, {"bombed"}, "no syntax to get wrong"),
    ({"text": 'codes: "market'}, set(), "no column can be named, and an open quote is no error"),
    ({"type": "PROTEST"}, {"Protesters", "Others"}, "a PLOVER type"),
    ({"type": "protest"}, {"Protesters", "Others"}, "in any case"),
    ({"type": "Air/drone strike"}, {"bombed"}, "an ACLED sub-event type"),
    ({"type": "Explosions/Remote violence"}, {"bombed"}, "an ACLED event type"),
    ({"mode": "troops"}, {"will"}, "a mode"),
    ({"status": "denied"}, {"massacre"}, "a status"),
    ({"place": "Tall Rif'at"}, {"bombed"}, "a place, its apostrophe of another kind"),
    ({"place": "tall rifat"}, {"bombed"}, "and with none"),
    ({"place": "northern front"}, set(), "a place's whole name is meant"),
    ({"place": "the northern front"}, {"Fighting"}, "a place that was not resolved is found by its words"),
    ({"place": "Aleppo"}, {"bombed"}, "an area by its name finds what lies in it"),
    ({"admin1": "Aleppo"}, {"bombed"}, "a first-level area"),
    ({"country": "SYR"}, {"bombed"}, "a country by its code"),
    ({"country": "Syria"}, {"bombed"}, "by its name"),
    ({"country": "Fijian"}, {"Protesters", "Others"}, "by its adjective"),
    ({"near": (36.5, 37.2)}, {"bombed"}, "within 25 km, the default"),
    ({"near": (36.5, 37.2), "within_km": 5}, set(), "not within 5 km"),
    ({"near": (-16.9, -179.95), "within_km": 40}, {"Protesters", "Others"}, "a circle across the 180th meridian"),
    ({"near": (89.0, 0), "within_km": 6000}, {"bombed"}, "a circle over the pole"),
    ({"box": (-18, 179, -16, -179)}, {"Protesters", "Others"}, "a box across the 180th meridian"),
    ({"box": (9, 19, 37, 38)}, {"bombed", "raided", "massacre"}, "a box"),
    ({"since": date(2024, 11, 20), "until": date(2024, 11, 30)}, {"raided", "Fighting"}, "a long event that goes on"),
    ({"since": date(2024, 12, 1)}, {"bombed", "Fighting", "will"}, "from a day on"),
    ({"until": date(2024, 6, 1)}, {"Fighting", "Protesters"}, "until a day, which counts"),
    ({"since": date(2025, 1, 31)}, {"will"}, "the last day of an event counts"),
    ({"since": date(2025, 2, 1)}, set(), "the day after it does not"),
    ({"as_of": date(2024, 11, 21)}, {"raided", "massacre", "Fighting", "will"}, "known by then; foretold is known too"),
    ({"as_of": date(2024, 9, 30)}, set(), "nothing was known yet, not even what had begun"),
    ({"as_of": date(2024, 10, 1), "since": date(2024, 12, 31)}, {"Fighting", "will"}, "both times at once"),
    ({"actor": "Army of the Dawn"}, {"raided", "massacre"}, "an actor that no list has, by name"),
    ({"actor": "Syria"}, {"bombed"}, "a state's air force is a part of it"),
    ({"actor": "syr"}, {"bombed"}, "by the state's id"),
    ({"actor": "Syria", "role": "by"}, {"bombed"}, "as the one who did it"),
    ({"actor": "Syria", "role": "to"}, set(), "not as the one to whom it was done"),
    ({"cited": "Coast Monitor"}, {"bombed"}, "whom the report cites"),
    ({"harm": "killed"}, {"bombed", "massacre"}, "with a toll of a harm"),
    ({"harm": "killed", "at_least": 14}, {"bombed", "massacre"}, "of the figure or more"),
    ({"harm": "killed", "at_least": 15}, {"massacre"}, "the figure of that harm, not another one's 60"),
    ({"source": "example wire"}, {"bombed", "Fighting", "will"}, "the publisher"),
    ({"min_confidence": 0.5}, ALL - {"raided"}, "confidence"),
    ({"text": "market", "country": "SYR", "harm": "killed", "since": date(2024, 12, 1)}, {"bombed"}, "all together"),
    ({"text": "market", "country": "TCD"}, set(), "all must be met"),
]  # fmt: skip


@pytest.fixture(scope="module")
def full(new_address: NewAddress) -> Iterator[Store]:
    with create_store(new_address()) as made:
        keep(made, *REPORTS)
        yield made


@pytest.mark.parametrize(("conditions", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_events(full: Store, conditions: dict[str, Any], expected: set[str], why: str) -> None:
    assert {event.evidence.split()[0] for event in full.events(**conditions)} == expected, why


@pytest.mark.parametrize(("conditions", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_pages_of_two_are_the_whole_in_either_order(
    full: Store, conditions: dict[str, Any], expected: set[str], why: str
) -> None:
    for order in ("newest", "oldest"):
        results = full.events(order=order, **conditions)
        paged, after = [], None
        while True:
            page = results.page(2, after)
            paged += page.items
            after = page.after
            if after is None:
                break
        rows = [event.row for event in paged]
        assert rows == sorted(set(rows), reverse=order == "newest")
        assert paged == list(results)


@pytest.mark.parametrize(("conditions", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_what_many_rows_answer_is_found_along_their_order(
    full: Store, conditions: dict[str, Any], expected: set[str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "_RARE", -1)
    rows = [event.row for event in full.events(**conditions)]
    assert {event.evidence.split()[0] for event in full.events(**conditions)} == expected, why
    assert rows == sorted(rows, reverse=True)


DOCUMENTS: list[tuple[dict[str, Any], set[int], str]] = [
    ({}, {0, 1, 2, 3}, "all"),
    ({"text": "commander"}, {1}, "words that stand in no claim"),
    ({"text": '"the Coast Monitor said"'}, {0}, "a phrase of the text"),
    ({"since": date(2024, 12, 1)}, {0, 3}, "published since, or received where it names no day"),
    ({"as_of": date(2024, 10, 1)}, {2}, "known on a day"),
    ({"country": "FJI"}, {3}, "by what it names"),
    ({"box": (9, 19, 11, 21)}, {1}, "by where its claims lie"),
    ({"harm": "killed", "at_least": 100}, {1}, "by its figures"),
    ({"type": "PROTEST", "text": "marched"}, {3}, "by its events and words"),
]


@pytest.mark.parametrize(("conditions", "expected", "why"), DOCUMENTS, ids=[why for *_, why in DOCUMENTS])
def test_documents(full: Store, conditions: dict[str, Any], expected: set[int], why: str) -> None:
    number = {record.document.id: n for n, record in enumerate(REPORTS)}
    assert {number[document.id] for document in full.documents(**conditions)} == expected, why


def test_tolls_are_found_by_their_own_figures(full: Store) -> None:
    assert [(t.harm, t.best) for t in full.tolls(harm="killed")] == [("killed", 14), ("killed", 300)]
    assert [t.best for t in full.tolls(at_least=50, harm="injured")] == [60]
    assert [t.place for t in full.tolls(country="TCD")] == ["Port Meridian"], "a toll is where its event is"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"status": "happened"}, "no status 'happened'"),
    ({"type": "BANG"}, "no type 'BANG'"),
    ({"country": "Atlantis"}, "no country 'Atlantis'"),
    ({"near": (100, 0)}, "no place on earth"),
    ({"box": (2, 0, 1, 0)}, "south above its north"),
    ({"since": date(2024, 2, 1), "until": date(2024, 1, 1)}, "no day is from"),
    ({"at_least": 3}, "of which harm"),
    ({"order": "random"}, "no order 'random'"),
]


@pytest.mark.parametrize(("conditions", "message"), WRONG)
def test_what_cannot_be_meant_is_said(full: Store, conditions: dict[str, Any], message: str) -> None:
    with pytest.raises(StoreError, match=message):
        full.events(**conditions)


def test_a_place_that_no_page_ended_at(full: Store) -> None:
    with pytest.raises(StoreError, match="no place where a page ended"):
        full.events().page(2, "next")
    with pytest.raises(StoreError, match="page of 0"):
        full.events().page(0)
