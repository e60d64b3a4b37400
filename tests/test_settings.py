"""Settings: defaults, the environment, and what cannot be used."""

from __future__ import annotations

import os
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

import dateline
from dateline import Document, SettingError, Settings
from dateline.parse import Parser
from dateline.settings import load_settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in fields(Settings):
        monkeypatch.delenv(f"DATELINE_{field.name.upper()}", raising=False)


def test_without_variables_the_defaults_hold() -> None:
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("name", "value", "wanted", "reason"),
    [
        ("MAX_CHARS", "1000", 1000, "a number"),
        ("BATCH_SIZE", "1", 1, "the smallest number"),
        ("MODEL", "xx", "xx", "a name, whether it is installed or not: the parser says so"),
        ("CACHE", "/nowhere", "/nowhere", "a folder, whether it is there or not: it is made when needed"),
        ("GAZETTEER", "", "", "empty is the default"),
        (
            "GAZETTEERS",
            os.pathsep.join(["a, b.csv", "c.geojson"]),
            ("a, b.csv", "c.geojson"),
            "files, parted as in PATH",
        ),
        ("GAZETTEERS", "", (), "no file"),
        ("ACTORS", "mine.yaml" + os.pathsep, ("mine.yaml",), "one file, and nothing after it"),
    ],
)
def test_a_variable_overrides(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: object, reason: str
) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    assert getattr(load_settings(), name.lower()) == wanted, reason
    assert dateline.load().settings == load_settings()


@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "1e3", "many", " 5", "٥", "²", "5_000"])
@pytest.mark.parametrize("name", ["MAX_CHARS", "BATCH_SIZE"])
def test_what_is_no_number_above_zero_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingError, match=f"DATELINE_{name} is {value!r}"):
        load_settings()


def test_every_setting_is_documented() -> None:
    import ast

    from dateline import settings

    (body,) = (
        node.body
        for node in ast.parse(Path(settings.__file__).read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    for node, after in pairwise(body):
        if isinstance(node, ast.AnnAssign):
            assert isinstance(after, ast.Expr), f"{ast.unparse(node)} has no line that says what it is"


def test_the_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Settings().cache_folder() == tmp_path / "dateline"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings().cache_folder() == tmp_path / ".cache" / "dateline"
    assert Settings(cache="here").cache_folder() == Path("here")


@pytest.mark.parametrize("model", ["no_such_model", "/no/such/folder"])
def test_a_model_that_is_not_there(model: str) -> None:
    with pytest.raises(SettingError, match=r"not installed.*DATELINE_MODEL"):
        Parser(Settings(model=model)).parse(Document.from_text("One."))


def test_a_model_that_lacks_a_part(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(SettingError, match="has no tagger, parser, lemmatizer, ner"):
        Parser(Settings(model=str(tmp_path / "blank"))).parse(Document.from_text("One."))
