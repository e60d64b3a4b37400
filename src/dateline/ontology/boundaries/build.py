"""Builds the outlines for maps from a package that carries Natural Earth: ``python -m dateline.ontology.boundaries.build [FILE]``.

Natural Earth is in the public domain. The finest that is installed is taken: Debian's ``qgis-common`` has countries,
first-level areas and disputed lines; the ``pyogrio`` wheel has coarse countries. FILE is a vector file of your own, whose
layers ``countries``, ``states_provinces`` and ``disputed_borders`` are read, or whose only layer is of countries.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from dateline.errors import DatelineError, OntologyError
from dateline.ontology.boundaries.reader import ABOUT, Layer, folder_of
from dateline.settings import load_settings

_DEBIAN = Path("/usr/share/qgis/resources/data/world_map.gpkg")
_WHEEL = Path("tests", "fixtures", "naturalearth_lowres", "naturalearth_lowres.shp")
_NAMES: dict[str, Layer] = {"countries": "countries", "states_provinces": "areas", "disputed_borders": "disputed"}
_FINE = "Natural Earth (public domain), 1:10 million"
_DEGREES = 0.002
"""Simplified to some 200 metres: less than a line's width on any map that is drawn."""
Report = Callable[[str], None]


def installed() -> tuple[Path, str] | None:
    """The finest source that is installed, and whose it is; None where there is none."""
    if _DEBIAN.is_file():
        return _DEBIAN, _FINE
    spec = find_spec("pyogrio")
    wheel = Path(spec.origin).parent / _WHEEL if spec and spec.origin else None
    return (wheel, "Natural Earth (public domain), 1:110 million") if wheel and wheel.is_file() else None


def build(source: Path, whose: str, folder: Path, report: Report) -> None:
    """Build the outlines in the folder, whole or not at all; ``report`` gets a line a layer.

    Raises OntologyError for a file that cannot be read, or has no outlines.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        layers = list(_written(source, aside, report))
        if "countries" not in layers:
            raise OntologyError(str(source), f"it has no outlines of countries; layers wanted: {', '.join(_NAMES)}")
        about = {"source": whose, "layers": layers}
        (aside / ABOUT).write_text(json.dumps(about), "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    size = sum(file.stat().st_size for file in folder.iterdir())
    report(f"Outlines from {whose}: {folder} ({size / 1e6:.1f} MB)")


def _written(source: Path, folder: Path, report: Report) -> Iterator[Layer]:
    """The layers of the source that are known, written as FlatGeobuf, of which a part is read quickly."""
    import pyogrio

    try:
        found = [name for name, kind in pyogrio.list_layers(source) if kind]
        known = {name: _NAMES[name] for name in found if name in _NAMES}
        for name, layer in (known or dict.fromkeys(found[:1], "countries")).items():
            shapes = pyogrio.read_dataframe(source, layer=name).to_crs(4326)
            names = [column for column in ("name", "NAME", "admin", "adm0_a3", "ISO_A3", "iso_a3") if column in shapes]
            shapes = shapes[[*names, "geometry"]]
            shapes["geometry"] = shapes.geometry.simplify(_DEGREES)
            shapes = shapes[~shapes.geometry.is_empty]
            pyogrio.write_dataframe(shapes, folder / f"{layer}.fgb", promote_to_multi=True)
            report(f"{len(shapes):,} shapes of {layer}")
            yield layer
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise OntologyError(str(source), f"it cannot be read as a vector file ({error})") from error


def main(arguments: list[str]) -> int:
    """Build what is installed, or the file that is named, and say so on standard error. Returns the exit status."""
    given = Path(arguments[0]) if arguments else None
    found = (given, _FINE if given.name == _DEBIAN.name else f"outlines of {given.name}") if given else installed()
    if found is None:
        print(
            "No outlines are installed: install the extra dateline[brief], or Debian's qgis-common for finer ones, or name a "
            "vector file of your own. Maps are drawn without outlines until then.",
            file=sys.stderr,
        )
        return 1
    try:
        build(*found, folder_of(load_settings()), lambda line: print(line, file=sys.stderr))
    except DatelineError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
