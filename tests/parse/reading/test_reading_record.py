"""From shares of tokens to stretches."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.parse.reading import Found, Reading
from dateline.parse.reading.record import Marks


def _reading(inside: list[list[float]], begins: list[list[float]], read: list[int]) -> Reading:
    marks = Marks(("source", "other"), np.asarray(inside, np.float32), np.asarray(begins, np.float32))
    return Reading("made", np.asarray(read, np.intp), {"said": marks})


@pytest.mark.parametrize(
    ("inside", "begins", "read", "wanted", "why"),
    [
        ([[0.1, 0]], [[0, 0]], [0], [], "unlikely is outside"),
        ([[0.9, 0], [0.7, 0]], [[0.9, 0], [0, 0]], [0, 1], [(0, 1, "source", 0.8)], "one stretch, by the mean"),
        (
            [[0.9, 0], [0.9, 0]],
            [[0.9, 0], [0.8, 0]],
            [0, 1],
            [(0, 0, "source", 0.9), (1, 1, "source", 0.9)],
            "a second beginning begins another",
        ),
        (
            [[0.9, 0], [0.1, 0.8]],
            [[0.9, 0], [0, 0]],
            [0, 1],
            [(0, 0, "source", 0.9), (1, 1, "other", 0.8)],
            "and so does another name, even without a beginning",
        ),
        (
            [[0.8, 0], [0, 0], [0.8, 0]],
            [[0.8, 0], [0, 0], [0.1, 0]],
            [0, 2],
            [(0, 2, "source", 0.8)],
            "a space that was not read parts nothing",
        ),
        ([[0.3, 0.3]], [[0.3, 0.3]], [0], [(0, 0, "source", 0.3)], "inside by both names together, the likelier named"),
    ],
)
def test_stretches(
    inside: list[list[float]],
    begins: list[list[float]],
    read: list[int],
    wanted: list[tuple[int, int, str, float]],
    why: str,
) -> None:
    found = _reading(inside, begins, read).found("said")
    assert [(f.first, f.last, f.name, round(f.probability, 3)) for f in found] == wanted, why


def test_a_higher_bar_finds_less() -> None:
    reading = _reading([[0.6, 0], [0.9, 0]], [[0.6, 0], [0, 0]], [0, 1])
    assert reading.found("said", least=0.7) == (Found(1, 1, "source", pytest.approx(0.9)),)


def test_the_share_of_a_stretch_is_the_mean_of_its_tokens_that_were_read() -> None:
    reading = _reading([[0.2, 0.2], [1, 0], [0.4, 0.2]], [[0, 0]] * 3, [0, 2])
    assert reading.share("said", 0, 2) == pytest.approx(0.5)
    assert reading.share("said", 0, 2, "source") == pytest.approx(0.3)
    assert reading.share("said", 1, 1) == 0, "nothing there was read"
    assert reading.share("unknown", 0, 2) == 0, "a reader need not have every layer"


def test_what_tokens_are_sorted_as_is_the_likeliest_on_the_mean_of_those_that_were_read() -> None:
    status = np.asarray([[0.4, 0.6], [1, 0], [0.0, 1.0]], np.float32)
    reading = Reading("made 1", np.asarray([0, 2]), kinds={"status": Marks(("occurred", "planned"), status, status)})
    assert reading.kind("status", 0, 2) == ("planned", pytest.approx(0.8))
    assert reading.kind("status", 1, 1) is None, "nothing there was read"
    assert reading.kind("unknown", 0, 2) is None, "a reader need not have every layer"
