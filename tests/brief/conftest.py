"""Stores that tests of briefs share, and outlines: none but those that a test builds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.brief.compose import compose
from dateline.brief.record import Brief
from dateline.store import Store
from tests.brief.made_briefs import filled


@pytest.fixture(scope="session")
def brief_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of five invented reports."""
    with filled(tmp_path_factory.mktemp("briefs") / "s.db") as store:
        yield store


@pytest.fixture(scope="session")
def sudan(brief_store: Store) -> Brief:
    """The brief on one country of it."""
    return compose(brief_store, {"place": "Sudan"}, version="0")
