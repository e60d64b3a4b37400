"""A folder with a CSV file for each layer, and a data dictionary."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from dateline.export.contract import Format, Selection, Written
from dateline.export.tables.layers import FROM_DOCUMENTS, FROM_INCIDENTS, TITLES, columns_of, rows_of
from dateline.export.tables.table import Column, guarded, write_csv

DICTIONARY = (
    Column("file", "The file."),
    Column("column", "The column."),
    Column("holds", "text, integer, number, date or flag."),
    Column("meaning", "What it means."),
    Column("hxl", "Its HXL tag."),
)


def write(selection: Selection, path: Path) -> Written:
    """Fill the folder: a file a layer, also where it is empty, and ``dictionary.csv``."""
    counts: Counter[str] = Counter(dict.fromkeys((*FROM_INCIDENTS, *FROM_DOCUMENTS), 0))
    with ExitStack() as open_files:
        writers: dict[str, csv.DictWriter[str]] = {}
        for layer in (*FROM_INCIDENTS, *FROM_DOCUMENTS):
            stream = open_files.enter_context((path / f"{layer}.csv").open("w", encoding="utf-8", newline=""))
            columns = columns_of(layer)
            writers[layer] = csv.DictWriter(stream, [column.name for column in columns], lineterminator="\n")
            writers[layer].writeheader()
            if "hxl" in selection.options:
                writers[layer].writerow({column.name: column.hxl for column in columns})
        for found in rows_of(selection):
            writers[found.layer].writerow({name: guarded(value) for name, value in found.row.items()})
            counts[found.layer] += 1
    write_csv(path / "dictionary.csv", DICTIONARY, map(_entry, _all_columns()))
    return Written(counts=counts)


def _all_columns() -> list[tuple[str, Column]]:
    return [(layer, column) for layer in TITLES for column in columns_of(layer)]


def _entry(found: tuple[str, Column]) -> Mapping[str, str]:
    layer, column = found
    return {
        "file": f"{layer}.csv", "column": column.name, "holds": column.kind, "meaning": column.meaning, "hxl": column.hxl,
    }  # fmt: skip


EXPORT = Format(
    name="csv", title="CSV of each layer, with a data dictionary", suffix="", options=frozenset({"hxl"}), write=write
)
