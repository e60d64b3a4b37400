"""What a store keeps, and that it keeps it once, whole and for ever, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.records import CodedDocument, Document
from dateline.store import Failure, Receipt, Store, create_store, migrate_store, open_store
from dateline.store.engine import write
from dateline.store.migrate import migrations
from tests.contracts.made import FIRST, SECOND, WHEN, At, Did, Who, arrival, coded
from tests.contracts.stores import NewAddress, count, keep, wrong

TOWN = At("Old Harbour", 5.0, 6.0, "GIN", "Coast")
RAID = coded(
    "Raiders burned 12 houses in Old Harbour.",
    Did("burned 12 houses", mode="destroy", at=TOWN, by=Who("Raiders"), tolls=(("homes_destroyed", 12),)),
)  # fmt: skip
RAID_AGAIN = RAID.model_copy(update={"events": RAID.events[:1], "tolls": ()})
MARCH = coded("Crowds marched in Old Harbour.", Did("marched", type="PROTEST", mode="demo", at=TOWN))


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    assert keep(store, RAID, MARCH) == ["added", "added"]
    assert store.document(RAID.document.id) == RAID
    assert store.original(arrival_hash(RAID)) == RAID.document.text.encode()
    assert wrong(store) == []


def arrival_hash(record: CodedDocument) -> str:
    import hashlib

    return hashlib.sha256(record.document.text.encode()).hexdigest()


def test_the_same_document_twice_is_one_document(store: Store) -> None:
    assert keep(store, RAID, RAID) == ["added", "known"]
    assert keep(store, RAID) == ["known"]
    assert [count(store, table) for table in ("documents", "codings", "receipts", "originals")] == [1, 1, 1, 1]


def test_where_a_document_came_from_is_kept_each_time(store: Store) -> None:
    keep(store, RAID)
    other = datetime(2025, 1, 1, tzinfo=UTC)
    copy = Document.from_text(RAID.document.text, source="Second Wire", published="2024-12-09")
    store.receive([Receipt(copy, b"<p>bytes of another page</p>", "https://example.org/copy", other)])
    store.receive([Receipt(copy, b"<p>bytes of another page</p>", "https://example.org/copy", WHEN)])
    custody = store.custody(RAID.document.id)
    assert [(r.origin, r.received) for r in custody] == [
        ("reports/a.txt", "2024-12-05T09:30:00.000000Z"),
        ("https://example.org/copy", "2025-01-01T00:00:00.000000Z"),
    ], "the second time from the same place brought nothing new"
    assert custody[1].described == {"source": "Second Wire", "published": "2024-12-09"}
    assert store.original(custody[1].original) == b"<p>bytes of another page</p>"


def test_a_newer_coding_takes_the_place_of_the_older_one_which_stays(store: Store) -> None:
    keep(store, RAID, MARCH)
    assert keep(store, RAID_AGAIN, by=SECOND) == ["known"], "not unless it is asked for"
    assert store.document(RAID.document.id) == RAID
    assert keep(store, RAID_AGAIN, by=SECOND, recode=True) == ["recoded"]
    assert keep(store, RAID_AGAIN, by=SECOND, recode=True) == ["known"], "nor twice by the same versions"
    assert store.document(RAID.document.id) == RAID_AGAIN
    history = store.codings(RAID.document.id)
    assert [(c.versions["code"], c.superseded is None) for c in history] == [("1", False), ("2", True)]
    assert store.coding(history[0].number) == RAID
    assert list(store.tolls()) == [], "queries see the current coding only"
    assert wrong(store) == []


def test_full_text_of_a_recoded_document_stays_in_step(store: Store) -> None:
    keep(store, RAID)
    keep(store, RAID_AGAIN, by=SECOND, recode=True)
    assert len(list(store.documents("burned houses", type="ASSAULT"))) == 1
    assert list(store.documents(harm="homes_destroyed")) == [], "the newer coding has no toll"


def test_any_claim_leads_to_the_versions_that_made_it(store: Store) -> None:
    keep(store, RAID, by=SECOND)
    (event,) = store.events()
    assert store.codings(event.document)[-1].versions == dict(SECOND.of)


def test_a_document_that_the_database_refuses_costs_only_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.store import write as writing

    real = writing.claim_rows

    def broken(coded: CodedDocument, **numbers: object) -> object:
        rows = real(coded, **numbers)  # type: ignore[arg-type]
        return [row | {"kind": None} for row in rows] if coded is MARCH else rows

    monkeypatch.setattr(writing, "claim_rows", broken)
    first, second = keep(store, RAID, MARCH)
    assert first == "added"
    assert isinstance(second, Failure)
    assert "could not be kept" in second.problem
    assert count(store, "documents") == 1, "nothing of the refused one is there"
    assert wrong(store) == []


def test_failures_are_kept_with_their_bytes_until_they_are_mended(store: Store) -> None:
    with store.run("test", FIRST) as run:
        store.add_failures([Failure("reports/a.txt", "it broke", b"%PDF"), Failure("b", "no such file")], run)
        store.add_failures([Failure("reports/a.txt", "it broke", b"%PDF")], run)
    assert [(f.origin, f.problem) for f in store.failures()] == [("reports/a.txt", "it broke"), ("b", "no such file")]
    keep(store, RAID)
    assert [f.origin for f in store.failures()] == ["b"]


@pytest.mark.parametrize("table", ["originals", "receipts"])
@pytest.mark.parametrize("change", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_chain_of_custody_cannot_be_changed(store: Store, table: str, change: str) -> None:
    keep(store, RAID)
    column = {"originals": "size", "receipts": "origin"}[table]
    with pytest.raises(StoreError, match=f"rows of {table} are never changed"):
        write(store.engine, lambda connection: connection.execute(sa.text(change.format(table, column))))


def test_two_writers_at_once_lose_nothing(new_address: NewAddress) -> None:
    """Both add the same documents and their own, in opposite order, in small transactions."""
    address = new_address()
    create_store(address).close()
    shared = [coded(f"Shelling hit street {n}.", Did("Shelling")) for n in range(30)]
    failures: list[BaseException] = []

    def add(records: list[CodedDocument]) -> None:
        try:
            with open_store(address) as store, store.run("test", FIRST) as run:
                for start in range(0, len(records), 3):
                    store.add([arrival(record) for record in records[start : start + 3]], run)
        except BaseException as error:
            failures.append(error)

    own = [[coded(f"Fire {who} in street {n}.", Did("Fire")) for n in range(10)] for who in "ab"]
    threads = [threading.Thread(target=add, args=(records,)) for records in (shared + own[0], own[1] + shared[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    with open_store(address) as store:
        assert count(store, "documents") == 50
        assert len(list(store.events("shelling"))) == 30
        assert wrong(store) == []


def test_a_reader_sees_no_half_of_a_write(new_address: NewAddress) -> None:
    with create_store(new_address()) as store, store.run("test", FIRST) as run:
        with store.engine.connect().execution_options(dateline_writes=True) as writer, writer.begin():
            from dateline.store import write as writing

            writing.keep(writer, arrival(RAID), run)
            with open_store_again(store) as reader:
                assert list(reader.events()) == []
                assert list(reader.documents()) == []
        assert len(list(store.events())) == 1


def open_store_again(store: Store) -> Store:
    return (
        Store(sa.create_engine(store.engine.url)) if store.engine.dialect.name != "sqlite" else open_store(store.where)
    )


def test_damage_is_found(new_address: NewAddress) -> None:
    """Each damage is one that a check must tell of; afterwards the store is as it was."""
    damages = [
        ("UPDATE codings SET packed = :bytes", "hashes and claims"),
        ("UPDATE documents SET text = 'x'", "hashes of the texts"),
        ("UPDATE codings SET superseded = 'x'", "one current coding"),
        ("DELETE FROM claims WHERE kind = 'toll'", "claims of the codings"),
    ]
    for sql, told in damages:
        with create_store(new_address()) as store:
            keep(store, RAID)
            write(store.engine, lambda c, sql=sql: c.execute(sa.text(sql), {"bytes": b"x"} if ":bytes" in sql else {}))
            assert any(told in line for line in wrong(store)), sql


def test_a_backup_is_a_store(new_address: NewAddress, tmp_path: Path) -> None:
    with create_store(new_address()) as store:
        keep(store, RAID)
        target = tmp_path / "copy"
        store.backup(target)
        with pytest.raises(StoreError, match="is there already"):
            store.backup(target)
        if store.engine.dialect.name == "sqlite":
            with open_store(target) as copy:
                assert copy.document(RAID.document.id) == RAID
                assert wrong(copy) == []
        else:
            assert target.read_bytes()[:5] == b"PGDMP"
    assert [path.name for path in tmp_path.iterdir()] == ["copy"], "nothing half-written is left"


def test_the_schema_is_what_the_migrations_make(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from dateline.store.schema import METADATA

    own = {"search", "geom"}

    def ours(item: object, name: str | None, kind: str, reflected: bool, _: object) -> bool:
        if kind == "table":
            return name in METADATA.tables
        index_of_database = kind == "index" and str(name).endswith(("_search", "_geom", "_lat_lon"))
        return not (reflected and (name in own or index_of_database))

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": False})
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("text", ["", "\u202eright to left", "emoji 🕊️ and ʼokina", "a\r\nb\tc", "%_\\'\";--"])
def test_any_text_can_be_kept(store: Store, text: str) -> None:
    record = coded(f"Shelling. {text}", Did("Shelling"), source=text or None)
    assert keep(store, record) == ["added"]
    assert store.document(record.document.id) == record


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=200).filter(lambda t: "\0" not in t), title=st.text(max_size=30))
def test_any_document_comes_back(store: Store, text: str, title: str) -> None:
    try:
        text.encode()
        title.encode()
    except UnicodeEncodeError:
        return  # half characters are refused before they come here
    record = CodedDocument(document=Document.from_text(text, title=title, extra={"a": title}))
    keep(store, record)
    kept = store.document(record.document.id)
    assert kept.document.text == text
    if any(character.isalnum() for character in title):
        list(store.documents(title))


def test_a_nul_in_metadata_is_no_reason_to_lose_a_document(store: Store) -> None:
    record = CodedDocument(document=Document.from_text("Shelling.", title="a\0b", extra={"x": "\0"}))
    assert keep(store, record) == ["added"]
    assert store.document(record.document.id) == record


def test_there_is_no_store_yet(new_address: NewAddress, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        open_store(tmp_path / "none.db")
    with pytest.raises(StoreError, match="there is no store"):
        migrate_store(tmp_path / "none.db")
    with pytest.raises(StoreError, match="no folder"):
        create_store(tmp_path / "none" / "x.db")
    with pytest.raises(StoreError, match="cannot be a store"):
        open_store("mysql://host/name")
    address = new_address()
    create_store(address).close()
    assert migrate_store(address) == (migrations()[-1], migrations()[-1])


def test_arrivals_of_one_moment_have_an_order(store: Store) -> None:
    keep(store, *(coded(f"Shelling {n}.", Did("Shelling")) for n in range(20)))
    assert len({event.row for event in store.events()}) == 20
