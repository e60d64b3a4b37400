"""The model that ships: ``python -m training.encoder.quantise BASE RUN OUT``.

RUN/model.pt (or its checkpoint, with ``--checkpoint``) becomes OUT/model.onnx with weights in eight bits, a scale for each channel of a
matrix and for each word piece: one scale for a whole matrix ruins MPNet. Seven of the eight bits are used, since processors without the
newest instructions would overflow; :data:`LEFT_WHOLE` names the layers that keep 32. OUT gets the tokenizer and the
manifest as well, with a hash of each file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.encoder.layers import LAYERS
from training.encoder.network import Reader, Shape
from training.encoder.prepare import PLAN, load_tokenizer
from training.encoder.windows import LENGTH

LEFT_WHOLE = re.compile(r"/blocks\.[012]/outer/")
"""What comes into these has few large values among small ones, which eight bits do not hold; of all layers they lose most.

Measured on the roles of 120 texts of muc4-dev, reader alone: strict F1 0.423 with every layer in eight bits, 0.447 with these three
left whole, 0.429 with those of the upper three, 0.436 with all six.
"""
MODEL, TOKENIZER, MANIFEST = "model.onnx", "tokenizer.json", "manifest.json"


class SmallEmbedding(nn.Module):
    """Word pieces' vectors in eight bits, each row with its own scale."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-9) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", torch.round(weight / scale).to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        """The vectors of the pieces."""
        return self.rows[ids].to(torch.float32) * self.scale[ids]  # type: ignore[index]


class Exported(nn.Module):
    """The reader with its outputs in the order of the layers."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """Both inputs: ``(batch, pieces)``."""
        scores = self.reader(input_ids, attention_mask)
        return tuple(scores[name] for name in LAYERS)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--checkpoint", action="store_true", help="take the last checkpoint, not the finished model")
    parser.add_argument("--whole", action="store_true", help="keep 32 bits: to see what the eight cost")
    parser.add_argument("--name", default="reader")
    parser.add_argument("--version", default="1")
    parser.add_argument("--from", dest="origin", default="all-MiniLM-L6-v2", help="the base's name, for the manifest")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    reader = load_run(args.base, args.run, checkpoint=args.checkpoint)
    write_model(reader, args.out / MODEL, whole=args.whole)
    tokenizer = load_tokenizer(args.base)
    tokenizer.save(str(args.out / TOKENIZER), pretty=False)
    calibration = args.run / "calibration.json"
    facts = {
        "name": args.name,
        "version": args.version,
        "base": args.origin,
        "calibration": json.loads(calibration.read_text("utf-8")) if calibration.exists() else {},
    }
    write_manifest(args.out, facts)


def load_run(base: Path, run: Path, *, checkpoint: bool = False) -> Reader:
    """The network that a run trained, set to read."""
    path = run / ("checkpoint.pt" if checkpoint else "model.pt")
    state = torch.load(path, weights_only=True, map_location="cpu")
    reader = Reader(Shape.read(base), dropout=0.0)
    reader.load_state_dict(state["model"] if checkpoint else state)
    return reader.eval()


def write_model(reader: Reader, path: Path, *, whole: bool = False) -> None:
    """Write the network as ONNX, in eight bits unless ``whole``; aside first, so that a reader never sees half a file."""
    if not whole:
        reader.words = SmallEmbedding(reader.words.weight.detach())  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        plain, ready, small = (Path(folder) / name for name in ("plain.onnx", "ready.onnx", "small.onnx"))
        export(reader, plain)
        if whole:
            small = plain
        else:
            quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
            quantize_dynamic(
                ready,
                small,
                op_types_to_quantize=["MatMul"],
                per_channel=True,
                reduce_range=True,
                weight_type=QuantType.QInt8,
                nodes_to_exclude=_left_whole(ready),
            )
        onnx.checker.check_model(str(small))
        aside = path.with_suffix(".part")
        shutil.copyfile(small, aside)
        aside.replace(path)


def _left_whole(path: Path) -> list[str]:
    """The products that keep 32 bits, by their names."""
    nodes = onnx.load(str(path)).graph.node
    return [node.name for node in nodes if node.op_type == "MatMul" and LEFT_WHOLE.search(node.name)]


def export(reader: Reader, path: Path) -> None:
    """The network as ONNX in 32 bits; batch and pieces are free."""
    ids = torch.randint(5, 500, (2, 16))
    axes = {"input_ids": {0: "batch", 1: "pieces"}, "attention_mask": {0: "batch", 1: "pieces"}}
    axes |= {n: {0: "batch"} | ({1: "pieces"} if layer.kind != "window" else {}) for n, layer in LAYERS.items()}
    torch.onnx.export(
        Exported(reader),
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=list(LAYERS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    """What the run-time must know of the model, with a hash of each file."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER)}
    layers = {name: {"kind": layer.kind, "labels": list(layer.labels)} for name, layer in LAYERS.items()}
    manifest = {
        "name": facts["name"],
        "version": facts["version"],
        "base": facts["base"],
        "max_pieces": LENGTH,
        "files": files,
        "layers": layers,
        "calibration": dict.fromkeys(LAYERS, 1.0) | dict(facts["calibration"]),
        "trained_on": [*PLAN, "invented"],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
