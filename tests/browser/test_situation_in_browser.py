"""The page of a situation in a real browser: wide and narrow, by day and by night, and by a screen reader."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from looking import Looking

from dateline.brief.render import html
from dateline.brief.situation.compose import situation
from dateline.brief.situation.page import page
from tests.brief.made_briefs import filled


@pytest.fixture(scope="module")
def markup(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of invented reports, with what changed over three days."""
    folder: Path = tmp_path_factory.mktemp("situation")
    with filled(folder / "s.db") as store:
        made, reports = situation(store, "Sudan", date(2024, 6, 6), date(2024, 6, 4))
    assert made.holdings
    return html.page(page(made, reports, version="0"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_situation_is_read_by_everyone(looking: Looking, axe: str, markup: str, width: int, scheme: str) -> None:
    opened = looking.at(markup, width=width, scheme=scheme)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.evaluate(axe)
    found = opened.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [violation["id"] for violation in found["violations"]] == []
