"""Whom an export must name, for the licence of what it holds."""

from __future__ import annotations

from dateline.records import CodedDocument

CREDIT = "Place names and positions: GeoNames (geonames.org), CC BY 4.0."


def has_positions(coded: CodedDocument) -> bool:
    """Whether the document has a place with coordinates or an id of GeoNames, and so owes the credit."""
    return any(place.lat is not None or place.geonames_id is not None for place in coded.places)
