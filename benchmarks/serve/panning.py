"""How evenly the map moves over all incidents, in the real browser: the time from one frame to the next.

The browser has no graphics card here and draws by software, on the same processors as everything else: with one, frames
take a small part of this.
"""

from __future__ import annotations

import os
import shutil
import statistics
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

SECONDS = 5
_PATIENCE = 60_000
_MOVES = """async ({ seconds, zoom }) => {
  const map = window.datelineMap, took = [], [lng, lat] = map.getCenter().toArray(), low = map.getZoom();
  const legs = [[40, 10, zoom / 2], [60, -10, zoom], [0, -15, zoom / 2], [0, 0, 0]];
  let goes = true, before = performance.now();
  const frame = (now) => {
    took.push(now - before);
    before = now;
    if (goes) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  for (const [east, north, deeper] of legs) {
    const there = new Promise((done) => map.once("moveend", done));
    map.easeTo({ center: [lng + east, lat + north], zoom: low + deeper, duration: (seconds * 1000) / legs.length });
    await there;
  }
  goes = false;
  return took.slice(1);
}"""


@dataclass(frozen=True, slots=True)
class Moved:
    """The times between frames while the map was moved: ``how`` is panning, or panning and zooming."""

    how: str
    frames: int
    median_ms: float
    p95_ms: float
    longest_ms: float


def moved(address: str, path: str) -> list[Moved]:
    """The map at a path, moved for some seconds: first by panning alone, then deep into it and back."""
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address + path)
        page.wait_for_selector("#map[data-ready][data-named]", timeout=_PATIENCE)
        ways = {"panning": 0, "panning and zooming": 5}
        took = {
            how: sorted(page.evaluate(_MOVES, {"seconds": SECONDS, "zoom": zoom})) or [0.0]
            for how, zoom in ways.items()
        }
        browser.close()
    return [
        Moved(how, len(times), round(statistics.median(times)), round(times[int(len(times) * 0.95)]), round(times[-1]))
        for how, times in took.items()
    ]
