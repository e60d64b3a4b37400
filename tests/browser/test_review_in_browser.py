"""Review in a real browser: double coding by two persons who do not see one another, and a reviewer who decides."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from serving import NARROW, WIDE, Visit, overflows, served

from dateline.serve.access import SESSION_COOKIE
from dateline.store import Store
from dateline.store.review import Decision, Review
from dateline.store.review.assignments import Assignments, Wanted
from tests.serve.filled import coded_samples
from tests.serve.people import ONE, OTHER, REVIEWER, workbench_of

RECORD = next(r for r in coded_samples() if len(r.tolls) > 1 and any(toll.bound == "exact" for toll in r.tolls))
DOCUMENT = RECORD.document.id
TOLL = next(toll for toll in RECORD.tolls if toll.bound == "exact")
MORE = {"low": 77, "best": 77, "high": 77}


@pytest.fixture
def team(browser: Browser, axe: str, own_store: Store) -> Iterator[Visit]:
    """A visit to a workbench in which several persons work."""
    with served(workbench_of(own_store)) as address:
        visit = Visit(browser, address, axe)
        yield visit
        visit.close()


def _as(team: Visit, person: str, path: str, **how: object) -> Page:
    """A page as this person sees it."""
    cookie = {"name": SESSION_COOKIE, "value": person, "domain": urlsplit(team.address).hostname, "path": "/"}
    return team.open(path, storage_state={"cookies": [cookie | _PLAIN], "origins": []}, **how)  # type: ignore[arg-type]


_PLAIN = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}


def _coded(store: Store) -> int:
    wanted = Wanted(title="The strike", documents=[DOCUMENT], people=[ONE, OTHER], double=True, blind=True)
    number = Assignments(store).assign(wanted, REVIEWER)
    Review(store).judge(DOCUMENT, ONE, Decision("corrected", claim=TOLL.id, fields=MORE), assignment=number)
    for person in (ONE, OTHER):
        Assignments(store).finish(number, DOCUMENT, person)
    return number


def test_double_coding_by_two_persons(team: Visit, own_store: Store) -> None:
    """A reviewer gives a report to two people; one corrects a figure; the reviewer adopts, decides, and takes back."""
    page = _as(team, REVIEWER, "/p/samples/review/assign")
    page.get_by_label("Title").fill("The strike")
    page.get_by_label("Double: each document").check()
    page.get_by_label("People, one a line").fill(f"{ONE}\n{OTHER}")
    page.get_by_label("More documents by their ids").fill(DOCUMENT)
    page.get_by_role("button", name="Give them out").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The strike"
    number = int(page.url.rsplit("/", 1)[1])

    mine = _as(team, ONE, "/p/samples/review/mine")
    assert OTHER not in mine.content()
    mine.keyboard.press("s")
    mine.wait_for_url("**/documents/**")
    Review(own_store).judge(DOCUMENT, ONE, Decision("corrected", claim=TOLL.id, fields=MORE), assignment=number)
    for person in (ONE, OTHER):
        done = _as(team, person, f"/p/samples/review/assignments/{number}/mine/{DOCUMENT}")
        assert ({ONE, OTHER} - {person}).pop() not in done.content()
        done.keyboard.press("d")
        done.wait_for_url("**/review/mine")

    page.goto(f"{team.address}/p/samples/review/assignments/{number}")
    page.get_by_role("link", name="Compare and decide").click()
    page.get_by_role("heading", name="They agree on").wait_for()
    page.wait_for_load_state("load")
    page.keyboard.press("a")
    page.wait_for_selector("text=Decided")
    page.get_by_label(f"as {ONE} has it").check()
    page.get_by_label("Why (optional)").fill("the list names them")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.wait_for_selector("text=Nothing about this report is open")
    assert [toll.best for toll in own_store.document(DOCUMENT).tolls if toll.review == "corrected"] == [77]

    page.goto(f"{team.address}/p/samples/review/log")
    page.get_by_role("link", name="Take back").first.click()
    page.get_by_role("heading", name="Take it back?").wait_for()
    page.wait_for_load_state("load")
    page.keyboard.press("u")
    page.wait_for_selector("text=taken back by")
    assert [toll.best for toll in own_store.document(DOCUMENT).tolls if toll.review == "corrected"] == []


def test_every_page_of_review_is_read_by_everyone(team: Visit, own_store: Store) -> None:
    number = _coded(own_store)
    other = next(toll for toll in RECORD.tolls if toll.id != TOLL.id)
    Review(own_store).judge(DOCUMENT, ONE, Decision("rejected", claim=other.id, reason="an age"))
    Assignments(own_store).assign(Wanted(title="Alone", documents=[DOCUMENT], people=[REVIEWER]), REVIEWER)
    base = f"review/assignments/{number}"
    paths = [
        "review", "review?first=doubt", "review/mine", "review/assignments", "review/assign", base, f"{base}/agreement",
        f"{base}/documents/{DOCUMENT}", "review/log", "review/log/1", "review/log/2", "review/progress",
    ]  # fmt: skip
    page = _as(team, REVIEWER, f"/p/samples/{paths[0]}")
    for path in paths:
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.goto(f"{team.address}/p/samples/{path}")
        name = "review-" + path.replace("/", "-").replace("?", "-").replace(DOCUMENT, "document")
        page.emulate_media(color_scheme="light")
        assert team.violations(page) == [], path
        assert not overflows(page), path
        team.shot(page, name)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="dark")
        assert team.violations(page) == [], path
        assert not overflows(page), path
        team.shot(page, f"{name}-narrow-dark")


def test_names_are_added_and_documents_chosen_by_a_click(team: Visit, own_store: Store) -> None:
    page = _as(team, REVIEWER, "/p/samples/review/assign")
    page.get_by_role("button", name=REVIEWER).click()
    page.get_by_role("button", name=REVIEWER).click()
    assert page.get_by_label("People, one a line").input_value() == REVIEWER
    page.get_by_label("All", exact=False).first.check()
    boxes = page.locator('input[name="documents"]')
    assert boxes.count() == page.locator('input[name="documents"]:checked').count() > 5
