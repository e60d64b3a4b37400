"""Which files an argument means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.errors import ReadError
from dateline.read import ReadFailure, Skipped, find_inputs, read_path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "in/b.txt",
        "in/a.md",
        "in/deep/c.jsonl.gz",
        "in/photo.jpg",
        "in/.hidden/d.txt",
        "in/.e.txt",
        "[1].txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Rebels took Bel.")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("args", "found", "reason"),
    [
        (["in"], ["in/a.md", "in/b.txt", "in/deep/c.jsonl.gz"], "a folder to the bottom, sorted, without hidden files"),
        (["in/photo.jpg"], ["in/photo.jpg"], "a file that is named is taken, whatever its suffix"),
        (
            ["in/b.txt", "in"],
            ["in/b.txt", "in/a.md", "in/deep/c.jsonl.gz"],
            "each file once, in the order of arguments",
        ),
        (["in/*.txt"], ["in/b.txt"], "a glob"),
        (["in/**/*.gz"], ["in/deep/c.jsonl.gz"], "a glob to the bottom"),
        (["*n"], ["in/a.md", "in/b.txt", "in/deep/c.jsonl.gz"], "a glob that matches a folder"),
        (["[1].txt"], ["[1].txt"], "a file whose name looks like a glob"),
        (["in/b.txt", "in/deep/../b.txt"], ["in/b.txt"], "one file by two names"),
    ],
)
def test_found(folder: Path, args: list[str], found: list[str], reason: str) -> None:
    assert [item.as_posix() for item in find_inputs(args) if isinstance(item, Path)] == found, reason


@pytest.mark.parametrize(
    ("arg", "message"),
    [
        ("nowhere", "there is no such file or folder"),
        ("nowhere/*.txt", "nothing matches"),
        ("empty", "no file in the folder can be read"),
    ],
)
def test_an_argument_that_means_no_file(folder: Path, arg: str, message: str) -> None:
    (failure,) = find_inputs([arg])
    assert isinstance(failure, ReadFailure)
    assert message in str(failure.error)


def test_other_files_of_a_folder_are_counted(folder: Path) -> None:
    assert [item for item in find_inputs(["in"]) if isinstance(item, Skipped)] == [Skipped("in", {".jpg": 1})]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["in", "in/b.txt"])
def test_what_may_not_be_read(folder: Path, name: str) -> None:
    (folder / name).chmod(0)
    try:
        closed: list[object] = [item for item in find_inputs([name]) if isinstance(item, ReadFailure)]
        closed = closed or list(read_path(Path(name)))
    finally:
        (folder / name).chmod(0o700)
    assert ["may not be read" in str(item.error) for item in closed if isinstance(item, ReadFailure)] == [True]


@pytest.mark.parametrize(
    ("raised", "message"),
    [
        (FileNotFoundError(), "no such file"),
        (PermissionError(), "may not be read"),
        (IsADirectoryError(), "is a folder"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_a_path_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, raised: OSError, message: str) -> None:
    def fails(*_: object) -> None:
        raise raised

    monkeypatch.setattr(Path, "open", fails)
    (failure,) = read_path(Path("a.txt"))
    assert isinstance(failure, ReadFailure)
    assert isinstance(failure.error, ReadError)
    assert message in str(failure.error)
