"""Actors, places and sources in a real browser: read by everyone, the drawing by keyboard, and names that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.serving import NARROW, WIDE, Visit, overflows

FRONT = "/p/samples/actors/yubo%20liberation%20front"
PAGES = {
    "actors": "/p/samples/actors",
    "actor": FRONT,
    "places": "/p/samples/places",
    "place": "/p/samples/places/366444",
    "sources": "/p/samples/sources",
    "source": "/p/samples/sources/equatoria%20wire%20%28invented%29",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_by_everyone(visit: Visit, name: str) -> None:
    for size, dark in ((WIDE, False), (NARROW, True)):
        page = visit.open(PAGES[name], size=size, dark=dark)
        if name in ("actor", "place"):
            expect(page.locator("#held")).to_contain_text("no finding of ours")
        visit.shot(page, f"named-{name}-{size['width']}")
        assert visit.violations(page) == []
        assert not overflows(page), f"{name} is wider than {size['width']}"


def test_the_drawing_is_moved_through_with_arrow_keys_and_lights_up_its_list(visit: Visit) -> None:
    page = visit.open(FRONT)
    nodes = page.locator("#graph a.node")
    expect(nodes.first).to_be_visible()
    assert page.locator("#graph a.node[tabindex='0']").count() == 1
    nodes.first.focus()
    page.keyboard.press("ArrowRight")
    expect(nodes.nth(1)).to_be_focused()
    assert page.locator("#graph .edge.lit").count() > 0
    page.locator("#ties a").first.focus()
    expect(page.locator("#graph .edge.lit")).to_have_count(1)
    nodes.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text("Yubo Liberation Front")


def test_names_are_kept_by_keyboard_alone(
    visit_own: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setenv("DATELINE_LISTS", str(tmp_path / "lists"))
    page = visit_own.open("/p/samples/places/366444")
    page.get_by_label("Further names of Tambura").focus()
    page.keyboard.type("Tombora")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Further names of Tambura")).to_have_value("Tombora")
    (kept,) = (tmp_path / "lists").glob("*/places.csv")
    assert "Tombora" in kept.read_text(encoding="utf-8")
