"""What a batch has coded goes into a store as it is, each document once, on both databases."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.batch import Output, run_batch
from dateline.cli import cli
from dateline.errors import BatchError
from dateline.intake import Added, Intake, add_batches
from dateline.intake.add import Keeper
from dateline.read import find_inputs
from dateline.settings import Settings
from dateline.store import Store, open_store
from tests.batch.acting_coder import batch, knowing
from tests.contracts.stores import NewAddress, count, wrong
from tests.faults.reports import reports

REPORTS = reports(30)
BROKEN = '{"text": "broken'


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Two inputs, four shards: the first two reports came twice in one shard, ten in two inputs, and one line is broken."""
    for name, some in {"one": [*REPORTS[:18], *REPORTS[:2]], "two": REPORTS[10:]}.items():
        lines = [report.document.model_dump_json(include={"text", "published"}) for report in some]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n")
    with (tmp_path / "two.jsonl").open("a") as stream:
        stream.write(BROKEN + "\n")
    run_batch(inputs(tmp_path), batch(tmp_path / "out", engine=knowing(REPORTS), shard_size=20))
    return tmp_path / "out"


def inputs(folder: Path) -> list[Path]:
    return [path for path in find_inputs([str(folder / "*.jsonl")]) if isinstance(path, Path)]


def add(output: Path, store: Store, **how: bool) -> Added:
    return add_batches([Output(output)], Intake(store=store, settings=Settings(), **how))  # type: ignore[arg-type]


def test_the_records_are_those_of_the_batch_and_are_linked(output: Path, store: Store) -> None:
    added = add(output, store)
    assert (added.added, added.known, len(added.failures)) == (30, 10, 1)
    for report in REPORTS:
        assert store.document(report.document.id) == report
    assert added.linked is not None
    assert added.linked.documents == 30
    assert wrong(store) == []


def test_every_arrival_is_kept_and_what_failed(output: Path, store: Store, tmp_path: Path) -> None:
    add(output, store, link=False)
    origins = [receipt.origin for receipt in store.custody(REPORTS[0].document.id)]
    assert origins == [f"{tmp_path}/one.jsonl, line 1", f"{tmp_path}/one.jsonl, line 19"]
    assert [failure.origin for failure in store.failures()] == [f"{tmp_path}/two.jsonl, line 21"]


def test_the_versions_are_those_by_which_the_shard_was_coded(output: Path, store: Store) -> None:
    add(output, store, link=False)
    manifest = Output(output).manifest(min(Output(output).ids()))
    expected = {name: each for name, each in manifest["versions"].items() if name not in ("settings", "reading")}
    assert store.codings(REPORTS[0].document.id)[-1].versions == expected


def test_a_second_time_adds_nothing(output: Path, store: Store) -> None:
    add(output, store)
    before = [count(store, table) for table in ("documents", "codings", "receipts", "originals", "failures")]
    again = add(output, store)
    assert (again.added, again.known) == (0, 40)
    assert [count(store, table) for table in ("documents", "codings", "receipts", "originals", "failures")] == before


@pytest.mark.parametrize("at", [1, 7, 33], ids=["at the first", "in a shard", "in the last shard"])
def test_what_stops_half_way_goes_on_and_each_is_there_once(
    output: Path, store: Store, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    kept, real = 0, Keeper.keep

    def keep(self: Keeper, *given: object) -> None:
        nonlocal kept
        kept += 1
        if kept == at:
            raise KeyboardInterrupt
        real(self, *given)  # type: ignore[arg-type]
        self.flush()

    monkeypatch.setattr(Keeper, "keep", keep)
    with pytest.raises(KeyboardInterrupt):
        add(output, store)
    assert count(store, "receipts") == at - 1
    monkeypatch.setattr(Keeper, "keep", real)
    add(output, store)
    assert [count(store, table) for table in ("documents", "codings", "receipts")] == [30, 30, 40]
    assert wrong(store) == []


def test_the_command_tells_what_became_of_it(output: Path, new_address: NewAddress) -> None:
    address = new_address()
    done = CliRunner().invoke(cli, ["add", str(output), "--store", address])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (1, "30 added, 10 there already, 1 failed")
    assert "two.jsonl, line 21: " in done.stderr
    with open_store(address) as store:
        assert count(store, "documents") == 30


def _missing(output: Path) -> str:
    Output(output).remove(min(Output(output).ids()))
    return "is unfinished: 1 of 3 shards are missing; run the same dateline batch once more"


def _no_batch(output: Path) -> str:
    (output / "_batch.json").unlink()
    return "is no output of dateline batch: it has no _batch.json"


def _damaged(output: Path) -> str:
    file = sorted(output.glob("shard=*/events.parquet"))[0]
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    return "events.parquet is not what its manifest says"


def _changed(output: Path) -> str:
    held = json.loads((output / "_inputs.json").read_text())
    name = next(path for path, found in held.items() if path.endswith("one.jsonl"))
    held[name]["parts"] = []
    (output / "_inputs.json").write_text(json.dumps(held))
    return "is unfinished: 1 shards are of inputs that have changed since"


@pytest.mark.parametrize("spoil", [_missing, _no_batch, _damaged, _changed])
def test_a_folder_that_is_not_whole_is_told(output: Path, tmp_path: Path, spoil: object) -> None:
    told = spoil(output)  # type: ignore[operator]
    done = CliRunner().invoke(cli, ["add", str(output), "--store", str(tmp_path / "new.db")])
    assert done.exit_code == 3
    assert told in done.stderr


def test_one_shard_alone_and_other_inputs_besides_are_refused(output: Path, tmp_path: Path) -> None:
    shard, store = sorted(output.glob("shard=*"))[0], str(tmp_path / "new.db")
    done = CliRunner().invoke(cli, ["add", str(shard), "--store", store])
    assert (done.exit_code, f"give the folder that it is in: {output}" in done.stderr) == (3, True)
    done = CliRunner().invoke(cli, ["add", str(output), str(tmp_path / "one.jsonl"), "--store", store])
    assert (done.exit_code, "add it without other inputs" in done.stderr) == (2, True)
    plain = tmp_path / "plain"
    plain.mkdir()
    (plain / "a.parquet").write_bytes((shard / "events.parquet").read_bytes())
    done = CliRunner().invoke(cli, ["add", "--coded", str(plain), "--store", store])
    assert (done.exit_code, "or the whole folder of dateline batch" in done.stderr) == (2, True)


def test_an_output_that_is_being_written_waits(output: Path, store: Store) -> None:
    with Output(output).held(), pytest.raises(BatchError, match="is being written"):
        add(output, store)
    assert count(store, "documents") == 0
    writer = ["flock", "--exclusive", "--nonblock", str(output / "_lock"), "true"]
    add(output, store, link=False)
    assert subprocess.run(writer, check=False).returncode == 0, "and afterwards a batch may write again"
