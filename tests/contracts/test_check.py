"""What a check of a store holds: each rule, broken once, is told of, on both databases; a store that is whole is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy.engine import Connection

from dateline.intake.linking import link_all
from dateline.store import Store, create_store
from dateline.store.accounts import Invitations, People
from dateline.store.check import broken_rules
from dateline.store.check_rules import RULES
from dateline.store.jobs import Came, Jobs, NewJob, keep_results
from dateline.store.review import Decision, Review
from dateline.store.review.assignments import Assignments, Wanted
from dateline.store.review.check import drafts_of_nobody, out_of_step
from dateline.store.saved import Searches
from tests.contracts.made import FIRST, At, Did, Who, arrival, coded
from tests.contracts.stores import NewAddress, keep, wrong

ONE, OTHER = "coder one", "coder two"
REPORTS = [
    coded(
        f"Shells hit Town {n} and killed {n + 3} people.",
        Did(f"Shells hit Town {n}", mode="heavy-weapons", at=At(f"Town {n}", n * 9.0, 31.5, "SSD"), by=Who(f"Army {n}"),
            days=("2024-12-03", "2024-12-03"), tolls=(("killed", n + 3),)),
    )
    for n in range(3)
]  # fmt: skip
ID = REPORTS[0].document.id


@pytest.fixture(scope="module")
def busy(new_address: NewAddress) -> Iterator[Store]:
    """A store with something of everything in it."""
    with create_store(new_address()) as store:
        keep(store, *REPORTS)
        link_all(store)
        review, given, jobs = Review(store), Assignments(store), Jobs(store)
        review.judge(ID, ONE, Decision("accepted", claim="t1"))
        review.undo(review.judge(ID, ONE, Decision("rejected", claim="e1")).number, ONE)
        number = given.assign(Wanted(title="All", documents=[ID], people=[ONE, OTHER], double=True), ONE)
        review.judge(ID, ONE, Decision("accepted", claim="t1"), assignment=number)
        given.finish(number, ID, ONE)
        upload = jobs.open_upload(ONE, {})
        jobs.add([NewJob(kind="file", name=name, data=b"x", upload=upload) for name in ("done", "running", "waiting")])
        done, _running = jobs.lease("worker"), jobs.lease("worker")
        assert done is not None
        with store.run("test", FIRST) as run:
            keep_results(jobs, done, [Came(origin="a", key="k", kept=arrival(REPORTS[1]))], run)
        jobs.finish(done)
        Searches(store).save("Killed", ONE, {"harm": "killed"}, kind="incidents")
        People(store).add(ONE, by="test")
        People(store).set_role(ONE, "project", "coder", by="test")
        Invitations(store).make("project", "coder", "", by=ONE)
        yield store


_A_LINE = "INSERT INTO judgements (number, made, person, kind, content, undoes) VALUES (900, '2025', 'x', {})"
_FIRST_INCIDENT = "(SELECT min(id) FROM incidents)"
BREAKS: Mapping[str, str] = {
    "each document has one current coding": "UPDATE codings SET superseded = made",
    "each document came from somewhere": "INSERT INTO documents (row, number, id, language, known, text, codes)"
    " VALUES (9, 9000, 'x', 'en', '2024-01-01', 'x', '')",
    "each incident has reports": f"DELETE FROM incident_claims WHERE incident = {_FIRST_INCIDENT}",
    "each claim is about as old as its row says": "UPDATE claims SET last_day = '1900-01-01'",
    "each judgement taken back was made before": _A_LINE.format("'undo', '{}', 900"),
    "each undo takes one line back, and nothing else does": _A_LINE.format("'undo', '{}', NULL"),
    "each judgement is about claims": _A_LINE.format("'review', '{}', NULL"),
    "each judged claim stands on words of its document": "INSERT INTO judged_claims (judgement, position, side, document,"
    " claim, kind, anchor_start, anchor_end) SELECT j.number, d.number, 0, d.row, 'e1', 'event', 3, 9000 FROM judgements j,"
    " documents d WHERE j.kind = 'undo'",
    "each verdict on a row is a line about its document": "UPDATE claim_reviews SET claim = (SELECT min(c.row) FROM claims c"
    " WHERE c.document <> (SELECT k.document FROM claims k WHERE k.row = claim_reviews.claim))",
    "each verdict on a row is by whom the log says": "UPDATE claim_reviews SET person = 'x'",
    "each document with verdicts on its rows is kept as reviewed": "DELETE FROM reviewed",
    "each reviewed document goes back to a line about it": "UPDATE reviewed SET latest = 9999",
    "each task is of a document of its assignment": "DELETE FROM assigned_documents",
    "each document of an assignment has the coders that it should": f"DELETE FROM tasks WHERE person = '{ONE}'",
    "each task was given before it was done": "UPDATE tasks SET done = '2000-01-01' WHERE done IS NOT NULL",
    "each document that is settled was coded before": "UPDATE assigned_documents SET settled = '2030'",
    "each job is in a state that there is": "UPDATE jobs SET state = 'lost' WHERE state = 'waiting'",
    "each job that runs is somebody's, and no other is": "UPDATE jobs SET worker = NULL WHERE state = 'running'",
    "each job that ended says when, and no other does": "UPDATE jobs SET finished = NULL WHERE state = 'done'",
    "each job that is to be done has its bytes": "DELETE FROM job_bytes",
    "each report that a job added is there": "UPDATE job_results SET document = 'none'",
    "each piece of news is of a kind that there is": "INSERT INTO search_news (search, item, kind, at, told)"
    " SELECT number, 'x', 'rumour', '2025', '{}' FROM searches",
    "each address that is told what is new has a secret": "UPDATE searches SET hook = 'https://example.org/'",
    "each role is one that there is": "UPDATE project_roles SET role = 'king'",
    "each invitation that was taken says by whom": "UPDATE invitations SET taken = '2025'",
    "each incident has its outline": "DELETE FROM incident_outlines",
    "each outline says what its incident does": "UPDATE incident_outlines SET grade = 'x'",
    "each figure of an outline counts as its incident does": "UPDATE incident_bands SET counts = NOT counts",
    "each part in an outline counts as its incident does": "UPDATE incident_parts SET counts = NOT counts",
    "no figure repeats itself": "INSERT INTO incident_repeats (vague, harm, close) SELECT row, 'killed', row FROM incidents",
    "no incident is there and gone": "INSERT INTO incidents_gone (id, made, changed, gone, title, first_day, sha256)"
    " SELECT id, 'x', 'x', 'x', 'x', first_day, 'x' FROM incidents",
}


def _breaking(rule: str, database: str) -> str:
    """PostgreSQL keeps the words that are searched in a column of the row."""
    sql = BREAKS[rule]
    if database == "postgresql" and sql.startswith("INSERT INTO documents"):
        return sql.replace("codes)", "codes, search)").replace("'')", "'', '')")
    return sql


def test_nothing_is_wrong_with_a_store_that_is_whole(busy: Store) -> None:
    assert wrong(busy) == []


def test_every_rule_is_broken_here() -> None:
    assert set(BREAKS) == set(RULES)


@pytest.mark.parametrize("rule", BREAKS)
def test_a_rule_that_is_broken_is_told_of(busy: Store, rule: str) -> None:
    with _undone(busy) as connection:
        assert rule not in broken_rules(connection)
        connection.exec_driver_sql(_breaking(rule, connection.dialect.name))
        assert rule in broken_rules(connection)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reviewed SET judged = 7",
        "UPDATE reviewed SET sha256 = 'x'",
        "UPDATE claim_reviews SET review = 'added'",
        "DELETE FROM claim_reviews",
        "DELETE FROM reviewed",
    ],
)
def test_what_is_kept_beside_the_log_must_be_what_the_log_says(busy: Store, sql: str) -> None:
    with _undone(busy) as connection:
        assert list(out_of_step(connection)) == []
        connection.exec_driver_sql(sql)
        assert list(out_of_step(connection)) == [ID]


def test_a_draft_is_of_somebody_who_had_the_document(busy: Store) -> None:
    with _undone(busy) as connection:
        assert list(drafts_of_nobody(connection)) == []
        connection.exec_driver_sql("DELETE FROM tasks")
        assert len(list(drafts_of_nobody(connection))) == 1


@contextmanager
def _undone(store: Store) -> Iterator[Connection]:
    """A connection of which nothing is kept."""
    with store.engine.connect() as connection, connection.begin() as doing:
        yield connection
        doing.rollback()
