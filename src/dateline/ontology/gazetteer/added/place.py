"""One place of a user's file, made from the words of its row; what is wrong with a row is said with its column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from dateline.ontology.gazetteer.files import load_yaml
from dateline.ontology.gazetteer.fold import fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "alternates": ("alternates", "alternate names", "alternatenames", "aliases", "other names", "also"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "kind": ("kind", "type", "feature"),
    "country": ("country", "country code", "iso3"),
    "admin1": ("admin1", "province", "governorate"),
    "geonames_id": ("geonames id", "geonameid", "geonamesid"),
    "population": ("population",),
}
"""The fields of a place, and the headings of a column (or keys of a feature's properties) under which each is read."""
_HEADINGS = {heading: field for field, headings in COLUMNS.items() for heading in headings}
_FEATURE_CODE = re.compile(r"[A-Z]{2,5}[0-9]?H?")
_PARTED = re.compile(r"\s*[|;]\s*")

CountryOf = Callable[[str], str | None]
"""The alpha-3 code of a country's code or name, or None."""


@dataclass(frozen=True, slots=True)
class AddedPlace:
    """A place of a user's file. ``where`` says the file and line; ``precision`` is UCDP's where_prec.

    ``feature``, ``precision``, ``country``, ``admin1``, ``geonames_id`` and ``population`` are None where the file is silent.
    """

    where: str
    name: str
    also: tuple[str, ...]
    lat: float
    lon: float
    feature: str | None = None
    precision: int | None = None
    country: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None
    population: int | None = None


class FieldError(Exception):
    """One value of a row cannot be used: the column, and what is wrong and to do."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(f"{column}: {problem}")


def field_of(heading: str) -> str | None:
    """The field that a column of this heading holds; None for a column that is not read."""
    return _HEADINGS.get(" ".join(heading.strip().lower().replace("_", " ").split()))


def place_of(values: Mapping[str, Any], where: str, country_of: CountryOf) -> AddedPlace:
    """The place of the row's values, by field. Raises FieldError."""
    name = _words(values, "name")
    if not name:
        raise FieldError("name", "it is empty; every place needs one")
    if not _is_name(name):
        raise FieldError("name", f"{name!r} holds no letter or figure")
    lat, lon = point_of(values.get("lat"), values.get("lon"))
    feature, precision = _kind(_words(values, "kind"))
    country = _words(values, "country")
    alpha3 = country_of(country) if country else None
    if country and alpha3 is None:
        raise FieldError("country", f"{country!r} is no country; write its ISO code of three letters, as SYR")
    return AddedPlace(
        where, name, _also(values.get("alternates"), name), lat, lon, feature, precision, alpha3,
        _words(values, "admin1") or None, _whole(values, "geonames_id"), _whole(values, "population"),
    )  # fmt: skip


def point_of(lat: Any, lon: Any) -> tuple[float, float]:
    """The point in degrees, checked. Raises FieldError."""
    y, x = _degrees("lat", lat), _degrees("lon", lon)
    if abs(y) > 90 and abs(y) <= 180 and abs(x) <= 90:
        raise FieldError("lat", f"{y} is no latitude (-90 to 90); lat and lon seem to be exchanged")
    if abs(y) > 90 or abs(x) > 180:
        raise FieldError(
            *(("lat", f"{y} is no latitude (-90 to 90)") if abs(y) > 90 else ("lon", f"{x} is no longitude (-180 to 180)"))
        )  # fmt: skip
    if y == x == 0:
        raise FieldError(
            "lat", "0, 0 is a point in the Atlantic that stands for a missing position; write the true one"
        )
    return y, x


def _degrees(column: str, value: Any) -> float:
    if value is None or value == "":
        raise FieldError(column, "it is empty; write decimal degrees, as 36.4731")
    try:
        degrees = float(value)
    except (TypeError, ValueError):
        hint = "write a full stop for the comma" if re.fullmatch(r"\s*-?\d+,\d+\s*", str(value)) else "as 36.4731"
        raise FieldError(column, f"{value!r} is no number of decimal degrees; {hint}") from None
    if not math.isfinite(degrees) or isinstance(value, bool):
        raise FieldError(column, f"{value!r} is no number of decimal degrees; as 36.4731")
    return degrees


def _words(values: Mapping[str, Any], column: str) -> str:
    value = values.get(column)
    if value is None:
        return ""
    if isinstance(value, (list, dict, bool)):
        raise FieldError(column, f"{value!r} is no text")
    return " ".join(str(value).split())


def _whole(values: Mapping[str, Any], column: str) -> int | None:
    words = _words(values, column)
    if not words:
        return None
    if not words.isascii() or not words.isdigit() or not 0 < int(words) < 2**32:
        raise FieldError(column, f"{words!r} is no whole number above zero; leave it empty where it is not known")
    return int(words)


def _is_name(words: str) -> bool:
    return any(map(str.isalnum, fold(words)))


def _also(value: Any, name: str) -> tuple[str, ...]:
    """Other names: parted by "|" or ";" in a cell, or a list."""
    if value is None or value == "":
        return ()
    names = value if isinstance(value, list) else _PARTED.split(str(value))
    out = []
    for other in names:
        words = " ".join(str(other).split())
        if words and not _is_name(words):
            raise FieldError("alternates", f"{words!r} holds no letter or figure")
        if words and words != name:
            out.append(words)
    return tuple(dict.fromkeys(out))


def kinds_of(feature: str) -> tuple[str, ...]:
    """The words for places of the feature code, as they stand after a name: "camp", "refugee camp"."""
    return _kinds_by_feature().get(feature, ())


def _kind(words: str) -> tuple[str | None, int | None]:
    if not words:
        return None, None
    kinds = _kinds()
    if found := kinds.get(words.lower().replace("_", " ")):
        return found
    if _FEATURE_CODE.fullmatch(words):
        return words, _code_precisions().get(words, 1 if words.startswith("PPL") else None)
    near = get_close_matches(words.lower(), kinds, 3)
    hint = (
        f"is it {' or '.join(near)}?"
        if near
        else "write one such as village, camp, hospital or crossing, or a GeoNames code"
    )
    raise FieldError("kind", f"{words!r} is not known; {hint}")


@cache
def _kinds() -> dict[str, tuple[str, int]]:
    return {kind: (row["feature"], row["precision"]) for row in load_yaml("kinds.yaml") for kind in row["kinds"]}


@cache
def _code_precisions() -> dict[str, int]:
    return dict(reversed(list(_kinds().values())))


@cache
def _kinds_by_feature() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for kind, (feature, _) in _kinds().items():
        words[feature] = (*words.get(feature, ()), kind)
    return words
