"""Every page that the navigation leads to, in a real browser: wide and narrow, by day and by night, and by a screen reader.

On one database: each page is looked at on both by its own tests.
"""

from __future__ import annotations

import pytest
from serving import NARROW, WIDE, Visit, overflows

from dateline.serve.pages import entries

pytestmark = pytest.mark.parametrize("filled_address", ["sqlite"], indirect=True)

PATHS = [entry.path for entry in entries()]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_read_by_everyone(visit: Visit, path: str) -> None:
    page = visit.open(f"/p/samples/{path}", size=WIDE)
    assert not overflows(page), "wide"
    assert visit.violations(page) == [], "wide, by day"
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    assert not overflows(page), "narrow"
    assert visit.violations(page) == [], "narrow, by night"


@pytest.mark.parametrize("path", PATHS)
def test_every_page_says_what_it_is(visit: Visit, path: str) -> None:
    """One heading of the first level, the title of the window, and the place in the navigation."""
    page = visit.open(f"/p/samples/{path}", java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.title().endswith(" · samples · Dateline")
    assert page.locator("nav.wide a[aria-current=page]").count() == 1


def test_every_key_of_the_navigation_leads_to_one_page(visit: Visit) -> None:
    keys = [entry.key for entry in entries()]
    assert len(set(keys)) == len(keys)
