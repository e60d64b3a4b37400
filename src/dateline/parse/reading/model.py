"""A reader's files: the network, its tokenizer and the manifest that says what they are. Checked before they are used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from dateline.errors import SettingError

Kind = Literal["spans", "pieces", "window"]
_MANIFEST, _NETWORK, _TOKENIZER = "manifest.json", "model.onnx", "tokenizer.json"
_SPECIAL = ("[CLS]", "[SEP]")
_FROM_PACKAGE = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One output of the network. ``temperature`` is what its scores are divided by to be probabilities."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    temperature: float = 1.0

    @property
    def width(self) -> int:
        """How many scores it gives: of spans, one for outside and two for each label (its start, its rest)."""
        return 1 + 2 * len(self.labels) if self.kind == "spans" else len(self.labels)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a reader is: ``name`` and ``version``, how many pieces it reads at once, and its layers."""

    name: str
    version: str
    max_pieces: int
    layers: tuple[Layer, ...]


class Network:
    """A reader's network with its tokenizer. Load one with :func:`load`."""

    def __init__(self, manifest: Manifest, folder: Path, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.manifest = manifest
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                (folder / _NETWORK).read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            self.tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        except Exception as error:  # both libraries raise types of their own, or bare Exception
            raise SettingError(f"the reader in {folder} cannot be loaded: {error}") from error
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._opening, self._closing = (_special(self.tokenizer.token_to_id(p), p, folder) for p in _SPECIAL)
        outputs = {output.name: output.shape[-1] for output in self._session.get_outputs()}
        for layer in manifest.layers:
            if outputs.get(layer.name) != layer.width:
                raise SettingError(
                    f"the reader in {folder} should give {layer.width} scores for {layer.name}, and gives {outputs.get(layer.name)}"
                )

    def run(self, pieces: NDArray[np.int64]) -> dict[str, NDArray[np.float32]]:
        """The probabilities of each layer's labels for the pieces of one window; none for the special pieces.

        One window at a time: the network's whole numbers are scaled by all that it is given, so that windows read
        together would change one another.
        """
        ids = np.concatenate(([self._opening], pieces, [self._closing])).astype(np.int64)[None, :]
        names = [layer.name for layer in self.manifest.layers]
        scores = self._session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return {
            layer.name: _softmax(cast(NDArray[np.float32], found)[0] / layer.temperature)[
                slice(None) if layer.kind == "window" else slice(1, -1)
            ]
            for layer, found in zip(self.manifest.layers, scores, strict=True)
        }


def load(folder: str = _FROM_PACKAGE, threads: int = 1) -> Network:
    """The network in a folder, or the one that ships; once a process.

    Raises SettingError when files are missing, damaged or contradict their manifest.
    """
    if folder:
        return _loaded(Path(folder).resolve(), threads)
    with as_file(files("dateline") / "models" / "reader") as shipped:
        return _loaded(shipped, threads)


def identity_of(folder: str = _FROM_PACKAGE) -> str:
    """The name and version of a reader, and the start of a hash over its manifest, which holds those of its files."""
    with as_file(files("dateline") / "models" / "reader") as shipped:
        place = Path(folder) if folder else shipped
        manifest = read_manifest(place)
        digest = hashlib.sha256((place / _MANIFEST).read_bytes()).hexdigest()
    return f"{manifest.name} {manifest.version} {digest[:16]}"


@lru_cache(maxsize=2)
def _loaded(folder: Path, threads: int) -> Network:
    return Network(read_manifest(folder), folder, threads)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a reader's folder, its files checked against the hashes in it."""
    try:
        given = json.loads((folder / _MANIFEST).read_text("utf-8"))
        manifest = _manifest(given)
        hashes = dict(given["files"])
    except FileNotFoundError as error:
        raise SettingError(f"there is no reader in {folder}: {_MANIFEST} is missing") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SettingError(f"{folder / _MANIFEST} is no manifest of a reader: {error}") from error
    for name in (_NETWORK, _TOKENIZER):
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise SettingError(f"the reader in {folder} lacks {name} ({error.strerror})") from error
        if hashes.get(name) != found:
            raise SettingError(
                f"the reader in {folder} is damaged: {name} is not what {_MANIFEST} says; install it again"
            )
    return manifest


def _manifest(given: Mapping[str, Any]) -> Manifest:
    temperatures = given.get("calibration", {})
    layers = []
    for name, layer in given["layers"].items():
        if layer["kind"] not in get_args(Kind):
            raise ValueError(f"layer {name} has the kind {layer['kind']!r}")
        temperature = float(temperatures.get(name, 1.0))
        if not temperature > 0:
            raise ValueError(f"layer {name} has the temperature {temperature}")
        layers.append(Layer(name, layer["kind"], tuple(layer["labels"]), temperature))
    return Manifest(str(given["name"]), str(given["version"]), int(given["max_pieces"]), tuple(layers))


def _special(number: int | None, piece: str, folder: Path) -> int:
    if number is None:
        raise SettingError(f"the tokenizer of the reader in {folder} has no piece {piece}")
    return number


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return cast(NDArray[np.float32], grown / grown.sum(axis=-1, keepdims=True))
