"""Where places are: one file built from GeoNames as installed packages carry it, and places of our own."""

from __future__ import annotations

from dateline.ontology.gazetteer.entry import Entry
from dateline.ontology.gazetteer.fold import fold
from dateline.ontology.gazetteer.reader import Gazetteer

__all__ = ["Entry", "Gazetteer", "fold"]
