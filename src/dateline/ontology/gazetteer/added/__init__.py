"""Places that a user adds to the gazetteer, or corrects in it: CSV and GeoJSON files."""

from __future__ import annotations

from dateline.ontology.gazetteer.added.files import read_added
from dateline.ontology.gazetteer.added.index import Additions
from dateline.ontology.gazetteer.added.place import AddedPlace

__all__ = ["AddedPlace", "Additions", "read_added"]
