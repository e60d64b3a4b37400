"""How well a model reads: ``python -m training.encoder.evaluate MODEL [--sets muc4-dev,…]``.

MODEL is a folder with model.onnx. Prints, for each set and layer, precision, recall and F1 of whole spans and the F1 of pieces, or the
share of right labels for layers of single pieces and of windows; and pieces a second on one core. ``--calibrate`` writes the temperature of
each layer, fitted on the sets, beside a run's weights, for the manifest.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from training.encoder.corpora import Example, examples
from training.encoder.invented import invented
from training.encoder.layers import LAYERS
from training.encoder.prepare import held_out, load_tokenizer
from training.encoder.windows import IGNORED, Window, spans_of, windows

SETS = ("muc4-dev", "conll2003-dev", "crossner-politics-dev", "polnear-train", "wikievents-dev", "invented")
"""polnear-train stands for its tenth that nothing was learned from; of the invented texts, fillings that were not seen."""
_TEMPERATURES = np.arange(0.6, 3.01, 0.1)


@dataclass(slots=True)
class Count:
    """Of spans (or pieces): those given, those wanted, and those that are both."""

    given: int = 0
    wanted: int = 0
    right: int = 0

    def row(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision, recall = self.right / max(1, self.given), self.right / max(1, self.wanted)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


@dataclass(slots=True)
class Tally:
    """What was counted for one layer of one set."""

    spans: Count = field(default_factory=Count)
    pieces: Count = field(default_factory=Count)
    scores: list[NDArray[np.float32]] = field(default_factory=list)
    labels: list[NDArray[np.int16]] = field(default_factory=list)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/data"))
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--windows", type=int, default=400, help="the first so many windows of each set")
    parser.add_argument("--table", type=Path, help="write the figures there as JSON")
    parser.add_argument("--calibrate", type=Path, help="folder of a run: write its calibration.json")
    args = parser.parse_args()
    session = open_model(args.model)
    tokenizer = load_tokenizer(args.model)
    rows: list[dict[str, object]] = []
    everything: dict[str, list[Tally]] = defaultdict(list)
    for name in args.sets.split(","):
        chosen = list(islice((w for e in _examples(args.data, name) for w in windows(e, tokenizer)), args.windows))
        tallies, speed = measure(session, chosen)
        for layer, tally in tallies.items():
            rows.append({"set": name, "layer": layer, **figures(layer, tally)})
            everything[layer].append(tally)
        print(f"{name}: {len(chosen)} windows, {speed:,.0f} pieces a second", flush=True)
    for row in rows:
        print("  ".join(f"{v:.3f}" if isinstance(v, float) else f"{v}" for v in row.values()), flush=True)
    if args.table:
        args.table.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    if args.calibrate:
        fitted = {layer: temperature(tallies) for layer, tallies in everything.items()}
        (args.calibrate / "calibration.json").write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def open_model(folder: Path) -> onnxruntime.InferenceSession:
    """The model of a folder, on one core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])


def _examples(data: Path, name: str) -> Iterator[Example]:
    if name == "invented":
        yield from invented(1, seed=99)
    else:
        yield from (e for e in examples(data, name) if name != "polnear-train" or held_out(e.id))


def measure(session: onnxruntime.InferenceSession, found: Sequence[Window]) -> tuple[dict[str, Tally], float]:
    """What the model says of the windows against their labels, and pieces a second of processor time."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    pieces, spent = 0, 0.0
    names = list(LAYERS)
    for window in found:
        ids = window.pieces.astype(np.int64)[None]
        began = time.process_time()
        given = session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        spent += time.process_time() - began
        pieces += len(window.pieces)
        for layer, scores in zip(names, given, strict=True):
            if layer in window.labels:
                count(tallies[layer], layer, scores[0] if LAYERS[layer].kind != "window" else scores, window)
    return tallies, pieces / max(spent, 1e-9)


def count(tally: Tally, layer: str, scores: NDArray[np.float32], window: Window) -> None:
    """Add one window. Where its labels are in doubt, the model is neither right nor wrong."""
    labels = window.labels[layer]
    known = labels != IGNORED
    tally.scores.append(scores[known])
    tally.labels.append(labels[known])
    said = scores.argmax(-1)
    if LAYERS[layer].kind != "spans":
        tally.pieces.wanted += int(known.sum())
        tally.pieces.given += int(known.sum())
        tally.pieces.right += int((said[known] == labels[known]).sum())
        return
    said = np.where(known, said, 0)
    names = LAYERS[layer].labels
    given, wanted = (set(spans_of(row, window.offsets, names)) for row in (said, np.where(known, labels, 0)))
    add(tally.spans, len(given), len(wanted), len(given & wanted))
    same = (said > 0) & (labels > 0) & ((said - 1) // 2 == (labels - 1) // 2)
    add(tally.pieces, int((said > 0).sum()), int((labels > 0).sum()), int(same.sum()))


def add(total: Count, given: int, wanted: int, right: int) -> None:
    """Add to a count."""
    total.given, total.wanted, total.right = total.given + given, total.wanted + wanted, total.right + right


def figures(layer: str, tally: Tally) -> dict[str, object]:
    """A layer's figures by name."""
    if LAYERS[layer].kind != "spans":
        common = Counter(np.concatenate(tally.labels).tolist()).most_common(1)[0][1]
        return {"accuracy": tally.pieces.row()[2], "majority": common / tally.pieces.wanted, "n": tally.pieces.wanted}
    names = ("precision", "recall", "f1")
    out: dict[str, object] = dict(zip(names, tally.spans.row(), strict=True))
    return out | {"pieces_f1": tally.pieces.row()[2], "n": tally.spans.wanted}


def temperature(tallies: Iterable[Tally]) -> float:
    """The number that the scores are best divided by: the likeliest for the labels, of those tried."""
    scores = np.concatenate([s for t in tallies for s in t.scores])
    labels = np.concatenate([x for t in tallies for x in t.labels]).astype(np.int64)
    return round(float(min(_TEMPERATURES, key=lambda t: surprise(scores / t, labels))), 2)


def surprise(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """The mean negative logarithm of the labels' probabilities."""
    top = scores.max(-1)
    whole = np.log(np.exp(scores - top[:, None]).sum(-1)) + top
    return float((whole - scores[np.arange(len(labels)), labels]).mean())


if __name__ == "__main__":
    main()
