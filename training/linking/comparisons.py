"""What the model compares, as Splink comparisons: each level is a condition in SQL, the first that holds counts.

The columns are those of :class:`dateline.link.rows.Row`. The conditions are plain SQL over numbers and lists, so that
the same model runs in DuckDB and, with Splink's translation, on Spark.
"""

from __future__ import annotations

from typing import Any

from dateline.link.rows import WINDOW

Level = tuple[str, str]
NULL = "not said"
ELSE = "ELSE"

_KM = (
    "(111.2 * sqrt((lat_l - lat_r) * (lat_l - lat_r)"
    " + (lon_l - lon_r) * (lon_l - lon_r) * cos(radians(lat_l)) * cos(radians(lat_r))))"
)
_POINTS = "lat_l is not null and lat_r is not null"
_PRECISE = "radius_l <= 16 and radius_r <= 16"
_WIDTH = "greatest(high_l - low_l, high_r - low_r)"
_OVERLAP = "low_l <= high_r and low_r <= high_l"
_GAP = "greatest(low_l - high_r, low_r - high_l)"


def _undated(side: str) -> str:
    return f"(not exact_{side} and high_{side} = published_{side} and high_{side} - low_{side} = {WINDOW})"


_SOON_AFTER = " or ".join(
    f"(exact_{dated} and {_undated(undated)} and published_{undated} - low_{dated} between 0 and 1)"
    for dated, undated in ("lr", "rl")
)


def _shared(name: str) -> str:
    return f"list_has_any({name}_l, {name}_r)"


def _empty(name: str) -> str:
    return f"len({name}_l) = 0 or len({name}_r) = 0"


_SAME_TOWN = (
    "((place_l = place_r and (lat_l is null or radius_l <= 16))"
    " or (spelled_l = spelled_r and (lat_l is null or lat_r is null)))"
)
PLACE: tuple[Level, ...] = (
    ("(place_l is null and country_l is null) or (place_r is null and country_r is null)", NULL),
    (_SAME_TOWN, "the same town or village"),
    (f"{_POINTS} and {_PRECISE} and {_KM} <= 6", "within 6 km"),
    (
        f"{_POINTS} and not ({_PRECISE}) and greatest(radius_l, radius_r) <= 45 and {_KM} <= radius_l + radius_r",
        "one within the district of the other",
    ),
    (
        "not (radius_l <= 45 and radius_r <= 45) and (admin1_l = admin1_r or place_l = place_r)",
        "one within the province of the other",
    ),
    (
        "(lat_l is null or lat_r is null or greatest(radius_l, radius_r) > 200) and country_l = country_r",
        "one within the country of the other",
    ),
    ("(lat_l is null or lat_r is null) and (country_l is null or country_r is null)", "one place is on no map"),
    (f"{_POINTS} and {_KM} <= 25", "within 25 km"),
    (f"{_POINTS} and {_KM} <= 80", "within 80 km"),
    (ELSE, "farther apart"),
)

TIME: tuple[Level, ...] = (
    ("low_l is null or low_r is null", NULL),
    ("exact_l and exact_r and low_l = low_r", "the same day in both"),
    (f"{_OVERLAP} and {_WIDTH} <= 2", "the same day or two"),
    (_SOON_AFTER, "one undated, and published within a day"),
    (
        f"{_undated('l')} and {_undated('r')} and abs(published_l - published_r) <= 1",
        "both undated, published within a day",
    ),
    (f"{_OVERLAP} and {_WIDTH} <= 8", "within the same week"),
    (f"{_OVERLAP}", "within a longer time"),
    ("exact_l and exact_r and abs(low_l - low_r) = 1", "the next day"),
    (f"{_GAP} <= 1", "a day apart, not exactly dated"),
    (f"{_GAP} <= 4", "two to four days apart"),
    (ELSE, "farther apart"),
)

PLACE_AND_TIME: tuple[Level, ...] = (
    ("low_l is null or low_r is null or place_l is null or place_r is null", NULL),
    (f"{_SAME_TOWN} and exact_l and exact_r and low_l = low_r", "the same town on the same day"),
    (f"{_SAME_TOWN} and {_OVERLAP} and {_WIDTH} <= 8", "the same town in the same week"),
    (f"{_OVERLAP} and {_WIDTH} <= 2", "another place on the same day"),
    (ELSE, "another place or time"),
)

KIND: tuple[Level, ...] = (
    ("kind_l is null or kind_r is null", NULL),
    ("kind_l = kind_r and not generic_l", "the same kind"),
    ("kind_l = kind_r", "both only an attack"),
    ("list_contains(alike_l, kind_r) and (generic_l or generic_r)", "one is only an attack"),
    ("list_contains(alike_l, kind_r)", "kinds that are often confused"),
    (ELSE, "different kinds"),
)

ACTORS: tuple[Level, ...] = (
    ("(len(actors_l) = 0 and len(sides_l) = 0) or (len(actors_r) = 0 and len(sides_r) = 0)", NULL),
    (_shared("actors"), "the same actor"),
    (_shared("above"), "an actor and what it is part of"),
    (f"({_empty('actors')}) and {_shared('sides')}", "the same kind of actor, named in one at most"),
    (_empty("actors"), "another kind of actor, named in one at most"),
    (ELSE, "different actors"),
)

VICTIMS: tuple[Level, ...] = (
    (
        "(len(victims_l) = 0 and len(recipients_l) = 0) or (len(victims_r) = 0 and len(recipients_r) = 0)",
        NULL,
    ),
    (_shared("recipients"), "the same named actor was hit"),
    (_shared("victims"), "the same word for the victims"),
    ("status_l <> status_r", "civilians in one, combatants in the other"),
    (ELSE, "other words for the victims"),
)

_RISING = (
    "((published_l <= published_r and killed_l < killed_r) or (published_r <= published_l and killed_r < killed_l))"
)
KILLED: tuple[Level, ...] = (
    ("killed_low_l is null or killed_low_r is null", NULL),
    ("killed_l = killed_r and killed_l >= 8", "the same figure, 8 or more"),
    ("killed_l = killed_r and killed_l >= 3", "the same figure, 3 to 7"),
    ("killed_l = killed_r", "the same figure, 1 or 2"),
    (
        "abs(killed_l - killed_r) <= greatest(1, 0.1 * least(killed_l, killed_r)) and least(killed_l, killed_r) >= 4",
        "figures within a tenth",
    ),
    ("killed_low_l <= killed_high_r and killed_low_r <= killed_high_l", "bounds that overlap"),
    (
        f"{_RISING} and greatest(killed_l, killed_r) <= 1.3 * least(killed_l, killed_r) + 1",
        "a toll that rises by a third at most",
    ),
    (f"{_RISING} and greatest(killed_l, killed_r) <= 2.5 * least(killed_l, killed_r) + 1", "a toll that rises by more"),
    ("greatest(killed_l, killed_r) <= 2 * least(killed_l, killed_r) + 1", "figures within a factor of two"),
    (_RISING, "the later figure is far higher"),
    (ELSE, "figures far apart"),
)


def _figures(name: str) -> tuple[Level, ...]:
    left, right = f"{name}_l", f"{name}_r"
    return (
        (f"{left} is null or {right} is null", NULL),
        (f"{left} = {right} and {left} >= 8", "the same figure, 8 or more"),
        (f"{left} = {right}", "the same figure, under 8"),
        (f"greatest({left}, {right}) <= 1.3 * least({left}, {right}) + 1", "figures within a third"),
        (f"greatest({left}, {right}) <= 2.5 * least({left}, {right})", "figures within a factor of two and a half"),
        (ELSE, "figures far apart"),
    )


def _classes(name: str, same: str, other: str) -> tuple[Level, ...]:
    return ((_empty(name), NULL), (_shared(name), same), (ELSE, other))


_COMMON = "len(list_intersect(words_l, words_r))"
_FEWER = "least(len(words_l), len(words_r))"
TEXT: tuple[Level, ...] = (
    ("len(words_l) < 3 or len(words_r) < 3", NULL),
    (f"{_COMMON} >= 0.7 * {_FEWER}", "seven words of ten in common"),
    (f"{_COMMON} >= 0.45 * {_FEWER}", "half the words in common"),
    (f"{_COMMON} >= 0.25 * {_FEWER}", "a quarter of the words in common"),
    (f"{_COMMON} >= 1", "a word in common"),
    (ELSE, "no word in common"),
)

DOCUMENT: tuple[Level, ...] = (
    ("document_l is null or document_r is null", NULL),
    ("document_l = document_r", "told in one report"),
    (ELSE, "told in two reports"),
)

COMPARISONS: dict[str, tuple[Level, ...]] = {
    "place": PLACE,
    "time": TIME,
    "place_and_time": PLACE_AND_TIME,
    "kind": KIND,
    "actors": ACTORS,
    "victims": VICTIMS,
    "killed": KILLED,
    "injured": _figures("injured"),
    "moved": _figures("moved"),
    "weapon": _classes("weapons", "the same weapon", "different weapons"),
    "target": _classes("targets", "the same target", "different targets"),
    "names": _classes("names", "a proper name in common", "other proper names"),
    "text": TEXT,
    "document": DOCUMENT,
}
"""Every comparison by name, with its levels: (condition in SQL, what it means)."""

_NEAR_ENOUGH = (
    "(l.lat is null or r.lat is null or l.radius > 45 or r.radius > 45"
    " or (abs(l.lat - r.lat) < 0.9 and abs(l.lon - r.lon) < 1.5))"
)
"""Two precise points some 100 km apart are not compared, whatever else they share."""


def settings() -> dict[str, Any]:
    """The settings of an untrained Splink model."""
    return {
        "link_type": "dedupe_only",
        "sql_dialect": "duckdb",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 0.05,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.blocks = r.blocks and {_NEAR_ENOUGH}", "arrays_to_explode": ["blocks"]}
        ],
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    {"sql_condition": sql, "label_for_charts": label, "is_null_level": label == NULL}
                    for sql, label in levels
                ],
            }
            for name, levels in COMPARISONS.items()
        ],
    }
