"""The situation as of a day: what each report adds, and that nothing published later counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import CodedDocument, Coder
from dateline.brief.check import differences
from dateline.brief.compose import cited, statements
from dateline.brief.record import Evidence
from dateline.brief.situation.compose import situation
from dateline.brief.situation.page import page
from dateline.brief.situation.record import Holding, Situation
from dateline.brief.situation.text import render
from dateline.cli import cli
from dateline.read import Received, read_path
from dateline.store import Store
from tests.brief.made_briefs import filled

SAMPLE = Path(__file__).parents[3] / "samples" / "one-province-ten-days.jsonl"
FIRST, LAST = date(2025, 3, 3), date(2025, 3, 12)
ARMY, FRONT, MILITIA = "South Sudan People's Defence Forces", "Yubo Liberation Front", "White Plain Militia"


@pytest.fixture(scope="module")
def records(coder: Coder) -> list[CodedDocument]:
    received = [item.document for item in read_path(SAMPLE) if isinstance(item, Received)]
    return list(coder.pipe(received))


@pytest.fixture(scope="module")
def store(records: list[CodedDocument], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("situations") / "s.db", *records) as made:
        yield made


def as_of(store: Store, day: int, since: int | None = None) -> Situation:
    return situation(store, "South Sudan", date(2025, 3, day), date(2025, 3, since) if since else None)[0]


def held(made: Situation) -> dict[str, Holding]:
    return {holding.place: holding for holding in made.holdings}


@pytest.mark.parametrize(
    ("day", "place", "state", "holder", "since"),
    [
        (3, "Maridi", "held", FRONT, "2025-03-02"),  # residents alone have told of it
        (5, "Yambio", "held", ARMY, "2025-03-05"),  # no event, but a sentence: "controls Yambio"
        (4, "Maridi", "contested", ARMY, "2025-03-04"),  # the army says that it holds it, and denies the capture
        (5, "Maridi", "contested", FRONT, "2025-03-02"),  # a third voice speaks for the front; the denial still stands
        (5, "Tambura", "held", FRONT, "2025-03-04"),  # "its fighters" are those of the speaker
        (
            8,
            "Maridi",
            "held",
            ARMY,
            "2025-03-08",
        ),  # retaken, and the front has left: what was claimed before is history
        (12, "Tambura", "held", FRONT, "2025-03-04"),  # the army's leaving does not say that the front left
        (12, "Torit", "contested", ARMY, "2025-03-12"),  # both say on one day that they hold it
        (12, "Yei", "held", ARMY, "2025-03-06"),  # "it" is the army
    ],
)
def test_a_place_is_held_by_whom_the_latest_claim_says(
    store: Store, day: int, place: str, state: str, holder: str, since: str
) -> None:
    found = held(as_of(store, day))[place]
    assert (found.state, found.holder.name, found.since) == (state, holder, since)


def test_both_claims_of_a_contested_place_are_shown_and_own_words_are_marked(store: Store) -> None:
    torit = held(as_of(store, 12))["Torit"]
    assert [(c.holder.name, c.own) for c in torit.claims] == [(ARMY, True)]
    assert [(c.holder.name, c.kind, c.own) for c in torit.rivals] == [(MILITIA, "held", True)]
    assert [(c.holder.name, c.own) for c in torit.earlier] == [(MILITIA, False)]  # traders are no party


def test_what_was_planned_is_no_hold_on_a_place(store: Store) -> None:
    """Rebels plan to seize Yambio, and threaten to march on it."""
    made = as_of(store, 12)
    yambio = held(made)["Yambio"]
    assert yambio.holder.name == ARMY
    assert not yambio.rivals
    assert any("planned" in item.text for item in made.left_out)


def test_a_place_of_which_nobody_speaks_is_not_said_to_be_held_by_nobody(store: Store) -> None:
    made = as_of(store, 12)
    assert "Juba" not in held(made)
    assert any("Juba" in item.text and "does not mean that nobody does" in item.text for item in made.left_out)


def test_ties_tell_who_does_what_with_whom_and_how_often(store: Store) -> None:
    told = {(t.one.name, t.kind, t.other.name): t.reports for t in as_of(store, 12).ties}
    assert told[ARMY, "fights", FRONT] == 2
    assert told["South Sudanese government", "talks", FRONT] == 1
    assert told["Uganda", "backs", "South Sudanese government"] == 1
    assert told[MILITIA, "allied", FRONT] == 1


def test_counts_over_time_are_never_added_to_incidents(store: Store) -> None:
    """9, 5 and at least 27 in single incidents; more than 60 over time, by a committee's word."""
    made = as_of(store, 12)
    assert [(t.harm, t.amount.low, t.amount.high) for t in made.totals if t.harm == "killed"] == [("killed", 41, None)]
    assert [(r.amount.low, r.place) for r in made.running if r.harm == "killed"] == [(60, "Western Equatoria")]
    assert [r.amount.best for r in made.displaced] == [20_000]


def test_two_days_show_what_changed_between_them(store: Store) -> None:
    made = as_of(store, 12, since=7)
    said = {
        part: [c.text for c in made.changes if c.part == part] for part in ("control", "ties", "tolls", "displacement")
    }
    assert any(
        text.startswith("Maridi: said to be held by") and "Before: contested" in text for text in said["control"]
    )
    assert not any(text.startswith("Yei") for text in said["control"])  # nothing new was said of it
    assert any("talks with Yubo Liberation Front" in text for text in said["ties"])
    assert any("at least 41 (was at least 32)" in text for text in said["tolls"])
    assert any("20,000 (was 12,000)" in text for text in said["displacement"])
    assert any(c.part == "positions" and "rejected" in c.text for c in made.changes)


def test_a_day_without_news_changes_nothing(store: Store) -> None:
    assert as_of(store, 31, since=12).changes == ()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_published_after_the_day_never_counts(records: list[CodedDocument], data: st.DataObject) -> None:
    """A store of all reports answers as of a day as one that only received those known by it, in any order of arrival."""
    shifts = data.draw(st.lists(st.integers(0, 9), min_size=len(records), max_size=len(records)), label="days")
    dated = [_published(r, FIRST + timedelta(days=n)) for r, n in zip(records, shifts, strict=True)]
    day = FIRST + timedelta(days=data.draw(st.integers(0, 8), label="as of"))
    everything = data.draw(st.permutations(dated), label="order of arrival")
    known = [r for r in data.draw(st.permutations(dated)) if r.document.published <= day.isoformat()]  # type: ignore[operator]
    with TemporaryDirectory() as folder:
        with filled(Path(folder) / "all.db", *everything) as store:
            answer = situation(store, "South Sudan", day)[0]
        if not known:
            assert (answer.reports, answer.holdings, answer.ties, answer.positions) == (0, (), (), ())
            return
        with filled(Path(folder) / "known.db", *known) as store:
            assert situation(store, "South Sudan", day)[0] == answer
            assert situation(store, "South Sudan", day + timedelta(days=400))[0].holdings == answer.holdings


def _published(record: CodedDocument, day: date) -> CodedDocument:
    return record.model_copy(update={"document": record.document.model_copy(update={"published": day.isoformat()})})


def test_every_line_of_the_page_is_cited_and_every_quotation_stands_in_its_report(store: Store) -> None:
    made, reports = situation(store, "South Sudan", LAST, FIRST)
    brief = page(made, reports, version="0")
    assert sum(len(list(statements(section))) for section in brief.sections) > 40
    for section in brief.sections:
        for item in statements(section):
            assert brief.marks(item.citations)
        for citation in cited(section):
            if isinstance(citation, Evidence):
                record = store.document(citation.document)
                text = " ".join(record.document.text.split())
                assert all(part in text for part in citation.quote.split(" … "))
                ids = {
                    x.id for x in (*record.events, *record.tolls, *record.statements, *record.relations, *record.actors)
                }
                assert citation.claim in ids
    assert differences(store, brief) == ()
    assert {p.name for section in brief.sections for p in section.pictures} == {"control", "ties"}


def test_the_screen_is_as_wide_as_it_is(store: Store) -> None:
    made, reports = situation(store, "South Sudan", LAST, FIRST)
    text = render(page(made, reports, version="0", pictures=False), 72)
    assert max(map(len, text.splitlines())) <= 72
    assert "CONTESTED" in text


def test_the_command_writes_every_form(store: Store, tmp_path: Path) -> None:
    common = ["situation", "--store", store.where, "--place", "South Sudan", "--on", "2025-03-12"]
    run = CliRunner().invoke(cli, [*common, "--and", "2025-03-07", "--format", "json"])
    told = json.loads(run.output)
    assert (told["on"], told["compared_with"]) == ("2025-03-12", "2025-03-07")
    for name, mark in (
        ("s.html", "<!DOCTYPE html>"),
        ("s.md", "# The situation"),
        ("s.txt", "The situation: South Sudan"),
    ):
        run = CliRunner().invoke(cli, [*common, "-o", str(tmp_path / name)])
        assert run.exit_code == 0, run.output
        assert (tmp_path / name).read_text("utf-8").startswith(mark)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--on", "2025-03-12", "--since", "2025-03-12"], "is not before"),
        (["--on", "2025-03-12", "--since", "2025-03-01", "--and", "2025-03-02"], "give one of them"),
        (["--on", "yesterday"], "does not match the format"),
        (["--on", "2025-03-12", "-o", "s.docx"], "which form is that"),
    ],
)
def test_days_that_make_no_sense_are_refused(store: Store, arguments: list[str], said: str) -> None:
    run = CliRunner().invoke(cli, ["situation", "--store", store.where, *arguments])
    assert run.exit_code == 2
    assert said in run.output


def test_an_empty_answer_says_so(store: Store) -> None:
    made, reports = situation(store, "Peru", LAST)
    text = render(page(made, reports, version="0", pictures=False))
    assert "0 reports" in text
    assert "does not mean that nobody does" in text
