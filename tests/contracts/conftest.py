"""The two databases that every store test runs on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from dateline.store import Store, create_store
from tests.contracts import postgres
from tests.contracts.stores import NewAddress, execute

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL: the URL of a database in it, with ``{name}`` for its name."""
    if postgres.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql-15 postgresql-15-postgis-3")
    with postgres.running() as url:
        execute(url, "CREATE DATABASE made")
        create_store(url.format(name="made")).close()
        yield url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewAddress:
    """Makes the address of an empty store, another one each time."""
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("stores")
        return lambda: str(folder / f"{next(_numbers)}.db")
    url: str = request.getfixturevalue("postgres_url")

    def make() -> str:
        name = f"store{next(_numbers)}"
        # A copy of a store that is made: the extension and the tables take a second each time else.
        execute(url, f"CREATE DATABASE {name} TEMPLATE made")
        return url.format(name=name)

    return make


@pytest.fixture
def store(new_address: NewAddress) -> Iterator[Store]:
    """An empty store."""
    with create_store(new_address()) as made:
        yield made
