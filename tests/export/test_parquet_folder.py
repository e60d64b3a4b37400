"""The Parquet tables: any record comes back the same, DuckDB and pandas read them, and their columns never change."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.errors import ExportError
from dateline.export.arrow import TABLES, schema_of
from dateline.export.formats.parquet import EXPORT, read_documents, read_incidents
from dateline.incidents import Incident
from dateline.records import CodedDocument
from tests.export.invented import coded_text
from tests.export.selections import ARTICLE, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    EXPORT.write(invented_selection(), tmp_path)
    return tmp_path


def test_records_come_back_the_same(folder: Path) -> None:
    assert list(read_documents(folder)) == [ARTICLE]
    assert list(read_incidents(folder)) == list(invented_incidents())


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
@given(
    st.lists(coded_documents(), max_size=3, unique_by=lambda c: c.document.id),
    st.lists(incidents(), max_size=2),
)
def test_any_records_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, documents: list[CodedDocument], some: list[Incident]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    EXPORT.write(selection(some, documents), folder)
    assert list(read_documents(folder)) == documents
    assert list(read_incidents(folder)) == some


def test_more_rows_than_are_written_at_once_come_back_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.export.formats.parquet._DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr("dateline.export.formats.parquet._ROWS_AT_ONCE", 3)
    many = [ARTICLE, *(coded_text(f"Report {n}.") for n in range(3))]
    EXPORT.write(selection((), many), tmp_path)
    assert pq.ParquetFile(tmp_path / "actors.parquet").num_row_groups > 1
    assert list(read_documents(tmp_path)) == many


def test_an_empty_export_has_every_table_with_the_same_columns(tmp_path: Path, folder: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    written = EXPORT.write(selection(), empty)
    assert set(written.counts.values()) == {0}
    for table in TABLES:
        nothing, something = (pq.read_schema(where / f"{table}.parquet") for where in (empty, folder))
        assert nothing.equals(something), table
        assert nothing.equals(schema_of(table)), table
    assert list(read_documents(empty)) == []


def test_duckdb_asks_about_claims_and_incidents(folder: Path) -> None:
    killed = duckdb.sql(
        f"select t.best, d.source from '{folder}/tolls.parquet' t join '{folder}/documents.parquet' d"
        " on d.id = t.document where t.harm = 'killed' and t.scope = 'incident' and t.part_of is null order by t.best"
    ).fetchall()
    assert (14, "Lodestar News") in killed
    nested = duckdb.sql(
        f"select id, toll.best from (select id, unnest(tolls) as toll from '{folder}/incidents.parquet')"
        " where toll.harm = 'killed' order by 1, 2"
    ).fetchall()
    assert nested[0] == ("i0001", 5)


def test_pandas_reads_a_layer(folder: Path) -> None:
    events = pd.read_parquet(folder / "events.parquet")
    assert events["id"].tolist() == [event.id for event in ARTICLE.events]
    assert events["trigger"][0]["text"] == "drone strike"


def test_a_table_says_what_export_it_is_of(folder: Path) -> None:
    metadata = pq.read_schema(folder / "events.parquet").metadata
    assert json.loads(metadata[b"dateline"])["profile"] == "internal"


def test_a_folder_that_is_no_export_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.parquet cannot be read"):
        list(read_documents(tmp_path))


def test_rows_without_their_document_are_not_passed_over(folder: Path, tmp_path: Path) -> None:
    lone = pq.read_table(folder / "documents.parquet").slice(0, 0)
    pq.write_table(lone, folder / "documents.parquet")
    with pytest.raises(ExportError, match="rows of documents that"):
        list(read_documents(folder))
