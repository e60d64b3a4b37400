"""The invented texts: every pattern has words for its blanks, and its marks are labels that there are."""

from __future__ import annotations

import pytest

from training.encoder.invented import invented, marked
from training.encoder.layers import LAYERS


def test_every_pattern_is_filled_and_its_marks_fit() -> None:
    found = list(invented(1, seed=3))
    assert not [e.text for e in found if set("{}[]|") & set(e.text)]
    spans = [(e, layer, span) for e in found for layer, row in e.layers.items() for span in row]
    assert all(
        0 <= start < end <= len(e.text) and label in LAYERS[layer].labels for e, layer, (start, end, label) in spans
    )


def test_every_type_and_status_is_taught() -> None:
    found = list(invented(1, seed=3))
    for layer in ("trigger", "status", "toll"):
        assert {label for e in found for _, _, label in e.layers.get(layer, ())} == set(LAYERS[layer].labels)


def test_the_same_seed_invents_the_same() -> None:
    assert list(invented(2, seed=7)) == list(invented(2, seed=7)) != list(invented(2, seed=8))


def test_a_mark_gives_its_words_and_labels() -> None:
    example = marked("x", "They [left|trigger:RETREAT,status:occurred] {it}.", ("trigger", "toll"))
    assert example.text == "They left {it}."
    assert example.layers == {"trigger": ((5, 9, "RETREAT"),), "toll": (), "status": ((5, 9, "occurred"),)}


def test_a_label_that_a_layer_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no label 'RUN'"):
        marked("x", "They [left|trigger:RUN].", ("trigger",))
