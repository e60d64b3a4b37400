"""The pool of processes: what dies, hangs, grows or comes out of order."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import SettingError
from dateline.intake import workers
from dateline.intake.workers import Coded, WorkerPool, batches, code_batch, seconds_for
from dateline.processes import resident_bytes
from dateline.read import Received
from dateline.records import CodedDocument, Document
from dateline.settings import Settings
from tests.intake.acting import acting

FAST = Settings(worker_seconds=1, batch_size=8)


def received(*texts: str) -> list[Received]:
    return [Received(Document.from_text(text), (), f"{n}", b"") for n, text in enumerate(texts)]


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Coded]]:
    monkeypatch.setattr(workers, "coding", acting)

    def run(texts: Iterable[str], settings: Settings = FAST, **how: Any) -> list[Coded]:
        with WorkerPool(settings, 2, **how) as pool:
            found = list(pool.code(received(*texts)))
            run.replaced = pool._processes.replaced  # type: ignore[attr-defined]
        return found

    return run


def test_what_hangs_costs_its_own_document(code: Callable[..., list[Coded]]) -> None:
    found = code([f"Report {n}." + (" HANG" if n == 5 else "") for n in range(20)])
    failed = {item.where: answer for item, answer in found if isinstance(answer, str)}
    assert failed == {"5": "it could not be coded (the process that coded it was ended after 1 seconds, 2 times)"}
    assert sorted(int(item.where) for item, _ in found) == list(range(20))


def test_the_order_is_kept_where_that_is_asked_for(code: Callable[..., list[Coded]]) -> None:
    texts = [f"Report {n}." + (" SLOW" if n % 9 == 0 else " KILL" if n == 11 else "") for n in range(60)]
    found = code(texts, Settings(batch_size=3), ordered=True)
    assert [item.where for item, _ in found] == [str(n) for n in range(60)]
    assert [item.where for item, answer in found if isinstance(answer, str)] == ["11"]


def test_no_more_is_read_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "coding", acting)
    read = 0

    def documents() -> Iterator[Received]:
        nonlocal read
        for item in received(*(f"Report {n}." for n in range(200))):
            read += 1
            yield item

    with WorkerPool(Settings(batch_size=2), 2) as pool:
        coded = pool.code(documents())
        most = max(read - n for n, _ in enumerate(coded))
    assert read == 200
    assert most < 20


def test_a_process_that_has_grown_is_replaced_and_loses_nothing(code: Callable[..., list[Coded]]) -> None:
    found = code([f"Report {n}." for n in range(12)], Settings(worker_megabytes=1, batch_size=2))
    assert [isinstance(answer, CodedDocument) for _, answer in found] == [True] * 12
    assert code.replaced == 6  # type: ignore[attr-defined]


def test_what_is_wrong_for_every_document_is_raised(code: Callable[..., list[Coded]]) -> None:
    with pytest.raises(SettingError, match="as asked"):
        code(["One.", "WRONG"])


def test_batches_are_bounded_by_documents_and_by_characters() -> None:
    texts = ["a" * n for n in (10, 10, 10, 39_990, 20, 250_000, 5)]
    made = [[len(text) for text in batch] for batch in batches(texts, Settings(batch_size=2), str)]
    assert made == [[10, 10], [10, 39_990], [20], [250_000], [5]]
    assert seconds_for([Document.from_text("a" * 250_000)], Settings()) == 750


class _Spoilt:
    """A coder that fails for a whole batch that holds a bad text, as a parser may."""

    def pipe(self, documents: list[Document], *, on_error: Any) -> Iterator[CodedDocument]:
        if any("BAD" in document.text for document in documents):
            raise RuntimeError("as asked")
        yield from (CodedDocument(document=document) for document in documents)


def test_a_batch_that_one_document_spoils_is_done_one_at_a_time() -> None:
    documents = [Document.from_text(text) for text in ("One.", "BAD", "Two.")]
    answers = code_batch(_Spoilt(), documents)  # type: ignore[arg-type]
    assert [a if isinstance(a, str) else a.document.text for a in answers] == [
        "One.", "it could not be coded (RuntimeError: as asked)", "Two.",
    ]  # fmt: skip


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """Also where that is killed, and one of them is at something that never ends."""
    file = tmp_path / "asks.py"
    file.write_text(
        "from dateline.processes import Limits, Processes\n"
        "from tests.intake.acting import hanging\n"
        "if __name__ == '__main__':\n"
        "    with Processes(hanging, (), 2, Limits(most_bytes=2**40)) as pool:\n"
        "        jobs = iter(['one', 'HANG'])\n"
        "        for _ in pool.do(lambda: next(jobs, None)):\n"
        "            print(*pool.ids, flush=True)\n"
    )
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, file], stdout=subprocess.PIPE, text=True, env=here) as run:
        assert run.stdout
        ids = [int(word) for word in run.stdout.readline().split()]
        run.kill()
    assert len(ids) == 2
    for _ in range(600):
        if all(map(_is_over, ids)):
            break
        time.sleep(0.05)
    else:
        pytest.fail("processes are left")


def _is_over(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_the_memory_of_a_process_is_told() -> None:
    before = resident_bytes()
    held = bytearray(64 * 2**20)
    held[::4096] = b"x" * len(held[::4096])
    assert resident_bytes() - before > 32 * 2**20
