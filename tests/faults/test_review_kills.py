"""Kills of the server in the midst of review, as many as fit into every run; ``make fault`` kills often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts import postgres
from tests.faults.kills import NewAddress, new_postgresql, new_sqlite
from tests.faults.review_kills import kill_often

_KILLS = 2


@pytest.fixture(params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewAddress]:
    """Makes the address of an empty store."""
    if request.param == "sqlite":
        with new_sqlite(tmp_path) as new:
            yield new
        return
    if postgres.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15 postgresql-15-postgis-3")
    with postgres.running() as url, new_postgresql(url) as new:
        yield new


def test_what_was_answered_outlasts_a_kill_of_the_server(new_address: NewAddress) -> None:
    found = kill_often(new_address, _KILLS)
    assert (found.kills, found.wrong) == (_KILLS, [])
    assert any(what.endswith("answered") for what in found.asked), "something was decided"
