"""The pages of review: the queue, assignments, blind double coding, adjudication, the log, and who may see what."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench
from dateline.store import Store, create_store
from dateline.store.review import Decision, Review
from dateline.store.review.assignments import Assignments, Wanted
from tests.serve.asking import Asking
from tests.serve.filled import coded_samples
from tests.serve.people import ONE, OTHER, REVIEWER, VIEWER, asking_as, workbench_of

RECORD = next(r for r in coded_samples() if len(r.tolls) > 1 and any(toll.bound == "exact" for toll in r.tolls))
DOCUMENT = RECORD.document.id
TOLL = next(toll for toll in RECORD.tolls if toll.bound == "exact")
As = Callable[[str], Asking]


@pytest.fixture
def as_(own_store: Store) -> As:
    """Asks as a person."""
    app = create_app(workbench_of(own_store))
    return lambda person: asking_as(app, person)


def _given(store: Store, *, double: bool = True) -> int:
    wanted = Wanted(title="The strike", documents=[DOCUMENT], people=[ONE, OTHER], double=double, blind=double)
    return Assignments(store).assign(wanted, REVIEWER)


def _coded(store: Store) -> int:
    """Both have done the report: one says another figure than the machine and the other; the number of the assignment."""
    number = _given(store)
    review, secret = Review(store), "because of SECRETWORD"
    fields = {"low": 77, "best": 77, "high": 77}
    review.judge(DOCUMENT, ONE, Decision("corrected", claim=TOLL.id, fields=fields, reason=secret), assignment=number)
    Assignments(store).finish(number, DOCUMENT, ONE)
    return number


def test_the_queue_says_why_each_waits(asking: Asking) -> None:
    page = asking.page("review")
    cards = page.xpath('//ol[contains(@class, "queue")]/li')
    assert cards
    assert all(card.xpath('.//ul[@class="why"]/li') for card in cards)
    assert any("sources disagree" in card.text_content() for card in cards)
    claim = page.xpath('//ul[@class="waits"]//a/@href')[0]
    assert re.fullmatch(r"/p/samples/documents/[0-9a-f]{64}\?claim=[et]\d+", claim)


@pytest.mark.parametrize("order", ["mixed", "impact", "contested", "doubt"])
def test_every_order_has_a_first(asking: Asking, order: str) -> None:
    assert asking.page("review", first=order).xpath('//ol[contains(@class, "queue")]/li')
    response = asking.get("review/next", first=order)
    assert "documents" in str(response.url)


def test_the_queue_goes_on_where_it_ended(asking: Asking) -> None:
    seen: list[str] = []
    address: str | None = "review?first=doubt"
    while address:
        page = asking.page(address)
        seen += page.xpath('//ol[contains(@class, "queue")]//h2/a/@href')
        following = page.xpath('//a[@rel="next"]/@href')
        address = following[0] if following else None
    assert len(seen) == len(set(seen)) > 20


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("review?first=best", "no order"),
        ("review?after=x", "no place in the queue"),
        ("review?since=soon", "no day"),
        ("review/log?kind=theft", "no lines of the kind"),
        ("review/log?since=soon", "no day"),
        ("review/log?after=x", "no place in the log"),
        ("review/assignments/999", "no assignment 999"),
        ("review/log/999999", "no line 999999"),
    ],
)
def test_what_is_nowhere_is_said(asking: Asking, path: str, problem: str) -> None:
    response = asking.get(path)
    assert response.status_code in (400, 404)
    assert problem in response.text


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    with create_store(tmp_path / "empty.db") as store:
        client = TestClient(create_app(Workbench(projects={"one": store})), base_url="http://localhost")
        asking = Asking(client, "one")
        for path, words in (
            ("review", "Nothing waits"),
            ("review/mine", "Nothing is given to you"),
            ("review/assignments", "No documents have been given"),
            ("review/log", "Nobody has decided anything"),
            ("review/progress", "0%"),
        ):
            assert words in asking.page(path).text_content()


def test_documents_are_given_out_by_a_form(as_: As, own_store: Store) -> None:
    page = as_(REVIEWER).page("review/assign")
    offered = page.xpath('//input[@name="documents"]/@value')
    assert offered
    form = {
        "title": "Strikes",
        "documents": offered[:3],
        "people": f"{ONE}\n{OTHER}\n",
        "due": "2030-01-31",
        "note": "Soon",
    }
    response = as_(REVIEWER).post("review/assign", form | {"coding": "double", "blind": "true"})
    assert response.status_code == 200
    given = Assignments(own_store).all()[0]
    assert (given.title, given.double, given.blind, given.documents, given.tasks) == ("Strikes", True, True, 3, 6)
    mine = as_(ONE).page("review/mine").text_content()
    assert "Strikes" in mine
    assert "Soon" in mine
    assert OTHER not in mine


def test_a_form_that_cannot_be_taken_comes_back_filled_in(as_: As) -> None:
    response = as_(REVIEWER).post(
        "review/assign", {"title": "<b>T</b>", "people": ONE, "coding": "double", "documents": DOCUMENT}
    )
    assert response.status_code == 422
    assert "two people" in response.text
    assert "&lt;b&gt;T&lt;/b&gt;" in response.text
    assert DOCUMENT in response.text


def test_blind_coders_learn_nothing_of_one_another(as_: As, own_store: Store) -> None:
    """Whatever page a coder asks for: neither the other's name, nor their words, nor their figure stands in it."""
    number = _coded(own_store)
    pages = [
        "review", "review/mine", "review/assignments", f"review/assignments/{number}", "review/log", "review/log.csv",
        "review/progress", f"review/assignments/{number}/mine/{DOCUMENT}", f"documents/{DOCUMENT}",
        f"documents/{DOCUMENT}?assignment={number}", f"review/log?person={ONE}", f"review/log?document={DOCUMENT}",
    ]  # fmt: skip
    for path in pages:
        text = as_(OTHER).get(path).text
        for secret in (ONE, "SECRETWORD", ">77<", "77 "):
            assert secret not in text.replace(f"person={ONE}", "").replace(f'value="{ONE}"', ""), (path, secret)
    for path in (f"review/assignments/{number}/agreement", f"review/assignments/{number}/documents/{DOCUMENT}"):
        assert as_(OTHER).get(path).status_code == 403
    line = next(v for v in Review(own_store).verdicts(DOCUMENT, assignment=number)).number
    assert as_(OTHER).get(f"review/log/{line}").status_code == 404
    assert as_(OTHER).post(f"review/log/{line}/undo").status_code == 404
    assert "SECRETWORD" in as_(REVIEWER).get("review/log").text, "a reviewer sees it"
    assert as_(ONE).get(f"review/log/{line}").status_code == 200


def test_a_coder_finishes_and_takes_up_again(as_: As, own_store: Store) -> None:
    number = _given(own_store)
    path = f"review/assignments/{number}/mine/{DOCUMENT}"
    assert "I am done" in as_(ONE).page(path).text_content()
    assert as_(ONE).post(f"{path}/done").status_code == 200
    assert Assignments(own_store).of(ONE) == []
    assert "Go on with it" in as_(ONE).page("review/mine", done="true").text_content()
    as_(ONE).post(f"{path}/again")
    assert len(Assignments(own_store).of(ONE)) == 1
    assert as_(VIEWER).get(path).status_code == 403
    assert as_(REVIEWER).get(path).status_code == 404, "it is not theirs"


def test_a_reviewer_compares_adopts_and_decides(as_: As, own_store: Store) -> None:
    number = _coded(own_store)
    path = f"review/assignments/{number}/documents/{DOCUMENT}"
    assert "Not both coders are done" in as_(REVIEWER).page(path).text_content()
    Assignments(own_store).finish(number, DOCUMENT, OTHER)
    agreement = as_(REVIEWER).page(f"review/assignments/{number}/agreement").text_content()
    assert "Figure" in agreement
    assert "77" in agreement
    page = as_(REVIEWER).page(path)
    key = page.xpath('//input[@name="case"]/@value')[0]
    as_(REVIEWER).post(f"{path}/adopt")
    assert [toll.review for toll in own_store.document(DOCUMENT).tolls].count("accepted") == len(RECORD.tolls) - 1
    form = {"case": key, "as": ONE, "reason": "named in the list"}
    assert as_(REVIEWER).post(f"{path}/decide", form).status_code == 200
    toll = next(toll for toll in own_store.document(DOCUMENT).tolls if toll.review == "corrected")
    assert toll.best == 77
    assert "Nothing about this report is open" in as_(REVIEWER).page(path).text_content()
    again = as_(REVIEWER).post(f"{path}/decide", form)
    assert (again.status_code, "decided already" in again.text) == (409, True)
    assert own_store.waiting(5).rows == (), "what was decided is linked"


def test_own_values_are_checked_and_said(as_: As, own_store: Store) -> None:
    number = _coded(own_store)
    Assignments(own_store).finish(number, DOCUMENT, OTHER)
    path = f"review/assignments/{number}/documents/{DOCUMENT}"
    key = as_(REVIEWER).page(path).xpath('//input[@name="case"]/@value')[0]
    form = {"case": key, "as": ONE, "field_figure": "own", "own_bound": "range", "own_low": "9", "own_best": "3"}
    wrong = as_(REVIEWER).post(f"{path}/decide", form)
    assert wrong.status_code == 409
    assert "bound range" in wrong.text
    fine = form | {"own_best": "10", "own_high": "12"}
    assert as_(REVIEWER).post(f"{path}/decide", fine).status_code == 200
    toll = next(toll for toll in own_store.document(DOCUMENT).tolls if toll.review == "corrected")
    assert (toll.low, toll.best, toll.high, toll.bound) == (9, 10, 12, "range")


def test_the_log_tells_and_takes_back(as_: As, own_store: Store) -> None:
    review = Review(own_store)
    fields = {"low": 77, "best": 77, "high": 77}
    line = review.judge(DOCUMENT, ONE, Decision("corrected", claim=TOLL.id, fields=fields, reason="=1+1")).number
    text = as_(ONE).page("review/log").text_content()
    assert "corrected a toll" in text
    assert f"{TOLL.best:,}" in text
    assert "77" in text
    assert as_(OTHER).post(f"review/log/{line}/undo").status_code == 403, "a coder takes back their own only"
    assert "Take it back?" in as_(ONE).page(f"review/log/{line}").text_content()
    rows = list(csv.DictReader(as_(ONE).get("review/log.csv").text.splitlines()))
    assert (rows[0]["person"], rows[0]["reason"], rows[0]["to"]) == (
        ONE,
        "'=1+1",
        '{"best": 77, "high": 77, "low": 77}',
    )
    assert as_(REVIEWER).post(f"review/log/{line}/undo", {"reason": "a slip"}).status_code == 200
    assert own_store.document(DOCUMENT) == RECORD
    text = as_(ONE).page("review/log").text_content()
    assert "taken back by the-reviewer" in " ".join(text.split())
    assert as_(VIEWER).get("review/log").status_code == 403


def test_incidents_that_were_merged_come_apart_from_the_log(as_: As, own_store: Store) -> None:
    one, other = list(own_store.incidents())[:2]
    sides = [[(i.reports[0].document, i.reports[0].event)] for i in (one, other)]
    line = own_store.judge("merge", ONE, sides=sides)
    assert as_(ONE).post(f"review/log/{line}/undo").status_code == 403, "merging is a reviewer's work"
    assert as_(REVIEWER).post(f"review/log/{line}/undo").status_code == 200
    assert own_store.judgements()[-1].kind == "undo"


def test_who_only_looks_sees_progress_only(as_: As) -> None:
    page = as_(VIEWER).get("review")
    assert str(page.url).endswith("review/progress")
    assert ONE not in page.text
    for path in ("review/mine", "review/assignments", "review/assign", "review/log"):
        assert as_(VIEWER).get(path).status_code == 403
    assert as_(ONE).get("review/assign").status_code == 403


def test_hostile_names_are_shown_as_they_are(as_: As, own_store: Store) -> None:
    nasty = "<script>alert(1)</script>\"'‮x"
    wanted = Wanted(title=nasty, documents=[DOCUMENT], people=[nasty, OTHER], double=True, note=nasty)
    number = Assignments(own_store).assign(wanted, nasty)
    Review(own_store).judge(DOCUMENT, nasty, Decision("rejected", claim=TOLL.id, reason=nasty))
    for path in (
        "review/assignments",
        f"review/assignments/{number}",
        "review/log",
        "review/progress",
        "review/assign",
    ):
        text = as_(REVIEWER).get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text or path == "review/progress"
