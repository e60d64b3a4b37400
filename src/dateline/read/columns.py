"""Rows of tables to documents: which column holds what, by name or by guess, and what a row without a text may be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from dateline.errors import ReadError
from dateline.read.assemble import receive
from dateline.read.contract import FieldNames, Found, Item, ReadFailure, ReadOptions
from dateline.read.referrals import Referral, follow_all
from dateline.records import Note

_METADATA = ("title", "published", "source", "url")
_SHOWN = 12
_COUNTED_WITHOUT_TEXT = 20
"""So many rows without a text are named one by one; the others of a table are counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, its cells by column, its own bytes, what is wrong with it, and what is noted of it."""

    where: str
    cells: dict[str, Any]
    original: bytes
    problem: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """The column of each field, ``text`` perhaps of none; and what is noted of how they were found."""

    names: FieldNames
    has_text: bool
    guessed: tuple[Note, ...] = field(default=())


def read_rows(columns: list[str], rows: Iterable[Row], where: str, options: ReadOptions) -> Iterator[Item]:
    """The document of every row; of a table that has addresses and no texts, what the addresses hold.

    Raises ReadError where no column holds texts or addresses, or there is no row.
    """
    found = _columns(columns, options.fields, where)
    if not found.has_text:
        yield from follow_all(_referrals(rows, found.names), where, options)
        return
    any_row, without_text = False, 0
    for row in rows:
        any_row = True
        options.allowance.check_time(where)
        text = row.cells.get(found.names.text)
        if not row.problem and (text is None or text == ""):
            without_text += 1
            if without_text > _COUNTED_WITHOUT_TEXT:
                continue
        yield _document(row, found, options)
    if without_text > _COUNTED_WITHOUT_TEXT:
        problem = f"{without_text - _COUNTED_WITHOUT_TEXT:,} more rows have nothing in the column {found.names.text!r}"
        yield ReadFailure(where, ReadError(where, problem, "Name the text's column with --text-field"))
    if not any_row:
        raise ReadError(where, "it has the names of columns, and no row", "Check how it was saved")


def _document(row: Row, found: _Columns, options: ReadOptions) -> Item:
    try:
        if row.problem:
            raise ReadError(row.where, row.problem, "Mend the row")
        text = row.cells.get(found.names.text)
        if text is None or text == "":
            problem = f"the row has nothing in the column {found.names.text!r}"
            raise ReadError(row.where, problem, "Fill it in; of a formula, only a value that was saved with it is read")
        told = Found(
            text=text if isinstance(text, str) else str(text),
            metadata={name: _plain(row.cells.get(getattr(found.names, name))) for name in _METADATA},
            names=found.names,
            extra=_extra(row.cells, found.names),
            notes=(*row.notes, *found.guessed),
        )
        return receive(told, row.original, row.where, options)
    except ReadError as error:
        return ReadFailure(row.where, error)


def _referrals(rows: Iterable[Row], names: FieldNames) -> Iterator[Referral]:
    for row in rows:
        told = {name: _plain(row.cells.get(getattr(names, name))) for name in _METADATA}
        if not row.problem and isinstance(told["url"], str) and told["url"].strip():
            words = {name: str(told[name]) if told[name] not in (None, "") else None for name in _METADATA}
            yield Referral(
                url=told["url"].strip(),
                title=words["title"],
                published=words["published"],
                source=words["source"],
                extra=_extra(row.cells, names),
            )


def _extra(cells: dict[str, Any], names: FieldNames) -> dict[str, Any]:
    """The other cells that hold something, in what JSON can say."""
    taken = {names.text, *(getattr(names, name) for name in _METADATA)}
    return {name: _plain(value) for name, value in cells.items() if name not in taken and value not in (None, "")}


def _plain(value: Any) -> Any:
    """Days, moments and whatever else JSON has not, as words."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def row_bytes(cells: dict[str, Any]) -> bytes:
    """The bytes that stand for a row of a table that is no text: its cells as JSON, in UTF-8."""
    return json.dumps({name: _plain(value) for name, value in cells.items()}, ensure_ascii=False).encode(
        "utf-8", "replace"
    )


def header(cells: Iterable[Any]) -> list[str]:
    """The names of columns, each once: one without a name is called by its number, a second of a name by its own too."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = str(cell).strip() if cell is not None else ""
        if not name or name in names:
            name = f"{name} ({number})" if name else f"column {number}"
        names.append(name)
    return names


def _columns(columns: list[str], wanted: FieldNames, where: str) -> _Columns:
    """Which column holds what: the one of the wanted name, else one whose name says so plainly, which is noted."""
    by_plain: dict[str, str] = {}
    for column in columns:
        by_plain.setdefault(_plain_name(column), column)
    defaults = FieldNames()
    names, guesses = wanted, []
    for name in ("text", *_METADATA):
        asked = getattr(wanted, name)
        if asked in columns or asked != getattr(defaults, name):
            continue
        guess = next((by_plain[plain] for plain in _plain_columns()[name] if plain in by_plain), None)
        if guess is not None:
            names = replace(names, **{name: guess})
            guesses.append((name, guess))
    has_text = names.text in columns
    if not has_text and (names.url not in columns or wanted.text != defaults.text):
        shown = ", ".join(repr(column[:40]) for column in columns[:_SHOWN])
        more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
        raise ReadError(where, f"there is no column {names.text!r}, only {shown}{more}", "Name it with --text-field")
    # The name "URL" for the field "url" is the name itself, and no guess.
    unsure = [(name, column) for name, column in guesses if _plain_name(column) != name]
    told = ", ".join(f"{name} from {column!r}" for name, column in unsure)
    message = f"columns were taken by their names: {told}; name them yourself with --text-field and the like"
    return _Columns(names, has_text, (Note(code="W116", message=message),) if told else ())


@cache
def _plain_columns() -> dict[str, tuple[str, ...]]:
    """The names that say plainly what a column holds, by field."""
    import yaml

    file = resources.files("dateline.ontology") / "data" / "tables" / "columns.yaml"
    table = yaml.safe_load(file.read_text("utf-8"))
    return {name: tuple(_plain_name(each) for each in names) for name, names in table.items()}


def _plain_name(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())
