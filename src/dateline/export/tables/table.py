"""Tables: their columns with meanings, and how their rows become CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from dateline.export.words.claims import one_line

Kind = Literal["text", "integer", "number", "date", "flag"]
Row = Mapping[str, Any]
BETWEEN = "; "
"""What stands between the items of a list in one cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBERS = re.compile(r"-?[0-9][0-9 .,;-]*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, what it holds, and its HXL tag (empty where HXL has none)."""

    name: str
    meaning: str
    kind: Kind = "text"
    hxl: str = ""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text as a formula; numbers alone, as a pair of coordinates, run nothing."""
    return text.lstrip().startswith(_FORMULA) and not _NUMBERS.match(text)


def guarded(value: Any) -> Any:
    """A cell as CSV holds it: text on one line, with an apostrophe before what a spreadsheet would run as a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    line = one_line(value)
    return f"'{line}" if is_formula(line) else line


def listed(items: Iterable[object]) -> str | None:
    """Items in one cell; None where there are none."""
    return BETWEEN.join(str(item) for item in items) or None


def write_csv(path: Path, columns: Iterable[Column], rows: Iterable[Row], *, hxl: bool = False) -> int:
    """Write a table as CSV (UTF-8, a comma between, a header); how many rows it has.

    With ``hxl`` a row of HXL tags follows the header. Raises ValueError where a row has what is no column.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        return csv_rows(stream, columns, rows, hxl=hxl)


def csv_rows(stream: IO[str], columns: Iterable[Column], rows: Iterable[Row], *, hxl: bool = False) -> int:
    """As :func:`write_csv`, into a stream."""
    wanted = list(columns)
    writer = csv.DictWriter(stream, [column.name for column in wanted], lineterminator="\n")
    writer.writeheader()
    if hxl:
        writer.writerow({column.name: column.hxl for column in wanted})
    count = 0
    for row in rows:
        writer.writerow({name: guarded(value) for name, value in row.items()})
        count += 1
    return count
