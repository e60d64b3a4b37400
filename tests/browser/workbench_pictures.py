"""Takes the pictures in docs/images of the workbench on the samples: ``PYTHONPATH=. python tests/browser/workbench_pictures.py``."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]

from serving import NARROW, served  # noqa: E402

from dateline.serve.access import NoAccounts  # noqa: E402
from dateline.serve.workbench import Workbench  # noqa: E402
from dateline.store import Store  # noqa: E402
from tests.serve.filled import filled  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 1000}
DRAWN_WITHIN = 60_000
COLOURS = 256
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def addresses(store: Store) -> dict[str, str]:
    """What there are pictures of: the pages, an incident of several reports, and one of its reports."""
    told = max(store.incidents().page(100).items, key=lambda incident: (len(incident.tolls) > 0, len(incident.reports)))
    return {
        "overview": "",
        "map": "map",
        "timeline": "timeline",
        "incident": f"incidents/{told.id}",
        "reader": f"documents/{told.reports[0].document}",
        "review": "review",
        "search": "search",
    }


def take(page: Page, name: str) -> None:
    """One picture, of few colours: they are kept in the repository."""
    page.wait_for_load_state("networkidle")
    if name == "map":
        page.wait_for_selector("#map[data-ready][data-named]", timeout=DRAWN_WITHIN)
    page.wait_for_timeout(500)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        # By coverage: the colours of small signs are kept.
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(IMAGES / f"workbench-{name}.png", optimize=True)


def visit(browser: Browser, address: str, store: Store) -> None:
    """Take them all: each page by day, and two by night and on a phone."""
    looks = [(name, path, SIZE, "light") for name, path in addresses(store).items()]
    looks += [("reader-dark", addresses(store)["reader"], SIZE, "dark")]
    looks += [("overview-phone", "", NARROW, "light")]
    for name, path, size, scheme in looks:
        context = browser.new_context(viewport=dict(size), color_scheme="dark" if scheme == "dark" else "light")  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/p/samples/{path}")
        take(page, name)
        context.close()


def main() -> None:
    """Serve a store of the samples, and take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, filled(f"{folder}/samples.db") as store:
        workbench = Workbench(projects={"samples": store}, accounts=NoAccounts("analyst"))
        with served(workbench) as address, sync_playwright() as playwright:
            visit(playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS), address, store)


if __name__ == "__main__":
    main()
