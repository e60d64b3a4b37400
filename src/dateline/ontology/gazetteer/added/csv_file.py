"""Rows of a CSV file of places: a heading, then one place a line."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator
from typing import Any

from dateline.errors import OntologyError
from dateline.ontology.gazetteer.added.place import COLUMNS, FieldError, field_of

_LOG = logging.getLogger(__name__)
_DELIMITERS = ",;\t"
_NEEDED = ("name", "lat", "lon")


def csv_rows(text: str, path: str) -> Iterator[tuple[str, dict[str, Any] | FieldError]]:
    """("line 4", its values by field), or what is wrong with the row as a whole.

    Parted by commas, semicolons or tabs, whichever the heading is parted by. Raises OntologyError where the heading lacks
    a column that every place needs, or a quotation mark is never closed.
    """
    delimiter = max(_DELIMITERS, key=text.lstrip("\r\n").partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        heading = next((row for row in reader if any(map(str.strip, row))), [])
        fields = _fields(heading, f"{path}, line {reader.line_num}")
        line = reader.line_num + 1
        for row in reader:
            if any(map(str.strip, row)):
                yield f"line {line}", _values(row, heading, fields)
            line = reader.line_num + 1
    except csv.Error as error:
        raise OntologyError(
            f"{path}, line {reader.line_num}", f"it is no CSV ({error}); is a quotation mark not closed?"
        ) from error


def _fields(heading: list[str], where: str) -> list[str | None]:
    fields = [field_of(column) for column in heading]
    if missing := [f for f in _NEEDED if f not in fields]:
        raise OntologyError(
            where,
            f"the heading has no column {' and no column '.join(missing)}; its columns are {', '.join(filter(None, heading)) or 'none'}",
        )
    if double := sorted({str(f) for f in fields if f and fields.count(f) > 1}):
        raise OntologyError(where, f"two columns hold the {double[0]}; keep one of them")
    if unread := [column for column, field in zip(heading, fields, strict=True) if field is None and column.strip()]:
        _LOG.warning("%s: not read: %s (read are %s)", where, ", ".join(unread), ", ".join(COLUMNS))
    return fields


def _values(row: list[str], heading: list[str], fields: list[str | None]) -> dict[str, Any] | FieldError:
    if len(row) > len(heading) and any(map(str.strip, row[len(heading) :])):
        return FieldError(
            "row",
            f"it has {len(row)} cells, the heading {len(heading)}; put quotation marks around a cell that holds the delimiter",
        )
    return {field: cell for field, cell in zip(fields, row, strict=False) if field}
