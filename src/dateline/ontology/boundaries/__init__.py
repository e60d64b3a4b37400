"""Outlines of countries and first-level areas for maps: built once from what is installed, and read by the piece."""

from __future__ import annotations

from dateline.ontology.boundaries.reader import Boundaries, find_boundaries

__all__ = ["Boundaries", "find_boundaries"]
