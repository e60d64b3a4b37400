"""Windows for training: ``python -m training.encoder.prepare BASE OUT [--silver FOLDER]``.

Reads the corpora, adds what the rules are sure of where FOLDER has it, adds the invented texts, cuts all into windows of BASE's word
pieces, and writes OUT/train.npz and OUT/held.npz: the second is a tenth of polnear-train, by the hash of the text's id, to tune on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from training.encoder.corpora import Example, apart, examples
from training.encoder.invented import invented
from training.encoder.layers import HARMS, LAYERS
from training.encoder.silver import SURE, silver
from training.encoder.windows import IGNORED, Window, windows

SEED = 20


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a corpus is read: a share of the windows with a mark in the layer, and of the others; above 1, that often."""

    layer: str = ""
    marked: float = 1.0
    unmarked: float = 1.0


PLAN = {
    "muc4-train": Use("roles", 3.0, 0.25),
    "polnear-train": Use("cue", 1.0, 0.3),
    "conll2003-train": Use("names", 0.3, 0.2),
    "crossner-politics-train": Use("names", 0.6, 0.6),
    "rams-dev": Use("trigger", 1.0, 0.0),
    "satp-train": Use(unmarked=0.4),
    "gvdb-a": Use(unmarked=0.1),
}
COPIES = 4
"""How many texts are invented for each pattern."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "base", type=Path, help="folder of the base encoder (config.json, model.safetensors, tokenizer.json)"
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--silver", type=Path, help="what training.encoder.silver wrote")
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/data"))
    parser.add_argument("--only", help="corpora, parted by commas: for a trial")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(args.base)
    chance = random.Random(SEED)
    found: dict[str, list[Window]] = {"train": [], "held": []}
    for corpus, use in PLAN.items():
        if args.only and corpus not in args.only.split(","):
            continue
        for example in with_silver(examples(args.data, corpus), args.silver and args.silver / f"{corpus}.jsonl"):
            part = "held" if corpus == "polnear-train" and held_out(example.id) else "train"
            for window in windows(example, tokenizer):
                wanted = use.marked if window.marked(use.layer) else use.unmarked
                found[part] += [window] * (1 if part == "held" else int(wanted + chance.random()))
    for example in invented(COPIES, SEED):
        found["train"] += windows(example, tokenizer)
    for part, kept in found.items():
        save(kept, args.out / f"{part}.npz")
        print(part, describe(kept), flush=True)


def load_tokenizer(base: Path) -> Tokenizer:
    """The tokenizer of a base, without its cutting and filling."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def held_out(name: str) -> bool:
    """Whether a text is of the tenth that nothing is learned from."""
    return hashlib.sha256(name.encode()).digest()[0] < 26


def with_silver(found: Iterator[Example], path: Path | None) -> Iterator[Example]:
    """The examples with the rules' sure claims beside the marks of their corpora, where the rules have read them."""
    by_id = {line["id"]: line for line in silver(path)} if path and path.exists() else {}
    for example in found:
        line = by_id.get(example.id)
        yield example if line is None else _joined(example, line)


def _joined(example: Example, line: dict[str, list[list[object]]]) -> Example:
    layers, doubt = dict(example.layers), dict(example.doubt)
    sure = [(s, e, t, status) for s, e, t, status, c in line["triggers"] if c >= SURE]  # type: ignore[operator]
    unsure = tuple((s, e) for s, e, _, _, c in line["triggers"] if c < SURE)  # type: ignore[operator]
    if "trigger" not in layers:
        layers["trigger"] = apart((s, e, t) for s, e, t, _ in sure)  # type: ignore[misc]
        doubt["trigger"] = unsure  # type: ignore[assignment]
    layers["status"] = apart((s, e, status) for s, e, _, status in sure)  # type: ignore[misc]
    tolls = [t for t in line["tolls"] if t[2] in HARMS]
    layers["toll"] = apart((s, e, harm) for s, e, harm, c in tolls if c >= SURE)  # type: ignore[misc, operator]
    doubt["toll"] = tuple((s, e) for s, e, _, c in tolls if c < SURE)  # type: ignore[misc, operator]
    window = example.window or ("relevant" if any(t == "ASSAULT" for _, _, t, _ in sure) else None)
    return replace(example, layers=layers, doubt=doubt, window=window)


def save(found: Sequence[Window], path: Path) -> None:
    """All windows in one file, their arrays one after another."""
    arrays: dict[str, Any] = {
        "lengths": np.array([len(w.pieces) for w in found], np.int32),
        "pieces": np.concatenate([np.zeros(0, np.int32), *(w.pieces for w in found)]),
        "offsets": np.concatenate([np.zeros((0, 2), np.int32), *(w.offsets for w in found)]),
        "examples": np.array([w.example for w in found]),
        "corpora": np.array([w.corpus for w in found]),
    }
    for name, layer in LAYERS.items():
        if layer.kind == "window":
            rows = [w.labels.get(name, np.array([IGNORED])) for w in found]
        else:
            rows = [w.labels.get(name, np.full(len(w.pieces), IGNORED)) for w in found]
        arrays[f"label_{name}"] = np.concatenate([np.zeros(0), *rows]).astype(np.int16)
    np.savez_compressed(path, **arrays)


def load(path: Path) -> list[Window]:
    """The windows that :func:`save` wrote; a layer with no label at all is left out of a window."""
    with np.load(path) as file:
        arrays = dict(file)
    ends = np.cumsum(arrays["lengths"])
    out = []
    for row, (end, length) in enumerate(zip(ends.tolist(), arrays["lengths"].tolist(), strict=True)):
        part = slice(end - length, end)
        labels = {}
        for name, layer in LAYERS.items():
            values = arrays[f"label_{name}"][[row] if layer.kind == "window" else part]
            if (values != IGNORED).any():
                labels[name] = values
        names = str(arrays["examples"][row]), str(arrays["corpora"][row])
        out.append(Window(*names, arrays["pieces"][part], arrays["offsets"][part], labels))
    return out


def describe(found: Sequence[Window]) -> str:
    """How much there is, by corpus, and how often each layer is marked."""
    by_corpus: Counter[str] = Counter()
    for window in found:
        by_corpus[window.corpus] += len(window.pieces)
    layers = Counter(name for w in found for name in w.labels)
    return f"{len(found):,} windows, {sum(by_corpus.values()):,} pieces: {dict(by_corpus)}; windows by layer: {dict(layers)}"


if __name__ == "__main__":
    main()
