"""The reader at work: a parsed document in, what the network marks on its tokens out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from dateline.parse.reading.model import Layer, Network, load
from dateline.parse.reading.record import Marks, Reading, Shares
from dateline.parse.reading.windows import windows_of

if TYPE_CHECKING:
    from dateline.parse.tokens import Doc
    from dateline.settings import Settings

_SPECIAL = 2
_OVERLAP = 48


class Reader:
    """Reads documents with the network in a folder (by default the one that ships), loaded when it is first needed."""

    def __init__(self, folder: str = "", threads: int = 1) -> None:
        self._folder, self._threads = folder, threads

    @cached_property
    def network(self) -> Network:
        """The network. Raises SettingError when it is missing or damaged."""
        return load(self._folder, self._threads)

    def read(self, doc: Doc) -> Reading:
        """What the network marks on the tokens of a parsed text."""
        network = self.network
        manifest = network.manifest
        encoded = network.tokenizer.encode(doc.text, add_special_tokens=False)
        pieces = np.asarray(encoded.ids, np.int64)
        begins = np.asarray([start for start, _ in encoded.offsets], np.int64)
        token_starts = np.asarray([token.idx for token in doc], np.int64)
        token_of = np.searchsorted(token_starts, begins, side="right") - 1
        sentences = np.searchsorted(begins, [sent.start_char for sent in doc.sents]).tolist() if len(pieces) else []
        room = manifest.max_pieces - _SPECIAL
        parts: dict[str, list[NDArray[np.float32]]] = {layer.name: [] for layer in manifest.layers}
        for window in windows_of(len(pieces), sentences, room, min(_OVERLAP, room // 4)):
            kept = slice(window.keep_from - window.start, window.keep_to - window.start)
            found = network.run(pieces[window.start : window.end])
            for layer in manifest.layers:
                parts[layer.name].append(found[layer.name] if layer.kind == "window" else found[layer.name][kept])
        by_kind = {kind: [y for y in manifest.layers if y.kind == kind] for kind in ("spans", "pieces", "window")}
        return Reading(
            model=f"{manifest.name} {manifest.version}",
            read=np.unique(token_of),
            spans={y.name: _spans(y, parts[y.name], token_of, len(doc)) for y in by_kind["spans"]},
            kinds={y.name: _kinds(y, parts[y.name], token_of, len(doc)) for y in by_kind["pieces"]},
            whole={y.name: _whole(y, parts[y.name]) for y in by_kind["window"]},
        )


def reader_of(settings: Settings) -> Reader | None:
    """The reader that the settings ask for; None where they want the rules alone."""
    return None if settings.engine == "rules" else Reader(settings.reader, settings.reader_threads)


def _joined(layer: Layer, parts: list[NDArray[np.float32]]) -> Shares:
    return np.concatenate(parts) if parts else np.zeros((0, layer.width), np.float32)


def _spans(layer: Layer, parts: list[NDArray[np.float32]], token_of: NDArray[np.intp], tokens: int) -> Marks:
    """From pieces to tokens: a token is inside by the mean of its pieces, and begins by its first one."""
    scores = _joined(layer, parts)
    starts, rest = scores[:, 1::2], scores[:, 2::2]
    return Marks(layer.labels, _mean(starts + rest, token_of, tokens), _first(starts, token_of, tokens))


def _kinds(layer: Layer, parts: list[NDArray[np.float32]], token_of: NDArray[np.intp], tokens: int) -> Marks:
    """Layers that sort single tokens go by the token's first piece."""
    first = _first(_joined(layer, parts), token_of, tokens)
    return Marks(layer.labels, first, first)


def _whole(layer: Layer, parts: list[NDArray[np.float32]]) -> dict[str, float]:
    highest = np.max(parts, axis=0).tolist() if parts else [0.0] * len(layer.labels)
    return dict(zip(layer.labels, cast(list[float], highest), strict=True))


def _mean(scores: Shares, token_of: NDArray[np.intp], tokens: int) -> Shares:
    out = np.zeros((tokens, scores.shape[1]), np.float32)
    np.add.at(out, token_of, scores)
    count = np.bincount(token_of, minlength=tokens)[:, None] if len(token_of) else np.zeros((tokens, 1))
    return cast(Shares, (out / np.maximum(count, 1)).astype(np.float32))


def _first(scores: Shares, token_of: NDArray[np.intp], tokens: int) -> Shares:
    out = np.zeros((tokens, scores.shape[1]), np.float32)
    out[token_of[::-1]] = scores[::-1]
    return out
