"""Windows over a text: all of it read, each piece kept once, none too long, cut where sentences start."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.parse.reading.windows import Window, windows_of


@st.composite
def _texts(draw: st.DrawFn) -> tuple[int, list[int], int, int]:
    pieces = draw(st.integers(0, 400))
    starts = draw(st.sets(st.integers(0, max(0, pieces - 1)), max_size=60))
    room = draw(st.integers(1, 90))
    return pieces, sorted(starts), room, draw(st.integers(0, room // 4))


@given(_texts())
def test_every_piece_is_kept_once_and_read_where_it_is_kept(made: tuple[int, list[int], int, int]) -> None:
    pieces, starts, room, overlap = made
    windows = windows_of(pieces, starts, room, overlap)
    assert [p for w in windows for p in range(w.keep_from, w.keep_to)] == list(range(pieces))
    for window in windows:
        assert window.start <= window.keep_from < window.keep_to <= window.end
        assert window.end - window.start <= room


@pytest.mark.parametrize(
    ("pieces", "starts", "wanted", "why"),
    [
        (0, [], [], "an empty text has no windows"),
        (8, [0, 5], [Window(0, 8, 0, 8)], "what fits is read at once"),
        (12, [0, 4, 7], [Window(0, 7, 0, 7), Window(7, 12, 7, 12)], "cut at the last sentence that starts in time"),
        (12, [0, 3], [Window(0, 8, 0, 7), Window(6, 12, 7, 12)], "not at one that would leave most of a window empty"),
        (
            14,
            [0, 6, 8],
            [Window(0, 8, 0, 7), Window(6, 14, 7, 14)],
            "the sentence before the cut is read again, and each half kept from where it has more around it",
        ),
    ],
)
def test_where_windows_are_cut(pieces: int, starts: list[int], wanted: list[Window], why: str) -> None:
    assert windows_of(pieces, starts, 8, 2) == wanted, why


def test_windows_that_could_not_go_forward_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap by 3"):
        windows_of(10, [0], 8, 3)
