"""Parsed reports, and what is read from them with no other layer filled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.coding.dates import find_dates
from dateline.coding.mentions import Actors, Mentions, Places
from dateline.parse import Parser
from dateline.records import Document
from dateline.settings import Settings

Reader = Callable[..., Mentions]


@pytest.fixture(scope="session")
def mentions_of() -> Reader:
    """The mentions of a text, its dates alone, read as published on a day or on none."""
    parser = Parser(Settings())

    def read(text: str, published: str | None = None) -> Mentions:
        parsed = parser.parse(Document.from_text(text, published=published))
        return Mentions(parsed, (), Places(), find_dates(parsed), Actors())

    return read
