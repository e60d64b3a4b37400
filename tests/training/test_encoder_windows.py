"""Windows of word pieces: nothing is lost between them, and what is marked can be read back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

tokenizers = pytest.importorskip("tokenizers", reason="comes with the extra 'training' and with the reader")

from training.encoder.corpora import Example  # noqa: E402
from training.encoder.layers import LAYERS  # noqa: E402
from training.encoder.windows import IGNORED, spans_of, windows  # noqa: E402

_WORDS = ["[CLS]", "[SEP]", "[UNK]", ".", "ab", "cd", "ef", "é", "😀"]


def _tokenizer() -> object:
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel({w: i for i, w in enumerate(_WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    return made


TOKENIZER = _tokenizer()
TEXTS = st.lists(st.sampled_from(["ab", "cd", "ef", ".", "é", "😀", "zz", "\n"]), max_size=60).map(" ".join)


@given(TEXTS, st.integers(4, 20))
def test_every_piece_is_in_one_window_and_no_window_is_too_long(text: str, length: int) -> None:
    found = list(windows(Example("x", "c", text, {}), TOKENIZER, length=length))
    inner = np.concatenate([w.offsets[1:-1] for w in found]).tolist() if found else []
    assert inner == [list(o) for o in TOKENIZER.encode(text, add_special_tokens=False).offsets]  # type: ignore[attr-defined]
    assert all(2 < len(w.pieces) <= length for w in found)
    assert all((w.pieces[0], w.pieces[-1]) == (0, 1) for w in found)


@given(TEXTS, st.data())
def test_spans_of_whole_words_come_back_as_they_were(text: str, data: st.DataObject) -> None:
    offsets = TOKENIZER.encode(text, add_special_tokens=False).offsets  # type: ignore[attr-defined]
    cuts = sorted(data.draw(st.sets(st.integers(0, len(offsets)), max_size=8)))
    labels = LAYERS["roles"].labels
    spans = tuple(
        (offsets[a][0], offsets[b - 1][1], labels[i % len(labels)])
        for i, (a, b) in enumerate(zip(cuts[::2], cuts[1::2], strict=False))
    )
    window = next(windows(Example("x", "c", text, {"roles": spans}), TOKENIZER), None)
    got = spans_of(window.labels["roles"], window.offsets, labels) if window else ()
    assert got == spans


def test_nothing_is_learned_where_there_is_doubt_nor_of_the_special_pieces() -> None:
    example = Example("x", "c", "ab cd ef", {"cue": ((0, 2, "cue"),)}, {"cue": ((3, 5),)})
    (window,) = windows(example, TOKENIZER)
    assert window.labels["cue"].tolist() == [IGNORED, 1, IGNORED, 0, IGNORED]


def test_a_layer_of_single_pieces_speaks_of_its_spans_alone() -> None:
    example = Example("x", "c", "ab cd ef", {"status": ((3, 5, "planned"),)}, window="relevant")
    (window,) = windows(example, TOKENIZER)
    assert window.labels["status"].tolist() == [IGNORED, IGNORED, 3, IGNORED, IGNORED]
    assert window.labels["relevance"].tolist() == [1]


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ([1, 2, 0], [(0, 2, "a")]),  # a beginning and its inside
        ([1, 1, 0], [(0, 1, "a"), (1, 2, "a")]),  # two that touch
        ([2, 2, 0], [(0, 2, "a")]),  # an inside with no beginning begins
        ([1, 0, 2], [(0, 1, "a"), (2, 3, "a")]),  # what is between parts them
        ([1, 4, 0], [(0, 1, "a"), (1, 2, "b")]),  # another name is another span
    ],
)
def test_labels_are_read_as_spans(labels: list[int], wanted: list[tuple[int, int, str]]) -> None:
    offsets = np.array([[0, 1], [1, 2], [2, 3]], np.int32)
    assert list(spans_of(np.array(labels), offsets, ("a", "b"))) == wanted
