"""How soon a page can be used in the real browser, opened for the first time: nothing of it is kept from before."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

_TIMES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const drawn = performance.getEntriesByName("first-contentful-paint")[0];
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime;
  const usable = at("map-ready") ?? (document.querySelector("#map") ? performance.now() : page.loadEventEnd);
  return {drawn: drawn?.startTime ?? page.loadEventEnd, usable, whole: at("map-named") ?? usable};
}"""
_ROUNDS = 3
_PATIENCE = 60_000


@dataclass(frozen=True, slots=True)
class View:
    """The slowest of a few first views: when something was drawn, and when all scripts had run and a map was drawn.

    ``whole`` is when a map had the names of places too, which come last.
    """

    page: str
    drawn_ms: float
    usable_ms: float
    whole_ms: float


def views(address: str, asked: Mapping[str, Sequence[str]]) -> list[View]:
    """The first view of every kind of page, each in a browser that was never there."""
    found = []
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, paths in asked.items():
            if name.startswith("map/points"):
                continue  # what a script asks for is no page
            times = []
            for number in range(_ROUNDS):
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                page = context.new_page()
                page.goto(address + paths[number % len(paths)], wait_until="load")
                if page.locator("#map").count():
                    page.wait_for_selector("#map[data-ready][data-named]", timeout=_PATIENCE)
                else:
                    page.wait_for_timeout(50)
                times.append(page.evaluate(_TIMES))
                context.close()
            slowest = max(times, key=lambda time: float(time["usable"]))
            found.append(View(name, round(slowest["drawn"]), round(slowest["usable"]), round(slowest["whole"])))
    return found
