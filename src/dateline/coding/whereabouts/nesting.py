"""Places within places: of "Marrin in Dolbek province, Arland" the town is meant, and the rest says where it lies."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.coding.mentions import Mentions
from dateline.records import Place

_COUNTRIES = frozenset({"PCLI", "PCLD", "PCLS", "PCLH", "TERR"})


def most_specific(mentions: Mentions, ids: Sequence[str]) -> tuple[str, ...]:
    """The places without those that another of them lies in, in their order."""
    places = [mentions.place(i) for i in dict.fromkeys(ids)]
    return tuple(p.id for p in places if not any(lies_in(other, p) for other in places if other.id != p.id))


def lies_in(inner: Place, outer: Place) -> bool:
    """Whether the first place is a part of the second, as far as their country and first-level area tell."""
    if inner.country is None or inner.country != outer.country:
        return False
    if outer.feature in _COUNTRIES:
        return inner.feature not in _COUNTRIES
    return (
        outer.feature == "ADM1"
        and inner.feature not in _COUNTRIES
        and inner.feature != "ADM1"
        and inner.admin1 is not None
        and inner.admin1 == (outer.admin1 or outer.name)
    )


def is_country(place: Place) -> bool:
    """Whether it is a country or larger: no place on its own for a single happening, but all that may be known."""
    return place.feature in _COUNTRIES or place.feature == "CONT"
