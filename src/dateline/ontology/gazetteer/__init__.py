"""Where places are: one file built from GeoNames as installed packages carry it, and places of our own."""

from __future__ import annotations

from dateline.ontology.gazetteer.fold import fold, skeleton
from dateline.ontology.gazetteer.reader import Entry, Gazetteer

__all__ = ["Entry", "Gazetteer", "fold", "skeleton"]
