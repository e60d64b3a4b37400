"""A workbook for spreadsheets: a sheet a layer, what the export is, and a data dictionary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.export.contract import Format, Selection, Written
from dateline.export.tables.layers import FROM_DOCUMENTS, FROM_INCIDENTS, TITLES, columns_of, rows_of
from dateline.export.tables.table import Column, Row, is_formula
from dateline.export.words.claims import one_line

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
"""What a sheet and a cell can hold."""
_FIRST_YEAR = 1900
_EXACT = 2**53
_NOT_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})
_WIDTHS = {"text": 24, "integer": 11, "number": 11, "date": 12, "flag": 9}
_ABOUT = (Column("name", ""), Column("value", ""))
_DICTIONARY = (
    Column("sheet", ""),
    Column("column", ""),
    Column("holds", ""),
    Column("meaning", ""),
    Column("hxl", ""),
)


def write(selection: Selection, path: Path) -> Written:
    """Write the workbook; what a sheet or a cell cannot hold is left out and counted."""
    from xlsxwriter import Workbook

    # Each row goes to disk as it comes: the memory that it takes does not grow with the store.
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        book.set_properties({"title": "Export of Dateline", "created": datetime.fromisoformat(selection.about.made)})
        styles = _Styles.of(book)
        about = _Sheet(book, "about", _ABOUT, styles)
        dictionary = _Sheet(book, "dictionary", _DICTIONARY, styles)
        tag = "hxl" in selection.options
        sheets = {
            layer: _Sheet(book, layer, columns_of(layer), styles, hxl=tag)
            for layer in (*FROM_INCIDENTS, *FROM_DOCUMENTS)
        }  # fmt: skip
        for entry in _dictionary():
            dictionary.add(entry)
        for found in rows_of(selection):
            sheets[found.layer].add(found.row)
        left_out = sum((sheet.left_out for sheet in sheets.values()), Counter[str]())
        for name, value in _about(selection, left_out):
            about.add({"name": name, "value": value})
        for sheet in (about, dictionary, *sheets.values()):
            sheet.finish()
    return Written(counts={layer: sheet.rows for layer, sheet in sheets.items()}, left_out=left_out)


def _about(selection: Selection, left_out: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    about = selection.about
    given = {
        "made": about.made, "by": f"Dateline {about.version}", "profile": about.profile, "licence": about.licence,
        "methodology": about.methodology, "as of": about.as_of,
    }  # fmt: skip
    yield from ((name, value) for name, value in given.items() if value)
    yield from ((f"condition: {name}", value) for name, value in about.conditions.items())
    yield from ((f"left out: {reason}", str(count)) for reason, count in left_out.items())
    yield from ((f"sheet: {layer}", title) for layer, title in TITLES.items())


def _dictionary() -> Iterator[Row]:
    for layer in TITLES:
        for column in columns_of(layer):
            yield {
                "sheet": layer, "column": column.name, "holds": column.kind, "meaning": column.meaning, "hxl": column.hxl,
            }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Styles:
    header: Any
    tag: Any
    day: Any
    guarded: Any

    @classmethod
    def of(cls, book: Workbook) -> _Styles:
        return cls(
            header=book.add_format({"bold": True, "bottom": 1}),
            tag=book.add_format({"italic": True}),
            day=book.add_format({"num_format": "yyyy-mm-dd"}),
            # The mark of a text that was typed after an apostrophe: it stays text when somebody edits the cell.
            guarded=book.add_format({"quote_prefix": True}),
        )


class _Sheet:
    """A sheet that takes one row after the other."""

    def __init__(
        self, book: Workbook, name: str, columns: Iterable[Column], styles: _Styles, *, hxl: bool = False
    ) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._name, self._columns, self._styles = name, tuple(columns), styles
        self._next = 0
        self.rows = 0
        self.left_out: Counter[str] = Counter()
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, _WIDTHS[column.kind])
        self._sheet.freeze_panes(2 if hxl else 1, 0)
        self._line([column.name for column in self._columns], styles.header)
        if hxl:
            self._line([column.hxl for column in self._columns], styles.tag)

    def add(self, row: Row) -> None:
        """Write the row, or count it where the sheet is full. Raises KeyError where it has what is no column."""
        if unknown := row.keys() - {column.name for column in self._columns}:
            raise KeyError(f"the sheet {self._name} has no column {min(unknown)!r}")
        if self._next == MOST_ROWS:
            self.left_out[f"rows of {self._name}: a sheet holds {MOST_ROWS:,}"] += 1
            return
        for at, column in enumerate(self._columns):
            self._cell(at, column, row.get(column.name))
        self._next += 1
        self.rows += 1

    def finish(self) -> None:
        """Let readers sort and filter by the header."""
        if self.rows and self._columns:
            self._sheet.autofilter(0, 0, self._next - 1, len(self._columns) - 1)

    def _line(self, words: list[str], style: Any) -> None:
        for at, word in enumerate(words):
            self._sheet.write_string(self._next, at, word, style)
        self._next += 1

    def _cell(self, at: int, column: Column, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._next, at, value)
        elif isinstance(value, int | float) and abs(value) <= _EXACT:
            self._sheet.write_number(self._next, at, value)
        elif column.kind == "date" and (day := _day(str(value))):
            self._sheet.write_datetime(self._next, at, day, self._styles.day)
        else:
            self._text(at, str(value))

    def _text(self, at: int, words: str) -> None:
        text = one_line(words).translate(_NOT_XML)
        if _length(text) > MOST_CHARACTERS:
            self.left_out[f"ends of cells of {self._name}: a cell holds {MOST_CHARACTERS:,} characters"] += 1
            text = _cut(text)
        self._sheet.write_string(self._next, at, text, self._styles.guarded if is_formula(text) else None)


def _day(text: str) -> datetime | None:
    """The day as a spreadsheet counts it; None for what it cannot count, as 1871 or a month, which stays text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day) if day.year >= _FIRST_YEAR else None


def _length(text: str) -> int:
    """How long a spreadsheet counts the text: in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore")
    return f"{kept}…"


EXPORT = Format(
    name="xlsx",
    title="A workbook with a sheet a layer and a data dictionary",
    suffix=".xlsx",
    extra="exports",
    packages=("xlsxwriter",),
    options=frozenset({"hxl"}),
    write=write,
)
