"""Where exports go: whole or not at all, never over what is no export, and nothing left lying about."""

from __future__ import annotations

import io
import json
import os
import threading
from pathlib import Path

import pytest

from dateline.errors import ExportError
from dateline.export.contract import Format, Selection, Written
from dateline.export.placing import MANIFEST, export_to, export_to_stream, is_export
from tests.export.selections import selection


def _file(chosen: Selection, path: Path) -> Written:
    path.write_text("whole\n")
    return Written(counts={"rows": 1}, left_out={"others": 2})


def _folder(chosen: Selection, path: Path) -> Written:
    (path / "a.csv").write_text("whole\n")
    return Written(counts={"rows": 1}, left_out={"others": 2})


def _broken(chosen: Selection, path: Path) -> Written:
    (path / "a.csv" if path.is_dir() else path).write_text("half")
    raise OSError(28, "No space left on device")


FILE = Format(name="f", title="F", suffix=".f", write=_file)
FOLDER = Format(name="d", title="D", suffix="", write=_folder)


def broken(form: Format) -> Format:
    return Format(name=form.name, title=form.title, suffix=form.suffix, write=_broken)


def test_a_file_is_put_in_place_and_nothing_else_is_left(tmp_path: Path) -> None:
    export_to(FILE, selection(), tmp_path / "x.f")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x.f", "whole\n")]


def test_a_folder_says_what_export_it_is(tmp_path: Path) -> None:
    export_to(FOLDER, selection(), tmp_path / "out")
    about = json.loads((tmp_path / "out" / MANIFEST).read_text("utf-8"))
    assert (about["format"], about["profile"], about["counts"]) == ("d", "internal", {"rows": 1})
    assert about["left_out"] == {"others": 2}
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("form", [FILE, FOLDER], ids=["file", "folder"])
def test_a_write_that_fails_leaves_what_was_there(form: Format, tmp_path: Path) -> None:
    out = tmp_path / f"x{form.suffix}"
    export_to(form, selection(), out)
    before = sorted((p.name, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file())
    with pytest.raises(ExportError, match=r"cannot be written: No space left on device"):
        export_to(broken(form), selection(), out)
    assert sorted((p.name, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file()) == before


@pytest.mark.parametrize("form", [FILE, FOLDER], ids=["file", "folder"])
def test_a_log_that_fails_lets_nothing_out(form: Format, tmp_path: Path) -> None:
    def refuse(path: Path, written: Written) -> None:
        raise ExportError("the log is full")

    with pytest.raises(ExportError, match="the log is full"):
        export_to(form, selection(), tmp_path / f"x{form.suffix}", refuse)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_export_is_replaced_as_a_whole(tmp_path: Path) -> None:
    export_to(FOLDER, selection(), tmp_path / "out")
    (tmp_path / "out" / "of-old.csv").write_text("old")
    export_to(FOLDER, selection(), tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.csv", MANIFEST]


def test_a_move_that_fails_brings_the_earlier_export_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    export_to(FOLDER, selection(), out)
    (out / "mark").write_text("the first")
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target == out and (self / MANIFEST).exists() and not (self / "mark").exists():
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(ExportError, match="Input/output error"):
        export_to(FOLDER, selection(), out)
    assert (out / "mark").read_text() == "the first"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("content", ["", "{}", "[1]", "not json", '{"schema": "another/1"}'])
def test_a_folder_with_other_things_is_never_replaced(content: str, tmp_path: Path) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter1.txt").write_text("years of work")
    if content:
        (out / MANIFEST).write_text(content)
    assert not is_export(out)
    with pytest.raises(ExportError, match="holds other things"):
        export_to(FOLDER, selection(), out)
    assert (out / "chapter1.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("form", "make", "message"),
    [
        (FILE, "folder", r"is a folder, and f is one file: name .*f\.f"),
        (FOLDER, "file", "is a file, and d is a folder of files"),
        (FILE, "nowhere", "is no folder: make it first"),
    ],
)
def test_a_place_that_does_not_fit_is_said_before_any_work(
    form: Format, make: str, message: str, tmp_path: Path
) -> None:
    out = tmp_path / "x"
    if make == "folder":
        out.mkdir()
    elif make == "file":
        out.write_text("mine")
    else:
        out = tmp_path / "no" / "such" / "x"
    with pytest.raises(ExportError, match=message):
        export_to(broken(form), selection(), out)


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.f").write_text("old")
    (tmp_path / "link.f").symlink_to(tmp_path / "real.f")
    export_to(FILE, selection(), tmp_path / "link.f")
    assert (tmp_path / "link.f").is_symlink()
    assert (tmp_path / "real.f").read_text() == "whole\n"


def test_a_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    export_to(FILE, selection(), pipe)
    reader.join(timeout=30)
    assert read == ["whole\n"]
    assert pipe.is_fifo()


def test_a_stream_gets_the_whole_file_or_nothing() -> None:
    stream = io.BytesIO()
    export_to_stream(FILE, selection(), stream)
    assert stream.getvalue() == b"whole\n"
    with pytest.raises(OSError, match="No space left"):
        export_to_stream(broken(FILE), selection(), stream)
    assert stream.getvalue() == b"whole\n"
    with pytest.raises(ExportError, match="a folder of files"):
        export_to_stream(FOLDER, selection(), stream)


def test_a_screen_is_spared_what_is_no_text() -> None:
    class Screen(io.BytesIO):
        def isatty(self) -> bool:
            return True

    def binary(chosen: Selection, path: Path) -> Written:
        path.write_bytes(b"PK\x03\x04\0\0")
        return Written(counts={})

    screen = Screen()
    with pytest.raises(ExportError, match="not for a screen"):
        export_to_stream(Format(name="z", title="Z", suffix=".z", write=binary), selection(), screen)
    assert screen.getvalue() == b""
