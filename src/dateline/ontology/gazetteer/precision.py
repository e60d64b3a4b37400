"""How closely a place is known by its kind alone."""

from __future__ import annotations

from dateline.ontology.gazetteer.entry import Entry

_WATER = frozenset({"OCN", "SEA", "GULF", "STRT", "BAY", "CHN"})
AREA_PRECISIONS = {"PCLI": 6, "PCLH": 6, "CONT": 6, "ADM1": 4, "ADM2": 3}
_VAGUE = 5


def precision_of(entry: Entry) -> int:
    """UCDP's where_prec of the place itself: 1 a town, 3 and 4 areas of second and first level, 5 vague, 6 country, 7 sea."""
    if entry.precision is not None:
        return entry.precision
    if entry.feature in _WATER:
        return 7
    return 1 if entry.feature.startswith("PPL") else AREA_PRECISIONS.get(entry.feature, _VAGUE)
