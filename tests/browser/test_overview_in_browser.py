"""The overview and the timeline in a real browser: read by everyone, narrowed, zoomed by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import NARROW, WIDE, Visit, overflows

DAYS = "/p/samples/timeline?from=2025-03-03&to=2025-03-13"


@pytest.mark.parametrize(("name", "path"), [("overview", "/p/samples/"), ("timeline", DAYS)])
def test_it_is_read_by_everyone(visit: Visit, name: str, path: str) -> None:
    for size, dark in ((WIDE, False), (NARROW, True)):
        page = visit.open(path, size=size, dark=dark)
        if name == "timeline":
            expect(page.locator("#timeline rect").first).to_be_attached()
        visit.shot(page, f"{name}-{size['width']}{'-dark' if dark else ''}")
        assert visit.violations(page) == []
        assert not overflows(page), f"{name} is wider than {size['width']}"


def test_a_filter_changes_the_view_and_its_address(visit: Visit) -> None:
    page = visit.open("/p/samples/")
    before = page.locator("#numbers-heading").inner_text()
    page.get_by_label("Type").select_option("Battles")
    expect(page.locator("#numbers-heading")).not_to_have_text(before)
    assert "type=Battles" in page.url
    address = page.url
    narrowed = page.locator("#numbers-heading").inner_text()
    shared = visit.open(address.removeprefix(visit.address))
    expect(shared.locator("#numbers-heading")).to_have_text(narrowed)
    shared.get_by_role("link", name="type: Battles").click()
    expect(shared.locator("#numbers-heading")).to_have_text(before)


def test_the_timeline_is_zoomed_by_keyboard_and_kept_in_the_address(visit: Visit) -> None:
    page = visit.open(DAYS)
    expect(page.locator("#timeline rect").first).to_be_attached()
    shown = page.locator(".steps p")
    whole = shown.inner_text()
    page.keyboard.press("+")
    expect(shown).not_to_have_text(whole)
    assert "from=2025-03-05T12%3A00" in page.url
    page.keyboard.press("ArrowRight")
    expect(shown).to_contain_text("8 Mar 2025")
    page.keyboard.press("-")
    page.keyboard.press("0")
    expect(page.locator("#timeline rect").first).to_be_attached()
    page.go_back()
    expect(page.locator("#timeline rect").first).to_be_attached()


def test_the_timeline_is_zoomed_by_the_wheel_down_to_hours_and_leads_to_an_incident(visit: Visit) -> None:
    page = visit.open(DAYS)
    expect(page.locator("#timeline a[href*='incidents/']").first).to_be_attached()
    _zoom_in(page)
    expect(page.get_by_text("Reports date incidents to a day")).to_be_visible()
    page.locator("#timeline a[href*='incidents/']").first.click()
    expect(page).to_have_url(re.compile("/incidents/"))


def _zoom_in(page: Page) -> None:
    box = page.locator("#timeline").bounding_box()
    assert box
    for _ in range(4):
        # Over the days of the last incidents, so that some are left.
        page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] * 0.5)
        before = page.url
        page.mouse.wheel(0, -600)
        page.wait_for_url(lambda url, before=before: url != before)
        if page.get_by_text("Reports date incidents to a day").count():
            return
