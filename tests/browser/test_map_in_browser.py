"""The map and the situation page in a browser, drawn without a graphics card."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect
from serving import NARROW, WIDE, Visit, overflows

from dateline.serve.pages.map import ground

on_one_database = pytest.mark.parametrize("filled_address", ["sqlite"], indirect=True, scope="session")
"""For what does not hang on the database."""
READY = 60_000
"""Drawing takes a second; a machine that does much else takes longer."""
needs_areas = pytest.mark.skipif(not ground()["areas"], reason="the outlines that are built have no first-level areas")


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    expect.set_options(timeout=READY / 2)
    yield
    expect.set_options(timeout=5000)


def _open(visit: Visit, path: str = "map", **how: Any) -> Page:
    page = visit.open(f"/p/samples/{path}", **how)
    page.wait_for_selector("#map[data-ready][data-named]", timeout=READY)
    return page


def _picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.locator("#map canvas").screenshot())).convert("RGB")


def _unlike(one: Image.Image, other: Image.Image) -> int:
    """How many points of two pictures differ."""
    return one.width * one.height - ImageChops.difference(one, other).convert("L").histogram()[0]


def _until(page: Page, met: Callable[[], bool]) -> bool:
    """Whether it comes to be so, while the page goes on drawing."""
    until = time.monotonic() + READY / 1000
    while not met() and time.monotonic() < until:
        page.wait_for_timeout(200)
    return met()


def _shown(page: Page) -> int:
    """How many incidents stand on the map as it is drawn, those behind a number among them."""
    return int(
        page.evaluate(
            """() => {
              const seen = new Map();
              for (const f of window.datelineMap.queryRenderedFeatures({ layers: ["marks", "groups"] }))
                seen.set(f.properties.cluster ? `c${f.properties.cluster_id}` : `m${f.properties.n}`, f.properties.point_count ?? 1);
              return [...seen.values()].reduce((sum, n) => sum + n, 0);
            }"""
        )
    )


def test_the_map_shows_what_the_tables_say(visit: Visit) -> None:
    page = _open(visit)
    told = int(page.locator("#tables").get_attribute("data-drawn") or 0)
    assert told > 5
    assert int(page.locator("#map").get_attribute("data-drawn") or 0) == told
    assert _until(page, lambda: _shown(page) == told)
    assert len(_picture(page).getcolors(1_000_000) or ()) > 50
    visit.shot(page, "map")
    page.locator("select[name=type]").select_option("Battles")
    page.wait_for_url(re.compile("type=Battles"))
    expect(page.locator("#map-words")).not_to_contain_text(f"{told} incidents")
    expect(page.locator("#map")).to_have_attribute(
        "data-drawn", page.locator("#tables").get_attribute("data-drawn") or ""
    )


@on_one_database
def test_names_are_drawn_in_arabic_letters(visit: Visit) -> None:
    page = _open(visit, "map?names=arabic&at=15,38,4")
    drawn = page.evaluate(
        "() => window.datelineMap.queryRenderedFeatures({ layers: ['country-names'] }).map((f) => f.properties.ar)"
    )
    assert any(name and re.search("[\u0600-\u06ff]", name) for name in drawn)
    named = _picture(page)
    page.evaluate(
        "() => ['country-names', 'town-names'].forEach((id) => window.datelineMap.setLayoutProperty(id, 'visibility', 'none'))"
    )
    assert _until(page, lambda: _unlike(named, _picture(page)) > 500)


def test_the_days_move_by_the_keyboard_and_play(visit: Visit) -> None:
    page = _open(visit)
    slider, words = page.locator("#day"), page.locator("#day-words")
    all_of_them = page.locator("#map").get_attribute("data-drawn")
    page.locator("#days").select_option("7")
    slider.focus()
    slider.press("Home")
    expect(words).to_contain_text("2024")
    expect(page.locator("#map")).not_to_have_attribute("data-drawn", all_of_them or "")
    assert "day=2024-09-" in page.url
    assert "days=7" in page.url
    expect(page.locator("#tables")).to_have_attribute(
        "data-drawn", page.locator("#map").get_attribute("data-drawn") or ""
    )
    before = words.inner_text()
    page.keyboard.press("x")
    expect(page.locator("#play")).to_have_text("Stop")
    expect(words).not_to_have_text(before)
    page.keyboard.press("x")
    expect(page.locator("#play")).to_have_text("Play")
    page.keyboard.press("0")
    expect(page.locator("#map")).to_have_attribute("data-drawn", all_of_them or "")
    assert "day=" not in page.url


@on_one_database
def test_a_mark_leads_to_its_incident(visit: Visit) -> None:
    page = _open(visit, "map?text=Torit&at=4.41,32.57,9")
    at = page.evaluate(
        """() => {
          const [f] = window.datelineMap.queryRenderedFeatures({ layers: ["marks", "groups"] });
          return window.datelineMap.project(f.geometry.coordinates);
        }"""
    )
    box = page.locator("#map canvas").bounding_box()
    assert box
    for _ in range(8):
        page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
        page.wait_for_timeout(400)
        if page.locator("#card a[href*='/incidents/']").count():
            break
        box, at = page.locator("#map canvas").bounding_box() or box, {"x": box["width"] / 2, "y": box["height"] / 2}
    expect(page.locator("#card a[href*='/incidents/']").first).to_be_visible()
    page.locator("[data-close=card]").click()
    expect(page.locator("#card")).to_be_hidden()


@on_one_database
@needs_areas
def test_areas_are_shaded_by_what_the_table_says(visit: Visit) -> None:
    page = _open(visit, "map?shade=incidents")
    expect(page.locator("#shades li").first).to_be_visible()
    counts = [int(cell) for cell in page.locator("tr[data-area] td:nth-child(3)").all_inner_texts()]
    legend = " ".join(page.locator("#shades li").all_inner_texts())
    assert str(max(counts)) in legend
    shaded = """() => new Set(window.datelineMap.queryRenderedFeatures({ layers: ["shade"] })
                 .filter((f) => f.state.shade >= 0).map((f) => f.id)).size"""
    assert _until(page, lambda: page.evaluate(shaded) == len(counts))


def test_who_holds_what_is_drawn_from_its_table_and_stays_in_the_address(visit: Visit) -> None:
    page = _open(visit, "map?control=on&marks=off&day=2025-03-10")
    expect(page.locator("#held tr[data-lat]").first).to_be_visible(timeout=10_000)
    rows = page.locator("#held tr[data-lat]").count()
    assert rows > 2
    count = "() => window.datelineMap.querySourceFeatures('held').length"
    assert _until(page, lambda: page.evaluate(count) >= rows)
    assert page.locator("#layers input[name=marks]").is_checked() is False
    assert _until(page, lambda: _shown(page) == 0)
    page.locator("#layers input[name=control]").uncheck()
    expect(page.locator("#held")).to_have_count(0)
    assert "control" not in page.url
    assert "marks=off" in page.url


def test_the_situation_is_drawn_from_its_table(visit: Visit) -> None:
    page = _open(visit, "situation?place=South%20Sudan&on=2025-03-10&against=2025-03-05")
    assert (
        int(page.locator("#map").get_attribute("data-drawn") or 0)
        == page.locator("table.holdings tr[data-lat]").count()
        > 2
    )
    assert page.locator("svg .party").count() > 2
    assert visit.violations(page) == []
    visit.shot(page, "situation")


@on_one_database
@pytest.mark.parametrize(("size", "dark"), [(WIDE, True), (NARROW, False)])
def test_it_reads_at_any_width_by_day_and_night(visit: Visit, size: dict[str, int], dark: bool) -> None:
    for path in ("map?shade=killed&control=on", "situation"):
        page = _open(visit, path, size=size, dark=dark)
        assert not overflows(page), path
        assert visit.violations(page) == [], path
        visit.shot(page, f"{path.partition('?')[0]}-{size['width']}")
        page.close()


@on_one_database
def test_without_a_script_the_tables_say_the_same(visit: Visit) -> None:
    page = visit.open("/p/samples/map", java_script_enabled=False)
    assert page.locator("tr[data-id]").count() > 5
    assert page.locator("tr[data-area]").count() > 2
