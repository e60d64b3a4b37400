"""Verdicts of people on claims: kept, laid over the coding, followed by all, and never overwritten; on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from dateline.errors import StoreError
from dateline.intake.linking import link_all
from dateline.records import CodedDocument, Span
from dateline.store import Store
from dateline.store.review import Decision, Review, StaleError, VerdictError, laying
from tests.contracts.made import SECOND, At, Did, Who, coded
from tests.contracts.stores import count, keep, wrong

CITY = At("Kasubi", 1.5, 30.2, "UGA", "Western", 501)
GUNMEN = Who("Red Lake Front")
STRIKE = {"type": "ASSAULT", "mode": "aerial", "acled": ("Explosions/Remote violence", "Air/drone strike")}


def report(number: int, killed: int) -> CodedDocument:
    """A report of an air strike with this toll."""
    words = f"an air strike on the Kasubi market killed {killed} people on 30 November"
    event = Did(words, at=CITY, by=GUNMEN, days=("2024-11-30", "2024-11-30"), tolls=(("killed", killed),), **STRIKE)  # type: ignore[arg-type]
    march = Did("crowds marched", type="PROTEST", mode="demo", at=CITY)
    before, after = (
        ("The governor confirmed on the radio that", "He gave no names, and schools stay closed until Monday."),
        ("Families at the hospital gate counted the beds:", "A nurse spoke of burns. The road north is shut."),
    )[number % 2]
    text = f"{before} {words}. {after} Later crowds marched."
    return coded(text, event, march, published="2024-12-01", source=f"Wire {number}")


ONE, OTHER = report(1, 14), report(2, 14)
ID = ONE.document.id
ACCEPT_TOLL = Decision("accepted", claim="t1")
FEWER = {"low": 12, "best": 12, "high": 12}


@pytest.fixture
def linked(store: Store) -> Store:
    keep(store, ONE, OTHER)
    link_all(store)
    return store


def killed(store: Store) -> tuple[int | None, int | None]:
    """The figures of the one incident that has any."""
    (toll,) = [toll for incident in store.incidents() for toll in incident.tolls]
    return toll.low, toll.high


def test_an_accepted_claim_says_so_and_changes_nothing_else(linked: Store) -> None:
    review = Review(linked)
    before = list(linked.incidents())
    verdict = review.judge(ID, "A. Analyst", ACCEPT_TOLL, seen=0)
    assert (verdict.person, verdict.verdict, verdict.claim, verdict.holds) == ("A. Analyst", "accepted", "t1", True)
    record = linked.document(ID)
    assert record.tolls[0].review == "accepted"
    assert [event.review for event in record.events] == [None, None]
    assert linked.coding(linked.codings(ID)[-1].number) == ONE, "what the machine made stays"
    assert not linked.waiting(5).rows, "there is nothing to link again"
    (after,) = [incident for incident in linked.incidents() if incident.reviewed]
    assert after.history[0].what == f"accepted toll t1 of report {ID[:10]}"
    assert [i.id for i in before] == [i.id for i in linked.incidents()]
    assert wrong(linked) == []


def test_a_figure_is_reviewed_when_all_claims_behind_it_are(linked: Store) -> None:
    review = Review(linked)
    review.judge(ID, "A. Analyst", ACCEPT_TOLL)
    assert [t.reviewed for i in linked.incidents() for t in i.tolls] == [False]
    review.judge(OTHER.document.id, "A. Analyst", ACCEPT_TOLL)
    assert [t.reviewed for i in linked.incidents() for t in i.tolls] == [True]


def test_a_corrected_claim_is_followed_by_search_and_incidents(linked: Store) -> None:
    review = Review(linked)
    assert killed(linked) == (14, 14)
    verdict = review.judge(ID, "A. Analyst", Decision("corrected", claim="t1", fields=FEWER, reason="misread"))
    assert verdict.changed == ("best", "high", "low")
    assert linked.document(ID).tolls[0].review == "corrected"
    assert linked.document(ID).tolls[0].event == "e1", "what was not corrected is as it was"
    link_all(linked)
    assert killed(linked) == (12, 14)
    assert sorted(t.best or 0 for t in linked.tolls()) == [12, 14]
    (line,) = review.verdicts(ID)
    assert (line.was or {})["best"] == 14
    assert (line.to or {})["best"] == 12
    assert wrong(linked) == []


def test_a_rejected_event_is_gone_and_its_toll_counts_for_nothing_else(linked: Store) -> None:
    review = Review(linked)
    review.judge(ID, "A. Analyst", Decision("rejected", claim="e1"))
    record = linked.document(ID)
    assert [event.id for event in record.events] == ["e2"]
    assert [toll.event for toll in record.tolls] == [None], "the figure stands in the text all the same"
    link_all(linked)
    assert {r.document for i in linked.incidents("strike") for r in i.reports} == {OTHER.document.id}
    assert review.look(ID).over.rejected.keys() == {"e1"}
    assert wrong(linked) == []


def test_an_event_is_rejected_with_its_tolls_whole_or_not_at_all(linked: Store) -> None:
    review = Review(linked)
    both = [Decision("rejected", claim="e1"), Decision("rejected", claim="t1")]
    with pytest.raises(VerdictError, match="no claim 't9'"):
        review.judge_all(ID, "A. Analyst", [*both, Decision("rejected", claim="t9")])
    assert review.verdicts(ID) == []
    review.judge_all(ID, "A. Analyst", both)
    assert linked.document(ID).tolls == ()
    assert len(review.verdicts(ID)) == 2


def test_a_missed_claim_is_added_and_can_be_corrected_and_taken_back(linked: Store) -> None:
    review = Review(linked)
    words = Span.of(ONE.document.text, 0, 9)
    fields = {
        "harm": "injured", "low": 3, "best": 3, "high": 3, "bound": "exact", "event": "e1",
        "number": words.model_dump(), "evidence": [words.model_dump()],
    }  # fmt: skip
    added = review.judge(ID, "A. Analyst", Decision("added", kind="toll", fields=fields))
    assert added.claim == "t2"
    assert [(t.id, t.review, t.rule) for t in linked.document(ID).tolls][1] == ("t2", "added", "added-by-a-person")
    link_all(linked)
    assert {(t.harm, t.best) for i in linked.incidents("strike") for t in i.tolls} == {("killed", 14), ("injured", 3)}
    more = review.judge(ID, "B. Reviewer", Decision("corrected", claim="t2", fields={"low": 4, "best": 4, "high": 4}))
    assert linked.document(ID).tolls[1].best == 4
    assert linked.document(ID).tolls[1].review == "added", "the machine did not make it"
    review.undo(more.number, "B. Reviewer")
    review.undo(added.number, "A. Analyst")
    assert linked.document(ID) == ONE


def test_taking_back_restores_exactly_what_was_and_can_be_taken_back_itself(linked: Store) -> None:
    review = Review(linked)
    first = review.judge(ID, "A. Analyst", ACCEPT_TOLL)
    second = review.judge(ID, "B. Reviewer", Decision("corrected", claim="t1", fields=FEWER))
    accepted_only, both = first.number, linked.document(ID)
    undone = review.undo(second.number, "B. Reviewer", "the wrong line")
    assert linked.document(ID).tolls[0].review == "accepted"
    assert linked.document(ID).tolls[0].best == 14
    with pytest.raises(StoreError, match="undone already"):
        review.undo(second.number, "B. Reviewer")
    review.undo(undone, "B. Reviewer", "it was right after all")
    assert linked.document(ID) == both
    linked.undo(accepted_only, "A. Analyst")
    assert linked.document(ID).tolls[0].review == "corrected", "the store's own undo does it too"
    assert [(v.verdict, v.holds) for v in review.verdicts(ID)] == [("accepted", False), ("corrected", True)]
    review.undo(second.number, "B. Reviewer")
    assert linked.document(ID) == ONE
    assert count(linked, "reviewed") == count(linked, "claim_reviews") == 0
    link_all(linked)
    assert killed(linked) == (14, 14)
    assert wrong(linked) == []


def test_the_second_of_two_reviewers_is_told_and_nothing_is_overwritten(linked: Store) -> None:
    review = Review(linked)
    seen = review.look(ID).version("t1")
    review.judge(ID, "A. Analyst", Decision("corrected", claim="t1", fields=FEWER, reason="counted twice"), seen=seen)
    with pytest.raises(StaleError, match=r"A\. Analyst has corrected this toll") as told:
        review.judge(ID, "B. Reviewer", Decision("rejected", claim="t1"), seen=seen)
    assert "best: 14 → 12" in str(told.value)
    assert "counted twice" in str(told.value)
    assert len(review.verdicts(ID)) == 1
    review.judge(ID, "B. Reviewer", Decision("accepted", claim="e1"), seen=0)
    now = review.look(ID).version("t1")
    review.judge(ID, "B. Reviewer", Decision("rejected", claim="t1"), seen=now)
    assert linked.document(ID).tolls == ()
    rejected = review.verdicts(ID)[-1]
    review.undo(rejected.number, "B. Reviewer")
    with pytest.raises(StaleError, match=r"B. Reviewer has taken the verdict “rejected” .* back"):
        review.judge(ID, "A. Analyst", ACCEPT_TOLL, seen=rejected.number)


def test_a_rejected_claim_can_be_accepted_again(linked: Store) -> None:
    review = Review(linked)
    review.judge(ID, "A. Analyst", Decision("rejected", claim="t1"))
    review.judge(ID, "B. Reviewer", ACCEPT_TOLL, seen=review.look(ID).version("t1"))
    assert [(t.best, t.event, t.review) for t in linked.document(ID).tolls] == [(14, "e1", "accepted")]


@pytest.mark.parametrize(
    ("decision", "told", "why"),
    [
        (Decision("corrected", claim="t1", fields={"best": 13}), "bound exact cannot have", "figures that do not fit"),
        (
            Decision("corrected", claim="e1", fields={"mode": "phone"}),
            "no mode 'phone' of ASSAULT",
            "another type's mode",
        ),
        (Decision("corrected", claim="t1", fields={"harm": "bored"}), "harm", "no such word"),
        (Decision("accepted", claim="e9"), "no claim 'e9'", "no such claim"),
        (Decision("added", fields={}), "say what it is", "no kind"),
        (Decision("added", kind="toll", fields={}), "evidence", "nothing it rests on"),
    ],
)
def test_what_is_no_claim_is_refused_in_words(linked: Store, decision: Decision, told: str, why: str) -> None:
    with pytest.raises(VerdictError) as error:
        Review(linked).judge(ID, "A. Analyst", decision)
    assert told in str(error.value), why
    assert Review(linked).verdicts(ID) == []


def test_a_run_never_overwrites_what_was_reviewed(linked: Store) -> None:
    """The newer coding has other figures, other ids and one claim less: what was judged stays as it was judged."""
    review = Review(linked)
    review.judge(ID, "A. Analyst", Decision("corrected", claim="t1", fields=FEWER))
    review.judge(ID, "A. Analyst", Decision("accepted", claim="e2"))
    review.judge(ID, "A. Analyst", Decision("accepted", claim="e1"))
    strike, toll = ONE.events[0], ONE.tolls[0]
    anew = ONE.model_copy(
        update={
            "actors": (ONE.actors[0].model_copy(update={"id": "a7"}),),
            "events": (strike.model_copy(update={"id": "e5", "mode": "drone", "actors": ("a7",)}),),
            "tolls": (toll.model_copy(update={"id": "t3", "event": "e5", "best": 15, "low": 15, "high": 15}),),
        }
    )
    assert keep(linked, anew, by=SECOND, recode=True) == ["recoded"]
    record = linked.document(ID)
    assert [(e.id, e.mode, e.review, e.actors) for e in record.events] == [
        ("e5", "aerial", "accepted", ("a7",)),
        ("e2", "demo", "accepted", ()),
    ]
    assert [(t.id, t.best, t.event, t.review) for t in record.tolls] == [("t3", 12, "e5", "corrected")]
    looked = review.look(ID)
    assert [verdict.claim for verdict in looked.over.lost] == ["e2"]
    assert looked.machine == anew
    link_all(linked)
    assert killed(linked) == (12, 14)
    assert wrong(linked) == []


def test_merges_and_splits_outlast_verdicts(linked: Store) -> None:
    linked.judge("split", "A. Analyst", sides=[[(ID, "e1")], [(OTHER.document.id, "e1")]])
    link_all(linked)
    apart = sorted(len(i.reports) for i in linked.incidents("strike"))
    assert apart == [1, 1]
    Review(linked).judge(ID, "A. Analyst", Decision("corrected", claim="e1", fields={"mode": "drone"}))
    link_all(linked)
    assert sorted(len(i.reports) for i in linked.incidents("strike")) == apart
    assert [j.lost for j in linked.judgements() if j.kind == "split"] == [0]


def test_drafts_of_an_assignment_change_nothing_and_are_seen_by_their_author_alone(linked: Store) -> None:
    review = Review(linked)
    review.judge(ID, "A. Analyst", Decision("corrected", claim="t1", fields=FEWER), assignment=3)
    review.judge(ID, "B. Reviewer", Decision("rejected", claim="t1"), seen=0, assignment=3)
    assert linked.document(ID) == ONE
    assert review.look(ID).record == ONE
    assert review.look(ID, assignment=3, person="A. Analyst").record.tolls[0].best == 12
    assert review.look(ID, assignment=3, person="B. Reviewer").record.tolls == ()
    assert [v.person for v in review.verdicts(ID, assignment=3)] == ["A. Analyst", "B. Reviewer"]
    assert review.verdicts(ID) == []


def test_a_verdict_that_breaks_off_leaves_nothing(linked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log, the record, the rows and the incidents are written together or not at all."""
    tables = ("judgements", "judged_claims", "reviewed", "claim_reviews", "claims", "incidents", "runs")
    before = {table: count(linked, table) for table in tables}
    for name in ("keep_rows_again", "packed_record", "hold_incidents"):
        with monkeypatch.context() as patched:
            patched.setattr(laying, name, _broken)
            decision = ACCEPT_TOLL if name == "hold_incidents" else Decision("corrected", claim="t1", fields=FEWER)
            with pytest.raises(RuntimeError, match="as asked"):
                Review(linked).judge(ID, "A. Analyst", decision)
        assert {table: count(linked, table) for table in tables} == before, name
        assert linked.document(ID) == ONE
    assert wrong(linked) == []


def _broken(*_: object) -> None:
    raise RuntimeError("as asked")


def test_verdicts_of_a_document_are_found_by_an_index(linked: Store) -> None:
    from dateline.store.review.log import verdicts_of

    asked: list[str] = []
    sa.event.listen(linked.engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    Review(linked).judge(ID, "A. Analyst", ACCEPT_TOLL)
    asked.clear()
    with linked.engine.connect() as connection:
        assert len(verdicts_of(connection, _row(linked))) == 1
    assert all("WHERE" in sql for sql in asked if "judgements" in sql)


def _row(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT row FROM documents WHERE id = :id"), {"id": ID}).scalar_one())
