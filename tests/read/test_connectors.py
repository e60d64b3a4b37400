"""Readers of other packages: found by their entry points, left out when broken, and guarded when they fail."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.read import Reader, ReadFailure, Received, find_inputs, read_bytes, registry

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-connector.md"
SITREP = (
    "@@ 2024-12-03 | Radio Bel\nMilitiamen shelled the market of Bel.\nFour people died.\n"
    "@@ soon | Radio Kara\nTwo hundred fled Kara.\n@@ 2024-12-05 |\n\n"
)


def blocks() -> dict[str, str]:
    """The files of the example package, as the page prints them."""
    return dict(re.findall(r"```(toml|python)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Install modules with their entry points, for the time of the test."""

    def install(**modules: tuple[str, str]) -> None:
        points = []
        for name, (source, value) in modules.items():
            (tmp_path / f"{name}.py").write_text(source, "utf-8")
            points.append(EntryPoint(name, value, registry.GROUP))
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.setattr(registry, "entry_points", lambda group: points if group == registry.GROUP else [])
        registry._all.cache_clear()

    before = set(sys.modules)
    yield install
    for name in set(sys.modules) - before:
        if name.startswith(("dateline_sitrep", "broken_", "failing_")):
            del sys.modules[name]
    registry._all.cache_clear()


def test_the_example_of_the_page_works_as_it_stands(connect: Any, tmp_path: Path) -> None:
    assert 'sitrep = "dateline_sitrep:READER"' in blocks()["toml"]
    connect(dateline_sitrep=(blocks()["python"], "dateline_sitrep:READER"))
    first, second, third = read_bytes(SITREP.encode(), "week.sitrep")
    assert isinstance(first, Received)
    assert first.document.text == "Militiamen shelled the market of Bel.\nFour people died."
    assert (first.document.published, first.document.source) == ("2024-12-03", "Radio Bel")
    assert isinstance(second, Received)
    assert [note.code for note in second.notes] == ["W102"]
    assert isinstance(third, ReadFailure)
    assert str(third.error).startswith("week.sitrep, entry 3: its text is empty")
    assert all(isinstance(item, Received | ReadFailure) for item in read_bytes(SITREP.encode(), "standard input")), (
        "by its bytes"
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "week.sitrep").write_text(SITREP, "utf-8")
    assert list(find_inputs([str(tmp_path / "in")])) == [tmp_path / "in" / "week.sitrep"], "folders know it too"


@pytest.mark.parametrize(
    ("source", "value", "message"),
    [
        ("import no_such_library", "broken_one:READER", "ModuleNotFoundError: No module named 'no_such_library'"),
        ("READER = 7", "broken_one:READER", "it is no dateline.read.Reader, but int"),
        ("", "broken_one:READER", "AttributeError"),
        ("raise SystemError('x')", "broken_one:READER", "SystemError: x"),
    ],
    ids=["a library that is missing", "something else", "nothing", "an error of its own"],
)
def test_a_broken_reader_is_named_and_left_out(connect: Any, source: str, value: str, message: str) -> None:
    connect(broken_one=(source, value), dateline_sitrep=(blocks()["python"], "dateline_sitrep:READER"))
    (line,) = registry.broken_readers()
    assert line.startswith("the reader 'broken_one' (broken_one:READER) was left out: ")
    assert message in line
    assert registry.reader_of_name("a.sitrep") is not None, "the others go on"
    assert registry.reader_of_name("a.txt") is not None


def test_a_broken_reader_is_said_by_the_command(connect: Any, tmp_path: Path) -> None:
    connect(broken_one=("import no_such_library", "broken_one:READER"))
    result = CliRunner().invoke(cli, ["code", str(tmp_path / "none.txt")])
    assert "the reader 'broken_one' (broken_one:READER) was left out" in result.output


FAILING = """
from dateline.read import Reader
def sniff(head):
    raise ValueError("x")
def read(stream, where, options):
    raise KeyError("day")
    yield
READER = Reader(name="failing", suffixes=(".fail",), sniff=sniff, read=read)
"""


def test_a_reader_that_fails_fails_its_input_alone(connect: Any) -> None:
    connect(failing_one=(FAILING, "failing_one:READER"))
    (failure,) = read_bytes(b"x", "a.fail")
    assert isinstance(failure, ReadFailure)
    assert "the reader 'failing_one' failed (KeyError: 'day')" in str(failure.error)
    (other,) = read_bytes(b"Two people died in Bel.", "a.unknown")
    assert isinstance(other, Received), "nor does a failing sniff harm another format"


def test_every_reader_has_a_name_and_suffixes_of_its_own() -> None:
    readers = registry.readers()
    assert len({reader.name for reader in readers}) == len(readers)
    for reader in readers:
        assert isinstance(reader, Reader)
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
