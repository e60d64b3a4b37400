"""Migrations, forward, on both databases, with data in the older schema."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from dateline.cli import cli
from dateline.errors import StoreError
from dateline.store import Store, create_store, migrate_store, open_store
from dateline.store.address import url_of
from dateline.store.engine import open_engine, write
from dateline.store.migrate import migrate, migrations, revision
from tests.contracts import postgres
from tests.contracts.made import At, Did, coded
from tests.contracts.stores import execute, keep, wrong

RECORD = coded(
    "Shells hit Bor and killed 4 people.", Did("Shells hit Bor", at=At("Bor", 6.2, 31.5, "SSD"), tolls=(("killed", 4),))
)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that holds nothing at all."""
    if request.param == "sqlite":
        return str(tmp_path_factory.mktemp("bare") / "bare.db")
    url: str = request.getfixturevalue("postgres_url")
    name = f"bare{abs(hash(request.node.name)) % 10**9}"
    execute(url, f"CREATE DATABASE {name}")
    return url.format(name=name)


@pytest.mark.parametrize("start", migrations()[:-1])
def test_data_of_an_older_schema_is_all_there_after_migrating(bare: str, start: str) -> None:
    engine = open_engine(url_of(bare))
    migrate(engine, start)
    old = Store(engine)
    assert keep(old, RECORD) == ["added"]
    with pytest.raises(StoreError, match=f"has the schema {start}"):
        open_store(bare)
    assert migrate_store(bare) == (start, migrations()[-1])
    with open_store(bare) as store:
        assert store.document(RECORD.document.id) == RECORD
        assert [event.place for event in store.events("shells", country="SSD")] == ["Bor"]
        assert keep(store, RECORD) == ["known"]
        assert store.waiting(5).rows, "what was never linked waits for it"
        assert wrong(store) == []


def test_a_migration_that_fails_leaves_everything_as_it_was(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.store.migrations import indexes

    engine = open_engine(url_of(bare))
    migrate(engine, migrations()[0])
    keep(Store(engine), RECORD)

    def broken(table: str) -> None:
        raise RuntimeError("as asked")

    monkeypatch.setattr(indexes, "keep_for_ever", broken)
    with pytest.raises(RuntimeError, match="as asked"):
        migrate(engine)
    assert revision(engine) == migrations()[0]
    with engine.connect() as connection:
        assert not sa.inspect(connection).has_table("incidents")
    monkeypatch.undo()
    migrate(engine)
    with Store(engine) as store:
        assert store.document(RECORD.document.id) == RECORD


def test_a_store_of_a_newer_version_is_left_as_it_is(bare: str) -> None:
    """Nothing opens, makes or migrates it, and each says why: which version is needed."""
    with create_store(bare) as store:
        keep(store, RECORD)
        write(
            store.engine,
            lambda connection: connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")),
        )
    for act in (open_store, create_store, migrate_store):
        with pytest.raises(StoreError, match=r"made by a newer version of Dateline \(schema 9999\): use that version"):
            act(bare)
    result = CliRunner().invoke(cli, ["add", "nothing.txt", "--store", bare])
    assert (result.exit_code, "newer version" in result.stderr) == (3, True)
    engine = open_engine(url_of(bare))
    assert revision(engine) == "9999"
    assert len(list(Store(engine).documents())) == 1


def test_postgresql_is_there_where_it_is_installed() -> None:
    """These tests are left out only where PostgreSQL is not installed at all."""
    if postgres.program("initdb") is None:
        pytest.skip("PostgreSQL is not installed")
    assert postgres.program("postgres")
