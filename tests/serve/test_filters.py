"""Filters: from the address and back to it, and whatever else stands there is told, not obeyed."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import DatelineError
from dateline.serve.filters import CHOICES, Filters
from dateline.store import Query

WORDS = st.text("ab Z\"'&?=#%+<>/é\u202eم🧨", min_size=1, max_size=12).filter(lambda text: text.strip() == text)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
LAT, LON = st.floats(-90, 90), st.floats(-180, 180)
GIVEN: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("text", "place", "admin1", "country", "actor", "source", "cited"), WORDS),
    "since": DAYS, "until": DAYS, "as_of": DAYS, "near": st.tuples(LAT, LON), "within_km": st.floats(1, 1000),
    "box": st.tuples(LAT, LON, LAT, LON).filter(lambda box: box[0] <= box[2]), "min_confidence": st.floats(0, 1),
    **{name: st.sampled_from(CHOICES[name]) for name in ("type", "role", "harm", "grade")},
    "at_least": st.integers(0, 10**8), "order": st.sampled_from(["newest", "oldest"]),
}  # fmt: skip


def filters() -> st.SearchStrategy[Filters]:
    """Filters that can be asked for."""
    some = st.lists(st.sampled_from(sorted(GIVEN)), unique=True, max_size=6)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: GIVEN[name] for name in names})).map(_allowed)


def _allowed(given_: dict[str, Any]) -> Filters:
    if "harm" not in given_:
        given_.pop("at_least", None)
    if "since" in given_ and "until" in given_:
        given_["since"], given_["until"] = sorted((given_["since"], given_["until"]))
    return Filters(**given_)


@given(filters())
def test_what_is_in_the_address_comes_back(given_: Filters) -> None:
    query = dict(parse_qsl(given_.address().removeprefix("?"), keep_blank_values=True))
    again = Filters.of(query)
    assert again == given_
    assert again.conditions() == given_.conditions()
    Query(**again.conditions())


@given(filters())
def test_a_chip_leads_to_the_view_without_its_filter(given_: Filters) -> None:
    for chip in given_.chips(level="week"):
        query = dict(parse_qsl(chip.without.removeprefix("?"), keep_blank_values=True))
        assert query.pop("level") == "week"
        assert len(Filters.of(query).conditions()) < len(given_.conditions())


@given(st.dictionaries(st.sampled_from([*Filters.__dataclass_fields__, "other"]), st.text(max_size=60)))
def test_any_address_is_filters_or_an_error_in_words(query: dict[str, str]) -> None:
    with contextlib.suppress(DatelineError):
        Query(**Filters.of(query).conditions())


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"since": "yesterday"}, "no day"),
        ({"since": "2024-12-03", "until": "2024-12-01"}, "no day is from"),
        ({"at_least": "5"}, "of which harm"),
        ({"at_least": "-5", "harm": "killed"}, "no whole number"),
        ({"near": "1"}, "latitude,longitude"),
        ({"near": "91,0"}, "no place on earth"),
        ({"box": "1,2,3"}, "south,west,north,east"),
        ({"type": "<script>"}, "there is no type"),
        ({"min_confidence": "nan"}, "no number"),
        ({"text": "x" * 401}, "too long"),
    ],
)
def test_a_filter_that_is_none_is_told_in_words(query: dict[str, str], told: str) -> None:
    with pytest.raises(DatelineError, match=told):
        Filters.of(query)


def test_changes_of_an_address_replace_take_away_and_add() -> None:
    given_ = Filters.of({"country": "SSD", "harm": "killed"})
    assert given_.address(harm=None, grade="weak", level="day") == "?country=SSD&grade=weak&level=day"
    assert Filters().address() == ""
