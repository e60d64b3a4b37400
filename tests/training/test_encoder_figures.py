"""How the figures of a model are counted, and how its card shows them."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="comes with the reader")
pytest.importorskip("tokenizers", reason="comes with the reader")

from training.encoder.card import table
from training.encoder.evaluate import Tally, count, figures, temperature
from training.encoder.windows import IGNORED, Window


def _window(layer: str, labels: list[int]) -> Window:
    offsets = np.array([[i, i + 1] for i in range(len(labels))], np.int32)
    return Window("x", "c", np.zeros(len(labels), np.int32), offsets, {layer: np.array(labels, np.int16)})


def _scores(said: list[int], width: int) -> np.ndarray:
    return np.eye(width, dtype=np.float32)[said]


def test_a_span_with_a_wrong_border_is_wrong_as_a_whole_and_right_in_part() -> None:
    tally = Tally()
    count(tally, "cue", _scores([0, 1, 2, 0, 1], 3), _window("cue", [0, 1, 0, 0, 1]))
    row = figures("cue", tally)
    assert (row["precision"], row["recall"], row["n"]) == (0.5, 0.5, 2)
    assert row["pieces_f1"] == pytest.approx(2 * (2 / 3) * 1 / (2 / 3 + 1))


def test_what_is_in_doubt_is_neither_right_nor_wrong() -> None:
    tally = Tally()
    count(tally, "cue", _scores([1, 0, 1], 3), _window("cue", [IGNORED, 0, 1]))
    assert figures("cue", tally)["f1"] == pytest.approx(1.0)


def test_a_layer_of_single_pieces_is_compared_with_always_saying_the_commonest_label() -> None:
    tally = Tally()
    count(tally, "status", _scores([0, 0, 3, 3], 8), _window("status", [0, 0, 0, 3]))
    assert figures("status", tally) == {"accuracy": 0.75, "majority": 0.75, "n": 4}


def test_a_model_that_is_too_sure_is_cooled_and_one_that_is_right_is_not() -> None:
    wrong_half, right = Tally(), Tally()
    count(wrong_half, "cue", 6 * _scores([1, 1, 0, 0], 3), _window("cue", [1, 0, 0, 1]))
    count(right, "cue", 6 * _scores([1, 1, 0, 0], 3), _window("cue", [1, 1, 0, 0]))
    assert temperature([wrong_half]) > 2 > 1 > temperature([right])


def test_the_card_shows_the_lowest_figure_first() -> None:
    rows = [
        {"set": "a", "layer": "cue", "precision": 0.9, "recall": 0.8, "f1": 0.847, "pieces_f1": 0.9, "n": 10},
        {"set": "a", "layer": "status", "accuracy": 0.5, "majority": 0.4, "n": 4},
    ]
    lines = table(rows, [{"set": "a", "layer": "status", "accuracy": 0.55}]).splitlines()
    assert lines[2] == "| a | status | – | – | 0.500 | 0.400 | 0.550 | 4 |"
    assert lines[3] == "| a | cue | 0.900 | 0.800 | 0.847 | 0.900 | – | 10 |"
