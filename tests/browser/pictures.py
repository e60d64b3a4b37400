"""Takes the pictures in docs/images of the pages of the invented report: ``python tests/browser/pictures.py``."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "export"))

from invented import invented  # noqa: E402

from dateline.export.html import page  # noqa: E402
from dateline.export.text import render  # noqa: E402

IMAGES = ROOT / "docs" / "images"
TERMINAL_COLUMNS = 90


def terminal_page() -> str:
    """What the terminal shows, as HTML."""
    console = Console(record=True, width=TERMINAL_COLUMNS, force_terminal=True, file=io.StringIO())
    render(invented(), console)
    return console.export_html(
        code_format="<!DOCTYPE html><meta charset='utf-8'><style>{stylesheet} body {{ margin: 2em; background: #fff }}"
        " pre {{ font: 15px/1.4 monospace }}</style><pre><code>{code}</code></pre>"
    )


def take(browser: Browser, name: str, html: str, *, width: int, height: int, scheme: str, hover: str = "") -> None:
    """One picture: the top of the page, with the pointer on the words ``hover``."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    opened = context.new_page()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8", newline="")
        opened.goto(file.as_uri())
        if hover:
            opened.locator("mark", has_text=hover).first.hover()
            opened.locator("#card").wait_for()
        opened.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    html = page(invented())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser, "page-light", html, width=1280, height=900, scheme="light", hover="bombed")
        take(browser, "page-dark", html, width=1280, height=900, scheme="dark")
        take(browser, "page-phone", html, width=390, height=844, scheme="light")
        take(browser, "terminal", terminal_page(), width=900, height=900, scheme="light")


if __name__ == "__main__":
    main()
