"""Builds what the map is drawn on: ``python -m dateline.serve.geo.build FOLDER``.

Countries, first-level areas and disputed lines are Natural Earth's (public domain), simplified so that neighbours still
meet; names are those of pycountry and of the gazetteer's packages (GeoNames, CC BY 4.0). Each first-level area gets the
names that the gazetteer has for it: those of which most towns lie within it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dateline.serve.geo.ground import source
from dateline.serve.geo.labels import labels

Report = Callable[[str], None]
Feature = dict[str, Any]
FILES = ("land.json", "countries.json", "areas.json", "area-names.json", "disputed.json", "labels.json", "about.json")
_COUNTRIES, _AREAS, _DISPUTED = "countries", "states_provinces", "disputed_borders"
_FINEST, _DECIMALS = 0.04, 3
_COARSE, _SMALLEST = 0.25, 0.25
"""In degrees, for the map as it is first drawn: how far outlines may stray, and islands that are smaller are left out."""


def build(folder: Path, report: Report) -> None:
    """Write the files of the map's ground into the folder. Where no outlines can be had they hold none.

    Needs the extra ``dateline[geo]``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = source(report)
    layers = _layers(found[0]) if found else {}
    areas = layers.get(_AREAS, [])
    if areas:
        _name(areas)
    countries = layers.get(_COUNTRIES, [])
    _write(folder / "countries.json", _collection(countries))
    _write(folder / "land.json", _collection(coarse(countries)))
    _write(folder / "labels.json", _collection(labels(areas)))
    _write(folder / "area-names.json", {key: area["id"] for area in areas for key in area["properties"].pop("keys")})
    _write(folder / "areas.json", _collection(areas))
    _write(folder / "disputed.json", _collection(layers.get(_DISPUTED, [])))
    whose = found[1] if found else None
    _write(folder / "about.json", {"source": whose, "areas": len(areas), "disputed": _DISPUTED in layers})
    size = sum((folder / name).stat().st_size for name in FILES)
    report(f"The map's ground, {whose or 'no outlines'}: {len(areas):,} first-level areas, {size / 1e6:.1f} MB")


def _layers(file: Path) -> dict[str, list[Feature]]:
    import pyogrio

    names = [name for name, kind in pyogrio.list_layers(file) if kind]
    wanted = [name for name in names if name in (_COUNTRIES, _AREAS, _DISPUTED)]
    return {name if wanted else _COUNTRIES: _features(file, name) for name in wanted or names[:1]}


def _features(file: Path, layer: str) -> list[Feature]:
    import pyogrio
    import shapely  # type: ignore[import-untyped]

    shapes = pyogrio.read_dataframe(file, layer=layer).to_crs(4326)
    geometry = np.asarray(shapes.geometry.values)
    if "Polygon" in geometry[0].geom_type:
        geometry = shapely.coverage_simplify(geometry, _FINEST)
    made: list[Feature] = []
    rows = shapes.drop(columns=shapes.geometry.name).to_dict("records")
    for row, shape in zip(rows, geometry, strict=True):
        if shape is None or shape.is_empty:
            continue
        middle = shape.representative_point()
        outline = {**shapely.geometry.mapping(shape)}
        outline["coordinates"] = _rounded(outline["coordinates"])
        made.append(
            {"type": "Feature", "id": len(made), "properties": _properties(row), "geometry": outline, "at": (middle.x, middle.y)}
        )  # fmt: skip
    return made


def coarse(countries: Sequence[Feature]) -> list[Feature]:
    """The countries for small scales, drawn in a moment: coarser, without small islands but for those that are all of one."""
    import shapely

    shapes = [shapely.geometry.shape(country["geometry"]) for country in countries]
    made = []
    for country, shape in zip(countries, shapely.coverage_simplify(shapes, _COARSE), strict=True):
        parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
        kept = [part for n, part in enumerate(parts) if not part.is_empty and (n == 0 or part.area >= _SMALLEST**2)]
        outline = {**shapely.geometry.mapping(shapely.multipolygons(kept))}
        outline["coordinates"] = _rounded(outline["coordinates"])
        made.append({**country, "geometry": outline})
    return made


def _properties(row: dict[str, Any]) -> Feature:
    country = next((str(row[c]) for c in ("adm0_a3", "ISO_A3", "iso_a3", "adm0_a3_l") if row.get(c)), "")
    return {"name": next((str(row[c]) for c in ("name", "NAME") if row.get(c)), ""), "country": country}


def _rounded(part: Any) -> Any:
    if isinstance(part, float):
        return round(part, _DECIMALS)
    return [_rounded(one) for one in part]


def _name(areas: list[Feature]) -> None:
    """Give each area the names of first-level areas that the gazetteer's towns in it have."""
    import shapely

    tree = shapely.STRtree([shapely.geometry.shape(area["geometry"]).buffer(0) for area in areas])
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    keys, lats, lons = zip(*_known_towns(), strict=True)
    towns, within = tree.query(shapely.points(lons, lats), predicate="intersects")
    for town, area in zip(towns.tolist(), within.tolist(), strict=True):
        votes[keys[town]][area] += 1
    for area in areas:
        area["properties"]["keys"] = []
    for key, counted in sorted(votes.items(), key=lambda item: -item[1].total()):
        areas[counted.most_common(1)[0][0]]["properties"]["keys"].append(key)


def _known_towns() -> Iterator[tuple[str, float, float]]:
    """The area ("SYR/Aleppo") and the point of each town of the gazetteer."""
    from dateline.ontology.gazetteer.built import BuiltPlaces
    from dateline.ontology.gazetteer.reader import built_file
    from dateline.settings import load_settings

    places = BuiltPlaces(built_file(load_settings()))
    for entry in places.entries(np.arange(places.size)):
        if entry.country and entry.admin1 and not entry.is_area:
            yield f"{entry.country}/{entry.admin1}", entry.lat, entry.lon


def _collection(features: list[Feature]) -> Feature:
    return {"type": "FeatureCollection", "features": [{k: v for k, v in f.items() if k != "at"} for f in features]}


def _write(path: Path, content: Feature) -> None:
    aside = path.with_suffix(".part")
    aside.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")
    aside.rename(path)


if __name__ == "__main__":
    build(Path(sys.argv[1]), lambda line: print(line, file=sys.stderr))
