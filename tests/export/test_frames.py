"""Coded documents as pandas DataFrames."""

from __future__ import annotations

import sys

import pytest
from invented import TEXT, coded_text, invented

from dateline.errors import DatelineError
from dateline.export.frames import to_frames
from dateline.records import LAYERS


def test_one_row_a_record_with_the_document_first() -> None:
    coded = invented()
    frames = to_frames(coded)
    assert set(frames) == {*LAYERS, "notes"}
    for layer, frame in frames.items():
        assert frame.columns[0] == "document"
        assert list(frame["document"]) == [coded.document.id] * len(getattr(coded, layer))


def test_empty_layers_keep_their_columns() -> None:
    full, empty = to_frames(invented()), to_frames(coded_text("Nothing."))
    assert {layer: list(frame.columns) for layer, frame in full.items()} == {
        layer: list(frame.columns) for layer, frame in empty.items()
    }


def test_inner_records_are_laid_out_flat() -> None:
    event = to_frames(invented())["events"].set_index("id").loc["e1"]
    assert event["acled_sub_event_type"] == "Air/drone strike"
    assert event["when_start"] == "2024-03-14"
    assert event["places"] == ["p1"]


def test_spans_lead_back_to_the_text() -> None:
    for toll in to_frames(invented())["tolls"].itertuples():
        assert TEXT[toll.number_start : toll.number_end] == toll.number
        for span in toll.evidence:
            assert TEXT[span["start"] : span["end"]] == span["text"]


def test_open_bounds_do_not_turn_counts_into_fractions() -> None:
    tolls = to_frames(invented())["tolls"].set_index("id")
    assert str(tolls["high"].dtype) == "Int64"
    assert tolls["high"].isna()["t1"]
    assert tolls["low"]["t1"] == 14


def test_without_pandas_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(DatelineError, match=r"pip install dateline\[pandas\]"):
        to_frames(invented())
