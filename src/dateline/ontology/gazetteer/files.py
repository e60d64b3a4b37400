"""The project's own files of places, in ``ontology/data/places``."""

from __future__ import annotations

import importlib.resources
from typing import Any

import yaml

FOLDER = importlib.resources.files("dateline.ontology") / "data" / "places"


def load_yaml(name: str) -> Any:
    """What the file holds."""
    return yaml.load((FOLDER / name).read_text("utf8"), Loader=yaml.CSafeLoader)
