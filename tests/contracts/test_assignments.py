"""Assignments, on both databases: who has what to do, how far they are, and that nobody undoes another's work."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dateline.records import CodedDocument
from dateline.store import Store
from dateline.store.review.assignments import AssignmentError, Assignments, Wanted
from tests.contracts.made import Did, coded
from tests.contracts.stores import keep

ONE, OTHER, THIRD = "coder one", "coder two", "coder three"
REPORTS = [coded(f"Shells hit town {n}.", Did(f"Shells hit town {n}"), published=f"2024-12-0{n}") for n in range(1, 7)]
IDS = [record.document.id for record in REPORTS]


@pytest.fixture
def given(store: Store) -> Assignments:
    """A store of six reports."""
    keep(store, *REPORTS)
    return Assignments(store)


def _wanted(*people: str, documents: int = 6, **how: object) -> Wanted:
    return Wanted(title="December", documents=IDS[:documents], people=people, **how)  # type: ignore[arg-type]


def _shared(given: Assignments, number: int) -> list[set[str]]:
    """Who has each document, in the order of the reports."""
    tasks = given.tasks(number)
    return [{task.person for task in tasks if task.document == document} for document in IDS]


def test_documents_are_shared_out_in_turn(given: Assignments) -> None:
    number = given.assign(_wanted(ONE, OTHER, due="2024-12-31", note=" With care. "), "reviewer")
    assert _shared(given, number) == [{ONE}, {OTHER}] * 3
    found = given.get(number)
    assert (found.documents, found.tasks, found.done, found.due, found.note) == (6, 6, 0, "2024-12-31", "With care.")
    assert found.people == (ONE, OTHER)
    assert found.open


@pytest.mark.parametrize(
    ("people", "pairs"),
    [
        ([ONE, OTHER], [{ONE, OTHER}] * 6),
        ([ONE, OTHER, THIRD], [{ONE, OTHER}, {OTHER, THIRD}, {THIRD, ONE}] * 2),
    ],
)
def test_in_double_coding_each_document_has_two_coders(
    given: Assignments, people: list[str], pairs: list[set[str]]
) -> None:
    assert _shared(given, given.assign(_wanted(*people, double=True, blind=True), "reviewer")) == pairs


def test_what_is_due_first_comes_first(given: Assignments) -> None:
    given.assign(Wanted(title="Any time", documents=IDS[:1], people=[ONE]), "reviewer")
    given.assign(Wanted(title="Late", documents=IDS[1:2], people=[ONE], due="2025-02-01"), "reviewer")
    given.assign(Wanted(title="Soon", documents=IDS[2:4], people=[ONE, OTHER], due="2025-01-01"), "reviewer")
    assert [task.title for task in given.of(ONE)] == ["Soon", "Late", "Any time"]
    assert [task.document for task in given.of(OTHER)] == [IDS[3]]
    assert given.of("nobody") == []


def test_a_blind_coder_sees_the_other_only_when_both_are_done(given: Assignments) -> None:
    number = given.assign(_wanted(ONE, OTHER, documents=1, double=True, blind=True), "reviewer")
    sees = lambda person: given.sees_others(number, IDS[0], person)  # noqa: E731
    assert not sees(ONE)
    given.finish(number, IDS[0], ONE)
    assert not sees(ONE)
    assert not sees(THIRD)
    given.finish(number, IDS[0], OTHER)
    assert sees(ONE)
    assert sees(OTHER)
    assert not sees(THIRD), "who is no coder of it sees nothing as one"


def test_progress_is_counted(given: Assignments) -> None:
    number = given.assign(_wanted(ONE, OTHER, documents=2, double=True), "reviewer")
    given.finish(number, IDS[0], ONE)
    given.finish(number, IDS[0], OTHER)
    given.finish(number, IDS[1], OTHER)
    found = given.get(number)
    assert (found.tasks, found.done, found.coded, found.settled, found.open) == (4, 3, 1, 0, True)
    given.settle(number, IDS[0], "reviewer")
    given.finish(number, IDS[1], ONE)
    given.settle(number, IDS[1], "reviewer")
    assert not given.get(number).open
    assert [task.settled is not None for task in given.tasks(number)] == [True] * 4
    assert given.of(ONE) == []
    assert len(given.of(ONE, only_open=False)) == 2


def test_a_document_can_be_given_to_another_until_it_is_done(given: Assignments) -> None:
    number = given.assign(_wanted(ONE, OTHER, documents=2, double=True), "reviewer")
    given.reassign(number, IDS[0], ONE, THIRD, "reviewer")
    assert {task.person for task in given.coders(number, IDS[0])} == {OTHER, THIRD}
    assert given.of(THIRD)[0].given_by == "reviewer"
    with pytest.raises(AssignmentError, match="has this document already"):
        given.reassign(number, IDS[0], THIRD, OTHER, "reviewer")
    given.reassign(number, IDS[0], THIRD, ONE, "reviewer")
    assert {task.person for task in given.coders(number, IDS[0])} == {ONE, OTHER}
    given.finish(number, IDS[0], ONE)
    with pytest.raises(AssignmentError, match="done already"):
        given.reassign(number, IDS[0], ONE, THIRD, "reviewer")


def test_what_was_withdrawn_is_nobodys(given: Assignments) -> None:
    number = given.assign(_wanted(ONE), "reviewer")
    given.withdraw(number, "reviewer")
    assert given.of(ONE) == []
    assert not given.get(number).open
    for act in (lambda: given.finish(number, IDS[0], ONE), lambda: given.withdraw(number, "reviewer")):
        with pytest.raises(AssignmentError):
            act()


def test_a_document_can_be_taken_up_again_until_it_is_settled(given: Assignments) -> None:
    number = given.assign(_wanted(ONE, OTHER, documents=1, double=True), "reviewer")
    with pytest.raises(AssignmentError, match="cannot be taken up"):
        given.reopen(number, IDS[0], ONE)
    given.finish(number, IDS[0], ONE)
    given.reopen(number, IDS[0], ONE)
    assert len(given.of(ONE)) == 1
    given.finish(number, IDS[0], ONE)
    given.finish(number, IDS[0], OTHER)
    given.settle(number, IDS[0], "reviewer")
    with pytest.raises(AssignmentError, match="settled"):
        given.reopen(number, IDS[0], ONE)
    with pytest.raises(AssignmentError, match="settled already"):
        given.settle(number, IDS[0], "another reviewer")


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (Wanted(title="a", documents=[], people=[ONE]), "at least one document"),
        (Wanted(title=" ", documents=IDS, people=[ONE]), "a title"),
        (Wanted(title="a", documents=IDS, people=[" "]), "who is to code"),
        (Wanted(title="a", documents=IDS, people=[ONE, ONE], double=True), "two people"),
        (Wanted(title="a", documents=IDS, people=[ONE], due="soon"), "no day"),
        (Wanted(title="a", documents=IDS, people=[ONE], due="2024-13-01"), "no day"),
        (Wanted(title="a", documents=["0" * 64], people=[ONE]), "no document 000"),
        (Wanted(title="a", documents=[str(n) for n in range(3000)], people=[ONE]), "at most 2,000"),
    ],
)
def test_what_cannot_be_assigned_is_said(given: Assignments, wanted: Wanted, problem: str) -> None:
    with pytest.raises(AssignmentError, match=problem):
        given.assign(wanted, "reviewer")
    assert given.all() == []


def test_of_several_at_once_one_is_first(given: Assignments) -> None:
    """Two reviewers give one task to two people: one of them is told, and the document has one new coder."""
    number = given.assign(_wanted(ONE, documents=1), "reviewer")

    def give(to: str) -> str:
        try:
            given.reassign(number, IDS[0], ONE, to, "reviewer")
        except AssignmentError:
            return "told"
        return "given"

    with ThreadPoolExecutor(4) as pool:
        became = list(pool.map(give, [f"coder {n}" for n in range(4)]))
    assert sorted(became) == ["given", "told", "told", "told"]
    assert len(given.coders(number, IDS[0])) == 1


def test_hostile_names_are_names(given: Assignments) -> None:
    people = ["<script>alert(1)</script>", "‮right to left", 'o\'Neil "x" 🕊️']
    number = given.assign(_wanted(*people), "reviewer")
    assert set(given.get(number).people) == set(people)


def test_records_are_what_they_were(store: Store, given: Assignments) -> None:
    given.assign(_wanted(ONE, OTHER, double=True), "reviewer")
    kept: CodedDocument = store.document(IDS[0])
    assert kept == REPORTS[0]
