"""A reader's folder: what is missing or damaged is told, and nothing else is loaded."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dateline import Document, SettingError, Settings
from dateline.parse import Parser
from dateline.parse.reading.model import identity_of, load, read_manifest

_FILES = {"model.onnx": b"no network", "tokenizer.json": b"{}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in _FILES.items():
        (tmp_path / name).write_bytes(data)
    _write(tmp_path)
    return tmp_path


def _write(folder: Path, **changed: Any) -> None:
    manifest = {
        "name": "made", "version": "1", "max_pieces": 64,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in _FILES.items()},
        "layers": {"cue": {"kind": "spans", "labels": ["cue"]}, "relevance": {"kind": "window", "labels": ["no", "yes"]}},
        "calibration": {"cue": 1.5},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps({**manifest, **changed}), "utf-8")


def test_what_a_manifest_says(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert (manifest.name, manifest.version, manifest.max_pieces) == ("made", "1", 64)
    assert [(y.name, y.width, y.temperature) for y in manifest.layers] == [("cue", 3, 1.5), ("relevance", 2, 1.0)]
    assert identity_of(str(folder)).startswith("made 1 ")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("manifest.json", None, "there is no reader in .*: manifest.json is missing"),
        ("manifest.json", b"{", "is no manifest of a reader"),
        ("manifest.json", b'{"name": "x"}', "is no manifest of a reader: 'layers'"),
        ("model.onnx", None, "lacks model.onnx"),
        ("model.onnx", b"other bytes", "is damaged: model.onnx is not what manifest.json says; install it again"),
        ("tokenizer.json", b"", "is damaged: tokenizer.json"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused(folder: Path, name: str, data: bytes | None, message: str) -> None:
    if data is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data)
    with pytest.raises(SettingError, match=message):
        load(str(folder))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"layers": {"cue": {"kind": "words", "labels": []}}}, "layer cue has the kind 'words'"),
        ({"calibration": {"cue": 0}}, "layer cue has the temperature 0.0"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(folder: Path, changed: dict[str, Any], message: str) -> None:
    _write(folder, **changed)
    with pytest.raises(SettingError, match=message):
        read_manifest(folder)


def test_files_that_are_no_network_are_refused_in_our_words(folder: Path) -> None:
    with pytest.raises(SettingError, match="cannot be loaded"):
        load(str(folder))


def test_a_missing_reader_is_told_when_a_document_comes(tmp_path: Path) -> None:
    parser = Parser(Settings(engine="both", reader=str(tmp_path / "nowhere")))
    with pytest.raises(SettingError, match="there is no reader in"):
        parser.parse(Document.from_text("One."))


def test_the_rules_alone_load_nothing_of_the_reader() -> None:
    program = (
        "import sys; from dateline import Coder, Document, Settings; from dateline.parse import Parser;"
        "Parser(Settings(engine='rules')).parse(Document.from_text('Two men met.'));"
        "print(sorted({'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
