"""Verdicts laid over a coding: by cases, and whatever is judged and taken back in whatever order."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.records import CodedDocument, spans_of
from dateline.store.review import Decision, Looked, Verdict, overlaid, overlay
from dateline.store.review.overlay import claims_of
from dateline.store.review.verdicts import _verdict as verdict_of
from tests.contracts.made import At, Did, Who, coded

TEXT = "Ünder 🌧 shells hit Bor and killed 4 people; raiders burned Ayod and 7 fled. شهود said 9 died in Ayod."
RECORD = coded(
    TEXT,
    Did("shells hit Bor", at=At("Bor", 6.2, 31.5, "SSD"), by=Who("Army"), tolls=(("killed", 4),)),
    Did("burned Ayod", at=At("Ayod", 8.1, 31.4, "SSD"), by=Who("Raiders"), to=Who("Ayod"), tolls=(("displaced", 7),)),
    Did("9 died in Ayod", at=At("Ayod", 8.1, 31.4, "SSD"), cited=Who("شهود"), tolls=(("killed", 9),)),
)
RECORD = RECORD.model_copy(
    update={"events": (*RECORD.events[:2], RECORD.events[2].model_copy(update={"same_as": "e2"}))}
)
CHANGES: dict[str, dict[str, Any]] = {
    "e": {"status": "denied", "recipients": ["a1"]}, "t": {"harm": "injured", "event": "e2"},
}  # fmt: skip


def judged(log: list[Verdict], decision: Decision, record: CodedDocument = RECORD) -> list[Verdict]:
    """The log with one more verdict, as a store would keep it."""
    number = len(log) + 1
    made = verdict_of(Looked(overlaid(record, log), record, tuple(log)), decision, "A. Analyst")
    return [*log, replace(made, number=number, subject=made.subject or number, last=number)]


def test_without_verdicts_it_is_the_coding() -> None:
    assert overlay(RECORD, ()) == RECORD


@pytest.mark.parametrize(
    ("rejected", "expected", "why"),
    [
        (["e2"], {"t1": "e1", "t2": "e3", "t3": "e3"}, "a toll goes to the other event that tells of the same"),
        (["e3"], {"t1": "e1", "t2": "e2", "t3": "e2"}, "or to the one that its own was said to be"),
        (["e2", "e3"], {"t1": "e1", "t2": None, "t3": None}, "or to none"),
        (["e1"], {"t1": None, "t2": "e2", "t3": "e3"}, "and stays in the record"),
        (["e1", "t1"], {"t2": "e2", "t3": "e3"}, "unless it is rejected too"),
    ],
)
def test_tolls_of_a_rejected_event(rejected: list[str], expected: dict[str, str | None], why: str) -> None:
    log: list[Verdict] = []
    for claim in rejected:
        log = judged(log, Decision("rejected", claim=claim))
    assert {toll.id: toll.event for toll in overlay(RECORD, log).tolls} == expected, why
    back = [replace(verdict, holds=verdict.claim != rejected[0]) for verdict in log]
    assert rejected[0] in {claim.id for claim in claims_of(overlay(RECORD, back))}
    assert overlay(RECORD, [replace(verdict, holds=False) for verdict in log]) == RECORD


def test_a_toll_judged_while_its_event_was_rejected_finds_it_again() -> None:
    log = judged([], Decision("rejected", claim="e1"))
    log = judged(log, Decision("accepted", claim="t1"))
    assert overlay(RECORD, log).tolls[0].event is None
    assert overlay(RECORD, [replace(log[0], holds=False), log[1]]).tolls[0].event == "e1"


def test_two_claims_on_the_same_words_are_told_apart_when_their_ids_change() -> None:
    (toll,) = (toll for toll in RECORD.tolls if toll.id == "t1")
    twin = toll.model_copy(update={"id": "t4", "harm": "injured"})
    record = RECORD.model_copy(update={"tolls": (*RECORD.tolls, twin)})
    log = judged([], Decision("rejected", claim="t4"), record)
    swapped = {"t1": "t4", "t4": "t1"}
    anew = record.model_copy(
        update={"tolls": tuple(t.model_copy(update={"id": swapped.get(t.id, t.id)}) for t in record.tolls)}
    )
    assert [(t.id, t.harm) for t in overlay(anew, log).tolls if t.number == toll.number] == [("t4", "killed")]


def test_what_a_correction_points_at_is_found_under_its_new_id_or_brought_along() -> None:
    log = judged([], Decision("corrected", claim="e1", fields={"recipients": ["a2"], "places": ["p2"]}))
    moved = {"a1": "a3", "a2": "a1", "a3": "a2"}
    anew = CodedDocument.from_json(RECORD.model_copy(update={"events": (), "tolls": ()}).to_json())
    anew = anew.model_copy(
        update={
            "actors": tuple(a.model_copy(update={"id": moved.get(a.id, a.id)}) for a in anew.actors),
            "places": anew.places[:1],
        }
    )
    over = overlaid(anew, log)
    (event,) = over.record.events
    names = {a.id: a.name for a in over.record.actors}
    assert [names[a] for a in event.actors + event.recipients] == ["Army", "Raiders"]
    assert [p.name for p in over.record.places if p.id in event.places] == ["Ayod"]
    assert [v.claim for v in over.lost] == ["e1"], "no claim stands on these words any more"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_judged_and_taken_back_in_whatever_order(data: st.DataObject) -> None:
    log: list[Verdict] = []
    for _ in range(data.draw(st.integers(1, 7))):
        over = overlaid(RECORD, log)
        claim = data.draw(st.sampled_from(sorted({*over.before, *over.rejected})))
        word = data.draw(st.sampled_from(["accepted", "corrected", "rejected"]))
        log = judged(log, Decision(word, claim=claim, fields=CHANGES[claim[0]] if word == "corrected" else {}))
        back = data.draw(st.sets(st.sampled_from([v.number for v in log])))
        log = [replace(v, holds=v.number not in back) for v in log]
    record = overlay(RECORD, log)
    assert all(TEXT[span.start : span.end] == span.text for span in spans_of(record))
    shuffled = list(log)
    random.Random(data.draw(st.integers())).shuffle(shuffled)
    assert overlay(RECORD, shuffled) == record
    assert overlay(RECORD, [v for v in log if v.holds] or []) == record or _begun_by_one_taken_back(log)
    assert overlay(RECORD, [replace(v, holds=False) for v in log]) == RECORD
    assert overlay(CodedDocument.from_json(RECORD.to_json()), log) == record


def _begun_by_one_taken_back(log: list[Verdict]) -> bool:
    """A subject keeps the number of its first verdict, also where that was taken back."""
    return any(not v.holds and v.number == v.subject for v in log)
