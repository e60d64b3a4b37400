"""Double coding on both databases: drafts, agreement, adjudication, the log of it, and the queue that leads there."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.errors import StoreError
from dateline.intake.linking import link_all
from dateline.store import Store
from dateline.store.review import Decision, Review, StaleError
from dateline.store.review.adjudication import MACHINE, NO_CLAIM, Adjudication, Choice
from dateline.store.review.agreement import agreement
from dateline.store.review.assignments import AssignmentError, Assignments, Wanted
from dateline.store.review.audit import Asked, Audit
from dateline.store.review.progress import progress_of
from dateline.store.review.queue import Queue
from tests.contracts.made import At, Did, Who, coded
from tests.contracts.stores import keep, wrong

ONE, OTHER, REVIEWER = "coder one", "coder two", "reviewer"
BOR = At("Bor", 6.2, 31.5, "SSD", geonames_id=1)
TEXT = "Shells hit Bor on 3 December and killed 4 people. Rebels of the North seized Ayod. Police said 12 fled."
RECORD = coded(
    TEXT,
    Did("Shells hit Bor", mode="heavy-weapons", at=BOR, days=("2024-12-03", "2024-12-03"), tolls=(("killed", 4),)),
    Did("seized Ayod", type="COERCE", mode="seize", by=Who("Rebels of the North"), confidence=0.4),
    source="Radio One",
)
SECOND = coded(
    "Shells hit Bor on 3 December. They killed 9 people.",
    Did("Shells hit Bor", mode="heavy-weapons", at=BOR, days=("2024-12-03", "2024-12-03"), tolls=(("killed", 9),)),
    source="Daily Two",
)
DOCUMENT = RECORD.document.id
FLED = Did("12 fled", type="RETREAT", mode="withdraw")


def _added() -> dict[str, object]:
    event = coded(TEXT, FLED).events[0]
    return event.model_dump(mode="json", exclude={"id", "review", "rule", "confidence"})


@pytest.fixture
def number(store: Store) -> int:
    """A store of two linked reports, the first of which two people code, blind; the number of the assignment."""
    keep(store, RECORD, SECOND)
    link_all(store)
    wanted = Wanted(title="Bor", documents=[DOCUMENT], people=[ONE, OTHER], double=True, blind=True)
    return Assignments(store).assign(wanted, REVIEWER)


def _code(store: Store, number: int) -> None:
    """The first corrects a figure and adds a claim; the other rejects an event and changes a mode."""
    review, given = Review(store), Assignments(store)

    def draft(person: str, *decisions: Decision) -> None:
        for decision in decisions:
            review.judge(DOCUMENT, person, decision, assignment=number)
        given.finish(number, DOCUMENT, person)

    more = {"low": 5, "best": 5, "high": 5}
    draft(
        ONE,
        Decision("accepted", claim="e1"),
        Decision("corrected", claim="t1", fields=more),
        Decision("added", kind="event", fields=_added()),
    )
    draft(OTHER, Decision("rejected", claim="e2"), Decision("accepted", claim="e1"))


def _keys(store: Store, number: int) -> dict[str, str]:
    """The open cases in which coders differ: words and key."""
    return {case.unit.words: case.key for case in Adjudication(store).sitting(number, DOCUMENT).differing}


def test_what_a_coder_brings_along_is_what_is_adopted_though_the_other_calls_something_else_so(
    store: Store, number: int
) -> None:
    review = Review(store)

    def place(name: str, lat: float) -> dict[str, dict[str, dict[str, object]]]:
        return {
            "places": {"there": {"id": "p1", "name": name, "lat": lat, "lon": 31.0, "precision": 1, "mentions": []}}
        }

    for person, name, lat in ((ONE, "Eagle Pass", 6.5), (OTHER, "Hawk Ridge", 7.5)):
        decision = Decision("corrected", claim="e1", fields={"places": ["there"]}, mentions=place(name, lat))
        review.judge(DOCUMENT, person, decision, assignment=number)
        Assignments(store).finish(number, DOCUMENT, person)
    (case,) = [c for c in Adjudication(store).sitting(number, DOCUMENT).differing if c.unit.kind == "event"]
    Adjudication(store).decide(number, DOCUMENT, case.key, Choice(as_=OTHER), REVIEWER)
    record = store.document(DOCUMENT)
    (adopted,) = record.events[0].places
    assert [(p.name, p.lat) for p in record.places if p.id == adopted] == [("Hawk Ridge", 7.5)]
    assert "Eagle Pass" not in {p.name for p in record.places}


def test_drafts_change_nothing_until_they_are_adjudicated(store: Store, number: int) -> None:
    _code(store, number)
    assert store.document(DOCUMENT) == RECORD
    assert [toll.best for toll in store.tolls(country="SSD")] == [4, 9]
    mine = Review(store).look(DOCUMENT, assignment=number, person=ONE).record
    assert [toll.best for toll in mine.tolls] == [5]
    others = Review(store).look(DOCUMENT, assignment=number, person=OTHER).record
    assert [toll.best for toll in others.tolls] == [4]


def test_where_coders_differ_is_found(store: Store, number: int) -> None:
    _code(store, number)
    found = agreement(Adjudication(store).coded_units(number))
    assert [(each.unit.words, each.name, each.said[ONE], each.said[OTHER]) for each in found.differences] == [
        ("4", "figure", "5", "4"),
        ("seized Ayod", "found", "a claim", "no claim"),
        ("12 fled", "found", "a claim", "no claim"),
    ]


def test_nobody_adjudicates_before_both_are_done(store: Store, number: int) -> None:
    Assignments(store).finish(number, DOCUMENT, ONE)
    with pytest.raises(AssignmentError, match="coder two is not done"):
        Adjudication(store).adopt(number, DOCUMENT, REVIEWER)
    assert Adjudication(store).coded_units(number) == []


def test_what_coders_agree_on_is_adopted_in_one_step_and_the_rest_is_decided(store: Store, number: int) -> None:
    _code(store, number)
    sittings = Adjudication(store)
    assert sittings.adopt(number, DOCUMENT, REVIEWER) == 1
    assert store.document(DOCUMENT).events[0].review == "accepted"
    keys = _keys(store, number)
    assert set(keys) == {"4", "seized Ayod", "12 fled"}
    sittings.decide(number, DOCUMENT, keys["4"], Choice(as_=ONE, reason="five names are given"), REVIEWER)
    sittings.decide(number, DOCUMENT, keys["seized Ayod"], Choice(as_=OTHER), REVIEWER)
    assert not any(task.settled for task in Assignments(store).coders(number, DOCUMENT))
    sittings.decide(number, DOCUMENT, keys["12 fled"], Choice(as_=ONE), REVIEWER)
    link_all(store)
    record = store.document(DOCUMENT)
    assert [(toll.best, toll.review) for toll in record.tolls] == [(5, "corrected")]
    assert [(event.trigger.text, event.review) for event in record.events] == [
        ("Shells hit Bor", "accepted"),
        ("12 fled", "added"),
    ]
    assert all(task.settled for task in Assignments(store).coders(number, DOCUMENT)), "nothing is open: it is settled"
    log = Review(store).verdicts(DOCUMENT)
    assert {verdict.person for verdict in log} == {REVIEWER}
    assert log[1].reason == "adjudicated in assignment 1: as coder one; five names are given"
    assert wrong(store) == []


def test_fields_are_chosen_one_by_one_and_own_values_are_taken(store: Store, number: int) -> None:
    review, given = Review(store), Assignments(store)
    review.judge(DOCUMENT, ONE, Decision("corrected", claim="e1", fields={"mode": "aerial"}), assignment=number)
    changed = {"mode": "explosives", "status": "attempted"}
    review.judge(DOCUMENT, OTHER, Decision("corrected", claim="e1", fields=changed), assignment=number)
    for person in (ONE, OTHER):
        given.finish(number, DOCUMENT, person)
    keys = _keys(store, number)
    choice = Choice(as_=ONE, fields={"status": OTHER}, own={"mode": "firearms"})
    Adjudication(store).decide(number, DOCUMENT, keys["Shells hit Bor"], choice, REVIEWER)
    event = store.document(DOCUMENT).events[0]
    assert (event.mode, event.status, event.review) == ("firearms", "attempted", "corrected")
    with pytest.raises(AssignmentError, match="decided already"):
        Adjudication(store).decide(number, DOCUMENT, keys["Shells hit Bor"], Choice(as_=MACHINE), REVIEWER)


def test_what_one_added_and_is_no_claim_is_dismissed_on_record_and_comes_back(store: Store, number: int) -> None:
    _code(store, number)
    sittings = Adjudication(store)
    key = _keys(store, number)["12 fled"]
    sittings.decide(number, DOCUMENT, key, Choice(as_=NO_CLAIM, reason="a stock, no event"), REVIEWER)
    assert "12 fled" not in _keys(store, number)
    assert store.document(DOCUMENT) == RECORD
    line = Audit(store).page(Asked())[0][0]
    assert (line.person, line.reason) == (REVIEWER, "adjudicated in assignment 1: no claim; a stock, no event")
    assert [about.words for about in line.about] == ["12 fled"]
    store.undo(line.number, REVIEWER)
    assert "12 fled" in _keys(store, number)


def test_a_verdict_made_meanwhile_is_not_overwritten(store: Store, number: int) -> None:
    """Somebody judged in the reader while the sitting was looked at: it is decided, and says so."""
    _code(store, number)
    key = _keys(store, number)["4"]
    Review(store).judge(DOCUMENT, "somebody else", Decision("rejected", claim="t1"))
    with pytest.raises((AssignmentError, StaleError)):
        Adjudication(store).decide(number, DOCUMENT, key, Choice(as_=ONE), REVIEWER)
    decided = {
        case.unit.words: case.verdict.person
        for case in Adjudication(store).sitting(number, DOCUMENT).decided
        if case.verdict
    }
    assert decided == {"4": "somebody else"}


def test_undoing_a_decision_opens_its_case_again(store: Store, number: int) -> None:
    _code(store, number)
    Adjudication(store).decide(number, DOCUMENT, _keys(store, number)["4"], Choice(as_=ONE), REVIEWER)
    assert [toll.best for toll in store.document(DOCUMENT).tolls] == [5]
    Review(store).undo(Audit(store).page(Asked())[0][0].number, REVIEWER, "a slip")
    assert "4" in _keys(store, number)
    assert store.document(DOCUMENT) == RECORD


def test_the_log_says_who_changed_what_from_what_to_what(store: Store, number: int) -> None:
    _code(store, number)
    verdict = Review(store).judge(
        DOCUMENT, REVIEWER, Decision("corrected", claim="e1", fields={"mode": "aerial"}, reason="jets are named")
    )
    undone = Review(store).undo(verdict.number, ONE, "no jets")
    lines, more = Audit(store).page(Asked(), 2)
    assert [(line.kind, line.number, line.undoes, line.holds) for line in lines] == [
        ("undo", undone, verdict.number, True),
        ("correction", verdict.number, None, False),
    ]
    assert lines[0].about == lines[1].about, "what was undone is said"
    assert (lines[1].changed, lines[1].undone_by, lines[1].reason) == (
        (("mode", "heavy-weapons", "aerial"),), ONE, "jets are named",
    )  # fmt: skip
    assert (lines[1].about[0].words, lines[1].about[0].document, lines[1].draft) == ("Shells hit Bor", DOCUMENT, None)
    rest, last = Audit(store).page(Asked(), 50, more)
    assert last is None
    assert {line.draft for line in rest} == {number}
    assert [line.number for line in (*lines, *rest)] == sorted((line.number for line in (*lines, *rest)), reverse=True)


def test_the_log_is_narrowed_down(store: Store, number: int) -> None:
    _code(store, number)
    audit = Audit(store)
    assert {line.person for line in audit.page(Asked(person=ONE))[0]} == {ONE}
    assert [line.verdict for line in audit.page(Asked(kind="correction"))[0]] == ["added", "corrected"]
    assert audit.page(Asked(until=date(2001, 1, 1)))[0] == []
    assert len(audit.page(Asked(since=date(2001, 1, 1), document=DOCUMENT))[0]) == 5
    assert audit.page(Asked(document=SECOND.document.id))[0] == []
    assert audit.people() == [ONE, OTHER]
    for bad in (
        lambda: audit.page(Asked(kind="theft")),
        lambda: audit.page(Asked(), after="x"),
        lambda: audit.line(999),
    ):
        with pytest.raises(StoreError):
            bad()


def test_what_is_contested_and_costs_lives_comes_first_and_leaves_the_queue_when_judged(
    store: Store, number: int
) -> None:
    queue, review = Queue(store), Review(store)
    first, second = queue.incidents()
    assert [toll.high for toll in first.incident.tolls] == [9]
    assert first.contested > second.contested == 0
    assert {waiting.claim.kind for waiting in first.claims} == {"toll", "event"}
    assert first.claims[0].claim.kind == "toll", "the claims that the figure was made from come first"
    assert (first.waiting, second.waiting) == (4, 1)
    assert [stakes.incident.id for stakes in queue.incidents(size=1, after=first.after)] == [second.incident.id]
    assert queue.next() == first.claims[0].claim
    review.judge(DOCUMENT, REVIEWER, Decision("accepted", claim="e2"))
    link_all(store)
    assert [stakes.incident.id for stakes in queue.incidents()] == [first.incident.id]
    for record in (RECORD, SECOND):
        review.judge_all(
            record.document.id, REVIEWER, [Decision("accepted", claim="e1"), Decision("accepted", claim="t1")]
        )
    link_all(store)
    assert queue.incidents() == []
    assert queue.next() is None


def test_the_least_certain_claims_come_first(store: Store, number: int) -> None:
    claims, more = Queue(store).claims(2)
    assert claims[0].evidence == "seized Ayod"
    rest, last = Queue(store).claims(50, more)
    confidences = [claim.confidence for claim in (*claims, *rest)]
    assert confidences == sorted(confidences)
    assert (len(confidences), last) == (5, None)
    assert {claim.source for claim in Queue(store).claims(source="Daily Two")[0]} == {"Daily Two"}


def test_the_queue_is_narrowed_down(store: Store, number: int) -> None:
    assert len(Queue(store).incidents(country="SSD")) == 1
    assert Queue(store).incidents(country="SYR") == []
    for bad in ({"order": "fair"}, {"after": "first"}, {"country": "Atlantis"}):
        with pytest.raises(StoreError):
            Queue(store).incidents(**bad)  # type: ignore[arg-type]


def test_progress_is_told_by_person_and_week(store: Store, number: int) -> None:
    Review(store).judge(DOCUMENT, REVIEWER, Decision("accepted", claim="e1"))
    _code(store, number)
    link_all(store)
    found = progress_of(store, date.today())
    assert (found.documents.reviewed, found.documents.all, found.begun) == (0, 2, 1)
    assert (found.claims.reviewed, found.claims.all, found.claims.machine) == (1, 5, 4)
    assert found.verdicts == {"accepted": 1}
    assert (found.incidents.reviewed, found.incidents.all) == (1, 2)
    assert {person: sum(weeks.values()) for person, weeks in found.people.items()} == {ONE: 3, OTHER: 2, REVIEWER: 1}
    assert all(week in found.weeks for weeks in found.people.values() for week in weeks)


def test_a_coder_is_shown_no_drafts_of_others_nor_that_they_were_taken_back(store: Store, number: int) -> None:
    review, audit = Review(store), Audit(store)
    draft = review.judge(DOCUMENT, ONE, Decision("rejected", claim="e2"), assignment=number).number
    undone = review.undo(draft, ONE)
    restored = review.undo(undone, ONE)
    open_ = review.judge(DOCUMENT, ONE, Decision("accepted", claim="e1", reason='"assignment": 1 "verdict":')).number
    numbers = [line.number for line in audit.page(Asked(seen_by=OTHER))[0]]
    assert numbers == [open_]
    for seen_by in (None, ONE):
        numbers = [line.number for line in audit.page(Asked(seen_by=seen_by))[0]]
        assert numbers == [open_, restored, undone, draft]
    with pytest.raises(StoreError):
        audit.line(draft, OTHER)
