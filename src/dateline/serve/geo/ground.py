"""Where the finest outlines that can be had come from: an installed package, or Debian's, of which one file is taken."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from dateline.ontology.boundaries.build import installed
from dateline.settings import load_settings

_PACKAGE, _FILE = "qgis-common", Path("usr/share/qgis/resources/data/world_map.gpkg")
_FINE = "Natural Earth (public domain), 1:10 million"
_PATIENCE = 300
Report = Callable[[str], None]


def source(report: Report) -> tuple[Path, str] | None:
    """A vector file of Natural Earth, and whose it is: the finest of what is kept, in Debian's package, or installed."""
    kept = load_settings().cache_folder() / "natural-earth" / _FILE.name
    found = installed()
    if found is not None and found[1] == _FINE:
        return found
    if kept.is_file() or _take_from_debian(kept, report):
        return kept, _FINE
    return found


def _take_from_debian(target: Path, report: Report) -> bool:
    """Take the one file out of Debian's package, without installing it; whether that could be done."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            for command in (["apt-get", "download", "-qq", _PACKAGE], ["dpkg-deb", "-x", f"{_PACKAGE}.deb", "."]):
                if command[0] == "dpkg-deb":
                    next(Path(folder).glob("*.deb")).rename(Path(folder, f"{_PACKAGE}.deb"))
                subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_PATIENCE)
        except (subprocess.SubprocessError, OSError, StopIteration) as error:
            report(f"Debian's package {_PACKAGE} could not be had, so the map has no first-level areas ({error})")
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_suffix(".part")
        shutil.copy(Path(folder, _FILE), aside)
        aside.rename(target)
    return True
