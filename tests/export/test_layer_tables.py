"""CSV files and the workbook, a table a layer: read back by pandas and openpyxl."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dateline.export.contract import Format, Selection
from dateline.export.formats import csv_layers, xlsx
from dateline.export.tables.layers import TITLES, columns_of, rows_of
from dateline.export.tables.table import guarded, is_formula
from dateline.incidents import Incident
from dateline.records import CodedDocument
from tests.export.invented import coded_text
from tests.export.selections import ABOUT, ARTICLE, invented_incidents, invented_selection, selection
from tests.strategies import coded_documents, incidents

_FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.reuse, Phase.generate)
)
_HXL = re.compile(
    r"#(adm1|affected|country|date|description|event|geo|group|indicator|loc|meta|status)(\+[a-z][a-z0-9_]*)*"
)
"""Hashtags of HXL's core schema, with any attributes."""
_BEYOND = {"incidents": 4, "documents": 1, "events": len(ARTICLE.events), "tolls": len(ARTICLE.tolls)}


def tagged(chosen: Selection) -> Selection:
    return Selection(
        incidents=chosen.incidents, documents=chosen.documents, about=chosen.about, options=frozenset({"hxl"})
    )


def sheets(path: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=None)


def test_a_file_a_layer_with_its_columns_and_rows(tmp_path: Path) -> None:
    written = csv_layers.EXPORT.write(invented_selection(), tmp_path)
    for layer in TITLES:
        frame = pd.read_csv(tmp_path / f"{layer}.csv")
        assert list(frame.columns) == [column.name for column in columns_of(layer)]
        assert len(frame) == written.counts[layer]
    assert {layer: written.counts[layer] for layer in _BEYOND} == _BEYOND


def test_a_claim_says_in_its_row_what_whose_word_and_in_which_words(tmp_path: Path) -> None:
    csv_layers.EXPORT.write(invented_selection(), tmp_path)
    tolls = pd.read_csv(tmp_path / "tolls.csv").set_index("id")
    killed = tolls.loc["t1"]
    assert (killed["harm"], killed["best"], killed["bound"], killed["incident"]) == ("killed", 14, "at_least", "i0001")
    assert killed["source"] == "Karsh Rescue Corps"
    assert "killed at least 14 civilians" in killed["evidence"]
    assert pd.isna(killed["high"]), "an open end is empty"


@pytest.mark.parametrize("form", [csv_layers.EXPORT, xlsx.EXPORT], ids=lambda form: form.name)
def test_every_column_is_in_the_dictionary_with_a_meaning(form: Format, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx" if form.suffix else tmp_path
    form.write(invented_selection(), path)
    entries = sheets(path)["dictionary"] if form.suffix else pd.read_csv(tmp_path / "dictionary.csv")
    wanted = [(layer, column.name) for layer in TITLES for column in columns_of(layer)]
    assert list(zip(entries.iloc[:, 0].str.removesuffix(".csv"), entries["column"], strict=True)) == wanted
    assert entries["meaning"].str.len().min() > 3


@_FEW
@given(incidents(), coded_documents())
def test_the_rows_of_any_record_fit_the_columns(incident: Incident, coded: CodedDocument) -> None:
    for found in rows_of(selection([incident], [coded])):
        names = [column.name for column in columns_of(found.layer)]
        assert set(found.row) == set(names), found.layer


def test_the_workbook_has_a_sheet_a_layer_with_types(tmp_path: Path) -> None:
    xlsx.EXPORT.write(invented_selection(), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["about", "dictionary", *TITLES]
    strike = {c.value: book["incidents"].cell(2, c.column) for c in book["incidents"][1]}
    assert strike["first_day"].is_date
    assert strike["first_day"].value.isoformat() == "2024-03-14T00:00:00"
    assert (strike["lat"].value, strike["killed_best"].value, strike["summary"].value) == (10.42, 14, False)
    assert strike["killed_high"].value == 14
    assert book["incidents"].freeze_panes == "A2"


@_FEW
@given(incidents(), coded_documents())
def test_any_record_gives_a_workbook_that_opens_and_holds_no_formula(
    tmp_path_factory: pytest.TempPathFactory, incident: Incident, coded: CodedDocument
) -> None:
    path = tmp_path_factory.mktemp("any") / "b.xlsx"
    xlsx.EXPORT.write(selection([incident], [coded]), path)
    for sheet in openpyxl.load_workbook(path).worksheets:
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("text", "cell", "why"),
    [
        ("=1+1", "'=1+1", "a formula"),
        ("+44 20 7946", "'+44 20 7946", "a plus starts one"),
        ("@SUM(A1)", "'@SUM(A1)", "so does an at sign"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0", "a minus before a call"),
        ("  =1", "'=1", "blanks before it"),
        ("\t=1", "'=1", "a tab before it"),
        ("＝1", "'＝1", "the wide sign counts too"),
        ("-12.2, 40.1; -13.4, 39.8", "-12.2, 40.1; -13.4, 39.8", "coordinates run nothing"),
        ("Karsh = Ordun", "Karsh = Ordun", "inside it is harmless"),
        (-12.5, -12.5, "a number is a number"),
        (None, None, "nothing"),
        (True, "true", "a flag"),
        ("two\nlines\x07", "two lines\ufffd", "one line, no control characters"),
    ],
)
def test_cells_that_a_spreadsheet_would_run(text: Any, cell: Any, why: str) -> None:
    assert guarded(text) == cell, why
    if isinstance(cell, str) and isinstance(text, str):
        assert not is_formula(cell)


def test_a_formula_in_a_text_stays_text_in_a_workbook_also_when_edited(tmp_path: Path) -> None:
    evil = invented_incidents()[0].model_copy(update={"title": "=WEBSERVICE(A1)"})
    xlsx.EXPORT.write(selection([evil], []), tmp_path / "b.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx")["incidents"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=WEBSERVICE(A1)", "s", True)


def test_hxl_tags_stand_under_the_header_of_every_sheet_and_file(tmp_path: Path) -> None:
    xlsx.EXPORT.write(tagged(invented_selection()), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    (tmp_path / "c").mkdir()
    csv_layers.EXPORT.write(tagged(invented_selection()), tmp_path / "c")
    for layer in TITLES:
        tags = [column.hxl for column in columns_of(layer)]
        assert [cell.value or "" for cell in book[layer][2]] == tags
        assert (tmp_path / "c" / f"{layer}.csv").read_text("utf-8").splitlines()[1].split(",") == tags
        assert all(re.fullmatch(_HXL, tag) for tag in tags), layer


def test_what_a_cell_cannot_hold_is_cut_and_counted(tmp_path: Path) -> None:
    long = invented_incidents()[0].model_copy(update={"title": "🚑" * 20_000})
    written = xlsx.EXPORT.write(selection([long], []), tmp_path / "b.xlsx")
    title = openpyxl.load_workbook(tmp_path / "b.xlsx")["incidents"]["B2"].value
    assert len(title.encode("utf-16-le")) // 2 <= 32_767
    assert title.endswith("🚑…")
    assert [("32,767" in reason, count) for reason, count in written.left_out.items()] == [(True, 1)]


def test_what_a_sheet_cannot_hold_is_left_out_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.export.formats.xlsx.MOST_ROWS", 12)
    many = [invented_incidents()[3].model_copy(update={"id": f"i{n}"}) for n in range(20)]
    written = xlsx.EXPORT.write(selection(many), tmp_path / "b.xlsx")
    assert written.counts["incidents"] == 11
    assert next(iter(written.left_out.items())) == ("rows of incidents: a sheet holds 12", 9)
    about = sheets(tmp_path / "b.xlsx")["about"]
    assert about["name"].str.startswith("left out: rows of incidents").any(), "the workbook says so itself"


def test_only_the_claims_that_answer_the_conditions_but_every_place(tmp_path: Path) -> None:
    some = Selection(
        incidents=lambda: iter(()), documents=lambda: iter([ARTICLE]), about=ABOUT,
        answering=lambda coded: frozenset({"t1"}),
    )  # fmt: skip
    counts = csv_layers.EXPORT.write(some, tmp_path).counts
    assert (counts["tolls"], counts["events"], counts["places"]) == (1, 0, len(ARTICLE.places))


def test_the_same_export_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        xlsx.EXPORT.write(invented_selection(), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_text_without_claims_is_a_row_of_documents(tmp_path: Path) -> None:
    counts = csv_layers.EXPORT.write(selection((), [coded_text("Nothing happened.")]), tmp_path).counts
    assert {layer: n for layer, n in counts.items() if n} == {"documents": 1}
