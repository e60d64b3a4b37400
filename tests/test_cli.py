"""The command: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from dateline.cli import cli
from dateline.records import CodedDocument, Document, Note


class StubCoder:
    """Codes nothing in any text, and fails on texts that say so."""

    def pipe(
        self, documents: Iterable[Document], *, on_error: Callable[[Document, Exception], None]
    ) -> Iterator[CodedDocument]:
        for document in documents:
            if "FAIL" in document.text:
                on_error(document, ValueError("as asked"))
            else:
                yield CodedDocument(document=document, notes=(Note(code="W900", message="coded"),))

    def explain(self, document: Document) -> Document:
        return document


def _render(explained: Document, *, at: int | None, claim: str | None, console: Console) -> None:
    console.print(f"{explained.text} {at} {claim}")


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command in an empty folder, with the stub for a coder."""
    pipeline = ModuleType("dateline.pipeline")
    vars(pipeline).update(load=lambda settings: StubCoder())
    explain = ModuleType("dateline.export.explain")
    vars(explain)["render_explanation"] = _render
    monkeypatch.setitem(sys.modules, "dateline.pipeline", pipeline)
    monkeypatch.setitem(sys.modules, "dateline.export.explain", explain)
    monkeypatch.chdir(tmp_path)

    def run(*args: str, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, args, input=given)

    return run


def lines_of(out: str) -> list[CodedDocument]:
    return [CodedDocument.from_json(line) for line in out.splitlines()]


def test_code_prints_json_lines_where_no_one_looks(dateline: Callable[..., Result]) -> None:
    Path("a.txt").write_text("One.")
    Path("b.jsonl").write_text('{"text": "Two.", "id": "x"}\n{"text": "Three."}\n')
    result = dateline("code", "a.txt", "b.jsonl")
    assert result.exit_code == 0, result.stderr
    coded = lines_of(result.stdout)
    assert [one.document.text for one in coded] == ["One.", "Two.", "Three."]
    assert coded[1].document.extra == {"id": "x"}
    assert result.stderr == ""


def test_notes_of_reading_come_before_those_of_coding(dateline: Callable[..., Result]) -> None:
    Path("a.txt").write_bytes("Nine died in Nariño.".encode("cp1252"))
    (coded,) = lines_of(dateline("code", "a.txt").stdout)
    assert [note.code for note in coded.notes] == ["W101", "W900"]


def test_notes_stay_with_their_document_when_one_before_fails(dateline: Callable[..., Result]) -> None:
    rows = [{"text": "FAIL", "title": 1}, {"text": "Two."}, {"text": "Two.", "title": 3}]
    result = dateline("code", "-", given="\n".join(map(json.dumps, rows)))
    assert [[note.code for note in one.notes] for one in lines_of(result.stdout)] == [["W900"], ["W102", "W900"]]
    assert "standard input, line 1: it could not be coded (ValueError: as asked)" in result.stderr


def test_two_failures_of_one_text_are_told_apart(dateline: Callable[..., Result]) -> None:
    result = dateline("code", "-", given='{"text": "FAIL"}\n{"text": "One."}\n{"text": "FAIL"}\n')
    assert [line.partition(":")[0] for line in result.stderr.splitlines()[:2]] == [
        "standard input, line 1",
        "standard input, line 3",
    ]


def test_standard_input(dateline: Callable[..., Result]) -> None:
    result = dateline("code", "-", "--published", "3 December 2024", "--source", "Wire", given="One.")
    (coded,) = lines_of(result.stdout)
    assert (coded.document.text, coded.document.published, coded.document.source) == ("One.", "2024-12-03", "Wire")


def test_field_names(dateline: Callable[..., Result]) -> None:
    args = (
        "--text-field",
        "body",
        "--title-field",
        "head",
        "--published-field",
        "day",
        "--source-field",
        "by",
        "--url-field",
        "at",
    )
    row = {"body": "One.", "head": "T", "day": "2024-12-03", "by": "W", "at": "u"}
    (coded,) = lines_of(dateline("code", "-", *args, given=json.dumps(row)).stdout)
    document = coded.document
    assert (document.text, document.title, document.published) == ("One.", "T", "2024-12-03")
    assert (document.source, document.url) == ("W", "u")


@pytest.mark.parametrize(
    ("texts", "code", "reason"),
    [
        (["One."], 0, "all coded"),
        (["One.", ""], 1, "one cannot be read"),
        (["One.", "FAIL"], 1, "one cannot be coded"),
        ([""], 3, "nothing can be read"),
        (["FAIL"], 3, "nothing can be coded"),
    ],
)
def test_exit_codes(dateline: Callable[..., Result], texts: list[str], code: int, reason: str) -> None:
    for number, text in enumerate(texts):
        Path(f"{number}.txt").write_text(text)
    result = dateline("code", *[f"{number}.txt" for number in range(len(texts))])
    assert result.exit_code == code, reason
    if code:
        assert result.stderr.splitlines()[-1] == f"{len(texts) - 1 if code == 1 else 0} coded, 1 failed"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("code",), "Missing argument"),
        (("code", "a.txt", "--published", "soon"), "'soon' is no date"),
        (("code", "a.txt", "--format", "xml"), "xml"),
        (("code", "a.txt", "-o", "a.txt"), "one of the inputs"),
        (("code", ".", "-o", "a.txt"), "one of the inputs"),
        (("code", "a.txt", "-o", "no/where.json"), "no is no folder"),
        (("code", "a.txt", "-o", "folder"), "only HTML"),
        (("explain", "a.txt"), "Say what to explain"),
        (("explain", "a.txt", "--at", "1", "--event", "e1"), "Say what to explain"),
        (("explain", "a.txt", "--at", "4"), "4 characters"),
        (("explain", "two.jsonl", "--at", "1"), "several reports"),
        (("explain", "two.jsonl", "--at", "1", "--number", "3"), "only 2 reports"),
        (("nothing",), "No such command"),
    ],
)
def test_wrong_commands(dateline: Callable[..., Result], args: tuple[str, ...], message: str) -> None:
    Path("a.txt").write_text("One.")
    Path("two.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    Path("folder").mkdir()
    result = dateline(*args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert Path("a.txt").read_text() == "One."


def test_a_wrong_setting(dateline: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MAX_CHARS", "many")
    result = dateline("code", "-", given="One.")
    assert result.exit_code == 2
    assert "DATELINE_MAX_CHARS" in result.stderr


def test_the_limit_is_a_setting(dateline: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MAX_CHARS", "3")
    result = dateline("code", "-", given="One.")
    assert result.exit_code == 3
    assert "4 characters, more than the 3 allowed" in result.stderr


def test_other_files_of_a_folder_are_told(dateline: Callable[..., Result]) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text("One.")
    Path("in/b.png").write_text("")
    result = dateline("code", "in")
    assert result.exit_code == 0
    assert result.stderr == "in: passed over, as no kind that is read: 1 .png\n"


def test_many_failures_are_counted(dateline: Callable[..., Result]) -> None:
    result = dateline("code", "-", given='{"text": "One."}\n' + "[]\n" * 300)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-2:] == ["… and 100 more", "1 coded, 300 failed"]


@pytest.mark.parametrize(
    ("out", "start"),
    [
        ("out.json", "{\n"),
        ("out.jsonl", '{"schema"'),
        ("out.html", "<!"),
        ("out.txt", "One."),
        ("out", '{"schema"'),
    ],
)
def test_format_follows_the_suffix(dateline: Callable[..., Result], out: str, start: str) -> None:
    result = dateline("code", "-", "-o", out, given="One.")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert Path(out).read_text().lstrip().startswith(start)


def test_packed_output_is_read_back(dateline: Callable[..., Result]) -> None:
    assert dateline("code", "-", "-o", "out.jsonl.gz", given="One.").exit_code == 0
    (coded,) = lines_of(gzip.decompress(Path("out.jsonl.gz").read_bytes()).decode())
    assert coded.document.text == "One."


@pytest.mark.parametrize("count", [1, 2, 3])
def test_json_is_one_document_or_a_list(dateline: Callable[..., Result], count: int) -> None:
    rows = "\n".join(json.dumps({"text": str(number)}) for number in range(count))
    written = json.loads(dateline("code", "-", "--format", "json", given=rows).stdout)
    coded = [written] if count == 1 else written
    assert [one["document"]["text"] for one in coded] == [str(number) for number in range(count)]


def test_text_names_every_document(dateline: Callable[..., Result]) -> None:
    rows = '{"text": "One.", "title": "First"}\n{"text": "Two.", "title": "Second"}'
    out = dateline("code", "-", "--format", "text", given=rows).stdout
    assert out.index("First") < out.index("─" * 20) < out.index("Second")


def test_html_of_several_is_a_folder_with_an_index(dateline: Callable[..., Result]) -> None:
    rows = '{"text": "One."}\n{"text": "Two."}'
    result = dateline("code", "-", "--format", "html", "-o", "pages", given=rows)
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in Path("pages").iterdir())
    assert names == ["0001-standard-input-line-1.html", "0002-standard-input-line-2.html", "index.html"]
    index = Path("pages/index.html").read_text()
    assert all(name in index for name in names[:2])


def test_html_of_several_needs_a_folder(dateline: Callable[..., Result]) -> None:
    Path("out.html").write_text("before")
    result = dateline("code", "-", "-o", "out.html", given='{"text": "One."}\n{"text": "Two."}')
    assert result.exit_code == 2
    assert "folder" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["out.html"]
    assert Path("out.html").read_text() == "before"


def test_nothing_coded_leaves_the_old_output(dateline: Callable[..., Result]) -> None:
    Path("out.json").write_text("before")
    assert dateline("code", "-", "-o", "out.json", given="FAIL").exit_code == 3
    assert [path.name for path in Path().iterdir()] == ["out.json"]
    assert Path("out.json").read_text() == "before"


def test_output_that_cannot_be_written(dateline: Callable[..., Result]) -> None:
    result = dateline("code", "-", "-o", "/dev/full", given="One.")
    assert result.exit_code == 3
    assert "cannot be written" in result.stderr
    assert Path("/dev/full").is_char_device(), "a device is written into, never replaced"


@pytest.mark.parametrize("args", [("--at", "2"), ("--event", "t1"), ("--claim", "t1")])
def test_explain(dateline: Callable[..., Result], args: tuple[str, str]) -> None:
    result = dateline("explain", "-", *args, given="One.")
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == (["One.", "2", "None"] if args[0] == "--at" else ["One.", "None", "t1"])


def test_explain_one_of_several(dateline: Callable[..., Result]) -> None:
    result = dateline("explain", "-", "--at", "0", "--number", "2", given='{"text": "One."}\n{"text": "Two."}')
    assert result.stdout.startswith("Two.")


def test_explain_what_cannot_be_read(dateline: Callable[..., Result]) -> None:
    result = dateline("explain", "no.txt", "--at", "0")
    assert result.exit_code == 3
    assert "no.txt: there is no such file" in result.stderr


def test_schema_describes_what_is_printed(dateline: Callable[..., Result]) -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(dateline("schema").stdout)
    Draft202012Validator.check_schema(schema)
    coded = json.loads(dateline("code", "-", given="One.").stdout)
    Draft202012Validator(schema).validate(coded)


def test_version_names_what_a_result_depends_on(dateline: Callable[..., Result]) -> None:
    import dateline as package

    printed = dict(line.split(maxsplit=1) for line in dateline("version").stdout.splitlines())
    assert printed["dateline"] == package.__version__
    assert printed["schema"] == "dateline/1"
    assert set(printed) == {"dateline", "schema", "python", "spacy", "model"}


def test_help_documents_every_option(dateline: Callable[..., Result]) -> None:
    for name, command in cli.commands.items():
        assert command.help, name
        assert all(option.help for option in command.params if isinstance(option, click.Option)), name


STUBBED = """
import sys, types, dateline.cli
class Coder:
    def pipe(self, documents, *, on_error):
        from dateline.records import CodedDocument
        for document in documents:
            yield CodedDocument(document=document)
stub = types.ModuleType("dateline.pipeline")
stub.load = lambda settings: Coder()
sys.modules["dateline.pipeline"] = stub
sys.argv[0] = "dateline"
dateline.cli.main()
"""


def test_interrupted(tmp_path: Path) -> None:
    """Ctrl-C: exit code 130, a line instead of a traceback, and the old output as it was."""
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    command = [sys.executable, "-c", STUBBED, "code", "-", "-o", str(out)]
    # A shell that runs the tests in the background lets its children ignore the signal.
    heeded = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeded,
    )
    assert process.stdin
    process.stdin.write('{"text": "One."}\n')
    process.stdin.flush()
    deadline = time.monotonic() + 20
    while len(os.listdir(tmp_path)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    error = process.communicate(timeout=20)[1]
    assert process.returncode == 130, error
    assert "Traceback" not in error
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert out.read_text() == "before"


def test_killed(tmp_path: Path) -> None:
    """SIGKILL leaves the old output whole."""
    out = tmp_path / "out.jsonl"
    out.write_text("before")
    process = subprocess.Popen([sys.executable, "-c", STUBBED, "code", "-", "-o", str(out)], stdin=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while len(os.listdir(tmp_path)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=20)
    assert out.read_text() == "before"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """``dateline code … | head -1``."""
    many = tmp_path / "many.jsonl"
    many.write_text('{"text": "One."}\n' * 5000)
    process = subprocess.Popen(
        [sys.executable, "-c", STUBBED, "code", str(many)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline().startswith('{"schema"')
    process.stdout.close()
    assert process.stderr.read() == ""
    process.wait(timeout=20)


def test_python_m_dateline() -> None:
    run = subprocess.run([sys.executable, "-m", "dateline", "version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("dateline ")
