"""How kinds and grades of incidents are told apart on the map: by colour and by shape, by the ring around them.

The colours are those of Okabe and Ito, which people who see few colours tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """An ACLED event type, and its mark. ``id`` stands in class names and in the data of the page."""

    id: str
    name: str
    words: str
    colour: str
    shape: str


KINDS = (
    Kind("explosions", "Explosions/Remote violence", "Explosions and remote violence", "#D55E00", "star"),
    Kind("battles", "Battles", "Battles", "#0072B2", "square"),
    Kind("civilians", "Violence against civilians", "Violence against civilians", "#B5497F", "diamond"),
    Kind("protests", "Protests", "Protests", "#009E73", "circle"),
    Kind("riots", "Riots", "Riots", "#B98600", "triangle"),
    Kind("strategic", "Strategic developments", "Strategic developments", "#3A8FC7", "hexagon"),
    Kind("other", "", "Other, without an ACLED type", "#6B6B6B", "plus"),
)
GRADES = (
    ("confirmed", "confirmed: thick ring"),
    ("fair", "fair: thin ring"),
    ("weak", "weak: no ring"),
    ("contested", "contested: double ring"),
    ("discounted", "discounted: struck through"),
)
PRECISION_KM = {2: 25, 3: 50, 5: 100}
"""The radius of the area within which it may have happened, by UCDP's where_prec; 4 is the whole first-level area."""
_WORDS = {
    1: "exact place",
    2: "near the place (within 25 km)",
    3: "within the district (drawn as 50 km)",
    4: "within the first-level area",
    5: "between places (drawn as 100 km)",
    6: "only the country is known",
    7: "at sea or in the air",
}
COUNTRY = 6
"""From this precision on, there is no point that could be drawn."""


def where_words(precision: int | None, lat: float | None) -> str:
    """How closely the place is known, and so how the map shows it, in words."""
    if lat is None:
        return "no place known: not on the map"
    words = _WORDS[precision or 1]
    return f"{words}: not on the map" if (precision or 1) >= COUNTRY else words
