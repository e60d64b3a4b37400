"""From texts to what the encoder reads: windows of word pieces with a label for each piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.encoder.corpora import Example, Spans
from training.encoder.layers import LAYERS

IGNORED = -100
"""The label of a piece that no loss is taken of: special pieces, doubtful ones, and layers that the corpus does not mark."""
LENGTH = 256
_SPECIAL = (("[CLS]", "[SEP]"), ("<s>", "</s>"))


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces (with the special ones at both ends), their offsets in the text, and the labels by layer."""

    example: str
    corpus: str
    pieces: NDArray[np.int32]
    offsets: NDArray[np.int32]
    labels: dict[str, NDArray[np.int16]]

    def marked(self, layer: str) -> bool:
        """Whether any piece has a label of the layer other than outside."""
        return bool((self.labels.get(layer, np.zeros(1)) > 0).any())


def windows(example: Example, tokenizer: Tokenizer, *, length: int = LENGTH) -> Iterator[Window]:
    """The text in windows of at most ``length`` pieces that follow one another, cut after a full stop where there is one."""
    encoded = tokenizer.encode(example.text, add_special_tokens=False)
    ids = np.asarray(encoded.ids, np.int32)
    offsets = np.asarray(encoded.offsets, np.int32).reshape(-1, 2)
    labels = {layer: labels_of(offsets, example, layer) for layer in example.layers}
    first, last = special(tokenizer)
    start, stop = 0, tokenizer.token_to_id(".") or -1
    while start < len(ids):
        end = _cut(ids, start, min(start + length - 2, len(ids)), stop)
        part = slice(start, end)
        found = {k: np.concatenate(([IGNORED], v[part], [IGNORED])).astype(np.int16) for k, v in labels.items()}
        if example.window is not None:
            found["relevance"] = np.array([LAYERS["relevance"].labels.index(example.window)], np.int16)
        yield Window(
            example.id,
            example.corpus,
            np.concatenate(([first], ids[part], [last])).astype(np.int32),
            np.concatenate(([[0, 0]], offsets[part], [[0, 0]])).astype(np.int32),
            found,
        )
        start = end


def special(tokenizer: Tokenizer) -> tuple[int, int]:
    """The pieces that begin and end what the encoder reads. Raises ValueError for a tokenizer that has neither BERT's nor MPNet's."""
    for pair in _SPECIAL:
        first, last = (tokenizer.token_to_id(piece) for piece in pair)
        if first is not None and last is not None:
            return first, last
    raise ValueError("the tokenizer has no pieces for the beginning and the end of a text")


def _cut(ids: NDArray[np.int32], start: int, end: int, stop: int) -> int:
    """The end of a window: after its last full stop, unless that would waste half of it."""
    if end == len(ids):
        return end
    stops = np.flatnonzero(ids[start:end] == stop)
    return start + int(stops[-1]) + 1 if len(stops) and stops[-1] > (end - start) // 2 else end


def labels_of(offsets: NDArray[np.int32], example: Example, layer: str) -> NDArray[np.int16]:
    """The label of each piece. A layer of single pieces has labels at its spans alone, and says nothing of the rest."""
    spans, kind, names = example.layers[layer], LAYERS[layer].kind, LAYERS[layer].labels
    labels = np.full(len(offsets), IGNORED if kind == "pieces" else 0, np.int16)
    for start, end in example.doubt.get(layer, ()):
        labels[(offsets[:, 0] < end) & (offsets[:, 1] > start)] = IGNORED
    for start, end, name in spans:
        inside = np.flatnonzero((offsets[:, 0] < end) & (offsets[:, 1] > start))
        if kind == "pieces":
            labels[inside] = names.index(name)
        elif len(inside):
            labels[inside] = 2 + 2 * names.index(name)
            labels[inside[0]] = 1 + 2 * names.index(name)
    return labels


def spans_of(labels: NDArray[np.integer], offsets: NDArray[np.int32], names: Sequence[str]) -> Spans:
    """The stretches that a row of labels marks; an inside label that follows no such stretch begins one of its own."""
    out: list[tuple[int, int, str]] = []
    before = 0
    for label, (start, end) in zip(labels.tolist(), offsets.tolist(), strict=True):
        if label > 0 and start < end:
            name, begins = names[(label - 1) // 2], label % 2 == 1
            if not begins and before > 0 and out and out[-1][2] == name:
                out[-1] = (out[-1][0], end, name)
            else:
                out.append((start, end, name))
        before = label
    return tuple(out)
