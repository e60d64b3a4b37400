"""The map of places and the timeline of dates."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import coded_text, invented

from dateline.export.html import page
from dateline.export.html.placemap import HEIGHT, WIDTH, draw_map
from dateline.export.html.timeline import draw_timeline
from dateline.records import Place, Span, When

TEXT = "somewhere, sometime"
LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


def places(*positions: tuple[float, float], precision: int = 1) -> tuple[Place, ...]:
    return tuple(
        Place(
            id=f"p{n}", name=f"Place number {n}", lat=lat, lon=lon, precision=precision, mentions=(Span.of(TEXT, 0, 9),)
        )
        for n, (lat, lon) in enumerate(positions)
    )


def dates(*intervals: tuple[str | None, str | None]) -> tuple[When, ...]:
    return tuple(
        When(id=f"d{n}", value="x", start=start, end=end, type="DATE", mention=Span.of(TEXT, 11, 19))
        for n, (start, end) in enumerate(intervals)
    )


@given(st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=12))
def test_labels_overlap_neither_each_other_nor_a_marker(positions: list[tuple[float, float]]) -> None:
    drawn = draw_map(coded_text(TEXT, places=places(*positions)))
    assert drawn is not None
    boxes = [(label.x, label.y - 10, label.x + 6.5 * len(label.text), label.y + 2) for label in drawn.labels]
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= WIDTH
        assert bottom <= HEIGHT
        assert not [m for m in drawn.markers if left < m.x < right and top < m.y < bottom]


@given(st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=12))
def test_every_place_is_drawn_or_named_as_outside(positions: list[tuple[float, float]]) -> None:
    drawn = draw_map(coded_text(TEXT, places=places(*positions)))
    assert drawn is not None
    assert len(drawn.markers) + len(drawn.outside) == len(positions)


def test_north_is_up_and_east_is_right() -> None:
    drawn = draw_map(coded_text(TEXT, places=places((1, 1), (2, 2))))
    assert drawn is not None
    south_west, north_east = drawn.markers
    assert north_east.x > south_west.x
    assert north_east.y < south_west.y


def test_places_across_the_date_line_lie_side_by_side() -> None:
    drawn = draw_map(coded_text(TEXT, places=places((0, 179), (0, -179))))
    assert drawn is not None
    assert not drawn.outside
    assert "180°" in {line.words[:4] for line in drawn.meridians}


def test_a_country_far_away_does_not_shrink_the_map() -> None:
    drawn = draw_map(invented())
    assert drawn is not None
    assert drawn.outside == ("Tervan",)


def test_precision_is_told_by_shape() -> None:
    drawn = draw_map(coded_text(TEXT, places=places((1, 1), precision=6)))
    assert drawn is not None
    assert [marker.shape for marker in drawn.markers] == ["country"]


def test_scale_bar_is_true() -> None:
    drawn = draw_map(coded_text(TEXT, places=places((0, 0), (0, 1))))
    assert drawn is not None
    one_degree = abs(drawn.markers[1].x - drawn.markers[0].x)
    kilometres = float(drawn.scale_words.split()[0])
    assert drawn.scale_px / kilometres == pytest.approx(one_degree / 111.32, rel=0.02)


def test_no_map_without_coordinates() -> None:
    nowhere = Place(id="p1", name="Nowhere", mentions=(Span.of(TEXT, 0, 9),))
    assert draw_map(coded_text(TEXT, places=(nowhere,))) is None
    assert "<svg" not in page(coded_text(TEXT, places=(nowhere,)))


def test_rows_are_in_order_and_intervals_are_as_long_as_they_are() -> None:
    drawn = draw_timeline(coded_text(TEXT, dates=dates(("2024-03-10", "2024-03-19"), ("2024-03-01", "2024-03-05"))))
    first, second = drawn.rows
    assert (first.words, second.words) == ("1–5 Mar 2024", "10–19 Mar 2024")
    assert second.width == pytest.approx(2 * first.width, rel=0.02)


def test_dates_and_events_of_the_same_day_share_a_row() -> None:
    (row,) = [row for row in draw_timeline(invented()).rows if row.words == "14 Mar 2024"]
    assert [claim for claim, _ in row.claims] == ["e1", "e3"]
    assert [mention for mention, _ in row.mentions] == ["d1", "d2"]


def test_what_did_not_happen_is_not_shown_as_if_it_had() -> None:
    names = {claim: name for row in draw_timeline(invented()).rows for claim, name in row.claims}
    assert (names["e3"], names["e1"]) == ("Assault (aerial), denied", "Assault (drone)")


def test_what_began_years_ago_does_not_squeeze_the_rest() -> None:
    rows = {row.words: row for row in draw_timeline(invented()).rows}
    assert rows["2019"].is_earlier
    assert not rows["1 Feb 2024"].is_earlier


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (None, None, "a duration has no days"),
        ("2024-02-31", None, "no calendar has the day"),
        ("9999-12-31", "9999-12-31", "the day after it cannot be reckoned"),
        ("2024-03-05", "2024-03-01", "it ends before it begins"),
    ],
)
def test_a_date_without_usable_days_is_listed_and_not_drawn(start: str | None, end: str | None, reason: str) -> None:
    drawn = draw_timeline(coded_text(TEXT, dates=dates((start, end))))
    assert (drawn.rows, [mention for mention, _ in drawn.undated]) == ((), ["d0"]), reason
    assert "no day" in page(coded_text(TEXT, dates=dates((start, end)))), reason


def test_every_date_has_a_place_to_be_looked_up() -> None:
    html = page(invented())
    assert all(f'id="c-{when.id}"' in html for when in invented().dates)
