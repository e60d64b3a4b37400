"""A user's files of places: found out what they are, read whole, and refused with every row that is wrong."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.errors import OntologyError
from dateline.ontology.gazetteer.added.csv_file import csv_rows
from dateline.ontology.gazetteer.added.geojson_file import geojson_rows
from dateline.ontology.gazetteer.added.place import AddedPlace, CountryOf, FieldError, place_of

_LARGEST = 100_000_000
_SHOWN = 10
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_added(paths: Iterable[Path | str], country_of: CountryOf) -> Iterator[AddedPlace]:
    """The places of the files, in order: GeoJSON where the suffix or the first character says so, else CSV.

    Raises OntologyError for a file that cannot be read, and for one with rows that cannot be used, with the line (or number of
    the feature), the column and what to do of the first of them: no row is passed over.
    """
    for path in map(Path, paths):
        yield from _places(path, country_of)


def _places(path: Path, country_of: CountryOf) -> list[AddedPlace]:
    text = _text(path)
    is_json = path.suffix.lower() in {".geojson", ".json"} or text.lstrip()[:1] in {"{", "["}
    rows: Iterator[tuple[str, dict[str, Any] | FieldError]] = (geojson_rows if is_json else csv_rows)(text, str(path))
    places: list[AddedPlace] = []
    wrong: list[str] = []
    for where, values in rows:
        try:
            if isinstance(values, FieldError):
                raise values
            places.append(place_of(values, f"{path.name}, {where}", country_of))
        except FieldError as error:
            wrong.append(f"{where}, {error}")
    if wrong:
        more = f"\n  … and {len(wrong) - _SHOWN:,} more" if len(wrong) > _SHOWN else ""
        count = f"{len(wrong):,} of its {len(wrong) + len(places):,} places cannot be used"
        raise OntologyError(str(path), f"{count}:" + "".join(f"\n  {line}" for line in wrong[:_SHOWN]) + more)
    if not places:
        raise OntologyError(str(path), "it holds no places; write at least one row, or leave the file out")
    return places


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise OntologyError(str(path), f"it is over {_LARGEST // 1_000_000} MB; keep to the places of your area")
        data = path.read_bytes()
    except OSError as error:
        raise OntologyError(str(path), f"it cannot be read ({error.strerror})") from error
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise OntologyError(
            f"{path}, line {line}",
            f"the byte 0x{data[error.start]:02x} is no {encoding[:6].upper()}; save the file as UTF-8 ('CSV UTF-8' in a spreadsheet)",
        ) from error
    if "\0" in text:
        raise OntologyError(f"{path}, line {text.count(chr(10), 0, text.index(chr(0))) + 1}", "it is no text file")
    if not text.strip():
        raise OntologyError(str(path), "it is empty")
    return text
