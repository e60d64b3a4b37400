"""The marked corpora in one shape, on invented lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training.encoder.corpora import apart, around, conll, events, examples, muc, polnear


def _words(text: str, spans: tuple[tuple[int, int, str], ...]) -> list[tuple[str, str]]:
    return [(text[start:end], label) for start, end, label in spans]


def test_a_filler_of_a_role_is_marked_wherever_it_stands_and_the_longest_words_win() -> None:
    line = {
        "id": "x",
        "text": "the blue column bombed a bridge. the bridge fell; the column left.",
        "gold": {"entities": {"PerpInd": [["blue column", "column"]], "Target": [["bridge"]]}},
    }
    example = muc(line, "muc4-train")
    assert _words(line["text"], example.layers["roles"]) == [
        ("blue column", "PerpInd"),
        ("bridge", "Target"),
        ("bridge", "Target"),
        ("column", "PerpInd"),
    ]
    assert example.window == "relevant"


def test_a_filler_is_not_marked_inside_another_word() -> None:
    line = {"id": "x", "text": "the carpet was in the car", "gold": {"entities": {"Weapon": [["car"]]}}}
    assert muc(line, "muc4-train").layers["roles"] == ((22, 25, "Weapon"),)


def test_a_report_without_roles_says_nothing_of_relevance() -> None:
    assert muc({"id": "x", "text": "it rained", "gold": {"entities": {}}}, "muc4-train").window is None


def test_of_attributions_within_one_another_the_outermost_is_learned() -> None:
    inner = {"source": [[15, 17]], "cue": [[18, 22]], "content": [[23, 26]]}
    outer = {"source": [[0, 4]], "cue": [[5, 9]], "content": [[10, 26]]}
    line = {"id": "x", "text": "Mira said that he knew all", "gold": {"attributions": [inner, outer]}}
    layers = polnear(line, "polnear-train").layers
    assert layers["content"] == ((10, 26, "content"),)
    assert layers["source"] == ((0, 4, "source"), (15, 17, "source"))


def test_sentences_of_a_story_stand_together_with_their_marks() -> None:
    lines = [
        {"text": "Mira spoke .", "gold": {"entities": [{"label": "person", "start": 0, "end": 4}]}},
        {"text": "In Oruma .", "gold": {"entities": [{"label": "location", "start": 3, "end": 8}]}},
    ]
    example = conll("s", "conll2003-train", lines)
    assert _words(example.text, example.layers["names"]) == [("Mira", "person"), ("Oruma", "location")]
    assert example.window is None


@pytest.mark.parametrize("head", ["CHESS - ORUMA WIN AGAIN .", "TABLE TENNIS - RESULTS .", "ROWING - 2 RECORDS FALL ."])
def test_an_agency_head_of_sport_tells_what_a_reader_of_conflict_passes_by(head: str) -> None:
    assert conll("s", "conll2003-train", [{"text": head, "gold": {"entities": []}}]).window == "irrelevant"


def test_a_trigger_takes_plovers_type_and_other_types_are_in_doubt() -> None:
    def event(kind: str, start: int, end: int) -> dict[str, object]:
        return {"type": kind, "trigger": {"start": start, "end": end}}

    text = "They shelled it and drove off"
    gold = {"events": [event("Conflict.Attack.Unspecified", 5, 12), event("Movement.Transport", 20, 25)]}
    example = events({"id": "x", "text": text, "gold": gold}, "wikievents-dev")
    assert example.layers["trigger"] == ((5, 12, "ASSAULT"),)
    assert example.doubt["trigger"] == ((20, 25),)


def test_far_from_the_only_marked_event_everything_is_in_doubt() -> None:
    assert around([(100, 110, "ASSAULT")], 300, near=40) == [(0, 60), (150, 300)]
    assert around([(10, 20, "ASSAULT")], 50, near=40) == []


def test_spans_that_overlap_an_earlier_one_are_left_out() -> None:
    assert apart([(5, 9, "b"), (0, 6, "a"), (9, 12, "c"), (3, 3, "d")]) == ((5, 9, "b"), (9, 12, "c"))


@pytest.mark.parametrize("corpus", ["muc4-test", "rams-test", "gvdb-b", "idmc-test"])
def test_a_file_kept_for_the_final_figure_is_refused(tmp_path: Path, corpus: str) -> None:
    with pytest.raises(ValueError, match="final figure"):
        examples(tmp_path, corpus)


def test_what_overlaps_a_measured_set_is_left_out(tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": "One.", "gold": {}},
        {"id": "b", "text": "Two.", "gold": {}, "overlaps": ["ploverspec"]},
    ]
    with gzip.open(tmp_path / "satp-train.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    assert [e.id for e in examples(tmp_path, "satp-train")] == ["a"]
