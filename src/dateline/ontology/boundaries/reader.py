"""The built outlines: which there are, and the part of them that a map shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dateline.errors import OntologyError
from dateline.settings import Settings

Layer = Literal["countries", "areas", "disputed"]
LAYERS: tuple[Layer, ...] = ("countries", "areas", "disputed")
ABOUT = "about.json"
_FORM = 1


def folder_of(settings: Settings) -> Path:
    """Where the built outlines are kept."""
    return settings.cache_folder() / f"boundaries-{_FORM}"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Built outlines. ``source`` names whose they are, ``layers`` those that it had."""

    folder: Path
    source: str
    layers: tuple[Layer, ...]

    def read(self, layer: Layer, box: tuple[float, float, float, float]) -> Any:
        """The shapes of a layer that touch the box (west, south, east, north, WGS 84 degrees), as a GeoDataFrame.

        None where the source had no such layer. Needs the extra ``dateline[brief]``. Raises OntologyError for a file that is damaged.
        """
        if layer not in self.layers:
            return None
        import pyogrio

        try:
            return pyogrio.read_dataframe(self.folder / f"{layer}.fgb", bbox=box)
        except pyogrio.errors.DataSourceError as error:
            remedy = "build it again with: python -m dateline.ontology.boundaries.build"
            raise OntologyError(str(self.folder / f"{layer}.fgb"), f"it cannot be read ({error}); {remedy}") from error


def find_boundaries(settings: Settings) -> Boundaries | None:
    """The outlines that were built, None where none were. Raises OntologyError for a damaged folder."""
    folder = folder_of(settings)
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        return Boundaries(folder, about["source"], tuple(layer for layer in LAYERS if layer in about["layers"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "build it again with: python -m dateline.ontology.boundaries.build"
        raise OntologyError(str(folder / ABOUT), f"it cannot be read ({error}); {remedy}") from error
