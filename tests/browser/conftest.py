"""A browser that looks at pages from files, and at workbenches that run; it may ask no network."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from looking import Looking
from playwright.sync_api import Browser, sync_playwright
from serving import Visit, served

from dateline.serve.workbench import Workbench
from dateline.store import Store
from tests.serve.conftest import filled_address, filled_addresses, filled_store, own_store, postgres_url

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "export"))

__all__ = ["filled_address", "filled_addresses", "filled_store", "own_store", "postgres_url"]

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that ``CHROMIUM`` names."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("the browser tests need Chromium: run make debian, or name yours in CHROMIUM")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


@pytest.fixture
def looking(browser: Browser, tmp_path: Path) -> Iterator[Looking]:
    """A clean look at pages; afterwards, no page may have asked a network for anything or reported an error."""
    looking = Looking(browser, tmp_path)
    yield looking
    for context in browser.contexts:
        context.close()
    assert looking.requests == []
    assert looking.errors == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    try:
        return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError:
        pytest.fail("the browser tests need axe-core, which axe-playwright-python holds: run make setup")


@pytest.fixture(scope="session")
def samples_address(filled_store: Store) -> Iterator[str]:
    """Where a workbench of the samples is served, which no test changes."""
    with served(Workbench(projects={"samples": filled_store})) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, axe: str, samples_address: str) -> Iterator[Visit]:
    """A visit to a workbench of the samples; nothing is to be changed."""
    visit = Visit(browser, samples_address, axe)
    yield visit
    visit.close()


@pytest.fixture
def visit_own(browser: Browser, axe: str, own_store: Store) -> Iterator[Visit]:
    """A visit to a workbench of a copy of the samples, which may be changed."""
    with served(Workbench(projects={"samples": own_store})) as address:
        visit = Visit(browser, address, axe)
        yield visit
        visit.close()
