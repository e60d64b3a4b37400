"""Exports at the command line, from a store of four reports. All are invented."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli
from dateline.export.formats.parquet import read_documents
from dateline.export.responsibility import open_profile
from dateline.export.selection import selection_of
from dateline.store import open_store

FEED = [
    {
        "text": "An air strike hit the market in Omdurman on Monday, killing at least 22 people, the Emergency Lawyers said. "
        "The army denied that its planes had struck the market.",
        "published": "2024-06-04",
        "source": "Nile Wire",
    },
    {
        "text": "OMDURMAN, June 4 - At least 25 people were killed in an air strike on a market in Omdurman on Monday, a hospital "
        "official said on Tuesday.",
        "published": "2024-06-04",
        "source": "Savannah News",
    },
    {
        "text": "Gunmen killed three farmers in Bukavu on Sunday, police said. About 400 families fled from Bukavu to Goma. "
        "The African Union condemned the killings on Tuesday.",
        "published": "2024-06-04",
        "source": "Lakes Radio",
    },
    {"text": "The harvest was good this year.", "published": "2024-06-05", "source": "Lakes Radio"},
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("exports")
    feed = folder / "feed.jsonl"
    feed.write_text("".join(json.dumps(line) + "\n" for line in FEED), "utf-8")
    assert run("add", str(feed), "--store", str(folder / "s.db")).exit_code == 0
    return str(folder / "s.db")


def export(store: str, form: str, *arguments: str) -> Result:
    return run("export", form, "--store", store, "--profile", "internal", *arguments)


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_table_goes_to_standard_output_and_what_was_left_out_to_standard_error(store: str) -> None:
    result = export(store, "ucdp", "-o", "-")
    assert result.exit_code == 0
    assert {row["country"] for row in rows(result)} == {"Sudan", "Democratic Republic of Congo"}
    assert "Standard output: 2 incidents, by the profile internal" in result.stderr
    assert "left out" in result.stderr


def test_conditions_choose_what_is_exported(store: str) -> None:
    (row,) = rows(export(store, "ucdp", "-o", "-", "--country", "SDN"))
    assert (row["where_coordinates"], row["best"], row["number_of_sources"]) == ("Omdurman", "25", "2")
    assert rows(export(store, "ucdp", "-o", "-", "--country", "UKR")) == []
    assert rows(export(store, "ucdp", "-o", "-", "--since", "2024-06-10")) == []


def test_words_choose_what_is_exported(store: str) -> None:
    (row,) = rows(export(store, "ucdp", "farmers", "-o", "-"))
    assert row["country"] == "Democratic Republic of Congo"


def test_a_confidence_is_that_of_the_claims(store: str) -> None:
    assert len(rows(export(store, "ucdp", "-o", "-", "--min-confidence", "0.1"))) == 2
    assert rows(export(store, "ucdp", "-o", "-", "--min-confidence", "1")) == []


def test_a_folder_is_written_replaced_and_told(store: str, tmp_path: Path) -> None:
    out = tmp_path / "layers"
    for _ in range(2):
        result = export(store, "csv", "-o", str(out))
        assert result.exit_code == 0, result.stderr
    about = json.loads((out / "export.json").read_text("utf-8"))
    assert about["counts"]["documents"] == len(FEED)
    assert len(pd.read_csv(out / "incidents.csv")) == about["counts"]["incidents"]


def test_conditions_on_claims_leave_out_other_claims_of_the_same_report(store: str, tmp_path: Path) -> None:
    assert export(store, "csv", "-o", str(tmp_path / "c"), "--harm", "displaced").exit_code == 0
    tolls = pd.read_csv(tmp_path / "c" / "tolls.csv")
    assert tolls["harm"].unique().tolist() == ["displaced"]
    about = json.loads((tmp_path / "c" / "export.json").read_text("utf-8"))
    assert about["conditions"] == {"harm": "displaced"}


def test_without_conditions_reports_that_say_nothing_go_out_too(store: str, tmp_path: Path) -> None:
    assert export(store, "parquet", "-o", str(tmp_path / "p")).exit_code == 0
    with open_store(store) as opened:
        documents = list(read_documents(tmp_path / "p"))
        assert documents == [opened.document(coded.document.id) for coded in documents]
    assert {coded.document.text for coded in documents} == {line["text"] for line in FEED}


def test_another_store_takes_the_json_lines(store: str, tmp_path: Path) -> None:
    lines = tmp_path / "all.jsonl"
    assert export(store, "jsonl", "-o", str(lines)).exit_code == 0
    assert run("add", "--coded", str(lines), "--store", str(tmp_path / "other.db")).exit_code == 0
    with open_store(store) as one, open_store(tmp_path / "other.db") as other:
        assert {d.id for d in one.documents()} == {d.id for d in other.documents()}


def test_as_of_a_day_nothing_that_came_later_goes_out(store: str, tmp_path: Path) -> None:
    assert export(store, "json", "-o", str(tmp_path / "a.json"), "--as-of", "2024-06-04").exit_code == 0
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert found["about"]["as_of"] == "2024-06-04"
    assert {d["document"]["published"] for d in found["documents"]} == {"2024-06-04"}


def test_displacement_with_where_people_left(store: str) -> None:
    (row,) = rows(export(store, "idmc", "-o", "-"))
    assert (row["figure"], row["unit"], row["quantifier"], row["term"]) == (
        "400",
        "household",
        "approximately",
        "forced to flee",
    )
    assert "Bukavu" in row["locations_name"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("shapefile",), "there is no format 'shapefile'"),
        (("json", "--hxl"), "--hxl is nothing that the format json knows"),
        (("csv", "-o", "-"), "a folder of files"),
        (("json", "-o", "/no/such/folder/x.json"), "is no folder: make it first"),
        (("json", "-o", "-", "--harm", "sunburn"), "there is no harm 'sunburn'"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    arguments: tuple[str, ...], message: str, store: str
) -> None:
    result = export(store, *arguments)
    assert result.exit_code == 3
    assert message in result.stderr
    assert result.stdout == ""


def test_without_a_place_a_new_file_is_made_and_none_is_replaced(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export(store, "json").exit_code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["dateline-json.json"]
    again = export(store, "json")
    assert (again.exit_code, "is there already: name the place with -o" in again.stderr) == (3, True)


def test_an_export_never_takes_the_place_of_its_store(store: str) -> None:
    before = Path(store).read_bytes()
    refused = export(store, "acled", "-o", store)
    assert (refused.exit_code, "is the store itself" in refused.stderr) == (3, True)
    assert Path(store).read_bytes() == before


def test_the_help_lists_every_format() -> None:
    from dateline.export.registry import all_formats

    shown = run("export", "--help").stdout
    assert all(f"  {form.name} " in shown for form in all_formats())


def test_a_selection_is_the_same_each_time_and_knows_claims_by_masked_reports(store: str) -> None:
    with open_store(store) as opened:
        chosen = selection_of(opened, {"harm": "displaced"}, open_profile("internal", opened))
        assert [c.document.id for c in chosen.documents()] == [c.document.id for c in chosen.documents()]
        assert [i.id for i in chosen.incidents()] == [i.id for i in chosen.incidents()]
        together = list(chosen.documents())
        answering = [chosen.answering(coded) for coded in together]
        harms = {t.harm for coded, ids in zip(together, answering, strict=True) for t in coded.tolls if t.id in ids}
        assert harms == {"displaced"}
