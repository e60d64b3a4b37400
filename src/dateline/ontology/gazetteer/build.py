"""Makes the gazetteer file from the installed packages and our own data: ``python -m dateline.ontology.gazetteer.build``."""

from __future__ import annotations

import gc
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dateline.ontology.gazetteer import sources
from dateline.ontology.gazetteer.files import load_yaml
from dateline.ontology.gazetteer.fold import fold, key_of, skeleton_key, surface_key, without_article
from dateline.ontology.gazetteer.layout import MAGIC, write_arrays
from dateline.ontology.gazetteer.sounds import skeletons
from dateline.ontology.gazetteer.sources import Area, Row
from dateline.settings import Settings, load_settings

ALTERNATE = 1 << 31
"""Set on an index number when the key is an alternate name of the place."""
_BUILDER = b"7"
_ARTICLE_COUNTRIES = frozenset(
    "ARE BHR DZA EGY ERI ESH IRN IRQ ISR JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SOM SYR TCD TUN YEM AFG DJI".split()
)
Report = Callable[[str], None]


def default_path(settings: Settings) -> Path:
    """Where the gazetteer of these package versions and this data is kept."""
    digest = hashlib.sha256(MAGIC + _BUILDER)
    for part in sources.fingerprint_parts():
        digest.update(part)
    return settings.cache_folder() / f"gazetteer-{digest.hexdigest()[:16]}.bin"


def build(path: Path, report: Report) -> None:
    """Build the file; ``report`` gets a line for each step, with what was left out."""
    collecting = gc.isenabled()
    gc.disable()  # Millions of strings are made and none in a cycle: looking for cycles takes a third of the time.
    try:
        _build(path, report)
    finally:
        if collecting:
            gc.enable()


def _build(path: Path, report: Report) -> None:
    report("Reading countries, areas and places")
    countries, numbers = sources.read_countries()
    areas = sources.read_areas(numbers)
    cities = sources.read_cities()
    area_rows, skipped = _area_rows(areas, cities, {code: c["iso3"] for code, c in countries.items()})
    own = _merge_own_areas(list(sources.own_rows()), area_rows)
    first = _first_level_names(areas, area_rows)
    rows = [*_country_rows(countries), *own, *area_rows]
    report(f"{len(own):,} seas, regions and towns of our own")
    report(
        f"{len(area_rows):,} first- and second-level areas; {skipped:,} left out, as no known place lies in them to give them a point"
    )
    rows += _city_rows(cities, first, countries)
    report(f"{len(cities):,} towns and villages")
    arrays, tables = _arrays(rows)
    write_arrays(path, arrays, tables)
    report(
        f"{len(arrays['keys']):,} names, {len(arrays['skeletons']):,} skeletons: {path} ({path.stat().st_size / 1e6:.0f} MB)"
    )


def _country_rows(countries: dict[str, dict[str, Any]]) -> Iterator[Row]:
    own = load_yaml("countries.yaml")
    surfaces = load_yaml("abbreviations.yaml")
    banned = set(own["not_names"])
    for country in countries.values():
        code = country["iso3"]
        if code not in own["points"]:
            continue
        lat, lon = own["points"][code]
        also = [
            n for n in (*country["also"], *own["names"].get(code, ())) if n not in banned and not sources.is_code(n)
        ]
        yield Row(
            country["name"].strip(), lat, lon, "PCLI", code, geonames_id=country["geonameid"], population=country["population"],
            also=[n for n in also if "." not in n], surfaces=surfaces.get(code, []),
        )  # fmt: skip


def _area_rows(areas: dict[int, Area], cities: dict[str, Any], alpha3: dict[str, str]) -> tuple[list[Row], int]:
    points: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for geonames_id, within in sources.read_city_areas().items():
        if city := cities.get(str(geonames_id)):
            for number in within:
                points[number].append((city["latitude"], city["longitude"], city["population"]))
    given, surfaces = load_yaml("admin1_points.yaml"), load_yaml("abbreviations.yaml")
    rows = []
    for number, area in areas.items():
        if number not in points:
            continue
        lat, lon = given.get(area.code) or middle(points[number])
        upper = areas.get(area.parent, area)
        full = (area.name, *area.also)
        rows.append(
            Row(
                sources.area_name(area), lat, lon, f"ADM{area.level}", alpha3.get(area.country, ""), sources.area_name(upper),
                area.geonames_id, sum(p for _, _, p in points[number]),
                [*full, *filter(None, map(sources.without_generic, full))], surfaces.get(area.code, []),
            )
        )  # fmt: skip
    return rows, len(areas) - len(rows)


def _merge_own_areas(own: list[Row], areas: list[Row]) -> list[Row]:
    """Our own rows, less the first-level areas that the packages have: those take our point and our further names."""
    known: dict[tuple[str, str], Row] = {}
    for area in areas:
        if area.feature == "ADM1":
            known |= {(area.country, fold(name)): area for name in (area.name, *area.also)}
    kept = []
    for row in own:
        twin = next((known[k] for n in (row.name, *row.also) if (k := (row.country, fold(n))) in known), None)
        if row.feature != "ADM1" or twin is None:
            kept.append(row)
            continue
        twin.name, twin.lat, twin.lon = row.name, row.lat, row.lon
        twin.also += row.also
        twin.surfaces += row.surfaces
    return kept


def middle(points: list[tuple[float, float, int]]) -> tuple[float, float]:
    """A point near the middle of an area: halfway between the mean of its places and the middle of their bounds.

    The mean alone leans to where people live, and the bounds alone to a far island.
    """
    return _middle([p[0] for p in points]), _middle([p[1] for p in points])


def _middle(degrees: list[float]) -> float:
    return round((sum(degrees) / len(degrees) + (min(degrees) + max(degrees)) / 2) / 2, 4)


def _first_level_names(areas: dict[int, Area], rows: list[Row]) -> dict[str, str]:
    """The name of each first-level area by its code, as its row has it now; written to the rows of the areas within it too."""
    shown = {row.geonames_id: row.name for row in rows}
    names = {n: shown.get(a.geonames_id) or sources.area_name(a) for n, a in areas.items() if a.level == 1}
    upper = {a.geonames_id: names.get(n) or names.get(a.parent, "") for n, a in areas.items()}
    for row in rows:
        row.admin1 = upper[row.geonames_id]
    return {areas[n].code: name for n, name in names.items()}


def _city_rows(cities: dict[str, Any], first: dict[str, str], countries: dict[str, dict[str, Any]]) -> list[Row]:
    rows = []
    areas: dict[str, list[Row]] = defaultdict(list)
    for city in cities.values():
        code, area = city["countrycode"], f"{city['countrycode']}.{city['admin1code']}"
        also = [n for n in city["alternatenames"] if sources.is_latin(n) and not sources.is_code(n)]
        row = Row(
            city["name"], city["latitude"], city["longitude"], "PPL", countries.get(code, {}).get("iso3", ""),
            first.get(area, ""), city["geonameid"], city["population"], also,
        )  # fmt: skip
        rows.append(row)
        areas[area].append(row)
    _mark_seats(areas, first)
    _mark_capitals(rows, countries)
    return rows


def _mark_capitals(rows: list[Row], countries: dict[str, dict[str, Any]]) -> None:
    """The capital of each country is the largest place in it that bears the name."""
    wanted = {c["iso3"]: fold(c["capital"]) for c in countries.values() if c["capital"]}
    best: dict[str, Row] = {}
    for row in rows:
        if wanted.get(row.country) in row.folds() and (
            row.country not in best or row.population > best[row.country].population
        ):
            best[row.country] = row
    for row in best.values():
        row.feature = "PPLC"


def _mark_seats(areas: dict[str, list[Row]], first: dict[str, str]) -> None:
    """The place that a first-level area is named after, when it is among its five largest, is mostly its seat."""
    for code, rows in areas.items():
        wanted = fold(first.get(code, ""))
        largest = sorted(rows, key=lambda row: -row.population)[:5]
        seat = next((row for row in largest if wanted and wanted in row.folds()), None)
        if seat is not None:
            seat.feature = "PPLA"


def _arrays(rows: list[Row]) -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, list[str]]]:
    tables = {
        "countries": sorted({r.country for r in rows}),
        "features": sorted({r.feature for r in rows}),
        "admin1": sorted({r.admin1 for r in rows}),
    }
    place = {table: {value: i for i, value in enumerate(values)} for table, values in tables.items()}
    names = [r.name.encode() for r in rows]
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "lat": np.array([r.lat for r in rows], np.float32),
        "lon": np.array([r.lon for r in rows], np.float32),
        "geonames": np.array([r.geonames_id for r in rows], np.uint32),
        "population": np.array([r.population for r in rows], np.uint32),
        "country": np.array([place["countries"][r.country] for r in rows], np.uint16),
        "feature": np.array([place["features"][r.feature] for r in rows], np.uint8),
        "admin1": np.array([place["admin1"][r.admin1] for r in rows], np.uint16),
        "name_start": np.cumsum([0, *map(len, names)]).astype(np.uint32),
        "name_pool": np.frombuffer(b"".join(names), np.uint8),
    }
    arrays["keys"], arrays["entries"] = _sorted(_keys(rows))
    arrays["skeletons"], arrays["skeleton_entries"] = _sorted(_skeleton_keys(rows))
    return arrays, tables


def _keys(rows: list[Row]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows):
        first, *others = row.folds()
        own = set(_spellings(first, row.country))
        further = {s for folded in others for s in _spellings(folded, row.country)} - own
        yield from ((key_of(s), number) for s in own)
        yield from ((key_of(s), number | ALTERNATE) for s in further)
        yield from ((surface_key(s), number) for s in row.surfaces)


def _spellings(folded: str, country: str) -> Iterator[str]:
    if len(folded) > 1:
        yield folded
        if country in _ARTICLE_COUNTRIES and (bare := without_article(folded)) != folded:
            yield bare


def _skeleton_keys(rows: list[Row]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows):
        if row.country:
            bones = {b for folded in row.folds() for b in skeletons(folded, row.country)}
            yield from ((skeleton_key(row.country, b), number) for b in bones)


def _sorted(pairs: Iterable[tuple[int, int]]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The keys in order, and beside each the number it leads to."""
    keys, numbers = (np.array(column, dtype=np.uint64) for column in zip(*pairs, strict=True))
    order = np.lexsort((numbers, keys))
    return keys[order], numbers[order].astype(np.uint32)


def main() -> None:
    """Build the file where the settings want it, and say so on standard error."""
    settings = load_settings()
    build(
        Path(settings.gazetteer) if settings.gazetteer else default_path(settings),
        lambda line: print(line, file=sys.stderr),
    )


if __name__ == "__main__":
    main()
