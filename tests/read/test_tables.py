"""CSV, XLSX and Parquet: which column holds what, a document a row, and what is wrong with which row."""

from __future__ import annotations

import csv
import hashlib
import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read import FieldNames, Item, ReadFailure, ReadOptions, Received, Skipped, read_bytes, read_stream

BODY = "Gunmen ambushed a convoy, killing two."
COLUMNS = ["Headline", "Body", "Date", "Publisher", "URL", "Row id"]
ROWS: list[list[Any]] = [
    ["Convoy ambushed", BODY, "2024-12-03", "Plateau Daily", "https://plateau.example/1", 17],
    ["Second", "Shells fell on\ntwo villages; four died.", "2024-12-04", "", "", 18],
]


def read(data: bytes, name: str, **options: Any) -> list[Item]:
    return list(read_bytes(data, name, options=ReadOptions(**options)))


def problems(items: list[Item]) -> list[str]:
    return [str(item.error) for item in items if isinstance(item, ReadFailure)]


def as_csv(
    delimiter: str = ",", encoding: str = "utf-8", columns: list[str] = COLUMNS, rows: list[list[Any]] = ROWS
) -> bytes:
    def cell(value: Any) -> str:
        text = "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"' if any(char in text for char in f'{delimiter}"\n') else text

    return "".join(delimiter.join(map(cell, row)) + "\r\n" for row in [columns, *rows]).encode(encoding)


def as_xlsx(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, rows in sheets or (("Reports", [COLUMNS, *ROWS]),):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(columns: list[str] = COLUMNS, rows: list[list[Any]] = ROWS, **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({name: [row[i] for row in rows] for i, name in enumerate(columns)}), out, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "where"),
    [
        (as_csv(), "a.csv", "a.csv, row 2"),
        (as_csv("\t"), "a.tsv", "a.tsv, row 2"),
        (as_csv(";", "utf-8-sig"), "a.csv", "a.csv, row 2"),
        (as_csv("|", "utf-16"), "a.csv", "a.csv, row 2"),
        (as_csv(), "standard input", "standard input, row 2"),
        (as_xlsx(), "a.xlsx", "a.xlsx, sheet 'Reports', row 2"),
        (as_xlsx(), "a.dat", "a.dat, sheet 'Reports', row 2"),
        (as_parquet(), "a.parquet", "a.parquet, row 1"),
        (as_parquet(compression="gzip"), "a.dat", "a.dat, row 1"),
    ],
    ids=[
        "commas",
        "tabs",
        "semicolons",
        "bars in UTF-16",
        "no name",
        "xlsx",
        "xlsx by its bytes",
        "parquet",
        "packed parquet",
    ],
)
def test_every_row_is_a_document(data: bytes, name: str, where: str) -> None:
    first, second = read(data, name)
    assert isinstance(first, Received)
    assert isinstance(second, Received)
    document = first.document
    assert (document.text, document.title, document.published) == (BODY, "Convoy ambushed", "2024-12-03")
    assert (document.source, document.url) == ("Plateau Daily", "https://plateau.example/1")
    assert str(document.extra["Row id"]) == "17"
    assert first.where == where
    assert second.document.text == ROWS[1][1]
    assert second.document.source is None
    assert [note.code for note in first.notes] == ["W116"], "which columns were taken is said"
    assert "text from 'Body'" in first.notes[0].message
    assert document.original_sha256 == hashlib.sha256(first.original).hexdigest()


def test_columns_that_are_named_are_no_guess() -> None:
    names = FieldNames(text="Body", title="Headline", published="Date", source="Publisher", url="URL")
    first, _ = read(as_csv(), "a.csv", fields=names)
    assert isinstance(first, Received)
    assert first.notes == ()
    plain, *_ = read(as_csv(columns=["Title", "TEXT", "published", "source", "Url", "n"]), "a.csv")
    assert isinstance(plain, Received)
    assert plain.notes == (), "the same name in capitals is the name"


def test_a_column_that_is_named_and_not_there() -> None:
    (message,) = problems(read(as_csv(), "a.csv", fields=FieldNames(text="story")))
    assert "there is no column 'story', only 'Headline', 'Body'" in message
    assert "--text-field" in message


def test_the_original_of_a_row_of_csv_is_its_own_lines() -> None:
    _, second = read(as_csv(), "a.csv")
    assert isinstance(second, Received)
    assert second.original == b'Second,"Shells fell on\ntwo villages; four died.",2024-12-04,,,18'


def test_rows_are_wrong_each_for_itself() -> None:
    """Rows are numbered as a spreadsheet numbers them; blank ones are counted and passed over."""
    data = b"text,published\r\nTwo died.,2024-12-03\r\n\r\n,2024-12-03\r\nThree died.,2024-12-03,more\r\nFour died.,soon\r\n"
    first, empty, long, last = read(data, "a.csv")
    assert isinstance(first, Received)
    assert isinstance(empty, ReadFailure)
    assert "row 4: the row has nothing in the column 'text'" in str(empty.error)
    assert isinstance(long, ReadFailure)
    assert "row 5: it has 3 cells, and there are 2 columns" in str(long.error)
    assert isinstance(last, Received)
    assert last.where == "a.csv, row 6"
    assert [note.code for note in last.notes] == ["W102"]


def test_many_rows_without_a_text_are_counted() -> None:
    data = b"text,n\n" + b"".join(b",%d\n" % n for n in range(50)) + b"Two died.,50\n"
    items = read(data, "a.csv")
    assert len(problems(items)) == 21
    assert "30 more rows have nothing" in problems(items)[-1]
    assert sum(isinstance(item, Received) for item in items) == 1


@pytest.mark.parametrize(
    ("data", "message", "reason"),
    [
        (b"", "empty", "nothing"),
        (b"text,title\n", "no row", "names alone"),
        (b"name,age\nAnn,3\n", "no column 'text', only 'name', 'age'", "no table of reports"),
        (b"\x00\x01\x02" * 400, "NUL", "binary data"),
        (b",".join(b"c%d" % n for n in range(3000)) + b"\n", "3,000 columns", "no sensible table"),
    ],
)
def test_bad_csv(data: bytes, message: str, reason: str) -> None:
    (found,) = problems(read(data, "a.csv"))
    assert message in found, reason


def test_a_quote_that_is_never_closed_costs_no_more_than_its_rows() -> None:
    data = b'text,n\nTwo died.,1\n"Three died.,2\nFour died.,3\n' + b"Five died%s.,4\n" % (b" of wounds" * 9) * 8_000
    items = read(data, "a.csv", max_chars=1000)
    assert isinstance(items[0], Received)
    assert any(
        "field larger than" in message or "cells" in message or "nothing" in message for message in problems(items)
    )
    assert sum(isinstance(item, Received) for item in items) > 1_000, "it goes on after the limit of a cell"


def test_the_limit_of_cells_is_no_one_elses() -> None:
    """Python keeps one for the whole process: another package may have raised it, and needs its own."""
    before = csv.field_size_limit(10**9)
    try:
        (problem, *_) = problems(
            read(b'text,n\n"Two died.' + b" Two died.\n" * 20_000 + b'",1\n', "a.csv", max_chars=1000)
        )
        assert "field larger than" in problem
        assert csv.field_size_limit() == 10**9
    finally:
        csv.field_size_limit(before)


def test_a_line_without_end_is_one_bad_row() -> None:
    """It is passed over in pieces: neither held, nor taken for the rows that its pieces would be."""
    for filler in (b"x", b"x,"):
        data = b"text,n\nTwo died.,1\n" + filler * (9 * 2**20) + b"\nThree died.,3\n"
        first, second, third = read(data, "a.csv")
        assert isinstance(first, Received)
        assert isinstance(second, ReadFailure)
        assert second.where == "a.csv, row 3"
        assert isinstance(third, Received)
        assert third.where == "a.csv, row 4"


def test_huge_cells_are_texts_up_to_the_limit() -> None:
    long = "Two died. " * 20_000
    data = as_csv(columns=["text", "n"], rows=[[long, 1], [long * 2, 2], ["Three died.", 3]])
    first, second, third = read(data, "a.csv")
    assert isinstance(first, Received)
    assert isinstance(second, ReadFailure)
    assert "more than the 250,000 allowed" in str(second.error)
    assert isinstance(third, Received)


def test_other_encodings() -> None:
    first, _ = read(
        as_csv(encoding="cp1252", rows=[["Café bombed", "Two died in Nariño.", "", "", "", 1], ROWS[1]]), "a.csv"
    )
    assert isinstance(first, Received)
    assert first.document.title == "Café bombed"
    assert "W101" in [note.code for note in first.notes], "that it is a guess is said"


def test_csv_is_read_a_row_at_a_time() -> None:
    """A table that is longer than memory is read all the same."""
    row = b"Gunmen killed two people in the town on Monday.,1\n"

    class Endless(io.RawIOBase):
        begun = False

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            data = row * (len(buffer) // len(row)) if self.begun else b"text,n\n"
            self.begun = True
            buffer[: len(data)] = data
            return len(data)

    items = read_stream(io.BufferedReader(Endless()), "a.csv")
    next(items)
    tracemalloc.start()
    for _ in range(800):
        next(items)
    assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    tracemalloc.stop()


@given(
    # Control characters make a file binary data, and half characters are no UTF-8.
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t"), min_size=1),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(",;\t|"),
)
def test_any_text_comes_back_from_csv(texts: list[str], delimiter: str) -> None:
    """Quotes, line ends, delimiters, anything: the cell is the text, or why it is none."""
    rows = [(text, "note") for text in texts]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [("text", "other"), *rows]]
    items = read("\n".join(quoted).encode(), "a.csv")
    assert len(items) == len(rows)
    for (text, _), item in zip(rows, items, strict=True):
        assert isinstance(item, ReadFailure) or item.document.text == text  # type: ignore[union-attr]


def test_sheets_that_hold_no_texts_are_counted() -> None:
    data = as_xlsx(("Notes", [["Made by us"], []]), ("Reports", [COLUMNS, *ROWS]), ("Empty", []))
    first, second, passed = read(data, "a.xlsx")
    assert isinstance(first, Received)
    assert isinstance(second, Received)
    assert passed == Skipped("a.xlsx", {"sheet without texts": 2})


def test_the_names_may_stand_below_a_title() -> None:
    items = read(as_xlsx(("Reports", [["Incidents of the week"], [], COLUMNS, *ROWS])), "a.xlsx")
    assert [item.where for item in items] == ["a.xlsx, sheet 'Reports', row 4", "a.xlsx, sheet 'Reports', row 5"]


def test_days_and_formulas_of_a_workbook() -> None:
    rows = [
        ["text", "published", "n"],
        ["Two died.", datetime(2024, 12, 3, 23, 30), 1],
        ['="Three died"', date(2024, 12, 4), "=1+1"],
    ]
    first, second = read(as_xlsx(("A", rows)), "a.xlsx")
    assert isinstance(first, Received)
    assert first.document.published == "2024-12-03"
    assert isinstance(second, ReadFailure)
    assert "of a formula, only a value that was saved with it is read" in str(second.error)


def rewritten(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
        if name not in old.namelist():
            new.writestr(name, content)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'


@pytest.mark.parametrize(
    ("data", "message", "reason"),
    [
        (b"PK\x03\x04" + b"x" * 100, "cannot be opened as a workbook", "no ZIP"),
        (as_xlsx()[:-200], "cannot be opened as a workbook", "cut off"),
        (as_xlsx(("A", [["name", "age"], ["Ann", 3]])), "no column 'text'", "no reports"),
        (as_xlsx(("A", [])), "its first 20 rows are empty", "nothing in it"),
        (rewritten(as_xlsx(), "xl/sharedStrings.xml", BOMB), "entities", "a bomb of entities"),
        (
            rewritten(as_xlsx(), "xl/sharedStrings.xml", b" " * (65 * 2**20)),
            "more than can be held",
            "a bomb of spaces",
        ),
        (rewritten(as_xlsx(), "xl/workbook.xml", b"<broken"), "cannot be opened as a workbook", "no XML"),
        (
            rewritten(as_xlsx(), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"),
            "(ParseError",
            "a sheet cut off",
        ),
    ],
)
def test_bad_workbooks(data: bytes, message: str, reason: str) -> None:
    found = problems(read(data, "a.xlsx"))
    assert message in found[0], reason


@pytest.mark.parametrize(
    ("data", "message", "reason"),
    [
        (b"PAR1" + b"x" * 50, "cannot be opened as Parquet", "no Parquet"),
        (as_parquet()[:-30], "cannot be opened as Parquet", "cut off"),
        (as_parquet(["a", "b"], [[1, 2]]), "no column 'text', only 'a', 'b'", "no reports"),
        (as_parquet(rows=[]), "no row", "names alone"),
    ],
)
def test_bad_parquet(data: bytes, message: str, reason: str) -> None:
    assert message in problems(read(data, "a.parquet"))[0], reason


def test_a_damaged_group_of_rows_leaves_those_before_it() -> None:
    rows = [[f"{n} people died in the town.", str(n)] for n in range(200)]
    data = bytearray(as_parquet(["text", "id"], rows, row_group_size=100, compression="gzip", use_dictionary=False))
    second = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0).data_page_offset
    data[second + 30 : second + 60] = b"\xff" * 30
    items = read(bytes(data), "a.parquet")
    assert sum(isinstance(item, Received) for item in items) >= 64
    assert "damaged after row" in problems(items)[0]


def test_parquet_of_nested_and_timed_values() -> None:
    table = pa.table(
        {"text": ["Two died."], "published": [datetime(2024, 12, 3, 5)], "tags": [["a", "b"]], "raw": [b"\xff"]}
    )
    out = io.BytesIO()
    pq.write_table(table, out)
    (item,) = read(out.getvalue(), "a.parquet")
    assert isinstance(item, Received)
    assert item.document.published == "2024-12-03"
    assert item.document.extra == {"tags": ["a", "b"], "raw": "\ufffd"}
