"""Taking reports in: what is passed over, what fails, what goes on after an interruption, and workers that die."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline import pipeline
from dateline.cli import cli
from dateline.errors import StoreError
from dateline.intake import Intake, add_and_link, versions_of, workers
from dateline.intake.watch import watch
from dateline.read import ReadOptions, read_path
from dateline.records import CodedDocument, Document
from dateline.settings import Settings
from dateline.store import Store, create_store
from tests.intake.acting import acting

SETTINGS = Settings()


class StubCoder:
    """Codes nothing in any text, and fails on texts that say so."""

    coded: list[str] = []

    def pipe(
        self, documents: Iterable[Document], *, on_error: Callable[[Document, Exception], None]
    ) -> Iterator[CodedDocument]:
        for document in documents:
            if "FAIL" in document.text:
                on_error(document, ValueError("as asked"))
            else:
                StubCoder.coded.append(document.text)
                yield CodedDocument(document=document)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    StubCoder.coded = []
    monkeypatch.setattr(pipeline, "load", lambda settings: StubCoder())
    with create_store(tmp_path / "store.db") as made:
        yield made


def add(store: Store, folder: Path, **how: Any) -> Any:
    inputs = (item for path in sorted(folder.iterdir()) for item in read_path(path))
    return add_and_link(inputs, Intake(store=store, settings=SETTINGS, link=False, **how))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for name, text in {"a.txt": "One.", "b.txt": "Two.", "c.txt": "FAIL", "d.pdf": "%PDF-1.4", "e.txt": "One."}.items():
        (made / name).write_text(text)
    return made


def test_one_broken_document_never_stops_the_others(store: Store, folder: Path) -> None:
    added = add(store, folder)
    assert (added.added, added.known) == (2, 1)
    assert [Path(f.origin).name for f in added.failures] == ["c.txt", "d.pdf"] or [
        Path(f.origin).name for f in added.failures
    ] == ["d.pdf", "c.txt"]
    assert all(f.problem for f in added.failures)
    assert added.done == 5, "nothing is lost without a word"
    assert {Path(f.origin).name for f in store.failures()} == {"c.txt", "d.pdf"}


def test_what_is_there_is_not_coded_again(store: Store, folder: Path) -> None:
    add(store, folder)
    StubCoder.coded.clear()
    added = add(store, folder)
    assert StubCoder.coded == []
    assert (added.added, added.known, len(added.failures)) == (0, 3, 2)


def test_the_same_text_from_two_files_is_one_document_with_both_origins(store: Store, folder: Path) -> None:
    add(store, folder)
    custody = store.custody(Document.from_text("One.").id)
    assert [Path(receipt.origin).name for receipt in custody] == ["a.txt", "e.txt"]
    assert store.original(custody[0].original) == b"One."


def test_recode_codes_only_what_other_versions_coded(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, folder)
    assert add(store, folder, recode=True).recoded == 0
    other = Settings(model="another_model")
    StubCoder.coded.clear()
    inputs = [item for path in sorted(folder.iterdir()) for item in read_path(path)]
    added = add_and_link(inputs, Intake(store=store, settings=other, link=False, recode=True))
    assert added.recoded == 2
    assert len(store.codings(Document.from_text("One.").id)) == 2


def test_versions_name_what_a_coding_depends_on(tmp_path: Path) -> None:
    assert set(versions_of(SETTINGS).of) == {
        "dateline", "code", "rules", "model", "reader", "gate", "spacy", "gazetteer", "own files",
    }  # fmt: skip
    own = tmp_path / "actors.yaml"
    own.write_text("organisations: []")
    assert versions_of(Settings(actors=(str(own),))).fingerprint != versions_of(SETTINGS).fingerprint


def test_a_worker_that_dies_costs_only_its_own_document(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.iterdir():
        path.unlink()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"Report {number}." + (" KILL" if number in (3, 11) else ""))
    monkeypatch.setattr(workers, "coding", acting)
    added = add(store, folder, workers=2)
    assert added.added == 18
    assert [Path(f.origin).name for f in sorted(added.failures, key=lambda f: f.origin)] == ["03.txt", "11.txt"]
    assert all("SIGKILL" in failure.problem for failure in added.failures)


def test_two_processes_code_as_one_does(tmp_path: Path) -> None:
    """The real coder, in processes of its own."""
    reports = tmp_path / "reports"
    reports.mkdir()
    texts = {"a.txt": "Rebels shelled the town of Goma on Monday, killing nine people.", "b.txt": "Troops left Juba."}
    for name, text in texts.items():
        (reports / name).write_text(text)
    records = []
    for number in (1, 2):
        with create_store(tmp_path / f"{number}.db") as store:
            assert add(store, reports, workers=number).added == 2
            records.append([store.document(Document.from_text(text).id) for text in texts.values()])
    assert records[0] == records[1]


def test_a_watched_folder(store: Store, folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "a.txt").write_text("Here before.")
    stop, seen = threading.Event(), []

    def look() -> None:
        for _, added in watch(folder, Intake(store=store, settings=SETTINGS, link=False), ReadOptions(), stop):
            seen.append(added.added)

    thread = threading.Thread(target=look)
    thread.start()
    _wait(lambda: len(seen) == 1)
    (folder / "b.txt").write_text("Arrives.")
    (folder / ".hidden.txt").write_text("Not this.")
    _wait(lambda: sum(seen) == 2)
    stop.set()
    thread.join(timeout=20)
    assert {document.id for document in store.documents()} == {
        Document.from_text(t).id for t in ("Here before.", "Arrives.")
    }


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not until():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def run(*words: object) -> Any:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_the_command_adds_finds_and_checks(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load", lambda settings: StubCoder())
    (folder / "d.pdf").rename(folder / "d.xyz")
    address = tmp_path / "new.db"
    added = run("add", folder, "--store", address, "--no-link")
    assert added.exit_code == 1
    assert added.stdout.splitlines()[-1] == "2 added, 1 there already, 1 failed"
    assert "c.txt: it could not be coded (ValueError: as asked)" in added.stderr
    assert ".xyz" in added.stderr, "what was passed over is said"
    found = run("find", "two", "--kind", "documents", "--store", address, "--format", "jsonl")
    assert len(found.stdout.splitlines()) == 1
    assert run("store", "check", address).exit_code == 0
    assert "documents" in run("store", "stats", address).stdout
    assert run("store", "create", address).exit_code == 0
    assert run("store", "migrate", address).exit_code == 0
    assert run("store", "backup", address, tmp_path / "copy.db").exit_code == 0
    assert run("find", "--store", tmp_path / "copy.db", "--kind", "documents").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("find", "--store", "none.db"), 3, "there is no store"),
        (("store", "check", "none.db"), 3, "there is no store"),
        (("store", "migrate", "none.db"), 3, "there is no store"),
        (("find", "--store", "none.db", "--near", "1"), 2, "2 numbers"),
        (("find", "--store", "none.db", "--since", "soon"), 2, "no day"),
        (("add", "nothing.txt", "--store", "no/folder/x.db"), 3, "no folder"),
    ],
)
def test_commands_that_cannot_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert (result.exit_code, told in result.stderr) == (code, True), result.stderr
    assert list(tmp_path.iterdir()) == [], "nothing is made by the way"


def test_a_folder_that_holds_a_pipe_is_not_waited_for(store: Store, folder: Path) -> None:
    os.mkfifo(folder / "f.txt")
    found = CliRunner().invoke(cli, ["add", str(folder), "--store", store.where, "--no-link"])
    assert "f.txt: this is a pipe, a socket or a device, and no file" in found.stderr
    assert found.exit_code == 1


def test_an_interrupted_add_says_how_to_go_on(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Iterator[CodedDocument]:
        raise KeyboardInterrupt

    monkeypatch.setattr(StubCoder, "pipe", interrupted)
    ended = CliRunner().invoke(cli, ["add", str(folder), "--store", store.where, "--no-link"])
    assert ended.exit_code == 130
    assert ended.stderr.endswith("What was kept stays; the same command goes on where it stopped.\n")


def test_a_store_that_goes_away_in_mid_run_says_how_to_go_on(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreError("db.example: server closed the connection unexpectedly")

    monkeypatch.setattr(Store, "add", gone)
    ended = CliRunner().invoke(cli, ["add", str(folder), "--store", store.where, "--no-link"])
    assert (ended.exit_code, ended.stderr.splitlines()[-2:]) == (
        3,
        [
            "Error: db.example: server closed the connection unexpectedly",
            "What was kept stays; the same command goes on where it stopped.",
        ],
    )


def test_what_is_no_store_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("These are notes. " * 200)
    ended = CliRunner().invoke(cli, ["add", "nothing.txt", "--store", str(tmp_path / "notes.db")])
    assert (ended.exit_code, "file is not a database; give the path of a store" in ended.stderr) == (3, True)
    assert "What was kept" not in ended.stderr, "nothing was begun"
