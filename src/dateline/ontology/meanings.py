"""What each field of the record means, in words: for codebooks, which go to people who have no other documentation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from dateline.errors import OntologyError

_SOURCE_TREE = Path(__file__).parents[3] / "docs" / "meanings.yaml"


@cache
def meanings() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """By part ("record", "incident"), the meaning of each field of each class.

    Raises OntologyError when the file was not installed.
    """
    # A wheel carries the file of the documentation; in a source tree it stands where it is written.
    packaged = resources.files("dateline.ontology") / "data" / "meanings.yaml"
    source = packaged if packaged.is_file() else _SOURCE_TREE
    if not source.is_file():
        raise OntologyError("meanings.yaml", "it was not installed: install Dateline again")
    loaded: dict[str, Any] = yaml.load(source.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {part: loaded[part] for part in ("record", "incident")}
