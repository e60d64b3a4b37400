"""The documentation agrees with the code: generated pages, links, examples, commands."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest

from dateline.cli import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "samples" / "README.md"])
GENERATED = [page for page in PAGES if page.read_text("utf-8").startswith("<!-- Written by")]
WRITTEN = [page for page in PAGES if page not in GENERATED]
HOSTS = {
    "api.gdeltproject.org",
    "apidoc.reliefweb.int",
    "creativecommons.org",
    "example.org",
    "hxlstandard.org",
    "id.example.org",
    "keepachangelog.com",
    "localhost",
    "semver.org",
    "www.geonames.org",
}
"""The only hosts that a page may name: no package index, mirror or machine of ours among them."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers make them."""
    heads = _HEADING.findall(prose(page))
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def commands(page: Path) -> Iterator[list[str]]:
    """The words of every ``dateline`` command that the page shows, up to what it is piped into."""
    text = page.read_text("utf-8")
    lines = [code for code in _CODE.findall(_FENCE.sub("", text)) if code.startswith("dateline ")]
    for language, block in _FENCE.findall(text):
        if language == "console":
            lines += [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    for line in lines:
        for part in re.split(r"[|;]| sh -c '", line):
            part = part.strip()
            words = shlex.split(part.rstrip("'") if part.count("'") % 2 else part, comments=True)
            if words and words[0] == "dateline":
                yield words


def test_generated_pages_are_what_the_code_says() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(prose(page)):
        if urlsplit(target).scheme:
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(linked), f"{linked.name} has no heading for #{anchor}"


def test_every_page_of_the_docs_can_be_reached_from_the_index() -> None:
    seen, waiting = set[Path](), [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            targets = (target.partition("#")[0] for target in _LINK.findall(prose(page)))
            waiting += [(page.parent / t).resolve() for t in targets if t.endswith(".md") and not urlsplit(t).scheme]
    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} <= seen


@pytest.mark.parametrize("page", [page for page in WRITTEN if "```python" in page.read_text("utf-8")], ids=name_of)
def test_python_examples_run_and_print_what_they_say(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The blocks of a page run one after the other; a ``text`` block right after one is what it prints."""
    if page.stem == "use-in-spacy" and not entry_points(group="spacy_factories", name="dateline"):
        pytest.skip("Dateline is not installed, and spaCy finds the component through its entry point")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    blocks = list(_FENCE.finditer(page.read_text("utf-8")))
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        if block[1] != "python":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block[2], name_of(page), "exec"), names)
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        if after is not None and after[1] == "text" and not block.string[block.end() : after.start()].strip():
            assert printed.getvalue() == after[2]


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_commands_and_their_options_exist(page: Path) -> None:
    for words in commands(page):
        if len(words) == 1 or words[1].startswith("-"):
            continue
        assert words[1] in cli.commands, f"there is no command {' '.join(words[:2])}"
        command, rest = cli.commands[words[1]], words[2:]
        while isinstance(command, click.Group) and rest:
            assert rest[0] in command.commands, f"there is no command {' '.join(words[:3])}"
            command, rest = command.commands[rest[0]], rest[1:]
        options = {option for parameter in command.params for option in parameter.opts}
        given = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}
        assert given <= options | {"--help"}, f"{' '.join(words)}: no such option"


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"(?:`|^\$ )make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_a_page_names_exist(page: Path) -> None:
    for code in _CODE.findall(prose(page)):
        if re.fullmatch(r"(src|tests|docs|benchmarks|samples)/[\w./-]*", code):
            # The baseline is written by the first accepted run of the benchmark.
            assert (ROOT / code).exists() or code == "benchmarks/accuracy/baseline.json", f"{code} is not there"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_pages_name_no_machine(page: Path) -> None:
    text = page.read_text("utf-8")
    hosts = {host.rstrip(".") for host in re.findall(r"https?://([\w.-]+)", text)}
    assert hosts <= HOSTS
    assert not re.findall(r"(?<![\w.~/:*\"\\<)}])/(?!api/v1|p/)(?:\w+/)+\w*", text), "an absolute path"


def test_notes_page_lists_the_codes_that_the_code_uses() -> None:
    used: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        strings = (
            node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        )
        used |= {text for text in strings if isinstance(text, str) and re.fullmatch(r"[WE]\d{3}", text)}
    listed = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/reference/notes.md").read_text("utf-8"), re.MULTILINE))
    assert listed == used
