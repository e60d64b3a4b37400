"""The dossier in a real browser: read wide and narrow, by day and by night; merge, split and undo by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dateline.incidents import Incident
from dateline.store import Store
from tests.browser.serving import NARROW, WIDE, Visit, overflows

_LINKED_WITHIN = 30_000
"""Milliseconds, also on a machine with much else to do."""


def of_many(store: Store) -> Incident:
    """The incident with the most reports."""
    return max(store.incidents(), key=lambda i: len({r.document for r in i.reports}))


def another(store: Store, than: Incident) -> Incident:
    """Another incident that is no summary."""
    return next(i for i in store.incidents() if i.id != than.id and not i.aggregate)


def address(incident: Incident, more: str = "") -> str:
    """Where the incident is."""
    return f"/p/samples/incidents/{incident.id}{more}"


def test_dossier_is_read_by_everyone(visit: Visit, filled_store: Store) -> None:
    incident = of_many(filled_store)
    beside = f"/beside/{another(filled_store, incident).id}"
    for name, more in (("dossier", ""), ("beside", beside)):
        for size, dark in ((WIDE, False), (NARROW, True)):
            page = visit.open(address(incident, more), size=size, dark=dark)
            visit.shot(page, f"{name}-{size['width']}{'-dark' if dark else ''}")
            assert visit.violations(page) == []
            assert not overflows(page), f"{name} is wider than {size['width']}"


def decided(page: Page) -> None:
    """The page of a decision is there and hears its keys, once linking has been done."""
    expect(page).to_have_url(re.compile(r"/incidents/decisions/\d+$"), timeout=_LINKED_WITHIN)
    page.wait_for_load_state("load")


def test_split_by_mouse_shows_what_came_of_it_and_undo(visit_own: Visit, own_store: Store) -> None:
    page = visit_own.open(address(of_many(own_store)))
    page.locator("#reports input[type=checkbox]").last.check()
    page.locator("#split [name=reason]").fill("another village")
    page.get_by_role("button", name="Split").click()
    decided(page)
    expect(page.locator("main")).to_contain_text("another village")
    expect(page.locator("main > ul").first.locator("li")).to_have_count(2)
    assert visit_own.violations(page) == []
    visit_own.shot(page, "decision")
    page.get_by_role("button", name="Undo it").click()
    expect(page.locator("main")).to_contain_text("was taken back", timeout=_LINKED_WITHIN)
    expect(page.locator("main > ul").first.locator("li")).to_have_count(1)


def test_merge_and_undo_by_keyboard_alone(visit_own: Visit, own_store: Store) -> None:
    one = of_many(own_store)
    page = visit_own.open(address(one, f"/beside/{another(own_store, one).id}"))
    page.keyboard.press("m")
    decided(page)
    expect(page.locator("h1")).to_contain_text("merge")
    expect(page.locator("main > ul").first.locator("li")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("main")).to_contain_text("was taken back", timeout=_LINKED_WITHIN)
    expect(page.locator("main > ul").first.locator("li")).to_have_count(2)


def test_tab_reaches_the_reports_and_space_marks_them(visit: Visit, filled_store: Store) -> None:
    page = visit.open(address(of_many(filled_store)))
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.locator("#reports input[type=checkbox]:focus").count():
            break
    page.keyboard.press("Space")
    expect(page.locator("#reports input[type=checkbox]:checked")).to_have_count(1)


def test_the_second_of_two_people_is_told(visit_own: Visit, own_store: Store) -> None:
    one = of_many(own_store)
    first = visit_own.open(address(one, f"/beside/{another(own_store, one).id}"))
    second = visit_own.open(address(one))
    first.get_by_role("button", name="Two happenings").click()
    decided(first)
    second.get_by_role("button", name="Hold all").click()
    expect(second.get_by_role("alert")).to_contain_text("Nothing was decided", timeout=_LINKED_WITHIN)
    visit_own.errors.clear()  # the browser reports the 409


@pytest.mark.parametrize("path", ["incidents/none", "incidents/%3Cimg%20src=x%3E"])
def test_what_is_not_there_is_said_without_a_script(visit: Visit, path: str) -> None:
    page = visit.open("/p/samples/actors")
    page.goto(f"{visit.address}/p/samples/{path}")
    expect(page.locator("h1")).to_be_visible()
    visit.errors.clear()
