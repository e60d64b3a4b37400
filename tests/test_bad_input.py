"""What people really feed a command: broken, huge, empty, foreign, and killed half-way. The real pipeline, end to end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline import CodedDocument, Coder
from dateline.cli import cli
from dateline.records import spans_of

Run = Callable[..., Result]
STORY = "Rebels attacked the town of Maru on Monday, killing 12 people, the army said."
COMMAND = [sys.executable, "-m", "dateline", "code"]


@pytest.fixture
def run(coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty folder, with the coder that is loaded already."""
    monkeypatch.setattr("dateline.pipeline.load", lambda settings: coder)
    monkeypatch.chdir(tmp_path)

    def invoke(*args: str, given: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, args, input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def records(out: str) -> list[CodedDocument]:
    return [CodedDocument.from_json(line) for line in out.splitlines()]


def test_two_processes_give_the_same_in_the_same_order(run: Run, tmp_path: Path) -> None:
    lines = [{"text": f"Rebels killed {n} people in Goma on Monday, the army said."} for n in range(2, 40)]
    lines[5] = {"text": ""}
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    alone, together = run("code", "in.jsonl"), run("code", "in.jsonl", "--workers", "2")
    assert together.stdout == alone.stdout
    assert together.stdout.count("\n") == len(lines) - 1
    assert (together.exit_code, together.stderr) == (1, alone.stderr)


@pytest.mark.parametrize(
    ("name", "content", "message", "reason"),
    [
        ("a.txt", b"", "empty", "an empty file"),
        ("a.txt", b" \n\t\r\n", "white space", "white space alone"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "picture", "a picture named .txt"),
        ("a.bin", bytes(range(256)) * 40, "binary|NUL|encoding", "bytes of no kind"),
        ("a.txt", b"Two men\x00 died in Goma.", "NUL", "a NUL in the middle"),
        ("a.txt", b"\x1f\x8b\x08" + b"\x00" * 20, "compressed data is damaged", "damaged gzip"),
        (
            "a.html",
            b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
            "no article",
            "a page without an article",
        ),
        ("a.html", b"<html>", "no article", "a page without anything"),
        ("a.json", b'{"title": "x"}', "no field 'text'", "JSON without a text"),
        ("a.json", b'{"text": 5}', "holds a number, not text", "a number for a text"),
        ("a.json", b'{"text": null}', "holds null, not text", "null for a text"),
        ("a.json", b'{"text": ["Two died."]}', "holds a list, not text", "a list for a text"),
        ("a.json", b'{"text": {"body": "x"}}', "holds an object, not text", "an object for a text"),
        ("a.json", b'{"text": ""}', "empty", "an empty text"),
        ("a.json", b"[]", "list in it is empty", "an empty list"),
        ("a.json", b'{"text": "Two', "not valid JSON", "JSON that is cut off"),
        ("a.jsonl", b"\n\n", "empty", "JSON Lines without a line"),
    ],
)
def test_what_cannot_be_read_is_told(run: Run, name: str, content: bytes, message: str, reason: str) -> None:
    import re

    Path(name).write_bytes(content)
    result = run("code", name)
    assert result.exit_code == 3, reason
    assert result.stdout == ""
    first = result.stderr.splitlines()[0]
    assert first.startswith(name), "the message names the file"
    assert re.search(message, first), first
    assert result.stderr.splitlines()[-1] == "0 coded, 1 failed"


def test_ten_megabytes_on_one_line_are_refused_at_once(run: Run) -> None:
    Path("a.txt").write_text((STORY + " ") * 130_000)
    before = time.monotonic()
    result = run("code", "a.txt")
    assert time.monotonic() - before < 20, "nothing was parsed before it was refused"
    assert result.exit_code == 3
    assert "10,140,000 characters, more than the" in result.stderr
    assert "DATELINE_MAX_CHARS" in result.stderr


MEASURE = """
import sys
from pathlib import Path
from dateline.pipeline import load
def peak():  # not ru_maxrss, which counts what the parent held before this was started
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
coder = load()
coder.parser.nlp, coder.knowledge
before = peak()
coded = coder.code(sys.stdin.read())
after = peak()
print(len(coded.events), before // 1024, after // 1024)
"""


def test_a_long_line_takes_memory_by_its_length(coder: Coder) -> None:
    """One sentence after another without a line break, and one without end: some 4 KB a character, 1.3 GB for 300,000."""
    # Building the gazetteer leaves a peak behind that says nothing: it is built here.
    assert coder.knowledge
    text = (STORY + " ") * 500 + "rebels and soldiers of the army " * 300
    run = subprocess.run([sys.executable, "-c", MEASURE], input=text, capture_output=True, text=True, check=True)
    events, before, after = map(int, run.stdout.split())
    assert events
    assert (after - before) * 1024 < 6 * len(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 50_000, "one word without end"),
        ("a " * 10_000, "very short words"),
        ("(" * 3_000, "brackets that never close"),
        ('"' * 3_000, "nothing but quotation marks"),
        ("''" * 3_000, "nothing but apostrophes"),
        ("** " * 3_000, "nothing but stars"),
        ("\n" * 5_000 + "x", "blank lines"),
        ("- " * 3_000, "bullets of bullets"),
        ("8" * 400 + " people were killed in Goma.", "a figure that no float holds"),
        (" " * 100_000 + "\n", "spaces without end"),
        ("9" * 5_000 + " people were killed in Goma.", "a figure that Python does not read"),
        ("=" * 100_000, "a rule without end"),
        ("KILLED, " * 1_500, "a list without end"),
        ("MARU, " * 1_500 + "— Two died.", "a dateline without end"),
        ("e\u0301" * 5_000, "combining marks"),
        ("\u202e" + STORY, "a text that turns its direction"),
        ("🕯️👨‍👩‍👧 " * 1_000, "emoji alone"),
        ("By " + "Jane " * 3_000, "a byline without end"),
        ("12:" * 3_000, "time stamps of time stamps"),
    ],
)
def test_odd_texts_are_coded(coder: Coder, text: str, reason: str) -> None:
    before = time.monotonic()
    coded = coder.code(text, published="2024-12-03")
    assert coded.document.text == text
    assert all(text[span.start : span.end] == span.text for span in spans_of(coded))
    assert time.monotonic() - before < 60, f"{reason}: time must not run away"


def test_wrong_encodings_are_read_with_a_note(run: Run) -> None:
    Path("a.txt").write_bytes("Nine people were killed in Nariño on Monday, the police said.".encode("cp1252"))
    Path("b.txt").write_bytes("\ufeffNine people were killed in Nariño.".encode("utf-16-le"))
    first, second = records(run("code", "a.txt", "b.txt").stdout)
    assert "Nariño" in first.document.text
    assert [note.code for note in first.notes if note.code == "W101"]
    assert second.document.text == "Nine people were killed in Nariño."


def test_one_bad_file_among_good_ones(run: Run) -> None:
    folder = Path("in")
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "c.txt").write_text("Two men died in Goma.")
    result = run("code", "in", "-o", "out.jsonl")
    assert result.exit_code == 1
    assert [one.document.text for one in records(Path("out.jsonl").read_text())] == [STORY, "Two men died in Goma."]
    assert result.stderr.splitlines()[0].startswith("in/b.txt: ")
    assert result.stderr.splitlines()[-1] == "2 coded, 1 failed"


def test_bad_lines_among_good_ones(run: Run) -> None:
    rows = [{"text": STORY}, {"text": 7}, {"body": "x"}, {"text": "Two men died in Goma."}]
    result = run("code", "-", given="".join(json.dumps(row) + "\n" for row in rows) + "{\n")
    assert result.exit_code == 1
    assert len(records(result.stdout)) == 2
    assert [line.partition(":")[0].rpartition(" ")[2] for line in result.stderr.splitlines()[:3]] == ["2", "3", "5"]


FOOTBALL = (
    "Lions destroy Eagles 4-0 in cup final\n\n"
    "Striker Ben Obi fired two rockets past the keeper on Sunday as the Lions destroyed the Eagles in the cup final. "
    "The visitors attacked from the start and bombarded the goal, but the defence held. Obi, who has killed off many a "
    "match this season, shot the winner in the 80th minute. “We fought like soldiers,” the coach said. "
    "The Eagles' captain was arrested in his stride by a hard tackle and sent off."
)  # fmt: skip


def test_football_is_no_violence(coder: Coder) -> None:
    coded = coder.code(FOOTBALL, published="2024-12-03")
    violence = [e.trigger.text for e in coded.events if e.type in {"ASSAULT", "COERCE"} and e.status == "occurred"]
    assert violence == []


def test_football_has_no_tolls(coder: Coder) -> None:
    assert [t.evidence[0].text for t in coder.code(FOOTBALL, published="2024-12-03").tolls] == []


def test_right_to_left_and_emoji_keep_offsets(run: Run) -> None:
    text = "🕯️🚑 قُتل — Rebels (المتمردون) killed 12 people 👨‍👩‍👧 in Maru‏ on Monday, the army said. 🇸🇩"
    (coded,) = records(run("code", "-", "--published", "2024-12-03", given=text.encode()).stdout)
    assert coded.document.text == text
    (toll,) = coded.tolls
    assert toll.number is not None
    assert (toll.number.text, toll.number.start) == ("12", text.index("12"))
    assert all(text[span.start : span.end] == span.text for span in spans_of(coded))


def test_twice_gives_the_same_bytes(run: Run) -> None:
    Path("a.jsonl").write_text("".join(json.dumps({"text": f"{STORY} {n} fled."}) + "\n" for n in range(5)))
    for name in ("one.jsonl", "two.jsonl"):
        assert run("code", "a.jsonl", "-o", name).exit_code == 0
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()


def _start(folder: Path, rows: int) -> subprocess.Popen[bytes]:
    given, out = folder / "in.jsonl", folder / "out.jsonl"
    given.write_text("".join(json.dumps({"text": f"{STORY} {n} fled."}) + "\n" for n in range(rows)))
    return subprocess.Popen([*COMMAND, str(given), "-o", str(out)], stderr=subprocess.PIPE)


def test_killed_half_way_leaves_no_half_output(tmp_path: Path) -> None:
    process = _start(tmp_path, 5_000)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and not any(p.stat().st_size for p in tmp_path.glob(".out.jsonl.*")):
        assert process.poll() is None, "it ended by itself"
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert any(p.stat().st_size for p in tmp_path.glob(".out.jsonl.*")), "it was killed while it wrote"
    assert not (tmp_path / "out.jsonl").exists()


def test_two_runs_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    both = [_start(tmp_path, 40) for _ in range(2)]
    errors = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    assert len(records((tmp_path / "out.jsonl").read_text("utf-8"))) == 40
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_model_that_is_not_installed_is_a_wrong_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """One message about the setting, not one failure a document."""
    monkeypatch.setenv("DATELINE_MODEL", "no_such_model")
    result = CliRunner().invoke(cli, ["code", "-"], input=f'{{"text": "{STORY}"}}\n' * 2)
    assert result.exit_code == 2
    assert result.stderr.count("DATELINE_MODEL") == 1
