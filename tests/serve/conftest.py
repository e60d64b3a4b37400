"""The workbench on both databases: a store of samples to look at, and a copy of it to change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.serve.app import create_app
from dateline.serve.workbench import Workbench
from dateline.store import Store, open_store
from tests.contracts.conftest import postgres_url
from tests.contracts.stores import copy_database, execute
from tests.serve.asking import Asking
from tests.serve.filled import filled

__all__ = ["postgres_url"]

_numbers = count(1)


@pytest.fixture(scope="session")
def filled_addresses() -> dict[str, str]:
    """The addresses of the stores that are filled already, by the name of the database."""
    return {}


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def filled_address(
    request: pytest.FixtureRequest, filled_addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of a store of the samples that no test changes.

    It is asked for anew whenever tests of the other database came between.
    """
    if request.param not in filled_addresses:
        if request.param == "sqlite":
            address = str(tmp_path_factory.mktemp("filled") / "samples.db")
        else:
            url: str = request.getfixturevalue("postgres_url")
            execute(url, "CREATE DATABASE filled TEMPLATE made")
            address = url.format(name="filled")
        filled(address).close()
        filled_addresses[request.param] = address
    return filled_addresses[request.param]


@pytest.fixture(scope="session")
def filled_store(filled_address: str) -> Iterator[Store]:
    """A store of the samples that no test changes. It is closed between uses: a database that is open is not copied."""
    with open_store(filled_address) as store:
        yield store


@pytest.fixture
def own_store(
    filled_address: str, filled_store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Store]:
    """A copy of the store of the samples, for a test that changes it."""
    filled_store.close()
    if filled_address.startswith("postgresql"):
        url: str = request.getfixturevalue("postgres_url")
        name = f"own{next(_numbers)}"
        copy_database(url, "filled", name)
        address = url.format(name=name)
    else:
        address = str(shutil.copy(filled_address, tmp_path / "own.db"))
    with open_store(address) as store:
        yield store


@pytest.fixture
def asking(filled_store: Store) -> Iterator[Asking]:
    """Asks a workbench of the samples, without accounts; nothing is to be changed."""
    with TestClient(create_app(Workbench(projects={"samples": filled_store})), base_url="http://localhost") as client:
        yield Asking(client, "samples")


@pytest.fixture
def changing(own_store: Store) -> Iterator[Asking]:
    """Asks a workbench of a copy of the samples, which may be changed."""
    with TestClient(create_app(Workbench(projects={"samples": own_store})), base_url="http://localhost") as client:
        yield Asking(client, "samples")
